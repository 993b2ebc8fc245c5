// A hand-written grammar over word forms. `core` reads the smallest whole expression at a token by trying each kind of
// expression and keeping the longest; `wrapped` puts early/late/end of/first half of ... around it; `find_times` walks
// a sentence, then joins neighbours (`Friday, 11 March`, `from 3 to 5 May`, `August and September`).
#include "reading/times/expressions.h"

#include <algorithm>
#include <array>

#include "reading/times/holidays.h"
#include "reading/times/words.h"

namespace dragoman {
namespace {

using E = TimeExpression;
using std::string_view;

template <size_t N>
bool in(string_view word, const std::array<string_view, N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

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

class Grammar {
 public:
  Grammar(const std::vector<Token>& tokens, const std::vector<std::string>& low, const std::vector<NameSpan>& names,
          int begin, int end)
      : tokens_(tokens), low_(low), begin_(begin), end_(end) {
    for (const NameSpan& name : names) {
      if (name.begin >= end || name.end <= begin) continue;
      if (name.label == "PER" || name.label == "ORG" || name.label == "LOC" || name.label == "FAC")
        named_.push_back(name);
    }
  }

  std::vector<E> all() {
    std::vector<E> found;
    int i = begin_;
    while (i < end_) {
      E e;
      if (wrapped(i, e)) {
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
    if (in(word, kThisWords)) return E::kThis;
    if (in(word, kLastWords)) return E::kLast;
    if (in(word, kNextWords)) return E::kNext;
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
  static bool part_of_day(string_view word) {
    static constexpr std::array<string_view, 13> kParts = {"morning",   "afternoon", "evening",  "night", "noon",
                                                           "midnight",  "midday",    "dawn",     "dusk",  "overnight",
                                                           "lunchtime", "mornings",  "nightfall"};
    return in(word, kParts);
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
    if (form.size() < 8 || form.size() > 10) return false;
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
    } else if (sizes[2] == 4) {
      e.year = parts[2];
      // Day first unless that cannot be; papers outside the United States write it so.
      if (parts[1] > 12)
        e.month = parts[0], e.day = parts[1];
      else
        e.month = parts[1], e.day = parts[0];
    } else {
      return false;
    }
    if (e.month < 1 || e.month > 12 || e.day < 1 || e.day > 31 || e.year < 1000 || e.year > 2199) return false;
    return done(e, i, i + 1, E::kDate, "numeric-date");
  }

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

  bool counted_after(int i) const { return in(at(i + 1), kCounted) || at(i + 1) == "%"; }

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
    if (day && !in(at(k + 1), kCounted) && at(k + 1) != "%" &&
        !(at(k + 1) == "million" || at(k + 1) == "billion" || at(k + 1) == "thousand")) {
      e.month = month, e.day = day;
      int m = k + 1;
      if ((at(m) == "-" || at(m) == "to" || at(m) == "and" || at(m) == "through" || at(m) == "until") &&
          day_at(m + 1) && !month_at(m + 2) && day_at(m + 1) > day && !in(at(m + 2), kCounted) && at(m + 2) != "%") {
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
    if (before == "$" || before == "\u20ac" || before == "\u00a3" || before == "rs" || before == "rs." ||
        before == "#" || before == "no." || before == "number" || before == "resolution" || before == "no" ||
        before == "article" || before == "page")
      return false;
    if (counted_after(i) || after == "index") return false;
    if (after == "million" || after == "billion" || after == "-") {
      if (!(after == "-" && year >= 1900)) return false;
    }
    const bool led = in(before, kYearLeads) || (before == "and" && (year_at(i - 2) || month_of(at(i - 2)))) ||
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
    // "Monday last week", "Tuesday of next week", "Friday week"
    int m = k;
    if (at(m) == "of") ++m;
    if (mod_of(at(m)) != E::kNone && at(m + 1) == "week") {
      const E::Mod week = mod_of(at(m));
      e.year_mod = week;  // here: which week
      return done(e, i, m + 2, E::kWeekday, "weekday-of-week");
    }
    return done(e, i, k, E::kWeekday, "weekday");
  }

  bool day_word(int i, E& e) const {
    string_view word = at(i);
    if (word.size() > 2 && word.substr(word.size() - 2) == "'s")
      word.remove_suffix(2);                           // where the mark stayed on the word
    if (capitals(i) && capitals(i + 1)) return false;  // the name of a paper: TODAY NICARAGUA
    int offset = 0, end = i + 1;
    if (word == "today" || word == "tonight") {
      offset = 0;
    } else if (word == "yesterday") {
      offset = -1;
    } else if (word == "tomorrow") {
      offset = 1;
    } else if (word == "the" && at(i + 1) == "day" && at(i + 2) == "before" && at(i + 3) == "yesterday") {
      offset = -2, end = i + 4;
    } else if (word == "the" && at(i + 1) == "day" && at(i + 2) == "after" && at(i + 3) == "tomorrow") {
      offset = 2, end = i + 4;
    } else if (word == "last" && at(i + 1) == "night") {
      offset = -1, end = i + 2;
    } else if (word == "this" && (at(i + 1) == "morning" || at(i + 1) == "afternoon" || at(i + 1) == "evening")) {
      end = i + 2;
    } else if (word == "earlier" && at(i + 1) == "today") {
      end = i + 2;
    } else if (word == "later" && at(i + 1) == "today") {
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
    if (at(k) == "calendar" || at(k) == "financial" || at(k) == "fiscal" || at(k) == "academic") ++k;
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
      ++j, e.approximate = true;
    else if ((at(j) == "more" || at(j) == "less") && at(j + 1) == "than")
      return false;
    int count = 0, k = j;
    NumberPhrase number;
    if ((at(j) == "a" || at(j) == "an" || at(j) == "one") && j + 1 < end_) {
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
    if (dir == "ago") {
      e.count = -count;
      e.anchor = E::kReference;
      int end = k + 2;
      if (at(end) == "today") ++end, e.exact = true;
      return done(e, i, end, E::kShift, "ago");
    }
    if (dir == "from" && (at(k + 2) == "now" || at(k + 2) == "today")) {
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
        const string_view next = at(k + 2);
        if (!(next.empty() || next == "." || next == "," || next == ";" || next == ")")) return false;
      }
      if (dir == "earlier" && at(k + 2) == "than") return false;
      e.count = -count;
      e.anchor = E::kEarlier;
      return done(e, i, k + 2, E::kShift, "earlier");
    }
    return false;
  }

  bool quarter(int i, E& e) const {
    // Q1 2021, the first quarter (of 2021), fourth-quarter, the first half of 2020
    int index = 0, k = i;
    bool half = false;
    if (at(i).size() == 2 && at(i)[0] == 'q' && at(i)[1] >= '1' && at(i)[1] <= '4') {
      index = at(i)[1] - '0', k = i + 1;
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
    } else if (j == i || !(at(i - 1) == "in" || at(i - 1) == "during" || at(i - 1) == "by" || at(i - 1) == "until" ||
                           at(i - 1) == "before" || at(i - 1) == "for" || at(i - 1) == "after")) {
      return false;  // "spring", "a summer holiday": no calendar time
    }
    e.index = season_of(at(j));
    return done(e, i, k, E::kSeason, "season");
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
    } else if (form.size() == 4 && plain_int(form) >= 1700 && form[3] == '0' && at(k + 1) == "'s" &&
               at(j - 1) == "the" && (at(k + 2).empty() || at(k + 2) == "." || at(k + 2) == ",")) {
      e.year = plain_int(form);
      return done(e, i, k + 2, E::kDecade, "decade");
    } else if (form.size() == 3 && form[2] == 's' && form[1] == '0' && form[0] >= '2' && form[0] <= '9' &&
               (j > i || at(k)[0] == '\'')) {
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
    if (at(k) != "century") return false;
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
    E::Mod mod = E::kNone;
    if (mod_of(at(k)) != E::kNone) {
      mod = mod_of(at(k));
      ++k;
      if (at(k) == "year" && at(k + 1) == "'s") k += 2;
    }
    const int index = holiday_at(low_, k, end_, &words);
    if (index < 0 || !(capital(k) || at(k)[0] < 'a')) return false;
    int end = k + words;
    e.index = index;
    e.mod = mod;
    E tail;
    tail.month = 1;
    const int after = year_tail(end, tail);
    if (after != end && (tail.year || tail.year_mod != E::kNone)) {
      e.year = tail.year;
      if (tail.year_mod != E::kNone) e.mod = tail.year_mod;
      end = after;
    }
    // A holiday that is only talked about is no time; one with a year, a modifier or a preposition is.
    static constexpr std::array<string_view, 12> kLeads = {"on",   "by",     "before", "after", "since",  "until",
                                                           "till", "during", "over",   "at",    "around", "through"};
    if (e.year == 0 && e.mod == E::kNone && !in(at(i - 1), kLeads)) return false;
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

  bool core(int i, E& best) const {
    using Rule = bool (Grammar::*)(int, E&) const;
    static constexpr std::array<Rule, 16> kRules = {
        &Grammar::numeric_date, &Grammar::calendar,      &Grammar::weekday,      &Grammar::day_word,
        &Grammar::mod_unit,     &Grammar::weekend,       &Grammar::shift,        &Grammar::quarter,
        &Grammar::season,       &Grammar::decade,        &Grammar::century,      &Grammar::fiscal,
        &Grammar::holiday,      &Grammar::month_phrases, &Grammar::first_months, &Grammar::bare_year};
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
    } else if (!the && (word == "end" || word == "start" || word == "beginning") && at(j + 1) == "of" &&
               (month_at(j + 2) || year_at(j + 2))) {
      if (core(j + 2, e)) {
        e.begin = i;
        e.part = word == "end" ? E::kEnd : E::kStart;
        e.root = j;
        return true;
      }
    } else if (!the && (word == "end" || word == "year") && at(j + 1) == "-" && at(j + 2) == "end" && word == "year") {
      e.unit = TimeUnit::kYear, e.mod = E::kThis, e.part = E::kEnd;
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
        return true;
      }
    }
    e = E();
    if (!core(i, e)) return false;
    tail_of_day(e);
    return true;
  }

  static bool day_grain(const E& e) {
    return e.kind == E::kWeekday || e.kind == E::kDayOffset || (e.kind == E::kDate && e.day != 0);
  }

  // "Tuesday night", "Friday morning", "yesterday afternoon", "July 5 evening"; "Monday at 10 a.m.".
  void tail_of_day(E& e) const {
    if (!day_grain(e)) return;
    if (part_of_day(at(e.end)))
      ++e.end;
    else if ((at(e.end) == "late" || at(e.end) == "early") && part_of_day(at(e.end + 1)))
      e.end += 2;
    int k = e.end;
    if (at(k) == "at" || at(k) == "around" || at(k) == "about") {
      int m = k + 1;
      if (at(m) == "around" || at(m) == "about") ++m;
      if (const int clock = clock_at(m)) e.end = m + clock;
    }
  }

  // How many tokens a clock time takes at `i`: "10:30", "10 a.m.", "5.30 pm", "noon", "1600 GMT"; 0 if none.
  int clock_at(int i) const {
    const string_view form = at(i);
    if (form == "noon" || form == "midnight" || form == "midday" || form == "dawn") return 1;
    if (form.empty() || form[0] < '0' || form[0] > '9') return 0;
    const auto suffix = [&](string_view w) {
      return w == "am" || w == "pm" || w == "a.m." || w == "p.m." || w == "a.m" || w == "p.m";
    };
    const bool colon = form.find(':') != string_view::npos;
    if (suffix(at(i + 1))) return zone(i + 2) ? 3 : 2;
    if (colon) return zone(i + 1) ? 2 : 1;
    if (zone(i + 1) && form.size() == 4) return 2;
    if (at(i + 1) == "o'clock") return 2;
    return form.size() > 2 && suffix(form.substr(form.size() - 2)) ? 1 : 0;
  }
  bool zone(int i) const {
    static constexpr std::array<string_view, 10> kZones = {"gmt", "utc", "est", "edt", "cet",
                                                           "bst", "pst", "pdt", "et",  "ist"};
    return in(at(i), kZones);
  }

  // --- neighbours ---------------------------------------------------------------------------------------------------

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
        if (day_grain(last) && day_grain(e) && last.kind != E::kSpan && last.kind != e.kind &&
            (gap == 0 || between == "," || (gap == 2 && at(last.end) == "," && between2 == "the"))) {
          const E& date = more_specific(e, last) ? e : last;
          E merged = date;
          // The weekday goes along: it can fix a year that is not written.
          if (last.kind == E::kWeekday) merged.weekday = last.weekday;
          if (e.kind == E::kWeekday && merged.weekday < 0) merged.weekday = e.weekday;
          merged.begin = last.begin;
          merged.end = e.end;
          merged.root = last.root;
          merged.since = last.since;
          last = merged;
          continue;
        }
        // "at 10 a.m. Monday" is read from the day; "midnight next Sunday" likewise.
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
          !in(at(e.end + 2), kCounted)) {
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
