// Reporting cues: the verbs and nouns that attribute content to somebody, and what each of them governs.
// The list is src/reading/actors/cues.cc: one line a cue; a new cue is a new line.
#pragma once

#include <cstdint>
#include <string_view>

namespace dragoman {

// What a cue can take as its content.
enum CueTakes : uint8_t {
  kTakesClause = 1,      // "said (that) ...", "asked whether ..."
  kTakesInfinitive = 2,  // "urged them to ...", "promised to ..."
  kTakesQuote = 4,       // may stand beside a quotation in marks: "...", he went on
  kTakesAs = 8,          // "described it as ...", "branded them ..."
  kTakesListener = 16,   // its object is the one spoken to: "told him that"
  kTakesGerund = 32,     // "accused them of breaking ..."
  kTakesThing = 64,      // its object is what is said: "stressed the need for ..."
};

struct Cue {
  std::string_view lemma;
  uint8_t takes;
};

// The entry of a verb's lemma, or nullptr.
const Cue* verb_cue(std::string_view lemma);
// The same where the lemma may be wrong: tries what regular inflection (and "said", "told" ...) makes of the folded
// form too.
const Cue* verb_cue(std::string_view lemma, std::string_view folded_form);
// The entry of a noun's lemma ("statement", "claim"), whose content is a that-clause, or nullptr.
const Cue* noun_cue(std::string_view lemma);

}  // namespace dragoman
