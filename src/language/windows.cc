// The twin of cuts(), windows() and build() in train/corpora.py: the model is trained on the same windows.
#include "language/windows.h"

#include <string>

#include "base/unicode.h"

namespace dragoman {
namespace {

// "." "?!" "…": only sentence-final marks.
bool is_final(std::string_view form) {
  for (char32_t c : to_u32(form))
    if (c != '.' && c != '!' && c != '?' && c != U'…') return false;
  return !form.empty();
}

bool is_closer(char32_t c) {
  return c == '"' || c == '\'' || c == U'”' || c == U'’' || c == ')' || c == ']' || c == U'»';
}

// A closing quote or bracket of one character.
bool is_closer(std::string_view form) {
  const std::u32string chars = to_u32(form);
  return chars.size() == 1 && is_closer(chars[0]);
}

// Whether a sentence seems to end before token `k` of a paragraph that begins at `b`.
bool ends_before(const std::vector<Token>& tokens, int32_t b, int32_t k) {
  const std::string& last = tokens[k - 1].form;
  if (is_final(last)) return !is_closer(to_u32(tokens[k].form)[0]);
  return is_closer(std::string_view(last)) && k - 2 >= b && is_final(tokens[k - 2].form);
}

}  // namespace

std::vector<Window> pack(const std::vector<Token>& tokens, const std::vector<int32_t>& paragraphs,
                         const WordPiece& word_piece, int32_t max_pieces) {
  std::vector<int32_t> ids, id_begin;
  ids.reserve(tokens.size() * 2);
  id_begin.reserve(tokens.size() + 1);
  std::string buffer;
  for (const Token& t : tokens) {
    id_begin.push_back(static_cast<int32_t>(ids.size()));
    word_piece.append(t.form, buffer, ids);
    // A word is at most 100 characters; only marks that decompose into several could bring it beyond a window.
    const auto most = static_cast<size_t>(id_begin.back() + max_pieces - 2);
    if (ids.size() > most) ids.resize(most);
  }
  id_begin.push_back(static_cast<int32_t>(ids.size()));

  std::vector<Window> out;
  const auto add_part = [&](int32_t b, int32_t e, int32_t paragraph) {
    const int32_t need = id_begin[e] - id_begin[b] + 1;
    if (out.empty() || static_cast<int32_t>(out.back().pieces.size()) + need > max_pieces) {
      Window& w = out.emplace_back();
      w.pieces.reserve(max_pieces);
      w.shapes.reserve(max_pieces);
      w.pieces.push_back(word_piece.cls());
      w.shapes.push_back(0);
    }
    Window& w = out.back();
    for (int32_t i = b; i < e; ++i) {
      w.first_piece.push_back(static_cast<int32_t>(w.pieces.size()));
      const int32_t shape = word_shape(tokens[i].form);
      for (int32_t k = id_begin[i]; k < id_begin[i + 1]; ++k) {
        w.pieces.push_back(ids[k]);
        w.shapes.push_back(k == id_begin[i] && (tokens[i].space_before || i == b) ? shape + 8 : shape);
      }
    }
    w.pieces.push_back(word_piece.sep());
    w.shapes.push_back(0);
    w.parts.push_back({b, e, paragraph});
  };

  for (size_t p = 0; p + 1 < paragraphs.size(); ++p) {
    int32_t b = paragraphs[p];
    const int32_t end = paragraphs[p + 1];
    while (b < end) {
      int32_t e = b;
      while (e < end && id_begin[e + 1] - id_begin[b] <= max_pieces - 2) ++e;
      if (e < end) {
        int32_t k = e;
        while (k > b + 1 && !ends_before(tokens, b, k)) --k;
        if (k > b + 1) e = k;
      }
      add_part(b, e, static_cast<int32_t>(p));
      b = e;
    }
  }
  return out;
}

}  // namespace dragoman
