// A table of holidays, indexed by their first words; of several that match, the longest name
// counts. The day is computed from the year by the rule of the row.
#include "reading/times/holidays.h"

#include <algorithm>
#include <array>
#include <map>

namespace dragoman {
namespace {

constexpr int kOrthodox = -1;

struct Holiday {
  std::string_view name;  // lower case, one space between words as the tokenizer gives them
  int month;              // 0: counted from Easter by `day`; kOrthodox: from that of the Eastern churches
  int day;                // day of the month, or the nth `weekday` (negative: from the end), or days after Easter
  int weekday = -1;       // 0 Monday; -1: `day` is a day of the month
};

constexpr std::array<Holiday, 91> kHolidays = {{
    {"new year 's day", 1, 1},
    {"new year 's", 1, 1},
    {"new years day", 1, 1},
    {"new years eve", 12, 31},
    {"epiphany", 1, 6},
    {"australia day", 1, 26},
    {"holocaust memorial day", 1, 27},
    {"groundhog day", 2, 2},
    {"waitangi day", 2, 6},
    {"valentines day", 2, 14},
    {"defender of the fatherland day", 2, 23},
    {"st. david 's day", 3, 1},
    {"saint patrick 's day", 3, 17},
    {"april fools ' day", 4, 1},
    {"april fool 's day", 4, 1},
    {"world health day", 4, 7},
    {"st. george 's day", 4, 23},
    {"international workers ' day", 5, 1},
    {"cinco de mayo", 5, 5},
    {"ve day", 5, 8},
    {"world environment day", 6, 5},
    {"russia day", 6, 12},
    {"german unity day", 10, 3},
    {"united nations day", 10, 24},
    {"day of the dead", 11, 2},
    {"bonfire night", 11, 5},
    {"st. andrew 's day", 11, 30},
    {"christmas night", 12, 25},
    {"mother 's day", 5, 2, 6},
    {"father 's day", 6, 3, 6},
    {"remembrance sunday", 11, 2, 6},
    {"shrove tuesday", 0, -47},
    {"maundy thursday", 0, -3},
    {"holy saturday", 0, -1},
    {"ascension day", 0, 39},
    {"whit sunday", 0, 49},
    {"whit monday", 0, 50},
    {"pentecost", 0, 49},
    {"corpus christi", 0, 60},
    {"orthodox easter", kOrthodox, 0},
    {"new year 's eve", 12, 31},
    {"christmas eve", 12, 24},
    {"christmas day", 12, 25},
    {"orthodox christmas", 1, 7},
    {"christmas", 12, 25},
    {"boxing day", 12, 26},
    {"valentine 's day", 2, 14},
    {"st. patrick 's day", 3, 17},
    {"st patrick 's day", 3, 17},
    {"international women 's day", 3, 8},
    {"women 's day", 3, 8},
    {"world press freedom day", 5, 3},
    {"earth day", 4, 22},
    {"anzac day", 4, 25},
    {"may day", 5, 1},
    {"victory day", 5, 9},
    {"europe day", 5, 9},
    {"africa day", 5, 25},
    {"madaraka day", 6, 1},
    {"juneteenth", 6, 19},
    {"world refugee day", 6, 20},
    {"canada day", 7, 1},
    {"fourth of july", 7, 4},
    {"4th of july", 7, 4},
    {"bastille day", 7, 14},
    {"mandela day", 7, 18},
    {"mashujaa day", 10, 20},
    {"halloween", 10, 31},
    {"all saints ' day", 11, 1},
    {"all souls ' day", 11, 2},
    {"guy fawkes night", 11, 5},
    {"armistice day", 11, 11},
    {"veterans day", 11, 11},
    {"remembrance day", 11, 11},
    {"world aids day", 12, 1},
    {"human rights day", 12, 10},
    {"jamhuri day", 12, 12},
    {"martin luther king day", 1, 3, 0},
    {"martin luther king jr. day", 1, 3, 0},
    {"presidents ' day", 2, 3, 0},
    {"memorial day", 5, -1, 0},
    {"labor day", 9, 1, 0},
    {"columbus day", 10, 2, 0},
    {"thanksgiving day", 11, 4, 3},
    {"thanksgiving", 11, 4, 3},
    {"ash wednesday", 0, -46},
    {"palm sunday", 0, -7},
    {"good friday", 0, -2},
    {"easter monday", 0, 1},
    {"easter sunday", 0, 0},
    {"easter", 0, 0},
}};

const std::multimap<std::string_view, int>& holidays_by_first_word() {
  static const std::multimap<std::string_view, int> index = [] {
    std::multimap<std::string_view, int> out;
    for (size_t h = 0; h < kHolidays.size(); ++h) {
      const std::string_view name = kHolidays[h].name;
      out.emplace(name.substr(0, name.find(' ')), static_cast<int>(h));
    }
    return out;
  }();
  return index;
}

}  // namespace

int holiday_at(const std::vector<std::string>& low, int at, int limit, int* words) {
  *words = 0;
  if (at >= limit) return -1;
  const auto [begin, end] = holidays_by_first_word().equal_range(low[at]);
  int best = -1;
  for (auto entry = begin; entry != end; ++entry) {
    int i = at;
    bool match = true;
    for (std::string_view rest = kHolidays[entry->second].name; match && !rest.empty();) {
      const size_t space = std::min(rest.find(' '), rest.size());
      match = i < limit && low[i] == rest.substr(0, space);
      rest.remove_prefix(std::min(space + 1, rest.size()));
      ++i;
    }
    if (match && i - at > *words) best = entry->second, *words = i - at;
  }
  return best;
}

std::vector<std::string_view> holiday_first_words() {
  std::vector<std::string_view> out;
  for (const auto& [word, index] : holidays_by_first_word()) out.push_back(word);
  return out;
}

Date holiday_date(int index, int year) {
  const Holiday& h = kHolidays[index];
  if (h.month == kOrthodox) return date_of(days_of(orthodox_easter(year)) + h.day);
  if (h.month == 0) return date_of(days_of(easter(year)) + h.day);
  if (h.weekday < 0) return {year, h.month, h.day};
  if (h.day > 0) {
    const Date first{year, h.month, 1};
    const int shift = (h.weekday - weekday_of(first) + 7) % 7;
    return {year, h.month, 1 + shift + 7 * (h.day - 1)};
  }
  const Date last{year, h.month, days_in_month(year, h.month)};
  return date_of(days_of(last) - (weekday_of(last) - h.weekday + 7) % 7);
}

Date orthodox_easter(int year) {
  const int d = (19 * (year % 19) + 15) % 30, e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7;
  const int month = (d + e + 114) / 31, day = (d + e + 114) % 31 + 1;
  const int behind = year / 100 - year / 400 - 2;  // days of the Julian calendar behind the Gregorian
  return date_of(days_of({year, month, day}) + behind);
}

Date easter(int year) {
  const int a = year % 19, b = year / 100, c = year % 100, d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
  const int h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7;
  const int m = (a + 11 * h + 22 * l) / 451, month = (h + l - 7 * m + 114) / 31, day = (h + l - 7 * m + 114) % 31 + 1;
  return {year, month, day};
}

}  // namespace dragoman
