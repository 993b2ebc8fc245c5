// A set of days as sorted, disjoint ranges of day numbers (base/date.h), with what dating asks of it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

namespace dragoman {

struct DayRange {
  int64_t first = 0, last = 0;  // both included
};
using DaySet = std::vector<DayRange>;

// Makes a set of ranges in any order, empty ones among them.
inline DaySet day_set(std::vector<DayRange> ranges) {
  std::erase_if(ranges, [](const DayRange& r) { return r.last < r.first; });
  std::sort(ranges.begin(), ranges.end(), [](const DayRange& a, const DayRange& b) { return a.first < b.first; });
  DaySet out;
  for (const DayRange& r : ranges) {
    if (!out.empty() && r.first <= out.back().last + 1) {
      out.back().last = std::max(out.back().last, r.last);
    } else {
      out.push_back(r);
    }
  }
  return out;
}

inline DaySet intersection(const DaySet& a, const DaySet& b) {
  DaySet out;
  for (size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    const DayRange both{std::max(a[i].first, b[j].first), std::min(a[i].last, b[j].last)};
    if (both.first <= both.last) out.push_back(both);
    if (a[i].last < b[j].last) {
      ++i;
    } else {
      ++j;
    }
  }
  return out;
}

}  // namespace dragoman
