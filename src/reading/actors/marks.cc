// Pairs quotation marks, paragraph by paragraph.
//
// A mark opens when white space, an opening bracket, a dash or the paragraph's start stands before it and something
// else after it; it closes in the mirrored case. Only where both or neither hold do the direction of a curly mark and
// the state (is one open?) decide: papers print curly marks the wrong way round often enough. Single marks count only
// outside double ones and only when a closing one is found in the same paragraph that is no apostrophe.
#include "base/unicode.h"
#include "reading/actors/speech.h"

namespace dragoman {
namespace {

bool is_double(char32_t c) {
  return c == U'"' || c == U'“' || c == U'”' || c == U'„' || c == U'«' || c == U'»' || c == U'‟';
}
bool is_single(char32_t c) {
  return c == U'\'' || c == U'‘' || c == U'’' || c == U'`';
}

// Opening brackets and dashes: what may stand right before an opening mark.
bool leads(char32_t c) {
  return is_space(c) || c == U'(' || c == U'[' || c == U'—' || c == U'–' || c == U'-' || c == U':' || c == U',';
}
bool is_word(char32_t c) {
  return is_letter(c) || is_digit(c);
}

enum class Turn { kOpen, kClose };

Turn turn_of(const Text& text, Span paragraph, int32_t at, bool open) {
  char32_t c = text.at(at);
  char32_t before = at > paragraph.begin ? text.at(at - 1) : U' ';
  char32_t after = at + 1 < paragraph.end ? text.at(at + 1) : U' ';
  bool can_open = leads(before) && !is_space(after);
  bool can_close = !is_space(before) && !is_word(after);
  if (can_open != can_close) return can_open ? Turn::kOpen : Turn::kClose;
  if (c == U'“' || c == U'„' || c == U'«') return Turn::kOpen;
  if (c == U'”' || c == U'»') return Turn::kClose;
  return open ? Turn::kClose : Turn::kOpen;
}

// The mark that closes the single mark at `at`, or -1. A mark after a punctuation mark closes for sure; one after a
// letter may be a possessive ("ministers'"), so a sure one further on wins unless another opening mark comes first.
int32_t closing_single(const Text& text, Span paragraph, int32_t at) {
  int32_t likely = -1;
  for (int32_t i = at + 1; i < paragraph.end; ++i) {
    char32_t c = text.at(i);
    if (is_double(c)) break;
    if (!is_single(c)) continue;
    char32_t before = text.at(i - 1);
    char32_t after = i + 1 < paragraph.end ? text.at(i + 1) : U' ';
    if (leads(before) && is_word(after)) break;  // the next one opens
    if (is_word(after) || is_space(before)) continue;
    if (!is_word(before)) return i;
    if (likely < 0 || text.at(likely - 1) == U's') likely = i;
  }
  return likely;
}

}  // namespace

std::vector<QuotedRegion> quoted_regions(const Text& text, const Document& doc) {
  std::vector<QuotedRegion> regions;
  size_t sentence = 0;
  bool carried = false;  // the last paragraph ended inside a quotation
  while (sentence < doc.sentences.size()) {
    int32_t number = doc.sentences[sentence].paragraph;
    Span paragraph = doc.sentences[sentence].span;
    while (sentence < doc.sentences.size() && doc.sentences[sentence].paragraph == number) {
      paragraph.end = doc.sentences[sentence++].span.end;
    }
    int32_t open = -1;
    bool continues = false;
    auto close = [&](int32_t inner_end, int32_t outer_end, bool closed) {
      regions.push_back({{open + 1, inner_end}, {open, outer_end}, number, continues, closed});
      open = -1;
      continues = false;
    };
    for (int32_t i = paragraph.begin; i < paragraph.end; ++i) {
      char32_t c = text.at(i);
      if (is_double(c)) {
        if (turn_of(text, paragraph, i, open >= 0) == Turn::kOpen) {
          if (open >= 0) continue;  // marks within marks
          open = i;
          continues = carried && i == paragraph.begin;
        } else if (open >= 0) {
          close(i, i + 1, true);
        } else if (carried && regions.back().paragraph != number) {
          // The paragraph went on without an opening mark of its own.
          regions.push_back({{paragraph.begin, i}, {paragraph.begin, i + 1}, number, true, true});
        }
      } else if (open < 0 && is_single(c)) {
        char32_t before = i > paragraph.begin ? text.at(i - 1) : U' ';
        char32_t after = i + 1 < paragraph.end ? text.at(i + 1) : U' ';
        if (!leads(before) || before == U'-' || !is_letter(after)) continue;
        int32_t end = closing_single(text, paragraph, i);
        if (end < 0) continue;
        open = i;
        i = end;
        close(end, end + 1, true);
      }
    }
    carried = open >= 0;
    if (open >= 0) close(paragraph.end, paragraph.end, false);
  }
  return regions;
}

int SpeechMap::region_at(int32_t at) const {
  int low = 0, high = static_cast<int>(regions.size()) - 1;
  while (low <= high) {
    int middle = (low + high) / 2;
    if (at < regions[middle].inner.begin) {
      high = middle - 1;
    } else if (at >= regions[middle].inner.end) {
      low = middle + 1;
    } else {
      return middle;
    }
  }
  return -1;
}

}  // namespace dragoman
