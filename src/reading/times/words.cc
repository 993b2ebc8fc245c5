// NumberPhrase words follow English grammar: units and tens add up below a hundred, `hundred` multiplies what stands
// before it, and each larger scale closes a group (short scale; lakh and crore as in South Asian papers).
#include "reading/times/words.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/unicode.h"

namespace dragoman {
namespace {

struct Word {
  std::string_view form;
  double value;
};

constexpr std::array<Word, 21> kUnits = {
    {{"zero", 0},      {"one", 1},       {"two", 2},       {"three", 3},    {"four", 4},     {"five", 5},
     {"six", 6},       {"seven", 7},     {"eight", 8},     {"nine", 9},     {"ten", 10},     {"eleven", 11},
     {"twelve", 12},   {"thirteen", 13}, {"fourteen", 14}, {"fifteen", 15}, {"sixteen", 16}, {"seventeen", 17},
     {"eighteen", 18}, {"nineteen", 19}, {"nought", 0}}};
constexpr std::array<Word, 9> kTens = {{{"twenty", 20},
                                        {"thirty", 30},
                                        {"forty", 40},
                                        {"fourty", 40},
                                        {"fifty", 50},
                                        {"sixty", 60},
                                        {"seventy", 70},
                                        {"eighty", 80},
                                        {"ninety", 90}}};
constexpr std::array<Word, 17> kScales = {{{"thousand", 1e3},
                                           {"million", 1e6},
                                           {"billion", 1e9},
                                           {"trillion", 1e12},
                                           {"bn", 1e9},
                                           {"mn", 1e6},
                                           {"tn", 1e12},
                                           {"mln", 1e6},
                                           {"bln", 1e9},
                                           {"trn", 1e12},
                                           {"lakh", 1e5},
                                           {"lakhs", 1e5},
                                           {"lac", 1e5},
                                           {"crore", 1e7},
                                           {"crores", 1e7},
                                           {"quadrillion", 1e15},
                                           {"mil", 1e6}}};

template <size_t N>
bool find(const std::array<Word, N>& words, std::string_view form, double& value) {
  for (const Word& word : words) {
    if (word.form == form) {
      value = word.value;
      return true;
    }
  }
  return false;
}

bool ascii_digit(char c) {
  return c >= '0' && c <= '9';
}
bool ascii_lower(char c) {
  return c >= 'a' && c <= 'z';
}

}  // namespace

std::vector<std::string> lower_forms(const std::vector<Token>& tokens) {
  std::vector<std::string> low(tokens.size());
  for (size_t i = 0; i < tokens.size(); ++i) {
    const std::string& form = tokens[i].form;
    const bool ascii =
        std::all_of(form.begin(), form.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (ascii) {
      low[i] = form;
      for (char& c : low[i]) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
      }
      continue;
    }
    for (char32_t c : to_u32(form)) {
      if (c == U'\u2019' || c == U'\u2018') c = U'\'';
      if (c == U'\u2013' || c == U'\u2014' || c == U'\u2012' || c == U'\u2011' || c == U'\u2010') c = U'-';
      append_utf8(low[i], to_lower(c));
    }
  }
  return low;
}

bool parse_digits(std::string_view form, Digits& out) {
  out = {};
  size_t i = 0;
  if (form.empty() || !(ascii_digit(form[0]) || (form[0] == '.' && form.size() > 1 && ascii_digit(form[1]))))
    return false;
  // Groups of digits between single separators.
  std::string digits;
  int commas = 0, points = 0;
  size_t last_group = 0;
  bool groups_of_three = true;
  size_t group = 0;
  for (; i < form.size(); ++i) {
    if (ascii_digit(form[i])) {
      digits += form[i];
      ++group;
    } else if ((form[i] == ',' || form[i] == '.') && i + 1 < form.size() && ascii_digit(form[i + 1])) {
      if (points + commas > 0 && group != 3) groups_of_three = false;
      if (form[i] == ',')
        ++commas;
      else
        ++points;
      digits += form[i];
      group = 0;
    } else {
      break;
    }
  }
  last_group = group;
  out.suffix = form.substr(i);
  if (!std::all_of(out.suffix.begin(), out.suffix.end(), ascii_lower)) return false;
  const size_t first = digits.find_first_of(",.");
  const bool ends_000 = digits.size() >= 4 && digits.compare(digits.size() - 3, 3, "000") == 0;
  bool point_is_thousands =
      points > 1 || (points == 1 && commas == 0 && last_group == 3 && ends_000 && first <= 3 && digits[0] != '0');
  if (points > 1 && (!groups_of_three || last_group != 3)) return false;  // a version or section number
  std::string plain;
  bool seen_point = false;
  for (char c : digits) {
    if (c == ',') continue;
    if (c == '.') {
      if (point_is_thousands) continue;
      if (seen_point) return false;
      seen_point = true;
    }
    plain += c;
  }
  out.comma = commas > 0 || point_is_thousands;
  out.decimal = seen_point;
  double whole = 0, fraction = 0, scale = 1;
  bool after = false;
  for (char c : plain) {
    if (c == '.') {
      after = true;
    } else if (after) {
      fraction = fraction * 10 + (c - '0');
      scale *= 10;
    } else {
      whole = whole * 10 + (c - '0');
      ++out.digits;
    }
  }
  out.value = whole + fraction / scale;
  return plain.size() <= 18;
}

bool read_number(const std::vector<std::string>& low, int i, int limit, NumberPhrase& out) {
  out = {};
  double total = 0, current = 0, value = 0;
  int at = i;
  bool any = false, has_current = false, digits_seen = false;
  double last_scale = 1e18;
  out.words = true;
  // "half a million", "a quarter of a million" are fractions of a scale.
  if ((low[i] == "half") && i + 2 < limit && low[i + 1] == "a" && find(kScales, low[i + 2], value)) {
    out.end = i + 3;
    out.value = value / 2;
    out.scaled = true;
    return true;
  }
  if ((low[i] == "a" || low[i] == "an") && i + 1 < limit) {
    const std::string& next = low[i + 1];
    if (!(find(kScales, next, value) || next == "hundred" || next == "dozen")) return false;
    out.bare_article = true;
    at = i + 1;
  }
  while (at < limit) {
    const std::string& form = low[at];
    Digits digits;
    if (form[0] >= '0' && form[0] <= '9' && parse_digits(form, digits) && digits.suffix.empty()) {
      // A second group of digits only goes on after a scale: "52 thousand 417".
      if (any && !(last_scale >= 1e3 && last_scale < 1e18 && !has_current && digits.value < last_scale &&
                   !digits.decimal && digits.digits == 3))
        break;
      current = digits.value;
      has_current = true;
      digits_seen = true;
      out.words = false;
      if (!any) out.plain_digits = !digits.comma && !digits.decimal;
      any = true;
      ++at;
      continue;
    }
    // `twenty-five`, `336-million`: the hyphen is a word of its own.
    int hyphen = 0;
    if (form == "-" && any && at + 1 < limit) hyphen = 1;
    const std::string& word = low[at + hyphen];
    if (find(kTens, word, value) && !hyphen) {
      if (has_current && (digits_seen || std::fmod(current, 100) != 0)) break;
      current += value;
      has_current = any = true;
      ++at;
      continue;
    }
    if (find(kUnits, word, value)) {
      const bool after_ten =
          has_current && value < 10 && value > 0 && std::fmod(current, 100) >= 20 && std::fmod(current, 10) == 0;
      const bool after_hundred = has_current && current >= 100 && std::fmod(current, 100) == 0;
      if (digits_seen && has_current) break;
      if (hyphen && !after_ten) break;
      if (has_current && !after_ten && !after_hundred) break;
      current += value;
      has_current = any = true;
      at += 1 + hyphen;
      continue;
    }
    if (word == "hundred" && (out.bare_article || has_current)) {
      if (current > 99) break;
      current = (has_current ? current : 1) * 100;
      has_current = any = true;
      out.scaled = true;
      at += 1 + hyphen;
      continue;
    }
    if (word == "dozen" && (out.bare_article || has_current)) {
      current = (has_current ? current : 1) * 12;
      has_current = any = true;
      out.scaled = true;
      at += 1 + hyphen;
      break;
    }
    if (find(kScales, word, value) && (out.bare_article || has_current || (any && value > last_scale))) {
      if (word == "mil" && !digits_seen) break;
      if (value >= last_scale) {  // "two thousand billion", "1 lakh crore"
        total = (total + (has_current ? current : 0)) * value;
      } else {
        total += (has_current ? current : 1) * value;
      }
      current = 0;
      has_current = false;
      any = true;
      out.scaled = true;
      last_scale = value;
      at += 1 + hyphen;
      continue;
    }
    if (word == "and" && !hyphen && any && at + 1 < limit) {
      if (at + 2 < limit && low[at + 1] == "a" && low[at + 2] == "half") {
        current += 0.5;
        at += 3;
        // "two and a half million"
        if (at < limit && find(kScales, low[at], value)) {
          total += current * value;
          current = 0;
          out.scaled = true;
          ++at;
        }
        has_current = false;
        out.plain_digits = false;
        out.end = at;
        out.value = total + current;
        return true;
      }
      double next = 0;
      const bool goes_on =
          (find(kTens, low[at + 1], next) || (find(kUnits, low[at + 1], next) && next > 0)) && !digits_seen &&
          ((has_current && current >= 100 && std::fmod(current, 100) == 0) || (!has_current && total >= 1000));
      if (goes_on) {
        ++at;
        continue;
      }
    }
    break;
  }
  if (!any) return false;
  out.end = at;
  out.value = total + current;
  if (out.scaled || at != i + 1) out.plain_digits = false;
  return true;
}

int ordinal_of(std::string_view low) {
  static constexpr std::array<std::string_view, 21> kOrdinals = {
      "",           "first",     "second",    "third",       "fourth",     "fifth",      "sixth",
      "seventh",    "eighth",    "ninth",     "tenth",       "eleventh",   "twelfth",    "thirteenth",
      "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth"};
  for (size_t i = 1; i < kOrdinals.size(); ++i) {
    if (kOrdinals[i] == low) return static_cast<int>(i);
  }
  Digits digits;
  if (!parse_digits(low, digits) || digits.decimal) return 0;
  if (digits.suffix == "st" || digits.suffix == "nd" || digits.suffix == "rd" || digits.suffix == "th")
    return static_cast<int>(digits.value);
  return 0;
}

int month_of(std::string_view low, bool* abbreviated) {
  static constexpr std::array<std::string_view, 12> kMonths = {"january",   "february", "march",    "april",
                                                               "may",       "june",     "july",     "august",
                                                               "september", "october",  "november", "december"};
  if (abbreviated) *abbreviated = false;
  for (int i = 0; i < 12; ++i) {
    if (low == kMonths[i]) return i + 1;
  }
  if (low.size() < 3 || low.size() > 5) return 0;
  std::string_view stem = low;
  if (stem.back() == '.') stem.remove_suffix(1);
  for (int i = 0; i < 12; ++i) {
    if (stem == kMonths[i].substr(0, 3) || (i == 8 && stem == "sept")) {
      if (abbreviated) *abbreviated = true;
      return i + 1;
    }
  }
  return 0;
}

int weekday_of_word(std::string_view low, bool* abbreviated) {
  static constexpr std::array<std::string_view, 7> kDays = {"monday", "tuesday",  "wednesday", "thursday",
                                                            "friday", "saturday", "sunday"};
  if (abbreviated) *abbreviated = false;
  for (int i = 0; i < 7; ++i) {
    if (low == kDays[i]) return i;
  }
  if (low.size() < 3 || low.size() > 6) return -1;
  std::string_view stem = low;
  if (stem.back() == '.') stem.remove_suffix(1);
  for (int i = 0; i < 7; ++i) {
    if (stem == kDays[i].substr(0, 3) || (i == 1 && stem == "tues") ||
        (i == 3 && (stem == "thurs" || stem == "thur"))) {
      if (abbreviated) *abbreviated = true;
      return i;
    }
  }
  return -1;
}

int plain_int(std::string_view low) {
  if (low.empty() || low.size() > 4) return -1;
  int value = 0;
  for (char c : low) {
    if (!ascii_digit(c)) return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace dragoman
