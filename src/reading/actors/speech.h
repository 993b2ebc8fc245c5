// Speech: what is said in a story and who says it, as far as marks and syntax tell, before actors are known. The actors
// room needs it to read "I" and "we"; the quotes room turns it into rows.
//
// Quotation marks are paired by paragraph (double, angle and single marks; a paragraph that opens with a mark while the
// paragraph before has not closed its own goes on with the same quotation). Cues come from the model's quote parts and
// from the table of cues over the dependency tree; where both see the same cue, the two are merged.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reading/context.h"

namespace dragoman {

// Text between quotation marks. Marks inside other marks are not listed.
struct QuotedRegion {
  Span inner;  // without the marks
  Span outer;  // with the marks that are there
  int32_t paragraph = 0;
  bool continues = false;  // goes on with the region before it, which no mark closed
  bool closed = true;
};

struct Speech {
  TokenRange cue;                 // begin == end when there is none
  int32_t cue_head = -1;          // the verb or noun that heads the cue
  std::vector<Span> content;      // sorted, without outer marks
  std::vector<int32_t> speakers;  // heads of the phrases that speak
  std::vector<int32_t> via;       // who relays it, nearest first
  std::vector<int32_t> addressee;
  QuoteKind kind = QuoteKind::kIndirect;
  double score = 0;
  std::string why;  // for explain
};

struct SpeechMap {
  std::vector<QuotedRegion> regions;  // sorted
  std::vector<Speech> speeches;       // by first content
  // Region whose inside holds code point `at`, or -1.
  int region_at(int32_t at) const;
};

// "statement", "report", "letter": things that carry somebody's words.
bool is_document(std::string_view lemma);

std::vector<QuotedRegion> quoted_regions(const Text& text, const Document& doc);
SpeechMap read_speech(const Context& context);

}  // namespace dragoman
