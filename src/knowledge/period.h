// Dates as the tables write them: ISO, which may lack the day or the month ("2012", "2012-05").
// Where a day is asked for, a partial date is read generously: "2012" begins on 1 January and ends
// on 31 December.
#pragma once

#include <optional>
#include <string_view>

#include "base/date.h"

namespace dragoman {

// First (last) day of such a date; nullopt if it is none.
std::optional<Date> first_day(std::string_view iso_date);
std::optional<Date> last_day(std::string_view iso_date);

// True if `date` lies in since..until, both ends included; an empty end is open.
bool in_period(std::string_view since, std::string_view until, const Date& date);

// True if since and until are dates or empty, and until is not before since.
bool is_period(std::string_view since, std::string_view until);

}  // namespace dragoman
