// A hand-written grammar over word forms. `core` reads the smallest whole expression at a token by trying each kind of
// expression and keeping the longest; `wrapped` puts early/late/end of/first half of ... around it; `find_times` walks
// a sentence, then joins neighbours (`Friday, 11 March`, `from 3 to 5 May`, `August and September`).
#include "reading/times/expressions.h"

#include <algorithm>
#include <array>
#include <unordered_set>

#include "base/words.h"
#include "reading/times/clock.h"
#include "reading/times/holidays.h"
#include "reading/times/names.h"
#include "reading/times/words.h"

namespace dragoman {
namespace {

using E = TimeExpression;
using std::string_view;

constexpr std::array<string_view, 4> kThisWords = {"this", "current", "present", "ongoing"};
constexpr std::array<string_view, 4> kLastWords = {"last", "past", "previous", "preceding"};
constexpr std::array<string_view, 4> kNextWords = {"next", "coming", "upcoming", "forthcoming"};

// Words before a bare year: "in 2014", "since 2014", "the 2014 elections".
constexpr std::array<string_view, 30> kYearLeads = {
    "in",     "since",   "of",      "by",         "during", "until",  "till",   "from", "to",   "before",
    "after",  "between", "through", "throughout", "early",  "late",   "mid",    "year", "the",  "circa",
    "around", "for",     "as",      "summer",     "winter", "spring", "autumn", "fall", "into", "than"};

// Nouns that are counted, so that "2000 people" is no year. Plural forms.
constexpr std::array<string_view, 44> kCounted = {
    "people",     "persons",  "troops",     "soldiers",      "men",      "women",    "children", "civilians",
    "refugees",   "migrants", "protesters", "demonstrators", "police",   "officers", "workers",  "employees",
    "jobs",       "dollars",  "euros",      "pounds",        "tonnes",   "tons",     "barrels",  "kilometers",
    "kilometres", "km",       "miles",      "meters",        "metres",   "hectares", "acres",    "square",
    "feet",       "voters",   "votes",      "students",      "families", "homes",    "houses",   "members",
    "deaths",     "cases",    "victims",    "percent"};

// Every word in lower case with which an expression can begin, digits aside. Most words of a story are not among them,
// so that the rules are tried at few.
const std::unordered_set<string_view>& openers() {
  static const std::unordered_set<string_view> words = [] {
    std::unordered_set<string_view> out = {
        "this",      "current",     "present",    "ongoing",     "last",    "past",      "previous", "preceding",
        "next",      "coming",      "upcoming",   "forthcoming", "same",    "following", "that",     "the",
        "early",     "late",        "mid",        "earlier",     "later",   "end",       "start",    "beginning",
        "year",      "month",       "week",       "today",       "tonight", "yesterday", "tomorrow", "today's",
        "tonight's", "yesterday's", "tomorrow's", "exactly",     "about",   "some",      "around",   "almost",
        "nearly",    "roughly",     "a",          "an",          "half",    "quarter",   "spring",   "summer",
        "autumn",    "fall",        "winter",     "fy",          "fiscal",  "financial", "noon",     "midnight",
        "ad",        "a.d.",        "ce",         "c.e.",        "final",   "twenty"};
    for (string_view word : month_words()) out.insert(word);
    for (string_view word : weekday_words()) out.insert(word);
    for (string_view word : number_words()) out.insert(word);
    for (string_view word : ordinal_words()) out.insert(word);
    for (string_view word : holiday_first_words()) out.insert(word);
    return out;
  }();
  return words;
}

bool may_begin(string_view word) {
  if (word.empty()) return false;
  if ((word[0] >= '0' && word[0] <= '9') || word[0] == '\'') return true;
  if (openers().count(word)) return true;
  // "q2", "h1", "fy22", "mid-2015"
  return (word.size() <= 6 && word.size() >= 2 && word.back() >= '0' && word.back() <= '9') ||
         word.substr(0, 4) == "mid-";
}

class Grammar {
 public:
  Grammar(const std::vector<Token>& tokens, const std::vector<std::string>& low, const std::vector<NameSpan>& names,
          int begin, int end)
      : tokens_(tokens), low_(low), begin_(begin), end_(end) {
    for (const NameSpan& name : names_between(names, begin, end)) {
      if (is_entity(name)) named_.push_back(name);
    }
  }

  std::vector<E> all() {
    std::vector<E> found;
    int i = begin_;
    while (i < end_) {
      E e;
      const bool recurs = at(i - 1) == "every" || at(i - 1) == "each";  // a set: open_times.h
      if (!recurs && may_begin(low_[i]) && wrapped(i, e)) {
        // A name that merely contains a word of time ("Bloody Sunday", "April Smith") is no time.
        if (in_name(e.begin, e.end)) {
          ++i;
          continue;
        }
        found.push_back(e);
        i = e.end;
      } else {
        ++i;
      }
    }
    join(found);
    return found;
  }

 private:
  string_view at(int i) const { return i >= begin_ && i < end_ ? string_view(low_[i]) : string_view(); }
  bool capital(int i) const {
    return i >= begin_ && i < end_ && !tokens_[i].form.empty() && tokens_[i].form[0] >= 'A' &&
           tokens_[i].form[0] <= 'Z';
  }
  // A word of two capitals or more.
  bool capitals(int i) const {
    return capital(i) && tokens_[i].form.size() > 1 && tokens_[i].form[1] >= 'A' && tokens_[i].form[1] <= 'Z';
  }
  // A word of time inside a longer name is part of the name: "Bloody Sunday", "April Smith", "Vision 2030". A name that
  // begins with a year ("2014 World Cup") or holds a day and month says a time all the same.
  bool in_name(int b, int e) const {
    for (const NameSpan& name : named_) {
      if (name.begin > b || e > name.end) continue;
      if (name.label != "PER" && name.begin == b && name.end == e) continue;  // the name is the expression
      if (low_[b][0] >= '0' && low_[b][0] <= '9') return e - b == 1 && b > name.begin && e == name.end;
      return e - b == 1 || low_[e - 1][0] < '0' || low_[e - 1][0] > '9';
    }
    return false;
  }

  static E::Mod mod_of(string_view word) {
    if (contains(kThisWords, word)) return E::kThis;
    if (contains(kLastWords, word)) return E::kLast;
    if (contains(kNextWords, word)) return E::kNext;
    if (word == "same" || word == "following" || word == "that") return E::kSame;
    return E::kNone;
  }

  // The unit named by one word, singular only.
  static bool unit_of(string_view word, TimeUnit& unit) {
    if (word == "day")
      unit = TimeUnit::kDay;
    else if (word == "week")
      unit = TimeUnit::kWeek;
    else if (word == "weekend")
      unit = TimeUnit::kWeekend;
    else if (word == "month")
      unit = TimeUnit::kMonth;
    else if (word == "quarter")
      unit = TimeUnit::kQuarter;
    else if (word == "year")
      unit = TimeUnit::kYear;
    else if (word == "decade")
      unit = TimeUnit::kDecade;
    else if (word == "century")
      unit = TimeUnit::kCentury;
    else
      return false;
    return true;
  }
  static bool units_of(string_view word, TimeUnit& unit) {
    if (unit_of(word, unit)) return true;
    if (word == "hour" || word == "hours" || word == "minute" || word == "minutes" || word == "seconds") {
      unit = TimeUnit::kHour;
      return true;
    }
    return word.size() > 2 && word.back() == 's' ? unit_of(word.substr(0, word.size() - 1), unit)
                                                 : (word == "centuries" && unit_of("century", unit));
  }
  static int season_of(string_view word) {
    if (word == "spring") return 0;
    if (word == "summer") return 1;
    if (word == "autumn" || word == "fall") return 2;
    if (word == "winter") return 3;
    return -1;
  }
  // A year in digits that stands alone. 1000..2199.
  int year_at(int i) const {
    const int value = plain_int(at(i));
    return at(i).size() == 4 && value >= 1000 && value < 2200 ? value : 0;
  }

  // --- kinds -------------------------------------------------------------------------------------------------------

  // 2022-07-26, 26/07/2022, 07/26/2022, 2022/7/26.
  bool numeric_date(int i, E& e) const {
    const string_view form = at(i);
    if (form == "9/11" && !next_is_counted(i)) {  // the attacks of 2001
      e.year = 2001, e.month = 9, e.day = 11;
      return done(e, i, i + 1, E::kDate, "nine-eleven");
    }
    if (form.size() < 6 || form.size() > 10) return false;
    int parts[3] = {0, 0, 0}, sizes[3] = {0, 0, 0}, part = 0;
    char separator = 0;
    for (char c : form) {
      if (c >= '0' && c <= '9') {
        parts[part] = parts[part] * 10 + (c - '0');
        ++sizes[part];
      } else if ((c == '-' || c == '/' || c == '.') && (separator == 0 || c == separator) && part < 2) {
        separator = c;
        ++part;
      } else {
        return false;
      }
    }
    if (part != 2) return false;
    if (sizes[0] == 4) {
      e.year = parts[0], e.month = parts[1], e.day = parts[2];
    } else if (sizes[2] == 4 || (sizes[2] == 2 && separator == '/' && sizes[0] <= 2 && sizes[1] <= 2)) {
      e.year = sizes[2] == 4 ? parts[2] : full_year(parts[2]);
      // Day first unless that cannot be; papers outside the United States write it so. Where both can be, the one
      // nearer to the story's date is taken.
      if (parts[1] > 12)
        e.month = parts[0], e.day = parts[1];
      else
        e.month = parts[1], e.day = parts[0];
      e.either_order = parts[0] <= 12 && parts[1] <= 12;
    } else {
      return false;
    }
    if (e.month < 1 || e.month > 12 || e.day < 1 || e.day > 31 || e.year < 1000 || e.year > 2199) return false;
    return done(e, i, i + 1, E::kDate, "numeric-date");
  }

  // "07" -> 2007, "82" -> 1982.
  static int full_year(int two) { return two < 50 ? 2000 + two : 1900 + two; }
  bool next_is_counted(int i) const { return contains(kCounted, at(i + 1)) || at(i + 1) == "of"; }

  bool done(E& e, int begin, int end, E::Kind kind, const char* rule) const {
    e.begin = begin;
    e.end = end;
    e.kind = kind;
    e.rule = rule;
    return true;
  }

  // Day of a month in digits or as an ordinal, 1..31.
  int day_at(int i) const {
    const int value = plain_int(at(i));
    if (value >= 1 && value <= 31 && at(i).size() <= 2) return value;
    const int ordinal = ordinal_of(at(i));
    return ordinal >= 1 && ordinal <= 31 ? ordinal : 0;
  }

  // A month that is not a modal, a verb or a given name.
  int month_at(int i) const {
    bool abbreviated = false;
    const int month = month_of(at(i), &abbreviated);
    if (month == 0 || !capital(i)) return 0;
    static constexpr std::array<string_view, 9> kWishes = {"he", "she", "it", "they", "we", "you", "god", "i", "the"};
    if (month == 5 && contains(kWishes, at(i + 1)) && i == begin_) return 0;  // "May he rest in peace"
    if (abbreviated && low_[i].back() != '.' && month != 9) {
      // "Jan Peters", "Mar Elias": an abbreviation without its stop needs a number beside it.
      if (day_at(i + 1) == 0 && day_at(i - 1) == 0 && year_at(i + 1) == 0) return 0;
    }
    return month;
  }

  // What can follow a month or a day and month: ", 2022", "2022", "of 2022", "this year", "of this year", "last year".
  int year_tail(int i, E& e) const {
    int at_year = i;
    if (at(i) == "," && year_at(i + 1) && (e.day || e.month)) {
      // "in May, 2022 people": only a year if nothing counted follows.
      if (!counted_after(i + 1)) at_year = i + 1;
    } else if ((at(i) == "of" || at(i) == "in") && year_at(i + 1) && at(i) == "of") {
      at_year = i + 1;
    }
    if (const int year = year_at(at_year); year && !counted_after(at_year)) {
      e.year = year;
      return at_year + 1;
    }
    int j = i;
    if (at(j) == "," && (at(j + 1) == "this" || at(j + 1) == "last" || at(j + 1) == "next")) ++j;
    if (at(j) == "of") ++j;
    if (at(j) == "the" && (mod_of(at(j + 1)) != E::kNone)) ++j;
    const E::Mod mod = mod_of(at(j));
    if (mod != E::kNone && at(j + 1) == "year" && at(j + 2) != "'s") {
      e.year_mod = mod;
      return j + 2;
    }
    return i;
  }

  bool counted_after(int i) const { return contains(kCounted, at(i + 1)) || at(i + 1) == "%"; }

  bool calendar(int i, E& e) const {
    // "last July", "next 5 May", "this October"
    const E::Mod mod = mod_of(at(i));
    if (mod != E::kNone && mod != E::kSame && at(i) != "past" && at(i) != "present" && at(i) != "ongoing") {
      if (!calendar_from(i + 1, e) || e.year || e.year_mod != E::kNone) return false;
      e.begin = i;
      e.mod = mod;
      return true;
    }
    return calendar_from(i, e);
  }

  bool calendar_from(int i, E& e) const {
    int j = i;
    if (at(j) == "the" && day_at(j + 1)) ++j;
    if (const int day = day_at(j)) {
      int k = j + 1;
      // "3 to 5 May", "13-15 December", "5 and 6 May"
      int day2 = 0;
      if ((at(k) == "-" || at(k) == "to" || at(k) == "and" || at(k) == "through" || at(k) == "till" ||
           at(k) == "until") &&
          day_at(k + 1)) {
        int m = k + 2;
        if (at(m) == "of") ++m;
        if (month_at(m)) day2 = day_at(k + 1), k = k + 2;
      }
      if (at(k) == "of" || at(k) == "-") ++k;
      if (const int month = month_at(k)) {
        e.day = day, e.month = month, e.day2 = day2;
        int end = year_tail(k + 1, e);
        if (end == k + 1 && at(k + 1) == "-" && year_at(k + 2)) e.year = year_at(k + 2), end = k + 3;
        return finish_date(e, i, end, "day-month");
      }
      return false;
    }
    const int month = month_at(i);
    if (!month) return false;
    int k = i + 1;
    if (at(k) == "the" && ordinal_of(at(k + 1))) ++k;
    const int day = day_at(k);
    // "May 20 people" is no date, "May 20, people" is.
    if (day && !contains(kCounted, at(k + 1)) && at(k + 1) != "%" &&
        !(at(k + 1) == "million" || at(k + 1) == "billion" || at(k + 1) == "thousand")) {
      e.month = month, e.day = day;
      int m = k + 1;
      if ((at(m) == "-" || at(m) == "to" || at(m) == "and" || at(m) == "through" || at(m) == "until") &&
          day_at(m + 1) && !month_at(m + 2) && day_at(m + 1) > day && !contains(kCounted, at(m + 2)) &&
          at(m + 2) != "%") {
        e.day2 = day_at(m + 1);
        m += 2;
      }
      return finish_date(e, i, year_tail(m, e), "month-day");
    }
    e.month = month;
    return finish_date(e, i, year_tail(k, e), "month");
  }

  bool finish_date(E& e, int begin, int end, const char* rule) const {
    // "the September 11 attacks" are those of 2001.
    if (e.month == 9 && e.day == 11 && e.year == 0 && (at(end) == "attacks" || at(end + 1) == "attacks") &&
        at(begin - 1) == "the")
      e.year = 2001;
    if (e.day2) {
      e.year2 = e.year;
      e.month2 = e.month;
      return done(e, begin, end, E::kSpan, "day-range");
    }
    return done(e, begin, end, E::kDate, rule);
  }

  bool bare_year(int i, E& e) const {
    // "2007-2008", "2010-11", "2010/11", "2007/2008"
    const string_view form = at(i);
    if (form.size() >= 7 && form[4] == '/') {
      const int y1 = plain_int(form.substr(0, 4));
      const int y2 = plain_int(form.substr(5));
      if (y1 >= 1000 && y1 < 2200 && y2 >= 0 && (form.size() == 7 || form.size() == 9)) {
        e.year = y1;
        e.year2 = form.size() == 7 ? y1 / 100 * 100 + y2 : y2;
        if (e.year2 > e.year && e.year2 < e.year + 200) return done(e, i, i + 1, E::kSpan, "year-range");
      }
      return false;
    }
    const int year = year_at(i);
    if (!year) return false;
    if (at(i + 1) == "-" && tokens_touch(i, i + 1)) {
      int y2 = year_at(i + 2);
      const int two = plain_int(at(i + 2));
      if (!y2 && at(i + 2).size() == 2 && two >= 0) y2 = year / 100 * 100 + two;
      if (y2 > year && y2 - year < 150) {
        e.year = year;
        e.year2 = y2;
        return done(e, i, i + 3, E::kSpan, "year-range");
      }
      if (year_at(i + 2) == 0 && !at(i + 2).empty() && tokens_touch(i + 1, i + 2) && month_of(at(i + 2)) == 0 &&
          year < 1900)
        return false;
    }
    if (year < 1400 || year >= 2101) return false;
    const string_view before = at(i - 1), after = at(i + 1);
    static constexpr std::array<string_view, 20> kNumbered = {
        "$",    "\u20ac",  "\u00a3", "rs",     "rs.",     "#",       "no.",  "number", "resolution", "no",
        "page", "article", "route",  "flight", "highway", "section", "room", "line",   "law",        "form"};
    if (contains(kNumbered, before)) return false;
    if (counted_after(i) || after == "index") return false;
    if (after == "million" || after == "billion" || after == "-") {
      if (!(after == "-" && year >= 1900)) return false;
    }
    const bool led = contains(kYearLeads, before) || (before == "and" && (year_at(i - 2) || month_of(at(i - 2)))) ||
                     before == "," || before == "(" || before.empty() || before == "'s" || before == "'" ||
                     month_of(before) != 0;
    // "2,000" has a comma as a rule; a bare figure in the range of years reads as one where prose leads to it, or
    // where it lies in living memory and no plural follows that it could count.
    const bool plural_after = after.size() > 3 && after.back() == 's' && after != "'s" &&
                              !(after.size() > 4 && after.substr(after.size() - 2) == "ss") && after != "was" &&
                              after != "has" && after != "as" && after != "is" && after != "olympics" &&
                              after != "games" && after != "elections" && after != "protests" && after != "attacks";
    if (year >= 1900 && year <= 2060) {
      if (plural_after && !led) return false;
      if (!led && (before == "about" || before == "some" || before == "nearly" || before == "almost" ||
                   before == "over" || before == "least"))
        return false;
      return with_year(e, i, year);
    }
    if (!led || plural_after || before == "the" || before == "around" || before == "than" || before == "for") {
      // "the 1912 fishing charter": an article and a noun that is not counted.
      if (!(before == "the" && !plural_after && year >= 1500 && i + 1 < end_ && !after.empty() && after[0] >= 'a' &&
            after[0] <= 'z'))
        return false;
    }
    if (year < 1500 && before != "in" && before != "since") return false;
    return with_year(e, i, year);
  }
  bool with_year(E& e, int i, int year) const {
    e.year = year;
    return done(e, i, i + 1, E::kDate, "year");
  }

  bool tokens_touch(int a, int b) const {
    return b < end_ && a >= begin_ && tokens_[a].span.end == tokens_[b].span.begin;
  }

  int weekday_at(int i) const {
    bool abbreviated = false;
    const int day = weekday_of_word(at(i), &abbreviated);
    if (day < 0 || !capital(i)) return -1;
    if (abbreviated && low_[i].back() != '.') {
      // "Sun", "Wed": needs a comma and a number, or a number, beside it.
      const int next = at(i + 1) == "," ? i + 2 : i + 1;
      if (day_at(next) == 0 && month_of(at(next)) == 0) return -1;
    }
    return day;
  }

  bool weekday(int i, E& e) const {
    int j = i;
    if (at(j) == "the" && (mod_of(at(j + 1)) != E::kNone)) ++j;
    E::Mod mod = mod_of(at(j));
    int day = -1;
    if (mod != E::kNone) {
      day = weekday_at(j + 1);
      if (day < 0) return false;
      if (at(j) == "following") mod = E::kSame;
      ++j;
    } else {
      day = weekday_at(i);
      if (day < 0) return false;
      j = i;
      const string_view before = at(i - 1);
      if (before == "every" || before == "each" || before == "bloody" || before == "black" || before == "ash" ||
          before == "palm" || before == "good" || before == "maundy" || before == "cyber" || before == "super")
        return false;
    }
    e.weekday = day;
    e.mod = mod;
    int k = j + 1;
    if (const string_view next = at(k);
        next.size() > 5 && next.back() == 's' && !part_of_day(next.substr(0, next.size() - 1)).empty())
      return false;  // "Friday evenings" recur
    // "Monday last week", "Tuesday of next week", "Friday week"
    int m = k;
    if (at(m) == "of") ++m;
    if (mod_of(at(m)) != E::kNone && at(m + 1) == "week") {
      const E::Mod week = mod_of(at(m));
      e.year_mod = week;  // here: which week
      return done(e, i, m + 2, E::kWeekday, "weekday-of-week");
    }
    if (mod == E::kNone && (at(k) == "week" || at(k) == "fortnight") && at(k + 1) != "'s" && at(i - 1) != "a") {
      e.offset = at(k) == "week" ? 1 : 2;  // "Friday week", as the British say
      e.offset_unit = TimeUnit::kWeek;
      e.mod = E::kNext;
      return done(e, i, k + 1, E::kWeekday, "weekday");
    }
    return done(e, i, k, E::kWeekday, "weekday");
  }

  bool day_word(int i, E& e) const {
    string_view word = at(i);
    if (word.size() > 2 && word.substr(word.size() - 2) == "'s")
      word.remove_suffix(2);                           // where the mark stayed on the word
    if (capitals(i) && capitals(i + 1)) return false;  // the name of a paper: TODAY NICARAGUA
    int offset = 0, end = i + 1;
    if (word == "today") {
      offset = 0;
    } else if (word == "tonight") {
      e.clock = "TNI";
    } else if (word == "yesterday") {
      offset = -1;
    } else if (word == "tomorrow") {
      offset = 1;
    } else if (word == "the" && at(i + 1) == "day" && at(i + 2) == "before" && at(i + 3) == "yesterday") {
      offset = -2, end = i + 4;
    } else if (word == "the" && at(i + 1) == "day" && at(i + 2) == "after" && at(i + 3) == "tomorrow") {
      offset = 2, end = i + 4;
    } else if (word == "last" && (at(i + 1) == "night" || at(i + 1) == "evening")) {
      e.clock = part_of_day(at(i + 1));
      offset = -1, end = i + 2;
    } else if (word == "this" && (at(i + 1) == "morning" || at(i + 1) == "afternoon" || at(i + 1) == "evening")) {
      e.clock = part_of_day(at(i + 1));
      end = i + 2;
    } else if ((word == "earlier" || word == "later") && at(i + 1) == "today") {
      end = i + 2;
    } else {
      return false;
    }
    e.count = offset;
    return done(e, i, end, E::kDayOffset, "day-word");
  }

  // this week, last year, the current month, next quarter, the same day, the next decade
  bool mod_unit(int i, E& e) const {
    int j = i;
    bool article = false;
    if (at(j) == "the") ++j, article = true;
    E::Mod mod = mod_of(at(j));
    if (mod == E::kNone) return false;
    const bool that = at(j) == "that";
    if (at(j) == "same" && !article) return false;
    if ((at(j) == "past" || at(j) == "coming") && !article) return false;
    int k = j + 1;
    if ((at(k) == "financial" || at(k) == "fiscal") && at(k + 1) == "year" && mod != E::kSame) {
      e.year_mod = mod;
      return done(e, i, k + 2, E::kFiscal, "fiscal-year");
    }
    if (at(k) == "calendar" || at(k) == "academic" || at(k) == "school") ++k;
    TimeUnit unit;
    if (!unit_of(at(k), unit)) {
      const int season = season_of(at(k));
      if (season < 0 || (at(k) == "fall" && mod != E::kLast && mod != E::kNext && mod != E::kThis)) return false;
      e.mod = mod, e.index = season;
      return done(e, i, k + 1, E::kSeason, "season");
    }
    // "the last week of May", "the last day" are not "last week".
    if (article && at(k + 1) == "of") return false;
    if (unit == TimeUnit::kDay) {
      // Only against an earlier time: "the next day", "the same day", "the previous day".
      if (mod == E::kThis || that || at(j) == "last" || at(j) == "past" || at(j) == "coming" || at(j) == "upcoming")
        return false;
      if (!article) return false;
      e.kind = E::kShift;
      e.anchor = E::kEarlier;
      e.unit = unit;
      e.count = at(j) == "same" ? 0 : (mod == E::kLast ? -1 : 1);
      return done(e, i, k + 1, E::kShift, "day-from-earlier");
    }
    if (mod == E::kSame ||
        (article && (at(j) == "previous" || at(j) == "preceding" || (at(j) == "next" && unit != TimeUnit::kDay)))) {
      e.anchor = E::kEarlier;
      e.unit = unit;
      e.count = mod == E::kNext || at(j) == "following" ? 1 : (mod == E::kLast ? -1 : 0);
      return done(e, i, k + 1, E::kShift, "unit-from-earlier");
    }
    // "the past week/year": a stretch up to now, not a calendar unit.
    if (at(j) == "past") return false;
    if (article && at(j) == "last") return false;
    if (unit == TimeUnit::kDecade || unit == TimeUnit::kCentury) {
      if (article && mod == E::kNext) return false;
    }
    e.mod = mod;
    e.unit = unit;
    return done(e, i, k + 1, E::kUnit, "unit");
  }

  bool weekend(int i, E& e) const {
    if (at(i) == "the" && at(i + 1) == "weekend") {
      e.unit = TimeUnit::kWeekend;
      e.mod = E::kNone;
      return done(e, i, i + 2, E::kUnit, "weekend");
    }
    return false;
  }

  // two days ago, a week ago, four days later, ten years earlier, a month after that, two weeks from now, in two weeks'
  // time
  bool shift(int i, E& e) const {
    int j = i;
    if (at(j) == "exactly")
      ++j, e.exact = true;
    else if (at(j) == "about" || at(j) == "some" || at(j) == "around" || at(j) == "almost" || at(j) == "nearly" ||
             at(j) == "roughly")
      ++j;
    else if ((at(j) == "more" || at(j) == "less") && at(j + 1) == "than")
      return false;
    int count = 0, k = 0;
    NumberPhrase number;
    if (at(j) == "the" && (at(j + 1) == "day" || at(j + 1) == "week" || at(j + 1) == "month" || at(j + 1) == "year")) {
      if (at(j + 2) != "after" && at(j + 2) != "before" && at(j + 2) != "following") return false;
      count = 1, k = j + 1;
    } else if ((at(j) == "a" || at(j) == "an" || at(j) == "one") && j + 1 < end_) {
      count = 1, k = j + 1;
    } else if (at(j) == "a" && at(j + 1) == "couple" && at(j + 2) == "of") {
      count = 2, k = j + 3;
    } else if (j < end_ && read_number(low_, j, end_, number)) {
      if (number.value < 1 || number.value > 5000 || number.value != static_cast<int>(number.value)) return false;
      count = static_cast<int>(number.value), k = number.end;
    } else {
      return false;
    }
    TimeUnit unit;
    if (at(k) == "fortnight") {
      unit = TimeUnit::kWeek, count *= 2;
    } else if (!units_of(at(k), unit)) {
      return false;
    }
    const string_view dir = at(k + 1);
    e.unit = unit;
    if (unit == TimeUnit::kHour && at(k).substr(0, 4) == "hour") e.hours = count;
    const bool from_day = dir == "from" && at(j) != "the" && (unit == TimeUnit::kDay || unit == TimeUnit::kWeek);
    if (unit != TimeUnit::kHour && (dir == "after" || dir == "before" || dir == "following" || from_day)) {
      E from;
      if (dated(at(k + 2) == "the" && !day_at(k + 3) ? k + 3 : k + 2, from)) {
        e = std::move(from);
        e.offset = dir == "before" ? -count : count;
        e.offset_unit = unit;
        e.begin = i;
        return true;
      }
    }
    if (at(j) == "the") {
      // "the day before.", "the week after,": from the time told before
      if (!stops(k + 2)) return false;
      e.count = dir == "before" ? -1 : 1;
      e.anchor = E::kEarlier;
      return done(e, i, k + 2, E::kShift, unit == TimeUnit::kDay ? "day-from-earlier" : "unit-from-earlier");
    }
    if (dir == "ago") {
      e.count = -count;
      e.hours = -e.hours;
      e.anchor = E::kReference;
      int end = k + 2;
      if (at(end) == "today") ++end, e.exact = true;
      return done(e, i, end, E::kShift, "ago");
    }
    if (dir == "from" && (at(k + 2) == "now" || at(k + 2) == "today")) {
      e.count = count;
      return done(e, i, k + 3, E::kShift, "from-now");
    }
    // "in two weeks' time"
    if ((dir == "'" || dir == "'s") && at(k + 2) == "time" && at(i - 1) == "in") {
      e.count = count;
      return done(e, i, k + 3, E::kShift, "from-now");
    }
    if (dir == "later" || dir == "afterwards" || dir == "afterward") {
      if (at(k + 2) == "than") return false;
      e.count = count;
      e.anchor = E::kEarlier;
      return done(e, i, k + 2, E::kShift, "later");
    }
    if (dir == "earlier" || dir == "before" || dir == "previously" || dir == "prior") {
      // "two days before the vote" counts from something with no date here.
      if (dir == "before" || dir == "prior") {
        if (!stops(k + 2)) return false;
      }
      if (dir == "earlier" && at(k + 2) == "than") return false;
      e.count = -count;
      e.hours = -e.hours;
      e.anchor = E::kEarlier;
      return done(e, i, k + 2, E::kShift, "earlier");
    }
    return false;
  }

  // The clause or sentence ends before `i`.
  bool stops(int i) const {
    const string_view next = at(i);
    return next.empty() || next == "." || next == "," || next == ";" || next == ")";
  }

  // A day, month or year that the words name by themselves.
  bool dated(int i, E& e) const {
    return numeric_date(i, e) || calendar(i, e) || weekday(i, e) || day_word(i, e) || holiday(i, e) || bare_year(i, e);
  }

  // "2q22", "1h21", "3q": as banks write quarters and halves. `year` stays 0 if it is not in the form.
  static bool coded_quarter(string_view form, int& index, bool& half, int& year) {
    if (form.size() != 2 && form.size() != 4) return false;
    if (form[0] < '1' || form[0] > '4' || (form[1] != 'q' && form[1] != 'h')) return false;
    half = form[1] == 'h';
    index = form[0] - '0';
    if (half && index > 2) return false;
    if (form.size() == 2) return true;
    const int two = plain_int(form.substr(2));
    year = two >= 0 ? full_year(two) : 0;
    return two >= 0;
  }
  bool coded(E& e, int i, int index, bool half) const {
    e.index = index;
    return done(e, i, i + 1, half ? E::kHalf : E::kQuarter, half ? "half-year" : "quarter");
  }

  bool quarter(int i, E& e) const {
    // Q1 2021, the first quarter (of 2021), fourth-quarter, the first half of 2020
    int index = 0, k = i;
    bool half = false;
    if (at(i).size() == 2 && at(i)[0] == 'q' && at(i)[1] >= '1' && at(i)[1] <= '4') {
      index = at(i)[1] - '0', k = i + 1;
    } else if (at(i).size() == 2 && at(i)[0] == 'h' && (at(i)[1] == '1' || at(i)[1] == '2') && year_at(i + 1)) {
      index = at(i)[1] - '0', k = i + 1, half = true;
    } else if (coded_quarter(at(i), index, half, e.year)) {
      if (e.year) return coded(e, i, index, half);
      k = i + 1;
    } else {
      int j = i;
      if (at(j) == "the") ++j;
      index = ordinal_of(at(j));
      if (index == 0 && (at(j) == "last" || at(j) == "final") && at(j + 1) == "quarter" && at(j + 2) == "of") index = 4;
      if (index < 1 || index > 4) return false;
      ++j;
      if (at(j) == "-") ++j;
      if (at(j) == "fiscal") return false;
      if (at(j) == "half" && index <= 2)
        half = true;
      else if (at(j) != "quarter")
        return false;
      k = j + 1;
    }
    e.index = index;
    int end = k;
    E year;
    int m = k;
    if (at(m) == "of" || at(m) == "in" || at(m) == ",") ++m;
    if (year_at(m)) {
      e.year = year_at(m), end = m + 1;
    } else {
      E tail;
      tail.month = 1;
      const int after = year_tail(k, tail);
      if (after != k && tail.year_mod != E::kNone) {
        e.year_mod = tail.year_mod, end = after;
      } else if (at(m) == "the" && at(m + 1) == "year") {
        e.year_mod = E::kThis, end = m + 2;
      } else if (at(k) == "of") {
        return false;  // "the first half of the game", "of fiscal 2010"
      }
    }
    if (half && end == k) return false;  // a half of what?
    return done(e, i, end, half ? E::kHalf : E::kQuarter, half ? "half-year" : "quarter");
  }

  bool season(int i, E& e) const {
    int j = i;
    if (at(j) == "the") ++j;
    const int index = season_of(at(j));
    if (index < 0 || at(j) == "fall") {
      if (!(at(j) == "fall" && at(j + 1) == "of" && year_at(j + 2))) return false;
    }
    int k = j + 1;
    if (at(k) == "of" && year_at(k + 1)) ++k;
    if (const int year = year_at(k)) {
      e.year = year, ++k;
    } else if (mod_of(at(k)) != E::kNone && at(k + 1) == "year") {
      e.year_mod = mod_of(at(k)), k += 2;
    } else if (j == i && (at(i - 1) == "by" || at(i - 1) == "until" || at(i - 1) == "since" || at(i - 1) == "before" ||
                          at(i - 1) == "after" || at(i - 1) == "through")) {
      // "by winter": the one that comes
    } else if (j == i || !(at(i - 1) == "in" || at(i - 1) == "during" || at(i - 1) == "by" || at(i - 1) == "until" ||
                           at(i - 1) == "before" || at(i - 1) == "for" || at(i - 1) == "after")) {
      return false;  // "spring", "a summer holiday": no calendar time
    }
    e.index = season_of(at(j));
    return done(e, i, k, E::kSeason, "season");
  }

  // "the 70s and 80s", "the late 80s"
  bool decade_goes_on(int i) const {
    const string_view before = at(i - 1);
    if (before == "early" || before == "late" || before == "mid" || before == "-") return true;
    const string_view first = at(i - 2);
    return (before == "and" || before == "or" || before == "to") && first.size() >= 3 && first.back() == 's' &&
           first[first.size() - 2] == '0';
  }

  // "'82", "AD 79", "79 AD", "44 BC"
  bool era_year(int i, E& e) const {
    if (at(i) == "'" && at(i + 1).size() == 2 && plain_int(at(i + 1)) >= 0 && tokens_touch(i, i + 1)) {
      const string_view before = at(i - 1);
      if (!(before == "since" || before == "in" || before == "of" || before == "from" || before == "to" ||
            before == "until" || before == "by" || before == "summer" || before == "winter" || before == "spring"))
        return false;
      e.year = full_year(plain_int(at(i + 1)));
      return done(e, i, i + 2, E::kDate, "short-year");
    }
    const auto anno = [](string_view w) { return w == "ad" || w == "a.d." || w == "ce" || w == "c.e."; };
    const auto before_christ = [](string_view w) { return w == "bc" || w == "b.c." || w == "bce" || w == "b.c.e."; };
    const int year = plain_int(at(i));
    if (year > 0 && before_christ(at(i + 1))) {
      e.year = year;
      return done(e, i, i + 2, E::kBeforeChrist, "year-bc");
    }
    if (year > 0 && anno(at(i + 1)) && capital(i + 1)) {
      e.year = year;
      return done(e, i, i + 2, E::kDate, "year");
    }
    if (anno(at(i)) && capital(i) && plain_int(at(i + 1)) > 0) {
      e.year = plain_int(at(i + 1));
      return done(e, i, i + 2, E::kDate, "year");
    }
    return false;
  }

  bool decade(int i, E& e) const {
    int j = i;
    if (at(j) == "the") ++j;
    int k = j;
    string_view form = at(k);
    if (form.substr(0, 4) == "mid-" && form.size() > 4) form.remove_prefix(4), e.part = E::kMid;
    // 1990s, '90s, 90s, 1990's
    if (!form.empty() && form[0] == '\'') form.remove_prefix(1);
    if (form.size() == 5 && form[4] == 's' && form[3] == '0' && plain_int(form.substr(0, 4)) >= 1000) {
      e.year = plain_int(form.substr(0, 4));
      if (e.year % 100 == 0 && e.year <= 1900) {  // "the 1800s" are the century, "the 2000s" the decade
        e.index = e.year / 100 + 1;
        return done(e, i, k + 1, E::kCentury, "century");
      }
    } else if (form.size() == 4 && plain_int(form) >= 1700 && form[3] == '0' && at(k + 1) == "'s" &&
               at(j - 1) == "the" && (at(k + 2).empty() || at(k + 2) == "." || at(k + 2) == ",")) {
      e.year = plain_int(form);
      return done(e, i, k + 2, E::kDecade, "decade");
    } else if (form.size() == 3 && form[2] == 's' && form[1] == '0' && form[0] >= '2' && form[0] <= '9' &&
               (j > i || at(k)[0] == '\'' || decade_goes_on(i))) {
      e.year = 1900 + (form[0] - '0') * 10;
    } else if (j > i) {
      static constexpr std::array<string_view, 8> kWords = {"twenties", "thirties",  "forties",  "fifties",
                                                            "sixties",  "seventies", "eighties", "nineties"};
      const auto word = std::find(kWords.begin(), kWords.end(), form);
      if (word == kWords.end()) return false;
      e.year = 1920 + 10 * static_cast<int>(word - kWords.begin());
    } else {
      return false;
    }
    return done(e, i, k + 1, E::kDecade, "decade");
  }

  bool century(int i, E& e) const {
    int j = i;
    if (at(j) == "the") ++j;
    const int index = ordinal_of(at(j));
    if (index < 1 || index > 30) {
      if (at(j) == "twenty" && at(j + 1) == "-" && at(j + 2) == "first" && at(j + 3) == "century") {
        e.index = 21;
        return done(e, i, j + 4, E::kCentury, "century");
      }
      return false;
    }
    int k = j + 1;
    if (at(k) == "-") ++k;
    // "the 17th and 18th centuries"
    const bool pair =
        (at(k) == "and" || at(k) == "or" || at(k) == "to") && ordinal_of(at(k + 1)) > index && at(k + 2) == "centuries";
    if (pair) {
      e.index = index;
      return done(e, i, k, E::kCentury, "century");
    }
    if (at(k) != "century" && at(k) != "centuries") return false;
    if (at(k + 1) == "bc" || at(k + 1) == "bce" || at(k + 1) == "b.c.") return false;
    e.index = index;
    return done(e, i, k + 1, E::kCentury, "century");
  }

  bool fiscal(int i, E& e) const {
    int k = i;
    string_view form = at(k);
    if (form == "fy") {
      ++k;
    } else if (form.size() >= 4 && form.substr(0, 2) == "fy" && plain_int(form.substr(2)) >= 0) {
      int y = plain_int(form.substr(2));
      if (form.size() == 4) y += 2000;
      e.year = y;
      return done(e, i, i + 1, E::kFiscal, "fiscal-year");
    } else if (form == "fiscal" || form == "financial") {
      ++k;
      if (at(k) == "year") ++k;
    } else {
      return false;
    }
    E year;
    if (!year_at(k) && at(k).size() != 7) return false;
    if (!bare_year_any(k, year)) return false;
    e.year = year.year, e.year2 = year.year2;
    return done(e, i, year.end, E::kFiscal, "fiscal-year");
  }
  bool bare_year_any(int i, E& e) const {
    if (bare_year(i, e)) return true;
    if (const int year = year_at(i)) return with_year(e, i, year);
    return false;
  }

  bool holiday(int i, E& e) const {
    int k = i, words = 0;
    E::Mod mod = mod_of(at(k));
    if (mod != E::kNone) ++k;
    // "last year's Christmas" is of the year before, "last Christmas" the last there was.
    const bool of_year = mod != E::kNone && at(k) == "year" && at(k + 1) == "'s";
    if (of_year) k += 2;
    const int index = holiday_at(low_, k, end_, &words);
    if (index < 0 || !(capital(k) || at(k)[0] < 'a')) return false;
    int end = k + words;
    e.index = index;
    (of_year ? e.year_mod : e.mod) = mod;
    E tail;
    tail.month = 1;
    const int after = year_tail(end, tail);
    if (after != end && (tail.year || tail.year_mod != E::kNone)) {
      e.year = tail.year;
      e.year_mod = tail.year_mod;
      end = after;
    }
    // A holiday that is only talked about is no time; one with a year, a modifier or a preposition is.
    static constexpr std::array<string_view, 12> kLeads = {"on",   "by",     "before", "after", "since",  "until",
                                                           "till", "during", "over",   "at",    "around", "through"};
    if (e.year == 0 && e.mod == E::kNone && e.year_mod == E::kNone && !contains(kLeads, at(i - 1))) return false;
    return done(e, i, end, E::kHoliday, "holiday");
  }

  // "the 15th", "on the 9th of this month", "the month of July"
  bool month_phrases(int i, E& e) const {
    if (at(i) == "the" && at(i + 1) == "month" && at(i + 2) == "of" && month_at(i + 3)) {
      e.month = month_at(i + 3);
      return done(e, i, year_tail(i + 4, e), E::kDate, "month");
    }
    if (at(i) == "the" && at(i + 1) == "year" && year_at(i + 2)) {
      e.year = year_at(i + 2);
      return done(e, i, i + 3, E::kDate, "year");
    }
    if (at(i) == "the" && ordinal_of(at(i + 1)) >= 1 && ordinal_of(at(i + 1)) <= 31) {
      const int day = ordinal_of(at(i + 1));
      int k = i + 2;
      if (at(k) == "of" && (at(k + 1) == "this" || at(k + 1) == "last" || at(k + 1) == "next") &&
          at(k + 2) == "month") {
        e.day = day, e.mod = mod_of(at(k + 1));
        return done(e, i, k + 3, E::kMonthDay, "day-of-month");
      }
      if (at(k) == "of" && at(k + 1) == "the" && at(k + 2) == "month") {
        e.day = day, e.mod = E::kThis;
        return done(e, i, k + 3, E::kMonthDay, "day-of-month");
      }
      if (at(i - 1) == "on" && low_[i + 1][0] >= '0' && low_[i + 1][0] <= '9' &&
          (at(k).empty() || at(k) == "." || at(k) == ",")) {
        e.day = day, e.mod = E::kNone;
        return done(e, i, k, E::kMonthDay, "day-of-month");
      }
    }
    return false;
  }

  // What "of" or "in" leads to a month: "May", "May 2022", "the month", "this month", "last month". One past it; 0 if
  // none. `k` at the preposition.
  int month_after(int k, E& e) const {
    if (at(k) != "of" && at(k) != "in") return 0;
    ++k;
    if (month_at(k)) {
      e.month = month_at(k);
      return year_tail(k + 1, e);
    }
    const bool the = at(k) == "the" && at(k + 1) == "month";
    const E::Mod mod = the ? E::kThis : mod_of(at(k));
    if (mod == E::kNone || mod == E::kSame || at(k + 1) != "month") return 0;
    e.mod = mod;
    return k + 2;
  }

  // "the first Monday of May", "the last week of June 2022", "the first ten days of the month"
  bool nth_of_month(int i, E& e) const {
    int k = i;
    if (at(k) == "the") ++k;
    const bool last = at(k) == "last" || at(k) == "final";
    const int index = last ? -1 : ordinal_of(at(k));
    if (index == 0 || index > 5) return false;
    ++k;
    if (const int weekday = weekday_at(k); weekday >= 0) {
      const int end = month_after(k + 1, e);
      if (!end) return false;
      e.index = index, e.weekday = weekday;
      return done(e, i, end, E::kNthWeekday, "nth-weekday");
    }
    if (at(k) == "week") {
      const int end = month_after(k + 1, e);
      if (!end) return false;
      e.index = index;
      return done(e, i, end, E::kNthWeek, "nth-week");
    }
    NumberPhrase number;
    if ((index != 1 && !last) || k >= end_ || !read_number(low_, k, end_, number)) return false;
    const bool weeks = at(number.end) == "weeks";
    if ((!weeks && at(number.end) != "days") || number.value < 1 || number.value > (weeks ? 4 : 28)) return false;
    const int end = month_after(number.end + 1, e);
    if (!end) return false;
    e.count = static_cast<int>(number.value) * (weeks ? 7 : 1) * (last ? -1 : 1);
    return done(e, i, end, E::kFirstDays, "first-days");
  }

  // "the week of May 3", "the week ending on Friday", "the week to July 26"
  bool week_of(int i, E& e) const {
    int k = i;
    if (at(k) == "the") ++k;
    if (at(k) != "week") return false;
    ++k;
    if (!(at(k) == "of" || at(k) == "ending" || at(k) == "ended" || at(k) == "beginning" || at(k) == "starting" ||
          (at(k) == "to" && at(i) == "the")))
      return false;
    ++k;
    if (at(k) == "on") ++k;
    if (!dated(k, e) || !calendar_day(e)) return false;
    e.begin = i;
    e.week_of = true;
    return true;
  }

  // "the first 11 months of this year", "the first six months of 2013", "the first nine months"
  bool first_months(int i, E& e) const {
    int j = i;
    if (at(j) == "the") ++j;
    const bool first = at(j) == "first", last = at(j) == "last" || at(j) == "final";
    if (!first && !last) return false;
    ++j;
    NumberPhrase number;
    if (j >= end_ || !read_number(low_, j, end_, number)) return false;
    if (number.value < 1 || number.value > 11) return false;
    int k = number.end;
    if (at(k) == "-") ++k;
    if (at(k) != "months" && at(k) != "month") return false;
    ++k;
    int m = k;
    if (at(m) == "of" || at(m) == "in") ++m;
    if (year_at(m)) {
      e.year = year_at(m), k = m + 1;
    } else if (at(m) == "the" && at(m + 1) == "year") {
      e.year_mod = E::kThis, k = m + 2;
    } else {
      E tail;
      tail.month = 1;
      const int after = year_tail(k, tail);
      if (after == k || tail.year_mod == E::kNone) return false;
      e.year_mod = tail.year_mod, k = after;
    }
    e.count = static_cast<int>(number.value) * (first ? 1 : -1);
    return done(e, i, k, E::kFirstMonths, "first-months");
  }

  // "the same period last year", "the same month a year earlier", "the same quarter of 2019"
  bool same_period(int i, E& e) const {
    int k = i;
    if (at(k) == "the") ++k;
    if (at(k) != "same") return false;
    ++k;
    if (at(k) == "three" || at(k) == "six" || at(k) == "nine" || at(k) == "-") ++k;
    if (at(k) == "-") ++k;
    TimeUnit unit = TimeUnit::kHour;
    const bool vague = at(k) == "period" || at(k) == "time" || at(k) == "stage" || at(k) == "point";
    if (!vague && !unit_of(at(k), unit)) return false;
    e.unit = unit;
    ++k;
    E tail;
    tail.month = 1;
    const int after = year_tail(k, tail);
    if ((at(k) == "a" || at(k) == "one") && at(k + 1) == "year" &&
        (at(k + 2) == "ago" || at(k + 2) == "earlier" || at(k + 2) == "before")) {
      e.count = -1;
      return done(e, i, k + 3, E::kSamePeriod, "same-period");
    }
    if (at(k) == "in" && year_at(k + 1)) {
      e.year = year_at(k + 1);
      return done(e, i, k + 2, E::kSamePeriod, "same-period");
    }
    if ((at(k) == "the" || (at(k) == "of" && at(k + 1) == "the")) && after > k && tail.year_mod == E::kNone)
      return false;
    if (after == k || tail.year_mod == E::kThis || tail.year_mod == E::kSame) return false;
    e.year = tail.year;
    e.count = tail.year_mod == E::kNext ? 1 : -1;
    return done(e, i, after, E::kSamePeriod, "same-period");
  }

  // "later in the day", "ended the day", "for the day": the day told before.
  bool the_day(int i, E& e) const {
    int k = i;
    const bool part =
        (at(k) == "later" || at(k) == "earlier" || at(k) == "late" || at(k) == "early") && at(k + 1) == "in";
    if (part) k += 2;
    const bool same = at(k) == "that" && at(k + 1) == "same";
    if (same) ++k;
    if ((at(k) != "the" && at(k) != "that" && !same) || at(k + 1) != "day") return false;
    const string_view before = at(i - 1), next = at(k + 2);
    const bool stops = next.empty() || next == "." || next == "," || next == ";" || next == "at" || next == "with";
    const bool leads = before == "end" || before == "ended" || before == "ending" || before == "finish" ||
                       before == "finished" || before == "closed" || before == "for" || before == "during" ||
                       before == "on";
    const bool opens = at(k) == "that" && stops && (i == begin_ || before == "on");  // "That day, ..."
    if (!part && !same && !opens && !(leads && stops)) return false;
    if (!part && at(k) == "the" && before == "on") return false;
    return done(e, i, k + 2, E::kPeriodOfDay, "the-day");
  }

  bool core(int i, E& best) const {
    using Rule = bool (Grammar::*)(int, E&) const;
    static constexpr std::array<Rule, 22> kRules = {
        &Grammar::numeric_date, &Grammar::calendar,      &Grammar::weekday,      &Grammar::day_word,
        &Grammar::mod_unit,     &Grammar::weekend,       &Grammar::shift,        &Grammar::quarter,
        &Grammar::season,       &Grammar::decade,        &Grammar::century,      &Grammar::fiscal,
        &Grammar::holiday,      &Grammar::month_phrases, &Grammar::first_months, &Grammar::bare_year,
        &Grammar::clock_time,   &Grammar::same_period,   &Grammar::the_day,      &Grammar::era_year,
        &Grammar::nth_of_month, &Grammar::week_of};
    best.end = -1;
    for (Rule rule : kRules) {
      E e;
      if ((this->*rule)(i, e) && e.end > best.end) best = e;
    }
    if (best.end < 0) return false;
    best.root = content_root(best.begin, best.end);
    return true;
  }

  // The word that syntax hangs the expression by: UD makes the month or weekday or unit the head, the year its
  // modifier.
  int content_root(int begin, int end) const {
    for (int i = begin; i < end; ++i) {
      if (month_of(at(i)) || weekday_of_word(at(i)) >= 0) return i;
      TimeUnit unit;
      if (units_of(at(i), unit)) return i;
    }
    return end - 1;
  }

  bool hinted(int i, E& e) const {
    // "mid-February", "mid-2015" as one token or three.
    string_view form = at(i);
    if (form.substr(0, 4) == "mid-" && form.size() > 4) {
      const string_view rest = form.substr(4);
      const int month = month_of(rest);
      const int year = rest.size() == 4 ? plain_int(rest) : -1;
      if (month) {
        e.month = month;
        done(e, i, year_tail(i + 1, e), E::kDate, "month");
      } else if (year >= 1000) {
        e.year = year;
        done(e, i, i + 1, E::kDate, "year");
      } else {
        return false;
      }
      e.part = E::kMid;
      e.root = i;
      return true;
    }
    return false;
  }

  bool wrapped(int i, E& e) const {
    if (hinted(i, e)) return true;
    int j = i;
    E::Part part = E::kWhole;
    string_view word = at(j);
    const bool the = word == "the";
    if (the) word = at(++j);
    if ((word == "early" || word == "late" || word == "mid" || word == "earlier" || word == "later")) {
      ++j;
      if (at(j) == "-") ++j;
      if (at(j) == "on" || at(j) == "in") ++j;
      part = word == "early" || word == "earlier" ? E::kEarly : word == "mid" ? E::kMid : E::kLate;
      if (word == "early" &&
          (at(j) == "hours" || at(j) == "days" || at(j) == "weeks" || at(j) == "months" || at(j) == "part") &&
          at(j + 1) == "of")
        j += 2;
      if (the && at(j) == "the") ++j;
      if (core(j, e)) {
        e.begin = i;
        e.part = part;
        tail_of_day(e);
        return true;
      }
    } else if (the &&
               (word == "end" || word == "beginning" || word == "start" || word == "middle" || word == "close" ||
                word == "eve") &&
               at(j + 1) == "of") {
      part = word == "end" || word == "close" ? E::kEnd : word == "middle" ? E::kMid : E::kStart;
      int k = j + 2;
      if (at(k) == "the" && (at(k + 1) == "month" || at(k + 1) == "year" || at(k + 1) == "week" ||
                             at(k + 1) == "decade" || at(k + 1) == "century" || at(k + 1) == "quarter")) {
        unit_of(at(k + 1), e.unit);
        e.mod = E::kThis;
        done(e, i, k + 2, E::kUnit, "unit");
        e.root = j;
        e.part = part;
        return true;
      }
      if (word != "eve" && core(k, e)) {
        e.begin = i;
        e.part = part;
        e.root = j;
        return true;
      }
    } else if (!the && (word == "end" || word == "start" || word == "beginning") &&
               (at(j + 1) == "of" || (word == "end" && at(j + 1) == "-")) && (month_at(j + 2) || year_at(j + 2))) {
      if (core(j + 2, e)) {
        e.begin = i;
        e.part = word == "end" ? E::kEnd : E::kStart;
        e.root = j;
        return true;
      }
    } else if ((word == "year" || word == "month" || word == "week") &&
               ((at(j + 1) == "-" && !the) || at(j + 1) == "'s") && at(j + 2) == "end") {
      unit_of(word, e.unit);
      e.mod = E::kThis, e.part = E::kEnd;
      done(e, i, j + 3, E::kUnit, "unit");
      e.root = j + 2;
      return true;
    } else if (the &&
               (word == "night" || word == "evening" || word == "morning" || word == "afternoon" ||
                word == "night-time") &&
               at(j + 1) == "of") {
      if (core(j + 2, e) && day_grain(e)) {
        e.begin = i;
        e.root = j;
        e.clock = part_of_day(word == "night-time" ? "night" : word);
        return true;
      }
    }
    e = E();
    if (!core(i, e)) return false;
    tail_of_day(e);
    return true;
  }

  static bool day_grain(const E& e) {
    return e.kind == E::kWeekday || e.kind == E::kDayOffset || e.kind == E::kHoliday || e.kind == E::kMonthDay ||
           e.kind == E::kPeriodOfDay || (e.kind == E::kDate && e.day != 0) ||
           (e.kind == E::kShift && e.unit == TimeUnit::kDay);
  }

  // "Tuesday night", "Friday morning", "yesterday afternoon", "July 5 evening"; "Monday at 10 a.m.".
  void tail_of_day(E& e) const {
    if (!day_grain(e)) return;
    int k = e.end;
    if (at(k) == "late" || at(k) == "early") ++k;
    if (k == e.end && at(k) == "in" && at(k + 1) == "the") k += 2;
    if (const string_view part = part_of_day(at(k)); !part.empty()) {
      e.clock = part;
      e.end = k + 1;
    }
    k = e.end;
    const bool comma = at(k) == ",";
    if (at(k) == "at" || at(k) == "around" || at(k) == "about" || at(k) == "by" || comma) ++k;
    if (at(k) == "around" || at(k) == "about" || at(k) == "at") ++k;
    ClockTime clock;
    if (!read_clock(low_, k, end_, clock) || (clock.plain && (comma || k == e.end))) return;
    e.clock = clock.value;
    e.end = clock.end;
  }

  // A time of day without its day: "at 18:00 UTC", "by 10 a.m.", "at midnight".
  bool clock_time(int i, E& e) const {
    ClockTime clock;
    if (!read_clock(low_, i, end_, clock)) return false;
    static constexpr std::array<string_view, 10> kLeads = {"at",    "by",   "until", "till",   "before",
                                                           "after", "from", "since", "around", "about"};
    const bool led = contains(kLeads, at(i - 1));
    const bool named = at(i) == "noon" || at(i) == "midnight";
    const string_view next = at(clock.end);
    const bool day_follows = next == "on" || next == "next" || next == "last" || next == "this" || next == "today" ||
                             next == "yesterday" || next == "tomorrow" || weekday_at(clock.end) >= 0;
    if ((clock.plain || named) && !led && !day_follows) return false;
    if (clock.plain && (next == "to" || next == "-" || low_[i].size() < 4)) return false;  // a score: "at 2:1"
    e.clock = clock.value;
    return done(e, i, clock.end, E::kClock, "clock");
  }

  // --- neighbours ---------------------------------------------------------------------------------------------------

  static bool calendar_day(const E& e) {
    return e.kind == E::kWeekday || e.kind == E::kDayOffset || (e.kind == E::kDate && e.day != 0);
  }
  static bool more_specific(const E& a, const E& b) {  // a says the day by calendar, b by weekday or word
    return a.kind == E::kDate && a.day != 0 && b.kind != E::kDate;
  }

  void join(std::vector<E>& found) const {
    std::vector<E> out;
    for (size_t i = 0; i < found.size(); ++i) {
      E e = found[i];
      if (e.begin > begin_ && at(e.begin - 1) == "since") e.since = true;
      if (!out.empty()) {
        E& last = out.back();
        const int gap = e.begin - last.end;
        const string_view between = gap == 1 ? at(last.end) : string_view();
        const string_view between2 = gap == 2 ? at(last.end + 1) : string_view();
        // "Thursday, 14 April", "yesterday, 8 October", "Tuesday March 9, 2021", "12 July, a Tuesday"
        if (calendar_day(last) && calendar_day(e) && last.kind != e.kind &&
            (gap == 0 || between == "," || (gap == 2 && at(last.end) == "," && between2 == "the"))) {
          const E& date = more_specific(e, last) ? e : last;
          E merged = date;
          // The weekday goes along: it can fix a year that is not written.
          if (last.kind == E::kWeekday) merged.weekday = last.weekday;
          if (e.kind == E::kWeekday && merged.weekday < 0) merged.weekday = e.weekday;
          if (last.kind == E::kDayOffset && merged.kind == E::kDate)
            merged.with_day_word = true, merged.count = last.count;
          merged.begin = last.begin;
          merged.end = e.end;
          merged.root = last.root;
          merged.since = last.since;
          if (merged.clock.empty()) merged.clock = last.clock.empty() ? e.clock : last.clock;
          last = merged;
          continue;
        }
        // "today (March 9, 2021)"
        if (last.kind == E::kDayOffset && e.kind == E::kDate && e.day && between == "(")
          e.with_day_word = true, e.count = last.count;
        // "at 10 a.m. Monday", "18:00 UTC on Tuesday", "midnight next Sunday"
        if (last.kind == E::kClock && day_grain(e) && e.clock.find(':') == std::string::npos &&
            (gap == 0 || between == "on" || between == ",")) {
          e.clock = last.clock;
          e.begin = last.begin;
          last = std::move(e);
          continue;
        }
        // Ranges: from/between A to/and B, A to B, A - B.
        const bool to =
            between == "to" || between == "-" || between == "until" || between == "till" || between == "through";
        const bool and_ = between == "and" && (at(last.begin - 1) == "between" || at(last.begin - 1) == "both");
        if ((to || and_) && last.kind == E::kDate && e.kind == E::kDate && grain(last) == grain(e) && range(last, e))
          continue;
        // Two months that follow each other: "August and September".
        if (between == "and" && last.kind == E::kDate && e.kind == E::kDate && last.day == 0 && e.day == 0 &&
            last.month && e.month && last.part == E::kWhole && e.part == E::kWhole &&
            (e.month == last.month % 12 + 1) && range(last, e))
          continue;
      }
      // "from 1863 to 67"
      if (e.kind == E::kDate && e.year && !e.month && (at(e.end) == "to" || at(e.end) == "until") &&
          at(e.end + 1).size() == 2 && plain_int(at(e.end + 1)) > e.year % 100 && at(e.begin - 1) == "from" &&
          !contains(kCounted, at(e.end + 2))) {
        e.year2 = e.year / 100 * 100 + plain_int(at(e.end + 1));
        e.kind = E::kSpan;
        e.rule = "year-range";
        e.end += 2;
      }
      out.push_back(e);
    }
    found = std::move(out);
  }

  static int grain(const E& e) { return e.day ? 3 : e.month ? 2 : 1; }

  static bool range(E& a, const E& b) {
    // Two full dates stay two times: each is written out.
    if (a.day && a.year && b.year) return false;
    if (grain(a) == 1 && b.year <= a.year) return false;
    a.kind = E::kSpan;
    a.year2 = b.year, a.month2 = b.month, a.day2 = b.day;
    if (a.year == 0 && a.year2 != 0) a.year = a.month2 < a.month ? a.year2 - 1 : a.year2;
    if (b.year_mod != E::kNone) a.year_mod = b.year_mod;
    a.end = b.end;
    a.rule = "range";
    return true;
  }

  const std::vector<Token>& tokens_;
  const std::vector<std::string>& low_;
  int begin_, end_;
  std::vector<NameSpan> named_;
};

}  // namespace

std::vector<TimeExpression> find_times(const std::vector<Token>& tokens, const std::vector<std::string>& low,
                                       const std::vector<NameSpan>& names, int begin, int end) {
  return Grammar(tokens, low, names, begin, end).all();
}

}  // namespace dragoman
