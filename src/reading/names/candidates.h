// Candidates for names, and what speaks for and against each: the model's own probabilities, longer and shorter forms
// of the name elsewhere in the story, the tables of knowledge/ and the names of the training articles, the shape of the
// words and of those around.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"
#include "knowledge/knowledge.h"
#include "language/language.h"
#include "reading/names/seen.h"

namespace dragoman {

// Rows of models/en/names.tsv (docs/model.md says what each means). The order is free.
enum class NameFeature : uint8_t {
  kBias,
  kOdds,
  kBegin,
  kShare,
  kLeft,
  kRight,
  kWeakest,
  kPrevious,
  kNext,
  kTwoWords,
  kFewWords,
  kManyWords,
  kEndOfLonger,
  kStartOfLonger,
  kShortForm,
  kHasShortForm,
  kSeen,
  kSeenKind,
  kCountry,
  kDemonym,
  kSeat,
  kOrganisation,
  kRegion,
  kPlace,
  kTown,
  kOfficeHolder,
  kGivenName,
  kLongerKnown,
  kCountryFirst,
  kDemonymFirst,
  kTitleBefore,
  kTheFirst,
  kTheBefore,
  kPossessiveInside,
  kPossessiveBehind,
  kHyphenBefore,
  kHyphenBehind,
  kHyphenInside,
  kBracketed,
  kQuoteBefore,
  kQuoteBehind,
  kCommaInside,
  kOfInside,
  kInInside,
  kAndInside,
  kOfBehind,
  kInBehind,
  kLowerFirst,
  kLowerLast,
  kCapitals,
  kDigits,
  kFacilityLast,
  kFacilityBehind,
  kRegionLast,
  kRegionBehind,
  kBodyLast,
  kBodyBehind,
  kActLast,
  kActBehind,
  kDirectionFirst,
  kDirectionBefore,
  kCapitalBefore,
  kCapitalBehind,
  kNounBehind,
  kSentenceStart,
  kOneConstituent,
  kHeadLast,
  kNoProperNoun,
  kCount
};
inline constexpr size_t kNameFeatureCount = static_cast<size_t>(NameFeature::kCount);
extern const std::array<std::string_view, kNameFeatureCount> kNameFeatures;

struct NameCandidate {
  int32_t begin = 0, end = 0;  // tokens
  int32_t kind = 0;            // index into NameTags::kinds
  float marginal = 0;          // probability by the model alone
  std::vector<std::pair<NameFeature, float>> features;
};

// Sorted by begin, then end, then kind. Empty where no model has read the document.
std::vector<NameCandidate> name_candidates(const Text& text, const Document& doc, const Knowledge& knowledge,
                                           const SeenNames& seen);

}  // namespace dragoman
