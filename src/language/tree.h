// Best dependency tree of a sentence: Chu-Liu/Edmonds with exactly one root.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace dragoman {

struct TreeWorkspace {
  std::vector<double> score;  // [head][dependent] over ROOT (0) and the words (1..n)
  std::vector<int32_t> parent, mark;
  std::vector<uint8_t> active;
  std::vector<int32_t> from, to;              // the arc between words that [head][dependent] stands for
  std::vector<std::vector<int32_t>> members;  // words that a contracted node stands for
};

// `scores`: one row a word, `stride` floats apart. In a row, scores[0] is that of ROOT as the head
// and scores[first + j] that of word j of the sentence (0 <= j < n). Fills heads[i] with the index
// of word i's head, -1 for the one root. Equal scores: the first wins. Cost: n^2 where the best
// heads form a tree at once, as they mostly do.
void best_tree(const float* scores, size_t stride, size_t first, int32_t n, TreeWorkspace& work,
               std::vector<int32_t>& heads);

}  // namespace dragoman
