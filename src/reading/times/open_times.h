// Open times: expressions of time that name no stretch of the calendar: durations ("two days",
// P2D), sets ("every Friday", XXXX-WXX-5; "annual", P1Y) and words that only point at a time
// ("now", PRESENT_REF). Values are TIMEX3's.
//
// Units follow ISO 8601: a decade is P10Y, a century P100Y; an unknown number is X (PXY, "several
// years").
// Ages ("25 years old", "a 25-year-old") are not read.
#pragma once

#include <string>
#include <vector>

#include "language/language.h"
#include "reading/times/expressions.h"

namespace dragoman {

// The open times of tokens [begin, end), left to right, not overlapping each other or `taken` (what
// find_times gave for the same tokens). `low` are lower_forms(tokens). Words inside names of
// people, organisations and places are left out.
std::vector<OpenTime> find_open_times(const std::vector<Token>& tokens, const std::vector<std::string>& low,
                                      const std::vector<NameSpan>& names, const std::vector<TimeExpression>& taken,
                                      int begin, int end);

}  // namespace dragoman
