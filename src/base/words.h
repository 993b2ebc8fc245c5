// Membership of a word in a fixed table.
#pragma once

#include <algorithm>
#include <string_view>

namespace dragoman {

// True if `word` is in `table`, found by halves. REQUIRES: `table` is sorted, which whoever writes
// one down proves: static_assert(is_sorted_table(kTable)).
template <class Table>
constexpr bool contains_sorted(const Table& table, std::string_view word) {
  return std::binary_search(table.begin(), table.end(), word);
}

// The same for a table in any order: every entry is looked at.
template <class Table>
constexpr bool contains(const Table& table, std::string_view word) {
  return std::find(table.begin(), table.end(), word) != table.end();
}

template <class Table>
constexpr bool is_sorted_table(const Table& table) {
  return std::is_sorted(table.begin(), table.end());
}

}  // namespace dragoman
