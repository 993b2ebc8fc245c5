// Chooses the spans of a cue's content (docs/model.md, "Contents as spans").
//
// The tags of the pair scorer are read word by word: each is likely on its own, but where they turn from in to out the
// most likely tags need not give the most likely border. Here every begin and every end with some probability is a
// border, every pair of them a candidate, and a log-linear score of what stands at the borders (how steeply the tags
// fall, marks, arcs across, what the cue governs, tags of the words on both sides) says which candidates, none touching
// another, are the content.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dragoman/status.h"
#include "language/language.h"

namespace dragoman {

// Names of the features, in the order of their indices; weights are given by them.
const std::vector<std::string>& span_features();

// What the spans of all cues of a window need, made once a window. Words are counted from its first.
struct SpanWindow {
  const Token* tokens = nullptr;        // of the window; lent
  std::vector<int32_t> solid;           // words that are more than marks which annotators leave out at an edge
  std::vector<int32_t> solid_before;    // [words + 1] how many of them stand before the word
  std::vector<int32_t> head, sentence;  // by word; heads -1 for roots
  std::vector<TokenRange> subtree;      // by word
  std::vector<uint8_t> quoted;          // by word: within double quotation marks that its paragraph has opened
  std::vector<uint8_t> new_paragraph;   // by word: the first of one
  std::vector<uint16_t> marks;          // [solid + 1] kinds of marks before the solid word
  std::vector<float> begins, inside;    // by solid word, inside with a nought at both ends: of any cue's content

  // `contents`: probabilities that a content begins at the word, and that the word is in one.
  void read(const Document& doc, int32_t base, int32_t words, const std::vector<std::pair<float, float>>& contents);
};

// What the tagging says of one cue, in words of the window.
struct CueTagging {
  TokenRange cue;
  const std::vector<TokenRange>& source;
  const std::vector<std::pair<float, float>>& tags;  // by word: probabilities that the content begins there; holds it
};

class SpanScorer {
 public:
  struct Workspace {
    std::vector<float> inside, sum, best;
    std::vector<double> all;
    std::vector<std::pair<float, int32_t>> begins, ends;
    std::vector<int32_t> blocked, from;
    std::vector<TokenRange> tagged, candidates;
  };

  // "feature<TAB>weight" a line, "#" comments, and the row "least" (below). Without the file the scorer is not ready.
  static Result<SpanScorer> load(const std::string& path);
  bool ready() const { return !weights_.empty(); }
  // Probability below which a cue with its content is better left out.
  float least() const { return least_; }

  // Replaces the content as tagged by the best set of spans, none of which holds a word of the source or touches
  // another, and returns the probability of that set among all. REQUIRES: ready().
  float choose(const SpanWindow& window, const CueTagging& tagging, Workspace& work,
               std::vector<TokenRange>& content) const;
  // Every candidate with its features, in order of their ends.
  static void list(const SpanWindow& window, const CueTagging& tagging, const std::vector<TokenRange>& content,
                   Workspace& work, std::vector<SpanCandidate>& out);

 private:
  std::vector<float> weights_;  // by feature
  float least_ = 0;
};

}  // namespace dragoman
