// At each free word the rules are tried in the order sets, durations, references; the first that reads something wins
// and the walk goes on behind it. A duration is a quantity and a unit; what stands around it tells it from a rate ("15
// a year" is a set), an age ("two years old") and a date ("two years ago", which expressions.cc has read).
#include "reading/times/open_times.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unordered_set>

#include "base/words.h"
#include "reading/times/clock.h"
#include "reading/times/names.h"
#include "reading/times/words.h"

namespace dragoman {
namespace {

using std::string_view;

struct Unit {
  string_view singular, plural;
  string_view designator;  // of ISO 8601
  int times = 1;           // decade: 10 Y
  bool clock = false;      // after the T
};
constexpr std::array<Unit, 13> kUnits = {{{"second", "seconds", "S", 1, true},
                                          {"minute", "minutes", "M", 1, true},
                                          {"hour", "hours", "H", 1, true},
                                          {"day", "days", "D"},
                                          {"night", "nights", "D"},
                                          {"week", "weeks", "W"},
                                          {"weekend", "weekends", "WE"},
                                          {"fortnight", "fortnights", "W", 2},
                                          {"month", "months", "M"},
                                          {"quarter", "quarters", "Q"},
                                          {"year", "years", "Y"},
                                          {"decade", "decades", "Y", 10},
                                          {"century", "centuries", "Y", 100}}};

const Unit* unit_of(string_view word, bool* plural = nullptr) {
  for (const Unit& unit : kUnits) {
    if (word != unit.singular && word != unit.plural) continue;
    if (plural) *plural = word == unit.plural;
    return &unit;
  }
  return nullptr;
}

std::string period(const Unit& unit, const std::string& count) {
  return fmt::format("P{}{}{}", unit.clock ? "T" : "", count, unit.designator);
}
std::string period(const Unit& unit, double count) {
  return period(unit, fmt::format("{:.10g}", count * unit.times));
}

struct Fixed {
  string_view words;  // one space between words
  string_view value;
};
// Sets by one adverb or adjective.
constexpr std::array<Fixed, 20> kRecurring = {
    {{"annual", "P1Y"},    {"annually", "P1Y"},   {"yearly", "P1Y"},      {"monthly", "P1M"},   {"weekly", "P1W"},
     {"daily", "P1D"},     {"hourly", "PT1H"},    {"nightly", "P1D"},     {"quarterly", "P3M"}, {"fortnightly", "P2W"},
     {"biennial", "P2Y"},  {"biennially", "P2Y"}, {"biannual", "P6M"},    {"biweekly", "P2W"},  {"bimonthly", "P2M"},
     {"triennial", "P3Y"}, {"everyday", "P1D"},   {"semi-annual", "P6M"}, {"bi-annual", "P6M"}, {"semiannual", "P6M"}}};
// Words that point; longer ones first where one begins another.
constexpr std::array<Fixed, 32> kReferences = {{{"right now", "PRESENT_REF"},
                                                {"now", "PRESENT_REF"},
                                                {"nowadays", "PRESENT_REF"},
                                                {"these days", "PRESENT_REF"},
                                                {"currently", "PRESENT_REF"},
                                                {"current", "PRESENT_REF"},
                                                {"presently", "PRESENT_REF"},
                                                {"present - day", "PRESENT_REF"},
                                                {"at present", "PRESENT_REF"},
                                                {"at the moment", "PRESENT_REF"},
                                                {"at this time", "PRESENT_REF"},
                                                {"the present", "PRESENT_REF"},
                                                {"the time being", "PRESENT_REF"},
                                                {"more recently", "PAST_REF"},
                                                {"most recently", "PAST_REF"},
                                                {"recently", "PAST_REF"},
                                                {"lately", "PAST_REF"},
                                                {"of late", "PAST_REF"},
                                                {"recent history", "PAST_REF"},
                                                {"recent times", "PAST_REF"},
                                                {"recent memory", "PAST_REF"},
                                                {"recent", "PAST_REF"},
                                                {"the past", "PAST_REF"},
                                                {"the distant past", "PAST_REF"},
                                                {"the near future", "FUTURE_REF"},
                                                {"the near term", "FUTURE_REF"},
                                                {"the long term", "FUTURE_REF"},
                                                {"the foreseeable future", "FUTURE_REF"},
                                                {"the future", "FUTURE_REF"},
                                                {"in future", "FUTURE_REF"},
                                                {"very soon", "FUTURE_REF"},
                                                {"soon", "FUTURE_REF"}}};

constexpr std::array<string_view, 12> kVague = {"several",  "many",      "few",         "some",
                                                "numerous", "countless", "various",     "recent",
                                                "multiple", "straight",  "consecutive", "successive"};
constexpr std::array<string_view, 12> kHedges = {"consecutive", "straight", "successive", "full",
                                                 "whole",       "long",     "more",       "additional",
                                                 "trading",     "working",  "calendar",   "business"};
// Before "a day", "a year" as a stretch, and before a bare plural ("for years").
constexpr std::array<string_view, 28> kLeads = {"for",    "in",    "within",  "over",   "than",    "after", "nearly",
                                                "almost", "about", "around",  "just",   "only",    "least", "most",
                                                "of",     "take",  "took",    "takes",  "lasted",  "last",  "lasts",
                                                "spent",  "under", "roughly", "barely", "exactly", "once",  "every"};
constexpr std::array<string_view, 10> kNumberOf = {"times", "once",    "twice",   "percent", "cent",
                                                   "%",     "million", "billion", "dollars", "euros"};

// First words of kReferences.
const std::unordered_set<string_view>& reference_openers() {
  static const std::unordered_set<string_view> words = [] {
    std::unordered_set<string_view> out;
    for (const Fixed& fixed : kReferences) out.insert(fixed.words.substr(0, fixed.words.find(' ')));
    return out;
  }();
  return words;
}

class OpenGrammar {
 public:
  OpenGrammar(const std::vector<Token>& tokens, const std::vector<std::string>& low, const std::vector<NameSpan>& names,
              const std::vector<TimeExpression>& taken, int begin, int end)
      : tokens_(tokens), low_(low), begin_(begin), end_(end), free_(end - begin, true) {
    for (const TimeExpression& e : taken) {
      for (int i = e.begin; i < e.end; ++i) free_[i - begin] = false;
    }
    for (const NameSpan& name : names_between(names, begin, end)) {
      if (!is_entity(name)) continue;
      for (int i = std::max(begin, name.begin); i < std::min(end, name.end); ++i) free_[i - begin] = false;
    }
  }

  std::vector<OpenTime> all() {
    std::vector<OpenTime> found;
    for (int i = begin_; i < end_;) {
      int end = i;
      OpenTime out;
      if (!free(i) || !(set(i, end, out) || duration(i, end, out) || reference(i, end, out)) || !free(i, end)) {
        ++i;
        continue;
      }
      out.span = {tokens_[i].span.begin, tokens_[end - 1].span.end};
      found.push_back(std::move(out));
      i = end;
    }
    return found;
  }

 private:
  string_view at(int i) const { return i >= begin_ && i < end_ ? string_view(low_[i]) : string_view(); }
  bool free(int i) const { return free_[i - begin_]; }
  bool free(int b, int e) const {
    return std::all_of(free_.begin() + (b - begin_), free_.begin() + (e - begin_), [](bool f) { return f; });
  }
  bool capital(int i) const { return tokens_[i].form[0] >= 'A' && tokens_[i].form[0] <= 'Z'; }

  static bool give(OpenTime& out, const char* type, std::string value, const char* rule) {
    out.type = type;
    out.timex = std::move(value);
    out.rule = rule;
    return true;
  }

  // How many words of `fixed` stand at `i`, all of them or 0.
  int words_at(int i, string_view words) const {
    int n = 0;
    while (!words.empty()) {
      const size_t space = std::min(words.find(' '), words.size());
      if (at(i + n) != words.substr(0, space)) return 0;
      ++n;
      words.remove_prefix(std::min(space + 1, words.size()));
    }
    return n;
  }

  // --- sets ---------------------------------------------------------------------------------------------------------

  bool set(int i, int& end, OpenTime& out) const {
    return recurring(i, end, out) || every(i, end, out) || weekdays(i, end, out) || rate(i, end, out);
  }

  bool recurring(int i, int& end, OpenTime& out) const {
    for (const Fixed& fixed : kRecurring) {
      if (at(i) != fixed.words) continue;
      // "The Daily", "the daily Hawar": a paper.
      if (capital(i) && i > begin_) return false;
      if (i + 1 < end_ && at(i - 1) == "the" && capital(i + 1)) return false;
      end = i + 1;
      if (at(end) == "basis") ++end;
      return give(out, "set", std::string(fixed.value), "recurring");
    }
    // "bi-weekly", "semi-annual"
    if ((at(i) == "bi" || at(i) == "semi" || at(i) == "twice") && at(i + 1) == "-") {
      const bool two = at(i) == "bi";
      if (at(i + 2) == "weekly") end = i + 3, give(out, "set", two ? "P2W" : "P1W", "recurring");
      if (at(i + 2) == "monthly") end = i + 3, give(out, "set", two ? "P2M" : "P1M", "recurring");
      if (at(i + 2) == "annual" || at(i + 2) == "yearly")
        end = i + 3, give(out, "set", at(i) == "twice" ? "P1Y" : "P6M", "recurring");
      return end > i;
    }
    return false;
  }

  // "every year", "every Friday", "every two weeks", "each month", "every other day", "every morning"
  bool every(int i, int& end, OpenTime& out) const {
    if (at(i) != "every" && at(i) != "each") return false;
    int k = i + 1;
    double count = 1;
    NumberPhrase number;
    if (at(k) == "other" || at(k) == "second") {
      count = 2, ++k;
    } else if (at(k) == "few") {
      count = 0, ++k;
    } else if (at(k) == "single") {
      ++k;
    } else if (k < end_ && read_number(low_, k, end_, number)) {
      count = number.value, k = number.end;
    }
    if (const Unit* unit = unit_of(at(k))) {
      end = k + 1;
      return give(out, "set", count == 0 ? period(*unit, "X") : period(*unit, count), "every");
    }
    if (k != i + 1 && count != 2) return false;
    if (const int day = weekday_of_word(at(k)); day >= 0 && capital(k)) {
      end = k + 1;
      std::string value = fmt::format("XXXX-WXX-{}", day + 1);
      if (const string_view part = part_of_day(at(end)); !part.empty()) value += part, ++end;
      return give(out, "set", value, "every");
    }
    if (const string_view part = part_of_day(at(k)); !part.empty()) {
      end = k + 1;
      return give(out, "set", "XXXX-XX-XX" + std::string(part), "every");
    }
    static constexpr std::array<Fixed, 5> kSeasons = {
        {{"spring", "SP"}, {"summer", "SU"}, {"autumn", "FA"}, {"fall", "FA"}, {"winter", "WI"}}};
    for (const Fixed& season : kSeasons) {
      if (season.words == at(k)) {
        end = k + 1;
        return give(out, "set", "XXXX-" + std::string(season.value), "every");
      }
    }
    if (const int month = month_of(at(k)); month && k < end_ && capital(k)) {
      end = k + 1;
      return give(out, "set", fmt::format("XXXX-{:02d}", month), "every");
    }
    return false;
  }

  // "on Mondays", "Friday nights", "at weekends"
  bool weekdays(int i, int& end, OpenTime& out) const {
    string_view word = at(i);
    if (word == "weekends" || word == "weekdays") {
      end = i + 1;
      return give(out, "set", word == "weekends" ? "XXXX-WXX-WE" : "XXXX-WXX-WD", "weekdays");
    }
    const bool plural = word.size() > 4 && word.back() == 's' && word.substr(word.size() - 2) != "'s";
    const int day = weekday_of_word(plural ? word.substr(0, word.size() - 1) : word);
    if (day < 0 || !capital(i) || word.size() < 6) return false;
    end = i + 1;
    std::string value = fmt::format("XXXX-WXX-{}", day + 1);
    if (plural) return give(out, "set", value, "weekdays");
    const string_view next = at(i + 1);
    if (next.size() < 6 || next.back() != 's' || part_of_day(next.substr(0, next.size() - 1)).empty()) return false;
    ++end;
    return give(out, "set", value + std::string(part_of_day(next.substr(0, next.size() - 1))), "weekdays");
  }

  // "15 a year", "twice a week", "three times per month": the unit is the set.
  bool rate(int i, int& end, OpenTime& out) const {
    if (at(i) != "a" && at(i) != "an" && at(i) != "per") return false;
    const Unit* unit = unit_of(at(i + 1));
    if (!unit) {
      if (at(i) != "per" || at(i + 1) != "annum") return false;
      end = i + 2;
      return give(out, "set", "P1Y", "rate");
    }
    if (at(i) != "per") {
      const string_view before = at(i - 1);
      const bool number = !before.empty() && before[0] >= '0' && before[0] <= '9';
      NumberPhrase phrase;
      const bool word = i > begin_ && read_number(low_, i - 1, i, phrase) && phrase.end == i;
      if (!number && !word && !contains(kNumberOf, before)) return false;
      if (at(i + 2) == "ago" || at(i + 2) == "later" || at(i + 2) == "earlier") return false;
    }
    end = i + 2;
    return give(out, "set", period(*unit, 1.0), "rate");
  }

  // --- durations ----------------------------------------------------------------------------------------------------

  bool duration(int i, int& end, OpenTime& out) const {
    return long_word(i, end, out) || stretch(i, end, out) || counted(i, end, out) || article(i, end, out) ||
           bare_plural(i, end, out);
  }

  // "year-long", "decades-long", "yearlong"
  bool long_word(int i, int& end, OpenTime& out) const {
    string_view word = at(i);
    bool plural = false;
    if (const Unit* unit = unit_of(word, &plural); unit && at(i + 1) == "-" && at(i + 2) == "long") {
      end = i + 3;
      return give(out, "duration", plural ? period(*unit, "X") : period(*unit, 1.0), "long");
    }
    if (word.size() < 7 || word.substr(word.size() - 4) != "long") return false;
    const Unit* unit = unit_of(word.substr(0, word.size() - 4), &plural);
    if (!unit || plural) return false;
    end = i + 1;
    return give(out, "duration", period(*unit, 1.0), "long");
  }

  // "the past two years", "the next few days", "the last decade", "the coming weeks", "recent months"
  bool stretch(int i, int& end, OpenTime& out) const {
    int k = i;
    if (at(k) == "the" || at(k) == "these" || at(k) == "its" || at(k) == "his" || at(k) == "her" || at(k) == "their")
      ++k;
    const string_view mod = at(k);
    bool plural = false;
    if (mod == "recent") {
      const Unit* unit = unit_of(at(k + 1), &plural);
      if (!unit || !plural) return false;
      end = k + 2;
      return give(out, "reference", "PAST_REF", "recent");
    }
    const bool past = mod == "past" || mod == "last" || mod == "previous" || mod == "preceding";
    const bool ahead = mod == "next" || mod == "coming" || mod == "following";
    if (!past && !ahead && mod != "first" && mod != "final") return false;
    ++k;
    if (const Unit* unit = unit_of(at(k), &plural)) {
      if (k == i + 1 || unit->singular == "night" || unit->singular == "weekend") return false;  // "last week"
      if (plural && mod == "coming") {
        end = k + 1;
        return give(out, "reference", "FUTURE_REF", "coming");
      }
      // "the last day", "the next year" are a day and a year; "the past year" a stretch up to now.
      if (!plural && mod != "past" && !(mod == "last" && unit->times > 1) && mod != "coming") return false;
      if (!plural && mod == "first") return false;
      end = k + 1;
      return give(out, "duration", plural ? period(*unit, "X") : period(*unit, 1.0), "stretch");
    }
    return quantity(k, end, out, "stretch");
  }

  // "four years", "two and a half years", "27-year", "several months", "a few days", "half an hour"
  bool counted(int i, int& end, OpenTime& out) const {
    return !halves(i, end, out) ? quantity(i, end, out, "counted") : true;
  }

  bool halves(int i, int& end, OpenTime& out) const {
    // "half an hour", "half a year", "a half-century", "a quarter century"
    int k = i;
    const bool a = at(k) == "a";
    if (a) ++k;
    const double part = at(k) == "half" ? 0.5 : at(k) == "quarter" ? 0.25 : 0;
    if (part == 0) return false;
    ++k;
    if (at(k) == "of" || at(k) == "-") ++k;
    if (at(k) == "a" || at(k) == "an")
      ++k;
    else if (!a && at(k - 1) != "-")
      return false;
    const Unit* unit = unit_of(at(k));
    if (!unit || unit->singular == "quarter" || (part == 0.25 && unit->times == 1 && !unit->clock)) return false;
    end = k + 1;
    std::string value = period(*unit, part);
    if (unit->singular == "hour") value = part == 0.5 ? "PT30M" : "PT15M";
    if (unit->singular == "year") value = "P6M";
    return give(out, "duration", value, "half");
  }

  bool quantity(int i, int& end, OpenTime& out, const char* rule) const {
    double count = 0;  // 0: unknown
    int k = i;
    NumberPhrase number;
    if (k < end_ && read_number(low_, k, end_, number)) {
      if (number.value <= 0 || number.value > 100000) return false;
      count = number.value, k = number.end;
    } else if (at(k) == "a" && (at(k + 1) == "few" || (at(k + 1) == "couple" && at(k + 2) == "of") ||
                                (at(k + 1) == "number" && at(k + 2) == "of"))) {
      if (at(k + 1) == "couple") count = 2;
      k += at(k + 1) == "few" ? 2 : 3;
    } else if (contains(kVague, at(k))) {
      ++k;
    } else if ((at(k) == "hundreds" || at(k) == "thousands" || at(k) == "dozens" || at(k) == "tens") &&
               at(k + 1) == "of") {
      k += 2;
    } else {
      return false;
    }
    const bool hyphen = at(k) == "-";
    if (hyphen) ++k;
    while (!hyphen && contains(kHedges, at(k))) ++k;
    bool plural = false;
    const Unit* unit = unit_of(at(k), &plural);
    if (!unit || (unit->singular == "quarter" && count == 0)) return false;
    if (unit->singular == "quarter" && (count == 3 || count == 1) && !contains(kHedges, at(k - 1)))
      return false;  // a share
    if (unit->singular == "second" && !plural && !hyphen) return false;
    if (count == 0 && !plural) return false;
    end = k + 1;
    if (count == 0 && at(end) == "ago") {
      ++end;
      return give(out, "reference", "PAST_REF", "ago");
    }
    std::string value = count == 0 ? period(*unit, "X") : period(*unit, count);
    if (hyphen && at(end) == "-" && at(end + 1) == "long") end += 2;
    if (age(end)) return false;
    const bool half = at(end) == "and" && at(end + 1) == "a" && at(end + 2) == "half";
    if (half && count > 0) {
      value = period(*unit, count + 0.5), end += 3;
    } else if (count > 0 && (at(end) == "and" || at(end) == ",") && more(end + 1, *unit, end, value)) {
      // "two years and three months"
    } else if (count > 0) {
      more(end, *unit, end, value);
    }
    return give(out, "duration", value, rule);
  }

  // A smaller unit that goes on: "five hours (and) 20 minutes" -> PT5H20M.
  bool more(int k, const Unit& large, int& end, std::string& value) const {
    NumberPhrase number;
    if (k >= end_ || !read_number(low_, k, end_, number)) return false;
    const Unit* unit = unit_of(at(number.end));
    if (!unit || unit >= &large || age(number.end + 1) || unit->times != 1 || unit->designator == "WE") return false;
    if (unit->clock && !large.clock) value += 'T';
    value += fmt::format("{:.10g}{}", number.value, unit->designator);
    end = number.end + 1;
    return true;
  }

  bool age(int k) const {
    return at(k) == "old" || (at(k) == "-" && (at(k + 1) == "old" || at(k + 1) == "olds")) ||
           (at(k) == "of" && at(k + 1) == "age");
  }

  // "a year", "an hour", "a decade", "a year and a half"
  bool article(int i, int& end, OpenTime& out) const {
    const bool one = at(i) == "one";
    if (at(i) != "a" && at(i) != "an" && !one) return false;
    int k = i + 1;
    while (at(k) == "full" || at(k) == "whole" || at(k) == "further" || at(k) == "single") ++k;
    const Unit* unit = unit_of(at(k));
    if (!unit || unit->singular == "second" || unit->singular == "quarter" || unit->singular == "night") return false;
    end = k + 1;
    if (age(end) || at(end) == "-") return false;
    const string_view next = at(end);
    if (next == "and" && at(end + 1) == "a" && at(end + 2) == "half") {
      end += 3;
      return give(out, "duration", unit->singular == "hour" ? "PT1H30M" : period(*unit, 1.5), "article");
    }
    const bool led = contains(kLeads, at(i - 1)) || next == "after" || next == "before" || next == "since" ||
                     next == "into" || next == "long" || next == "prior" || k > i + 1;
    if (!led && unit->times == 1 && !one) return false;
    return give(out, "duration", period(*unit, 1.0), "article");
  }

  // "for years", "in decades", "weeks of talks", "over the years"
  bool bare_plural(int i, int& end, OpenTime& out) const {
    int k = i;
    const bool over = at(i) == "the" && at(i - 1) == "over";
    if (over) ++k;
    bool plural = false;
    const Unit* unit = unit_of(at(k), &plural);
    if (!unit || !plural || unit->singular == "quarter" || unit->singular == "night" || unit->designator == "WE")
      return false;
    end = k + 1;
    const string_view next = at(end), before = at(i - 1);
    if (age(end) || next == "-") return false;
    const bool led = over || before == "for" || before == "in" || before == "within" || before == "after" ||
                     before == "just" || before == "only" || before == "of" || before == "spent" || before == "took" ||
                     next == "of" || next == "after" || next == "before";
    if (!led) return false;
    return give(out, "duration", period(*unit, "X"), "plural");
  }

  // --- references ---------------------------------------------------------------------------------------------------

  bool reference(int i, int& end, OpenTime& out) const {
    if (!reference_openers().count(at(i))) return false;
    for (const Fixed& fixed : kReferences) {
      const int n = words_at(i, fixed.words);
      if (n == 0) continue;
      end = i + n;
      const string_view last = at(end - 1), next = at(end);
      // "the past" and "the present" before a noun are adjectives: "the past chairman".
      const bool noun_follows =
          !next.empty() && next[0] >= 'a' && next[0] <= 'z' && end < end_ &&
          (tokens_[end].upos == Upos::kNoun || tokens_[end].upos == Upos::kAdj || tokens_[end].upos == Upos::kNum);
      if ((last == "past" || last == "present" || last == "future") && noun_follows) return false;
      if (last == "soon" && (next == "after" || next == "as" || next == "enough" || at(i - 1) == "as" ||
                             at(i - 1) == "too" || at(i - 1) == "how"))
        return false;
      if (fixed.words == "now" && next == "that") return false;
      if (fixed.words == "current" && (next == "account" || next == "-")) return false;
      if (capital(i) && i > begin_ && n == 1) return false;  // part of a title
      return give(out, "reference", std::string(fixed.value), "points");
    }
    return false;
  }

  const std::vector<Token>& tokens_;
  const std::vector<std::string>& low_;
  const int begin_, end_;
  std::vector<bool> free_;
};

}  // namespace

std::vector<OpenTime> find_open_times(const std::vector<Token>& tokens, const std::vector<std::string>& low,
                                      const std::vector<NameSpan>& names, const std::vector<TimeExpression>& taken,
                                      int begin, int end) {
  return OpenGrammar(tokens, low, names, taken, begin, end).all();
}

}  // namespace dragoman
