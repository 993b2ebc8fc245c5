// Names: which runs of words are names, and of what kind. The model gives tag probabilities word by word; here the
// story decides as a whole. Every candidate gets a score, the weighted sum of what speaks for and against it
// (candidates.h); of candidates that share words those are taken whose scores have the greatest sum. The weights stand
// in models/en/names.tsv and are fitted by train/fit_names.py.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "dragoman/status.h"
#include "knowledge/knowledge.h"
#include "language/language.h"
#include "reading/names/candidates.h"
#include "reading/names/seen.h"

namespace dragoman {

// Thread-safety: immutable once read.
class NameModel {
 public:
  // Reads names.tsv and seen_names.tsv of the model's folder. Without the first: empty, and names stay as the model
  // tags them.
  static Result<NameModel> open(const std::string& model_dir);
  bool empty() const { return empty_; }
  const SeenNames& seen() const { return seen_; }
  // Log-odds of the candidate, whose kind has that label, against no name.
  float score(const NameCandidate& candidate, std::string_view label) const;

 private:
  static constexpr size_t kKinds = kNameLabels.size();
  bool empty_ = true;
  SeenNames seen_;
  std::array<std::array<float, kKinds>, kNameFeatureCount> weights_{};
};

// Replaces doc.names by what all that is known of the story speaks for.
void read_names(const Text& text, const Knowledge& knowledge, const NameModel& model, Document& doc);

}  // namespace dragoman
