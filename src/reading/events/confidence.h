// Confidence: how likely a row is right, as a logistic sum of terms. What the terms weigh is `confidence.txt` of the
// lexicon, fitted on annotated stories (train/fit_confidence.py; docs/lexicon.md says what each term is).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "dragoman/status.h"

namespace dragoman {

enum class Term : uint8_t {
  kBase,
  kPhrase,
  kNoun,
  kAdjective,
  kAuxiliary,
  kAttribute,
  kNoSource,
  kNoTarget,
  kImpliedSource,
  kImpliedTarget,
  kInnerRole,
  kPrivateSource,
  kPrivateTarget,
  kPrivateOnly,
  kSaid,
  kQuoted,
  kPlanned,
  kPossible,
  kNot,
  kWanted,
  kPresent,
  kInfinitive,
  kGerund,
  kMainClause,
  kLead,
  kMentions,
  kHead,
  kHeadOther,
  kModelAlone,
  kModelHead,
  kLone,
  kLoneUnder,
  kLoneBeside,
  kLoneSecond,
};
inline constexpr int kTerms = 34;
const char* name_of(Term term);

// The values of the terms for one row; 0 = does not hold.
struct Terms {
  std::array<double, kTerms> values{};
  double prior = 0;  // of the frame, in log-odds
  double& operator[](Term term) { return values[static_cast<size_t>(term)]; }
  double operator[](Term term) const { return values[static_cast<size_t>(term)]; }
};

class ConfidenceTable {
 public:
  // One term a line: its name, its weight in hundredths of log-odds, and what is added to it in a text of one sentence
  // (nothing, if left out). A later line replaces an earlier one; a term without a line weighs nothing. Errors name
  // `label` and the line.
  Status add(std::string_view text, const std::string& label);
  double log_odds(const Terms& terms) const;
  // Three decimals.
  double confidence(const Terms& terms) const;

 private:
  std::array<double, kTerms> weights_{};
  std::array<double, kTerms> lone_weights_{};  // the sums, in a text of one sentence
};

// "base 1 noun 1 head -2.31 ...", the prior last: what a fit reads, and `explain` shows.
std::string to_string(const Terms& terms);

}  // namespace dragoman
