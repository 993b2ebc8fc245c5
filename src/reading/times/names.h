// The names of a stretch of words, found by halves, so that reading sentence by sentence stays
// linear in the story.
#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "language/language.h"

namespace dragoman {

// The names that share a token with [begin, end). REQUIRES: `names` sorted and disjoint, as
// Document has them.
inline std::span<const NameSpan> names_between(const std::vector<NameSpan>& names, int begin, int end) {
  const auto first =
      std::partition_point(names.begin(), names.end(), [&](const NameSpan& name) { return name.end <= begin; });
  const auto last = std::partition_point(first, names.end(), [&](const NameSpan& name) { return name.begin < end; });
  return {first, last};
}

// A person, organisation or place: words of time inside it are part of the name.
inline bool is_entity(const NameSpan& name) {
  return name.label == "PER" || name.label == "ORG" || name.label == "LOC" || name.label == "FAC";
}

}  // namespace dragoman
