// NumberPhrase words follow English grammar: units and tens add up below a hundred, `hundred` multiplies what stands
// before it, and each larger scale closes a group (short scale; lakh and crore as in South Asian papers).
#include "reading/times/words.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_set>

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
  if (form.empty() || !(is_ascii_digit(form[0]) || (form[0] == '.' && form.size() > 1 && is_ascii_digit(form[1]))))
    return false;
  // Groups of digits between single separators.
  std::string digits;
  int commas = 0, points = 0;
  size_t last_group = 0;
  bool groups_of_three = true;
  size_t group = 0;
  for (; i < form.size(); ++i) {
    if (is_ascii_digit(form[i])) {
      digits += form[i];
      ++group;
    } else if ((form[i] == ',' || form[i] == '.') && i + 1 < form.size() && is_ascii_digit(form[i + 1])) {
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

namespace {

// One number phrase, word by word. Each step reads one word (or a hyphen and a word) and says whether it did; the
// first word that none reads ends the phrase.
class NumberReader {
 public:
  NumberReader(const std::vector<std::string>& low, int i, int limit) : low_(low), begin_(i), limit_(limit), at_(i) {}

  bool read(NumberPhrase& out) {
    out_ = {};
    if (fraction_of_scale()) {
      out = out_;
      return true;
    }
    out_.words = true;
    if (!article()) return false;
    while (at_ < limit_ && !done_ && step()) {
    }
    if (!any_) return false;
    out_.end = at_;
    out_.value = total_ + current_;
    if (out_.scaled || halves_ || at_ != begin_ + 1) out_.plain_digits = false;
    out = out_;
    return true;
  }

 private:
  // "half a million"
  bool fraction_of_scale() {
    double value = 0;
    if (low_[begin_] != "half" || begin_ + 2 >= limit_ || low_[begin_ + 1] != "a" ||
        !find(kScales, low_[begin_ + 2], value))
      return false;
    out_.end = begin_ + 3;
    out_.value = value / 2;
    out_.scaled = true;
    return true;
  }

  // "a million", "a hundred"; false for an article before anything else.
  bool article() {
    if ((low_[at_] != "a" && low_[at_] != "an") || at_ + 1 >= limit_) return true;
    const std::string& next = low_[at_ + 1];
    double value = 0;
    if (!(find(kScales, next, value) || next == "hundred" || next == "dozen")) return false;
    out_.bare_article = true;
    ++at_;
    return true;
  }

  bool step() {
    if (is_ascii_digit(low_[at_][0])) return digits();
    // `twenty-five`, `336-million`: the hyphen is a word of its own.
    hyphen_ = low_[at_] == "-" && any_ && at_ + 1 < limit_ ? 1 : 0;
    const std::string& word = low_[at_ + hyphen_];
    double value = 0;
    if (!hyphen_ && find(kTens, word, value)) return ten(value);
    if (find(kUnits, word, value)) return unit(value);
    if (word == "hundred" || word == "dozen") return hundred_or_dozen(word == "dozen");
    if (find(kScales, word, value)) return scale(word, value);
    return word == "and" && !hyphen_ && and_();
  }

  void take(int words) {
    any_ = true;
    at_ += words;
  }

  bool digits() {
    Digits digits;
    if (!parse_digits(low_[at_], digits) || !digits.suffix.empty()) return false;
    // A second group of digits only goes on after a scale: "52 thousand 417".
    if (any_ && !(last_scale_ >= 1e3 && last_scale_ < 1e18 && !has_current_ && digits.value < last_scale_ &&
                  !digits.decimal && digits.digits == 3))
      return false;
    current_ = digits.value;
    has_current_ = true;
    digits_seen_ = true;
    out_.words = false;
    if (!any_) out_.plain_digits = !digits.comma && !digits.decimal;
    take(1);
    return true;
  }

  bool ten(double value) {
    if (has_current_ && (digits_seen_ || std::fmod(current_, 100) != 0)) return false;
    current_ += value;
    has_current_ = true;
    take(1);
    return true;
  }

  bool unit(double value) {
    const bool after_ten =
        has_current_ && value < 10 && value > 0 && std::fmod(current_, 100) >= 20 && std::fmod(current_, 10) == 0;
    const bool after_hundred = has_current_ && current_ >= 100 && std::fmod(current_, 100) == 0;
    if (digits_seen_ && has_current_) return false;
    if ((hyphen_ && !after_ten) || (has_current_ && !after_ten && !after_hundred)) return false;
    current_ += value;
    has_current_ = true;
    take(1 + hyphen_);
    return true;
  }

  bool hundred_or_dozen(bool dozen) {
    if (!out_.bare_article && !has_current_) return false;
    if (!dozen && current_ > 99) return false;
    current_ = (has_current_ ? current_ : 1) * (dozen ? 12 : 100);
    has_current_ = true;
    out_.scaled = true;
    take(1 + hyphen_);
    done_ = dozen;
    return true;
  }

  bool scale(std::string_view word, double value) {
    if (!(out_.bare_article || has_current_ || (any_ && value > last_scale_))) return false;
    if (word == "mil" && !digits_seen_) return false;
    if (value >= last_scale_) {  // "two thousand billion", "1 lakh crore"
      total_ = (total_ + (has_current_ ? current_ : 0)) * value;
    } else {
      total_ += (has_current_ ? current_ : 1) * value;
    }
    current_ = 0;
    has_current_ = false;
    out_.scaled = true;
    last_scale_ = value;
    take(1 + hyphen_);
    return true;
  }

  // "two and a half (million)", "two hundred and fifty"
  bool and_() {
    if (!any_ || at_ + 1 >= limit_) return false;
    double value = 0;
    if (at_ + 2 < limit_ && low_[at_ + 1] == "a" && low_[at_ + 2] == "half") {
      current_ += 0.5;
      at_ += 3;
      if (at_ < limit_ && find(kScales, low_[at_], value)) {
        total_ += current_ * value;
        current_ = 0;
        out_.scaled = true;
        ++at_;
      }
      halves_ = done_ = true;
      return true;
    }
    const bool goes_on =
        (find(kTens, low_[at_ + 1], value) || (find(kUnits, low_[at_ + 1], value) && value > 0)) && !digits_seen_ &&
        ((has_current_ && current_ >= 100 && std::fmod(current_, 100) == 0) || (!has_current_ && total_ >= 1000));
    if (goes_on) ++at_;
    return goes_on;
  }

  const std::vector<std::string>& low_;
  const int begin_, limit_;
  int at_;
  int hyphen_ = 0;  // words of a hyphen before the one that is read
  double total_ = 0, current_ = 0, last_scale_ = 1e18;
  bool any_ = false, has_current_ = false, digits_seen_ = false, halves_ = false, done_ = false;
  NumberPhrase out_;
};

}  // namespace

bool read_number(const std::vector<std::string>& low, int i, int limit, NumberPhrase& out) {
  // Most words begin no number; one look in a table says so.
  static const std::unordered_set<std::string_view> first = [] {
    const std::vector<std::string_view> words = number_words();
    return std::unordered_set<std::string_view>(words.begin(), words.end());
  }();
  out = {};
  if (!is_ascii_digit(low[i][0]) && !first.count(low[i])) return false;
  return NumberReader(low, i, limit).read(out);
}

std::vector<std::string_view> number_words() {
  std::vector<std::string_view> out = {"half", "a", "an"};
  for (const Word& word : kUnits) out.push_back(word.form);
  for (const Word& word : kTens) out.push_back(word.form);
  return out;
}

namespace {

constexpr std::array<std::string_view, 20> kOrdinals = {
    "first",     "second",    "third",       "fourth",     "fifth",      "sixth",      "seventh",
    "eighth",    "ninth",     "tenth",       "eleventh",   "twelfth",    "thirteenth", "fourteenth",
    "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth"};

// A name of the calendar in full or short, with its number.
struct Calendar {
  std::string_view form;
  int number;
  bool abbreviated = false;
};
// The full names first, so that "may" is one.
constexpr std::array<Calendar, 37> kMonths = {
    {{"january", 1},     {"february", 2},   {"march", 3},      {"april", 4},       {"may", 5},
     {"june", 6},        {"july", 7},       {"august", 8},     {"september", 9},   {"october", 10},
     {"november", 11},   {"december", 12},  {"jan", 1, true},  {"feb", 2, true},   {"mar", 3, true},
     {"apr", 4, true},   {"jun", 6, true},  {"jul", 7, true},  {"aug", 8, true},   {"sep", 9, true},
     {"sept", 9, true},  {"oct", 10, true}, {"nov", 11, true}, {"dec", 12, true},  {"jan.", 1, true},
     {"feb.", 2, true},  {"mar.", 3, true}, {"apr.", 4, true}, {"may.", 5, true},  {"jun.", 6, true},
     {"jul.", 7, true},  {"aug.", 8, true}, {"sep.", 9, true}, {"sept.", 9, true}, {"oct.", 10, true},
     {"nov.", 11, true}, {"dec.", 12, true}}};
constexpr std::array<Calendar, 27> kWeekdays = {
    {{"monday", 0},     {"tuesday", 1},    {"wednesday", 2},   {"thursday", 3},     {"friday", 4},
     {"saturday", 5},   {"sunday", 6},     {"mon", 0, true},   {"tue", 1, true},    {"tues", 1, true},
     {"wed", 2, true},  {"thu", 3, true},  {"thur", 3, true},  {"thurs", 3, true},  {"fri", 4, true},
     {"sat", 5, true},  {"sun", 6, true},  {"mon.", 0, true},  {"tue.", 1, true},   {"tues.", 1, true},
     {"wed.", 2, true}, {"thu.", 3, true}, {"thur.", 3, true}, {"thurs.", 3, true}, {"fri.", 4, true},
     {"sat.", 5, true}, {"sun.", 6, true}}};

template <size_t N>
int number_of(const std::array<Calendar, N>& names, std::string_view low, int none, bool* abbreviated) {
  if (abbreviated) *abbreviated = false;
  if (low.size() < 3 || low.size() > 9) return none;
  for (const Calendar& name : names) {
    if (name.form != low) continue;
    if (abbreviated) *abbreviated = name.abbreviated;
    return name.number;
  }
  return none;
}

template <size_t N>
std::vector<std::string_view> forms(const std::array<Calendar, N>& names) {
  std::vector<std::string_view> out;
  for (const Calendar& name : names) out.push_back(name.form);
  return out;
}

}  // namespace

int ordinal_of(std::string_view low) {
  const auto word = std::find(kOrdinals.begin(), kOrdinals.end(), low);
  if (word != kOrdinals.end()) return static_cast<int>(word - kOrdinals.begin()) + 1;
  Digits digits;
  if (!parse_digits(low, digits) || digits.decimal) return 0;
  if (digits.suffix == "st" || digits.suffix == "nd" || digits.suffix == "rd" || digits.suffix == "th")
    return static_cast<int>(digits.value);
  return 0;
}

int month_of(std::string_view low, bool* abbreviated) {
  return number_of(kMonths, low, 0, abbreviated);
}
int weekday_of_word(std::string_view low, bool* abbreviated) {
  return number_of(kWeekdays, low, -1, abbreviated);
}

std::vector<std::string_view> ordinal_words() {
  return {kOrdinals.begin(), kOrdinals.end()};
}
std::vector<std::string_view> month_words() {
  return forms(kMonths);
}
std::vector<std::string_view> weekday_words() {
  return forms(kWeekdays);
}

int plain_int(std::string_view low) {
  if (low.empty() || low.size() > 4) return -1;
  int value = 0;
  for (char c : low) {
    if (!is_ascii_digit(c)) return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace dragoman
