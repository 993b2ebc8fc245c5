// Packs the words of a story into windows of pieces, after docs/model.md ("Windows"): consecutive
// paragraphs together while they fit, a paragraph that is longer than a window cut after
// sentence-final punctuation where there is some.
#pragma once

#include <cstdint>
#include <vector>

#include "language/language.h"
#include "language/wordpiece.h"

namespace dragoman {

// Words of one paragraph inside a window.
struct WindowPart {
  int32_t begin = 0, end = 0;  // tokens
  int32_t paragraph = 0;
};

struct Window {
  std::vector<int32_t> pieces, shapes;  // [CLS] words [SEP] words [SEP] ...
  std::vector<int32_t> first_piece;     // by word: its first piece's place in `pieces`
  std::vector<WindowPart> parts;        // consecutive
  int32_t begin() const { return parts.front().begin; }
  int32_t end() const { return parts.back().end; }
};

// `paragraphs[i]` .. `paragraphs[i + 1]` are the tokens of paragraph i. Every token lies in exactly
// one window.
std::vector<Window> pack(const std::vector<Token>& tokens, const std::vector<int32_t>& paragraphs,
                         const WordPiece& word_piece, int32_t max_pieces);

}  // namespace dragoman
