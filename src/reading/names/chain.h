// How likely each run of words is a name of each kind, by the tag probabilities of the model alone: the marginals of
// the chain of BIO tags (a word continues a name of a kind only behind a word of that kind), by forward and backward
// sums within each paragraph.
#pragma once

#include <cstdint>
#include <vector>

#include "language/language.h"

namespace dragoman {

class NameChain {
 public:
  explicit NameChain(const Document& doc);

  int32_t kinds() const { return kinds_; }
  // Probabilities of one word's tags as the model gives them, a little flattened.
  float outside(int32_t word) const { return row(word)[0]; }
  float begins(int32_t word, int32_t kind) const { return row(word)[1 + 2 * kind]; }
  float continues(int32_t word, int32_t kind) const { return row(word)[2 + 2 * kind]; }
  float begins(int32_t word) const { return begins_[word]; }        // of any kind
  float continues(int32_t word) const { return continues_[word]; }  // of any kind; 0 where a paragraph begins
  bool first(int32_t word) const { return first_[word] != 0; }      // of its paragraph
  // End of the paragraph of a word.
  int32_t paragraph_end(int32_t word) const { return paragraph_end_[word]; }

  // Probability that exactly [begin,end), which lies in one paragraph, is a name of the kind.
  float marginal(int32_t begin, int32_t end, int32_t kind) const;

 private:
  const float* row(int32_t word) const { return p_.data() + static_cast<size_t>(word) * static_cast<size_t>(width_); }

  int32_t kinds_ = 0, width_ = 1;
  std::vector<float> p_;      // probabilities, width_ a word
  std::vector<float> scale_;  // by word: what the forward sums were divided by
  std::vector<float> end_;    // by word: backward sum of all that may follow but a continuation
  std::vector<float> begins_, continues_;
  std::vector<char> first_;
  std::vector<int32_t> paragraph_end_;
};

}  // namespace dragoman
