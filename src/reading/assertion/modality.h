// Modality: which words change whether an act is asserted, and on whose word: the table lexicon/en/modality.txt in
// memory (docs/lexicon.md, "Modality"). Thread-safety: immutable once read.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "dragoman/record.h"
#include "dragoman/status.h"

namespace dragoman {

// What a governing word does to the act below it.
enum class Effect : uint8_t {
  kNone,  // "say": gives a speaker, changes nothing
  kPlanned,
  kPossible,
  kDenied,
  kNot,
  kWanted,
  kClaim,  // "claim", "allege": gives a speaker; possible unless the speaker tells of his own act
  kStop,   // "stop", "end": the act below went on until then; as wanted content it is possible
};

struct Modal {
  Effect effect = Effect::kNone;
  bool speaker = false;  // the subject of the word (or the owner of the noun) is one who says so
  std::vector<std::string>
      links;  // relations by which the act hangs below it; "obl:of" wants that preposition; empty = any
};

class Modality {
 public:
  Status add(std::string_view text, const std::string& label);
  // `kind`: "verb" "noun" "adj" "adv" "aux" "mark" "case". What the word does, one entry for each line of the table
  // that has it; empty when the word is not in the table.
  const std::vector<Modal>& find(std::string_view kind, const std::string& lemma) const;

 private:
  std::unordered_map<std::string, std::vector<Modal>> entries_;  // "verb deny"
};

}  // namespace dragoman
