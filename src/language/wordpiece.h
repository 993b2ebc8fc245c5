// Words to WordPiece ids, after docs/model.md ("Words and pieces"): uncased BERT normalisation,
// BERT's basic split at punctuation, greedy longest match. Immutable after load(); thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "dragoman/status.h"

namespace dragoman {

class WordPiece {
 public:
  // Reads vocab.txt: one piece a line, line number = id. kNotFound or kCorrupt (a special piece is
  // missing) on failure.
  static Result<WordPiece> load(const std::string& path);

  // Appends the ids of `word` (UTF-8, no white space in it), at least one. `buffer` is scratch kept
  // by the caller.
  void append(std::string_view word, std::string& buffer, std::vector<int32_t>& ids) const;

  // Whether `word` (lower case) is a piece of its own that begins a word.
  bool has(std::string_view word) const;

  int32_t cls() const { return cls_; }
  int32_t sep() const { return sep_; }
  int32_t size() const { return size_; }

 private:
  // A byte trie of all pieces, its edges in one open-addressing table keyed by (node, byte).
  // Continuation pieces ("##x") hang under the node that "##" leads to, so a match starts at node 0
  // or at continuation_.
  static constexpr uint32_t kNoNode = UINT32_MAX;
  uint32_t child(uint32_t node, uint8_t byte) const;
  uint32_t add_child(uint32_t node, uint8_t byte);
  void grow();
  void match(std::string_view part, std::vector<int32_t>& ids) const;

  struct Edge {
    uint32_t key = UINT32_MAX;  // node * 256 + byte
    uint32_t node = 0;
  };
  std::vector<Edge> edges_;
  std::vector<int32_t> piece_;  // by node: the piece that ends here, or -1
  size_t edge_count_ = 0;
  uint32_t continuation_ = 0;
  int32_t cls_ = 0, sep_ = 0, unk_ = 0, size_ = 0;
};

// Shape id of a word without the +8 for white space before it (docs/model.md).
int32_t word_shape(std::string_view word);

}  // namespace dragoman
