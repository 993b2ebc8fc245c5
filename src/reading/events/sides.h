// Weights by which the sides of an event are chosen among the actors around its trigger (lexicon/en/sides.tsv). The
// choice itself is Matcher::choose_sides in sides.cc; train/fit_sides.py fits the weights.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "dragoman/status.h"
#include "reading/actors/actors.h"

namespace dragoman {

// Thread-safety: immutable once read.
class SideWeights {
 public:
  // Adds a file: one `feature<TAB>weight` a line, `#` begins a comment. A later line of a feature replaces an earlier.
  Status add(std::string_view text, const std::string& label);
  bool empty() const { return weights_.empty(); }
  // 0 for a feature that no line names.
  double of(const std::string& feature) const {
    auto found = weights_.find(feature);
    return found == weights_.end() ? 0 : found->second;
  }

 private:
  std::unordered_map<std::string, double> weights_;
};

// How much of a story is about each actor.
struct Salience {
  std::vector<int> count;  // mentions
  std::vector<char> lead;  // named in the first two paragraphs
  int most = 0;            // the greatest count
};
Salience salience_of(const Document& doc, const Actors& actors);

}  // namespace dragoman
