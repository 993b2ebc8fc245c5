// What recurs (a weekday, a month, a day without year, a season) has a candidate in each year or week round the
// reference date; the nearest wins, where days on the wrong side of the reference, by tense, count several times.
#include "reading/times/resolve.h"

#include <fmt/format.h>

#include <cstdlib>

#include "reading/times/holidays.h"

namespace dragoman {
namespace {

using E = TimeExpression;

struct Days {
  Date start, end;
};

Days month_days(int year, int month) {
  return {{year, month, 1}, {year, month, days_in_month(year, month)}};
}
Days year_days(int year) {
  return {{year, 1, 1}, {year, 12, 31}};
}

// Year and month `n` months from `date`.
void add_months(const Date& date, int n, int& year, int& month) {
  const int total = date.year * 12 + date.month - 1 + n;
  year = total / 12;
  month = total % 12 + 1;
}

Date add_days(const Date& date, int64_t n) {
  return date_of(days_of(date) + n);
}

// ISO 8601 week: the week of the year's first Thursday is week 1.
std::string iso_week(const Date& day) {
  const Date thursday = add_days(day, 3 - weekday_of(day));
  const int64_t week = (days_of(thursday) - days_of({thursday.year, 1, 1})) / 7 + 1;
  return fmt::format("{:04d}-W{:02d}", thursday.year, week);
}

Days season_days(int year, int season) {
  const int month = 3 + 3 * season;
  if (season == 3) return {{year, 12, 1}, {year + 1, 2, days_in_month(year + 1, 2)}};
  return {{year, month, 1}, {year, month + 2, days_in_month(year, month + 2)}};
}

// The price of taking `days` for what was said `direction` of the reference.
int64_t price(const Days& days, const Date& reference, int direction, bool since) {
  const int64_t ref = days_of(reference), s = days_of(days.start), e = days_of(days.end);
  if (s <= ref && ref <= e) return 0;
  const int64_t distance = s > ref ? s - ref : ref - e;
  if (since && s > ref) return distance * 100;
  if (direction < 0 && s > ref) return distance * 10;
  if (direction > 0 && e < ref) return distance * 3;
  return distance;
}

int relative(E::Mod mod) {
  return mod == E::kLast ? -1 : mod == E::kNext ? 1 : 0;
}

class Resolver {
 public:
  Resolver(const E& e, const TimeFrame& frame, int direction, Time& out)
      : e_(e), frame_(frame), direction_(direction), out_(out) {}

  bool run() {
    out_.rule = e_.rule;
    if (!value()) return false;
    if (out_.start.empty() && e_.offset) return false;
    if (!out_.start.empty() && (e_.part == E::kStart || e_.part == E::kEnd) && out_.grain != "day" &&
        out_.grain != "hour") {
      const std::string day = e_.part == E::kStart ? out_.start : out_.end_date;
      out_.start = out_.end_date = day;  // TIMEX3 names the whole and marks the part aside
      out_.grain = "day";
      out_.rule += e_.part == E::kStart ? ".start" : ".end";
    }
    if (e_.offset) count_on();
    if (e_.week_of && !out_.start.empty()) {
      if (const std::optional<Date> day = parse_iso(out_.start)) set_week(*day);
      out_.rule += ".week";
    }
    if (!e_.clock.empty() && out_.grain == "day") out_.timex += e_.clock;
    return !out_.timex.empty();
  }

 private:
  // "eight days after May 3": from the day (or month, year) just read.
  void count_on() {
    const std::optional<Date> from = out_.start.empty() ? std::nullopt : parse_iso(out_.start);
    out_.rule += ".offset";
    if (!from) {
      out_.timex.clear();
      return;
    }
    const bool day = out_.grain == "day";
    int y, m;
    switch (e_.offset_unit) {
      case TimeUnit::kWeek:
      case TimeUnit::kDay:
        set_day(add_days(*from, e_.offset * (e_.offset_unit == TimeUnit::kWeek ? 7 : 1)));
        break;
      case TimeUnit::kMonth:
        add_months(*from, e_.offset, y, m);
        day&& valid({y, m, from->day}) ? set_day({y, m, from->day}) : set_month(y, m);
        break;
      default:
        y = from->year + e_.offset;
        day&& valid({y, from->month, from->day}) ? set_day({y, from->month, from->day}) : set_year(y);
    }
  }

  bool set(const Days& days, const char* grain, std::string timex) {
    out_.start = iso(days.start);
    out_.end_date = iso(days.end);
    out_.grain = grain;
    out_.timex = std::move(timex);
    return true;
  }
  bool set_day(const Date& day) { return set({day, day}, "day", iso(day)); }
  bool set_month(int year, int month) {
    return set(month_days(year, month), "month", fmt::format("{:04d}-{:02d}", year, month));
  }
  bool set_year(int year) { return set(year_days(year), "year", fmt::format("{:04d}", year)); }
  bool set_week(const Date& day) {
    const Date monday = add_days(day, -weekday_of(day));
    return set({monday, add_days(monday, 6)}, "week", iso_week(day));
  }
  int year() const { return frame_.reference ? frame_.reference->year : frame_.year; }

  // The year of a month (day 0) or day that is written without one; 0 if nothing gives it.
  int missing_year(int month, int day) const {
    if (e_.year_mod != E::kNone) {
      const int base = e_.year_mod == E::kSame && frame_.earlier ? frame_.earlier->year : year();
      return base ? base + relative(e_.year_mod) : 0;
    }
    if (!frame_.reference) return e_.mod == E::kLast || e_.mod == E::kNext ? 0 : frame_.year;
    int best = 0;
    int64_t least = INT64_MAX;
    for (int y = frame_.reference->year - 1; y <= frame_.reference->year + 1; ++y) {
      const Days days = day ? Days{{y, month, day}, {y, month, day}} : month_days(y, month);
      if (!valid(days.start)) continue;
      if (e_.mod == E::kLast && !(days.start < *frame_.reference)) continue;
      if (e_.mod == E::kNext && !(days.start > *frame_.reference)) continue;
      if (e_.mod == E::kThis && y != frame_.reference->year) continue;
      int64_t cost = price(days, *frame_.reference, direction_, e_.since);
      if (day && e_.weekday >= 0 && weekday_of(days.start) != e_.weekday) cost += 1000000;
      if (cost < least) least = cost, best = y;
    }
    return best;
  }

  bool value() {
    switch (e_.kind) {
      case E::kDate:
        return date();
      case E::kSpan:
        return span();
      case E::kWeekday:
        return weekday();
      case E::kDayOffset:
        return frame_.reference && set_day(add_days(*frame_.reference, e_.count));
      case E::kUnit:
        return unit();
      case E::kShift:
        return shift();
      case E::kQuarter:
        return quarter();
      case E::kHalf:
        return half();
      case E::kSeason:
        return season();
      case E::kDecade:
        return set({{e_.year, 1, 1}, {e_.year + 9, 12, 31}}, "decade", fmt::format("{}", e_.year / 10));
      case E::kCentury:
        return set({{e_.index * 100 - 99, 1, 1}, {e_.index * 100, 12, 31}}, "century",
                   fmt::format("{:02d}", e_.index - 1));
      case E::kFiscal: {
        // Fiscal years begin in different months in different countries and firms: the days stay open.
        const int y = e_.year ? e_.year : year() ? year() + relative(e_.year_mod) : 0;
        out_.grain = "year";
        out_.timex = y ? fmt::format("FY{}", y) : "FYXXXX";
        return true;
      }
      case E::kNthWeekday:
      case E::kNthWeek:
      case E::kFirstDays:
        return part_of_month();
      case E::kBeforeChrist:
        out_.grain = "year";
        out_.timex = fmt::format("BC{:04d}", e_.year);
        return true;
      case E::kHoliday:
        return holiday();
      case E::kMonthDay:
        return month_day();
      case E::kFirstMonths:
        return first_months();
      case E::kClock:
        return told_day() || open_day();
      case E::kPeriodOfDay:
        return told_day();
      case E::kSamePeriod:
        return same_period();
    }
    return false;
  }

  bool date() {
    if (e_.month == 0) return set_year(e_.year);
    int y = e_.year ? e_.year : missing_year(e_.month, e_.day);
    if (y == 0) {
      out_.timex = e_.day ? fmt::format("XXXX-{:02d}-{:02d}", e_.month, e_.day) : fmt::format("XXXX-{:02d}", e_.month);
      out_.grain = e_.day ? "day" : "month";
      return !e_.day || e_.day <= days_in_month(2000, e_.month);
    }
    if (e_.day == 0) {
      return set_month(y, e_.month);
    }
    const Date day{y, e_.month, e_.day};
    if (e_.either_order && frame_.reference) {
      const Date other{y, e_.day, e_.month};
      const auto far = [&](const Date& d) { return std::abs(days_of(d) - days_of(*frame_.reference)); };
      if (valid(other) && far(other) < far(day)) return set_day(other);
    }
    return valid(day) && set_day(day);
  }

  bool span() {
    int y1 = e_.year, y2 = e_.year2;
    if (e_.month == 0) {
      return set({{y1, 1, 1}, {y2, 12, 31}}, "year", fmt::format("{:04d}/{:04d}", y1, y2));
    }
    if (y1 == 0) y1 = missing_year(e_.month, e_.day);
    if (y1 == 0) {
      out_.grain = e_.day ? "day" : "month";
      out_.timex = e_.day ? fmt::format("XXXX-{:02d}-{:02d}/XXXX-{:02d}-{:02d}", e_.month, e_.day, e_.month2, e_.day2)
                          : fmt::format("XXXX-{:02d}/XXXX-{:02d}", e_.month, e_.month2);
      return true;
    }
    if (y2 == 0) y2 = e_.month2 < e_.month ? y1 + 1 : y1;
    if (e_.day == 0) {
      return set({month_days(y1, e_.month).start, month_days(y2, e_.month2).end}, "month",
                 fmt::format("{:04d}-{:02d}/{:04d}-{:02d}", y1, e_.month, y2, e_.month2));
    }
    const Days days{{y1, e_.month, e_.day}, {y2, e_.month2, e_.day2}};
    if (!valid(days.start) || !valid(days.end) || days.end < days.start) return false;
    return set(days, "day", iso(days.start) + "/" + iso(days.end));
  }

  bool weekday() {
    if (!frame_.reference) {
      // A day told before with its weekday serves where the story has no date.
      const std::optional<Date>& told = frame_.named[e_.weekday];
      return e_.mod == E::kNone && e_.year_mod == E::kNone && told && set_day(*told);
    }
    const Date& ref = *frame_.reference;
    const int today = weekday_of(ref);
    if (e_.year_mod != E::kNone) {
      const Date monday = add_days(ref, -today + 7 * relative(e_.year_mod));
      return set_day(add_days(monday, e_.weekday));
    }
    if (e_.mod == E::kSame && frame_.earlier_day) {  // "the following Monday"
      const int after = (e_.weekday - weekday_of(*frame_.earlier_day) + 6) % 7 + 1;
      return set_day(add_days(*frame_.earlier_day, after));
    }
    const int back = (today - e_.weekday + 7) % 7, ahead = (e_.weekday - today + 7) % 7;
    if (e_.mod == E::kLast) return set_day(add_days(ref, back == 0 ? -7 : -back));
    if (e_.mod == E::kNext) return set_day(add_days(ref, ahead == 0 ? 7 : ahead));
    if (e_.mod == E::kThis && direction_ == 0) return set_day(add_days(ref, e_.weekday - today));
    if (direction_ > 0 && !e_.since) return set_day(add_days(ref, ahead));
    return set_day(add_days(ref, -back));
  }

  bool unit() {
    const int n = relative(e_.mod);
    if (e_.unit == TimeUnit::kYear) return year() && set_year(year() + n);
    if (e_.unit == TimeUnit::kDecade || e_.unit == TimeUnit::kCentury) {
      if (!year()) return false;
      const int size = e_.unit == TimeUnit::kDecade ? 10 : 100;
      const int first = year() / size * size + n * size;
      if (size == 10) return set({{first, 1, 1}, {first + 9, 12, 31}}, "decade", fmt::format("{}", first / 10));
      return set({{first + 1, 1, 1}, {first + 100, 12, 31}}, "century", fmt::format("{:02d}", first / 100));
    }
    if (!frame_.reference) return false;
    const Date& ref = *frame_.reference;
    if (e_.unit == TimeUnit::kWeek) return set_week(add_days(ref, 7 * n));
    if (e_.unit == TimeUnit::kMonth) {
      int y, m;
      add_months(ref, n, y, m);
      return set_month(y, m);
    }
    if (e_.unit == TimeUnit::kQuarter) {
      int y, m;
      add_months(ref, 3 * n, y, m);
      return set_quarter(y, (m - 1) / 3 + 1);
    }
    if (e_.unit == TimeUnit::kWeekend) {
      const int today = weekday_of(ref);
      Date saturday = add_days(ref, 5 - today);  // of this ISO week
      if (e_.mod == E::kNext) {
        saturday = add_days(saturday, 7);
      } else if (e_.mod == E::kLast) {
        saturday = add_days(saturday, -7);
      } else if (today < 5 && (direction_ < 0 || (direction_ == 0 && e_.mod == E::kNone))) {
        saturday = add_days(saturday, -7);
      }
      return set({saturday, add_days(saturday, 1)}, "day", iso_week(saturday) + "-WE");
    }
    return false;
  }

  bool set_quarter(int y, int q) {
    return set({{y, 3 * q - 2, 1}, {y, 3 * q, days_in_month(y, 3 * q)}}, "quarter", fmt::format("{:04d}-Q{}", y, q));
  }

  bool quarter() {
    int y = e_.year;
    if (y == 0 && e_.year_mod != E::kNone) y = year() ? year() + relative(e_.year_mod) : 0;
    if (y == 0 && frame_.reference) {
      int64_t least = INT64_MAX;
      for (int c = year() - 1; c <= year() + 1; ++c) {
        const Days days{{c, 3 * e_.index - 2, 1}, {c, 3 * e_.index, 28}};
        const int64_t cost = price(days, *frame_.reference, direction_ > 0 ? 1 : -1, e_.since);
        if (cost < least) least = cost, y = c;
      }
    }
    if (y == 0) y = frame_.year;
    return y != 0 && set_quarter(y, e_.index);
  }

  bool half() {
    int y = e_.year;
    if (y == 0 && e_.year_mod != E::kNone) y = year() ? year() + relative(e_.year_mod) : 0;
    if (y == 0) return false;
    const int first = e_.index == 1 ? 1 : 7;
    return set({{y, first, 1}, {y, first + 5, days_in_month(y, first + 5)}}, "month",
               fmt::format("{:04d}-H{}", y, e_.index));
  }

  bool season() {
    static constexpr const char* kCodes[4] = {"SP", "SU", "FA", "WI"};
    int y = e_.year;
    if (y == 0 && e_.year_mod != E::kNone && year()) y = year() + relative(e_.year_mod);
    if (y == 0 && frame_.reference) {
      int64_t least = INT64_MAX;
      for (int c = year() - 2; c <= year() + 1; ++c) {
        const Days days = season_days(c, e_.index);
        if (e_.mod == E::kLast && !(days.end < *frame_.reference)) continue;
        if (e_.mod == E::kNext && !(days.start > *frame_.reference)) continue;
        const int direction = e_.mod == E::kLast ? -1 : e_.mod == E::kNext ? 1 : direction_;
        // What is told as past is not in a season to come, however near.
        const int64_t cost = price(days, *frame_.reference, direction, e_.since || direction < 0);
        if (cost < least) least = cost, y = c;
      }
    } else if (y == 0 && frame_.year) {
      y = frame_.year + relative(e_.mod);
    }
    return y != 0 && set(season_days(y, e_.index), "season", fmt::format("{:04d}-{}", y, kCodes[e_.index]));
  }

  bool holiday() {
    int y = e_.year;
    if (y == 0 && e_.year_mod != E::kNone) {
      y = year() ? year() + relative(e_.year_mod) : 0;
    } else if (y == 0 && frame_.reference) {
      int64_t least = INT64_MAX;
      for (int c = year() - 1; c <= year() + 1; ++c) {
        const Date day = holiday_date(e_.index, c);
        if (e_.mod == E::kThis && c != year()) continue;
        if (e_.mod == E::kLast && !(day < *frame_.reference)) continue;
        if (e_.mod == E::kNext && !(day > *frame_.reference)) continue;
        const int64_t cost = price({day, day}, *frame_.reference, direction_, e_.since);
        if (cost < least) least = cost, y = c;
      }
    } else if (y == 0 && frame_.year) {
      y = frame_.year + relative(e_.mod);
    }
    return y != 0 && set_day(holiday_date(e_.index, y));
  }

  bool part_of_month() {
    int y = e_.year, m = e_.month;
    if (m == 0) {
      if (!frame_.reference) return false;
      add_months(*frame_.reference, relative(e_.mod), y, m);
    } else if (y == 0) {
      y = missing_year(m, 0);
    }
    if (y == 0) return false;
    const Days month = month_days(y, m);
    if (e_.kind == E::kNthWeekday) {
      Date day;
      if (e_.index > 0) {
        const int first = (e_.weekday - weekday_of(month.start) + 7) % 7 + 7 * (e_.index - 1);
        day = add_days(month.start, first);
      } else {
        day = add_days(month.end, -((weekday_of(month.end) - e_.weekday + 7) % 7));
      }
      return day.month == m && set_day(day);
    }
    const int days = e_.kind == E::kNthWeek ? 7 : std::abs(e_.count);
    const bool from_end = e_.kind == E::kNthWeek ? e_.index < 0 : e_.count < 0;
    const Date start = from_end ? add_days(month.end, 1 - days)
                                : add_days(month.start, e_.kind == E::kNthWeek ? 7 * (e_.index - 1) : 0);
    if (start.month != m) return false;
    Date end = add_days(start, days - 1);
    if (end > month.end) end = month.end;
    return set({start, end}, e_.kind == E::kNthWeek ? "week" : "day", iso(start) + "/" + iso(end));
  }

  bool told_day() {
    const std::optional<Date>& day = frame_.earlier_day ? frame_.earlier_day : frame_.reference;
    return day && set_day(*day);
  }
  bool open_day() {
    out_.grain = "day";
    out_.timex = "XXXX-XX-XX";
    return true;
  }

  // The last period told, by the same days of another year; where none was told, the month or year of the reference.
  bool same_period() {
    const std::optional<Period>& told = frame_.period;
    const auto fits = [&](std::string_view grain) {
      switch (e_.unit) {
        case TimeUnit::kDay:
          return grain == "day";
        case TimeUnit::kMonth:
          return grain == "month";
        case TimeUnit::kQuarter:
          return grain == "quarter";
        default:
          return true;
      }
    };
    if (!told || !fits(told->grain)) {
      const int y = e_.year ? e_.year : year() ? year() + e_.count : 0;
      if (!y) return false;
      return e_.unit == TimeUnit::kMonth && frame_.reference ? set_month(y, frame_.reference->month) : set_year(y);
    }
    const int by = e_.year ? e_.year - told->start.year : e_.count;
    const auto moved = [&](Date day) {
      day.year += by;
      day.day = std::min(day.day, days_in_month(day.year, day.month));
      return day;
    };
    const Date start = moved(told->start), end = moved(told->end);
    if (told->grain == "day" && told->start == told->end) return set_day(start);
    if (told->grain == "quarter") return set_quarter(start.year, (start.month + 2) / 3);
    if (told->grain == "year") return set_year(start.year);
    if (told->grain == "month" && start.month == end.month && start.year == end.year)
      return set_month(start.year, start.month);
    if (told->grain == "month")
      return set({start, end}, "month",
                 fmt::format("{:04d}-{:02d}/{:04d}-{:02d}", start.year, start.month, end.year, end.month));
    return set({start, end}, told->grain.c_str(), iso(start) + "/" + iso(end));
  }

  bool month_day() {
    if (!frame_.reference) return false;
    const Date& ref = *frame_.reference;
    int y, m;
    if (e_.mod != E::kNone) {
      add_months(ref, relative(e_.mod), y, m);
      const Date day{y, m, e_.day};
      return valid(day) && set_day(day);
    }
    int64_t least = INT64_MAX;
    Date best;
    for (int n = -1; n <= 1; ++n) {
      add_months(ref, n, y, m);
      const Date day{y, m, e_.day};
      if (!valid(day)) continue;
      const int64_t cost = price({day, day}, ref, direction_, e_.since);
      if (cost < least) least = cost, best = day;
    }
    return least != INT64_MAX && set_day(best);
  }

  bool first_months() {
    int y = e_.year;
    if (y == 0) y = year() ? year() + relative(e_.year_mod) : 0;
    if (y == 0) return false;
    const int n = std::abs(e_.count);
    const int from = e_.count > 0 ? 1 : 13 - n, to = e_.count > 0 ? n : 12;
    return set({{y, from, 1}, {y, to, days_in_month(y, to)}}, "month",
               fmt::format("{:04d}-{:02d}/{:04d}-{:02d}", y, from, y, to));
  }

  bool shift() {
    std::optional<Date> anchor = frame_.reference;
    bool day_known = anchor.has_value();
    if (e_.anchor == E::kEarlier) {
      const bool days = e_.unit == TimeUnit::kDay || e_.unit == TimeUnit::kWeek;
      anchor = days ? frame_.earlier_day : frame_.earlier;
      if (!anchor) return false;
      day_known = days || frame_.earlier_grain == 3;
    }
    const int base_year = anchor ? anchor->year : frame_.year;
    switch (e_.unit) {
      case TimeUnit::kDay:
        return anchor && day_known && set_day(add_days(*anchor, e_.count));
      case TimeUnit::kWeek:
        if (!anchor || !day_known) return false;
        if (e_.anchor == E::kEarlier && std::string_view(e_.rule) == "unit-from-earlier")
          return set_week(add_days(*anchor, 7 * e_.count));
        return set_day(add_days(*anchor, 7 * e_.count));
      case TimeUnit::kMonth: {
        if (!anchor || (e_.anchor == E::kEarlier && frame_.earlier_grain < 2)) return false;
        int y, m;
        add_months(*anchor, e_.count, y, m);
        const Date day{y, m, anchor->day};
        if (e_.exact && day_known && valid(day)) return set_day(day);
        return set_month(y, m);
      }
      case TimeUnit::kYear: {
        if (!base_year || base_year + e_.count < 1) return false;
        if (e_.exact && anchor && day_known) {
          const Date day{base_year + e_.count, anchor->month, anchor->day};
          if (valid(day)) return set_day(day);
        }
        return set_year(base_year + e_.count);
      }
      case TimeUnit::kHour: {
        // Hours count in whole days: the hour of the story is not known.
        const std::optional<Date>& from = e_.anchor == E::kEarlier ? frame_.earlier_day : frame_.reference;
        return from && set_day(add_days(*from, e_.hours / 24));
      }
      default:
        return false;
    }
  }

  const E& e_;
  const TimeFrame& frame_;
  const int direction_;
  Time& out_;
};

}  // namespace

bool resolve(const TimeExpression& e, const TimeFrame& frame, int direction, Time& out) {
  return Resolver(e, frame, direction, out).run();
}

}  // namespace dragoman
