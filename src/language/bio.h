// Viterbi over BIO tags: I-x stands only after B-x or I-x. Immutable after make(); thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "dragoman/status.h"

namespace dragoman {

// A run of words with one kind: words [begin,end) relative to the first word decoded.
struct BioSpan {
  int32_t begin = 0, end = 0;
  int32_t kind = 0;
  float score = 0;  // mean probability (softmax of the logits) of its tags
};

class BioDecoder {
 public:
  struct Workspace {
    std::vector<float> score;
    std::vector<int16_t> back;
    std::vector<int16_t> path;
  };

  // `labels`: "O" and "B-x", "I-x" in any order. `transitions` [from][to] and `start` [to] are
  // added to the logits; both empty for none.
  static Result<BioDecoder> make(const std::vector<std::string>& labels, std::vector<float> transitions,
                                 std::vector<float> start);

  // Decodes `n` rows of logits, `stride` floats apart, and appends the spans in order.
  void decode(const float* logits, size_t stride, int32_t n, Workspace& work, std::vector<BioSpan>& out) const;

  const std::vector<std::string>& kinds() const { return kinds_; }  // "PER", "ORG" ... in order of first label
  int32_t kind_of(std::string_view name) const;                     // or -1
  // Where a label stands in the order O, then B and I of each kind.
  int32_t column(int32_t label) const {
    return kind_[label] < 0 ? 0 : 1 + 2 * kind_[label] + (before_[label] >= 0 ? 1 : 0);
  }

 private:
  int32_t labels_ = 0;
  int32_t outside_ = 0;
  std::vector<int32_t> kind_;    // by label; -1 for O
  std::vector<int32_t> before_;  // by label: for I-x the label B-x, else -1
  std::vector<std::string> kinds_;
  std::vector<float> transitions_, start_;
};

}  // namespace dragoman
