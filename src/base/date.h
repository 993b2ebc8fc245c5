// Civil dates of the proleptic Gregorian calendar, as ISO strings at the borders and day numbers
// inside.
// Day arithmetic after Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dragoman {

struct Date {
  int year = 1970;
  int month = 1;  // 1..12
  int day = 1;    // 1..31

  friend bool operator==(const Date&, const Date&) = default;
  friend auto operator<=>(const Date&, const Date&) = default;
};

int64_t days_of(const Date& date);  // days since 1970-01-01
Date date_of(int64_t days);
int weekday_of(const Date& date);  // 0 = Monday .. 6 = Sunday
int days_in_month(int year, int month);
bool valid(const Date& date);

std::string iso(const Date& date);  // "2021-12-15"
// Accepts "2021-12-15" and longer ISO timestamps, whose time is dropped.
std::optional<Date> parse_iso(std::string_view text);

}  // namespace dragoman
