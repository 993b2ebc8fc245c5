// Expressions: finds expressions of time in words, without deciding which day they are. Resolution
// is resolve.h.
// Reads lower-cased forms (and the capital of the first letter); a tag or a parse is never needed.
#pragma once

#include <string>
#include <vector>

#include "language/language.h"

namespace dragoman {

enum class TimeUnit : uint8_t { kDay, kWeek, kWeekend, kMonth, kQuarter, kSeason, kYear, kDecade, kCentury, kHour };

struct TimeExpression {
  enum Kind : uint8_t {
    kDate,       // year, month, day as far as given (0 = not)
    kWeekday,    // weekday with `mod`
    kDayOffset,  // `count` days from the reference date: today, yesterday, tomorrow
    kUnit,       // `mod` + unit: this week, last year, next month
    kShift,      // `count` units from the reference or from an earlier time: two days ago, a week later
    kQuarter,    // quarter `index` of `year` or of a year by `mod`
    kHalf,       // half `index` likewise
    kSeason,     // season `index` (0 spring .. 3 winter), `year` or `mod`
    kDecade,     // `year` = first year
    kCentury,    // `index` = number of the century
    kFiscal,     // fiscal year `year`, to `year2` if given
    kHoliday,    // holiday `index`, `year` or `mod`
    kMonthDay,   // day `day` of the current month: "the 15th"
    kSpan,       // from date to date2 (both kDate), or first `count` months of a year by `mod`/`year`
    kFirstMonths,
    kClock,         // a time of day alone; its day is the one told before, else the reference
    kSamePeriod,    // the last period told, `count` years on: "the same quarter last year"; `year` if that is written
    kPeriodOfDay,   // "later in the day", "the day": the day told before, else the reference
    kNthWeekday,    // the `index`th (negative: from the end) `weekday` of month `month` of `year` or by `mod`
    kNthWeek,       // the `index`th week of it, counted in sevens from its first day (negative: from its last)
    kFirstDays,     // its first `count` days (negative: its last)
    kBeforeChrist,  // the year `year` BC
  };
  enum Mod : uint8_t { kNone, kThis, kLast, kNext, kSame };
  enum Part : uint8_t { kWhole, kEarly, kMid, kLate, kStart, kEnd };
  enum Anchor : uint8_t { kReference, kEarlier };  // what kShift counts from

  int32_t begin = 0, end = 0;  // tokens
  int32_t root = 0;  // the token whose head is the word the expression depends on, by forms: its last content word
  Kind kind = kDate;
  Mod mod = kNone;
  Mod year_mod = kNone;  // "July last year"
  Part part = kWhole;
  Anchor anchor = kReference;
  TimeUnit unit = TimeUnit::kDay;
  int year = 0, month = 0, day = 0;
  int year2 = 0, month2 = 0, day2 = 0;
  int weekday = -1;
  int index = 0;
  int count = 0;
  int hours = 0;      // of kShift by kHour, minutes and seconds left out
  std::string clock;  // what follows the day in a TIMEX3 value: "T18:40", "TMO"; empty if none
  // Days and the like from what the expression names: "eight days after May 3" has 8 and kDay; 0 if
  // none.
  int offset = 0;
  TimeUnit offset_unit = TimeUnit::kDay;
  bool week_of = false;       // the week that holds the day: "the week of May 3"
  bool either_order = false;  // day and month may be the other way round: "7/8/07"
  // A day with its date: "today (July 26, 2022)"; `count` is then that of the day word.
  bool with_day_word = false;
  bool since = false;  // after "since": never in the future
  bool exact = false;  // "exactly ten years ago", "to the day"
  const char* rule = "";
};

// The expressions of tokens [begin, end), left to right, longest first, not overlapping.
// `low` are lower_forms(tokens). Tokens inside `names` labelled PER, ORG, LOC or FAC are not read
// (a person called April).
std::vector<TimeExpression> find_times(const std::vector<Token>& tokens, const std::vector<std::string>& low,
                                       const std::vector<NameSpan>& names, int begin, int end);

}  // namespace dragoman
