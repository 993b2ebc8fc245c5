// Holidays whose date follows from the year: fixed days, days by weekday of a month, and days
// counted from Easter. Feasts of the lunar calendars (Eid, Ramadan, Lunar New Year) are not here:
// their day is announced, not computed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"

namespace dragoman {

// Index of the holiday whose name starts at words[at] (lower case) and how many words it has; -1 if
// none.
int holiday_at(const std::vector<std::string>& low, int at, int limit, int* words);

// First words of all of them.
std::vector<std::string_view> holiday_first_words();

// Its day in `year`. REQUIRES: an index that holiday_at gave.
Date holiday_date(int index, int year);

// Easter Sunday of the Eastern churches, as a date of the Gregorian calendar (Meeus, Astronomical
// Algorithms, chapter 8).
Date orthodox_easter(int year);
// Easter Sunday of the Gregorian calendar (Butcher's algorithm, Nature 1876).
Date easter(int year);

}  // namespace dragoman
