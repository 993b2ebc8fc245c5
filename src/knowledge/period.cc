// Reads dates that may lack the day or the month: a missing part becomes the first or the last one,
// as asked, and periods are compared by the days that result.
#include "knowledge/period.h"

#include "base/number.h"

namespace dragoman {

static std::optional<Date> day_of(std::string_view iso_date, bool last) {
  if (iso_date.size() != 4 && iso_date.size() != 7 && iso_date.size() != 10) return std::nullopt;
  Date date;
  date.month = last ? 12 : 1;
  if (!parse_number(iso_date.substr(0, 4), &date.year)) return std::nullopt;
  if (iso_date.size() >= 7 && (iso_date[4] != '-' || !parse_number(iso_date.substr(5, 2), &date.month)))
    return std::nullopt;
  if (date.month < 1 || date.month > 12) return std::nullopt;
  date.day = last ? days_in_month(date.year, date.month) : 1;
  if (iso_date.size() == 10 && (iso_date[7] != '-' || !parse_number(iso_date.substr(8), &date.day)))
    return std::nullopt;
  if (!valid(date)) return std::nullopt;
  return date;
}

std::optional<Date> first_day(std::string_view iso_date) {
  return day_of(iso_date, false);
}

std::optional<Date> last_day(std::string_view iso_date) {
  return day_of(iso_date, true);
}

bool in_period(std::string_view since, std::string_view until, const Date& date) {
  const std::optional<Date> first = first_day(since), last = last_day(until);
  return (!first || *first <= date) && (!last || date <= *last);
}

bool is_period(std::string_view since, std::string_view until) {
  const std::optional<Date> first = first_day(since), last = last_day(until);
  if ((!since.empty() && !first) || (!until.empty() && !last)) return false;
  return !first || !last || *first <= *last;
}

}  // namespace dragoman
