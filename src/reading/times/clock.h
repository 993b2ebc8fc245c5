// Clock: times of day in words, as the part of a TIMEX3 value that follows the day: "T18:40",
// "T08:30Z", "TMO".
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dragoman {

struct ClockTime {
  int end = 0;         // one past the last token
  std::string value;   // "T18:40", "T08:30Z", "T10:00-05:00"
  bool plain = false;  // digits with a colon and nothing else, "10:30", which may be a score or a verse
};

// The clock time that starts at token `i` and ends before `limit`: "10:30", "10 a.m.", "5.30pm",
// "ten o'clock", "noon", "1600 GMT", "18:40 (GMT +8)", "0800hrs", "half past nine", with the zone
// that follows it. A zone whose letters name one offset in the world's press gives the offset; one
// of several meanings (IST, CST) or by a place ("Moscow time") is read over, and the value is local
// time.
bool read_clock(const std::vector<std::string>& low, int i, int limit, ClockTime& out);

// "TMO" for "morning", "TAF", "TEV", "TNI", "TMI" for "midday"; empty if `low` names no part of a
// day.
std::string_view part_of_day(std::string_view low);

}  // namespace dragoman
