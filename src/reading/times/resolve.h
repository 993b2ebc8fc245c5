// Resolution: which days an expression of time means, seen from the story's reference date.
#pragma once

#include <array>
#include <optional>

#include "base/date.h"
#include "dragoman/record.h"
#include "reading/times/expressions.h"

namespace dragoman {

// A resolved stretch of time with its grain ("month", "quarter" ...).
struct Period {
  Date start, end;
  std::string grain;
};

struct TimeFrame {
  std::optional<Date> reference;             // the day that "today" means
  int year = 0;                              // its year, when the day is unknown; 0 if that is unknown too
  std::optional<Date> earlier;               // start of the last resolved time before, that "a year later" counts from
  int earlier_grain = 0;                     // 1 year, 2 month, 3 day
  std::optional<Date> earlier_day;           // the last that was a day: "the next day", "four days later"
  std::optional<Period> period;              // the last resolved time of any grain: "the same quarter last year"
  std::array<std::optional<Date>, 7> named;  // the last date told with each weekday: "Monday, October 11 ... on Monday"
};

// Fills start, end_date, grain, timex and rule of `out`. `direction`: -1 what is told lies in the
// past, +1 in the future, 0 unknown; it decides between the last and the next of what recurs.
// Seasons are the meteorological ones of the northern hemisphere. False when the frame does not
// suffice; a date whose year alone is missing is true with open start and end.
bool resolve(const TimeExpression& e, const TimeFrame& frame, int direction, Time& out);

}  // namespace dragoman
