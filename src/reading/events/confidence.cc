// A table of weights by name, read from text. Weights are whole hundredths, so that no locale can change what is read.
#include "reading/events/confidence.h"

#include <cmath>

#include "base/lines.h"
#include "base/number.h"
#include "base/unicode.h"

namespace dragoman {
namespace {

constexpr std::array<const char*, kTerms> kNames = {"base",           "phrase",         "noun",       "adjective",
                                                    "auxiliary",      "attribute",      "no-source",  "no-target",
                                                    "implied-source", "implied-target", "inner-role", "private-source",
                                                    "private-target", "private-only",   "said",       "quoted",
                                                    "planned",        "possible",       "not",        "wanted",
                                                    "present",        "infinitive",     "gerund",     "main-clause",
                                                    "lead",           "mentions",       "head",       "head-other",
                                                    "model-alone",    "model-head",     "lone",       "lone-under",
                                                    "lone-beside",    "lone-second"};

// A value with at most two decimals, trailing zeros cut.
std::string number(double value) {
  const long hundredths = std::lround(value * 100);
  const long whole = std::labs(hundredths) / 100, rest = std::labs(hundredths) % 100;
  std::string out = (hundredths < 0 ? "-" : "") + std::to_string(whole);
  if (rest > 0) {
    out += '.';
    out += static_cast<char>('0' + rest / 10);
    if (rest % 10 > 0) out += static_cast<char>('0' + rest % 10);
  }
  return out;
}

}  // namespace

const char* name_of(Term term) {
  return kNames[static_cast<size_t>(term)];
}

Status ConfidenceTable::add(std::string_view text, const std::string& label) {
  Lines lines(std::string(text), label, Code::kBadInput);
  while (lines.next()) {
    const std::vector<std::string_view> words = split_space(lines.line());
    if (words.size() != 2 && words.size() != 3)
      return lines.error("wants a term, its weight and, if need be, what a text of one sentence adds");
    int term = 0;
    while (term < kTerms && words[0] != kNames[static_cast<size_t>(term)]) ++term;
    if (term == kTerms) return lines.error("unknown term `" + std::string(words[0]) + "`");
    double sum = 0;
    for (size_t i = 1; i < words.size(); ++i) {
      const std::string_view digits = words[i].starts_with('+') ? words[i].substr(1) : words[i];
      int hundredths = 0;
      if (!parse_number(digits, &hundredths)) return lines.error("the weight is a whole number of hundredths");
      sum += hundredths / 100.0;
      if (i == 1) weights_[static_cast<size_t>(term)] = sum;
    }
    lone_weights_[static_cast<size_t>(term)] = sum;
  }
  return {};
}

double ConfidenceTable::log_odds(const Terms& terms) const {
  double sum = terms.prior;
  const std::array<double, kTerms>& weights = terms[Term::kLone] != 0 ? lone_weights_ : weights_;
  for (int t = 0; t < kTerms; ++t) sum += weights[static_cast<size_t>(t)] * terms.values[static_cast<size_t>(t)];
  return sum;
}

double ConfidenceTable::confidence(const Terms& terms) const {
  return std::round(1000 / (1 + std::exp(-log_odds(terms)))) / 1000;
}

std::string to_string(const Terms& terms) {
  std::string out;
  for (int t = 0; t < kTerms; ++t) {
    const double value = terms.values[static_cast<size_t>(t)];
    if (value == 0) continue;
    out += kNames[static_cast<size_t>(t)];
    out += ' ' + number(value) + ' ';
  }
  return out + "prior " + number(terms.prior);
}

}  // namespace dragoman
