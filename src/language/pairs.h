// The pair scorers of docs/model.md, computed for the few pairs that are needed instead of in the
// network for all of them.
#pragma once

#include <cstdint>
#include <vector>

#include "language/encoder.h"
#include "language/model_files.h"

namespace dragoman {

// Scores of the words [0,count) for the anchor word: out[w * labels + t].
void score_anchor(const AnchorScorer& scorer, const EncoderOutput& output, int32_t anchor, int32_t count,
                  std::vector<float>& out);

struct LabelWorkspace {
  std::vector<int32_t> order, slot;
  std::vector<float> product, best;
};

// For each word w < count with heads[w] >= 0: the best label of the arc, never "root"; labels[w] is
// left as it is where heads[w] < 0. The product of a head's vector with the label matrices is made
// once a head.
void best_labels(const LabelScorer& scorer, const EncoderOutput& output, const std::vector<int32_t>& heads,
                 int32_t count, LabelWorkspace& work, std::vector<int32_t>& labels);

}  // namespace dragoman
