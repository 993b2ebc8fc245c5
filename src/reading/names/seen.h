// Names that the training articles of the language model have, with the number of articles in which each is a name of
// each kind (models/en/seen_names.tsv, docs/model.md).
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <unordered_map>

#include "dragoman/status.h"

namespace dragoman {

// Labels of NameSpan, in the order of the columns of the tables.
inline constexpr std::array<std::string_view, 9> kNameLabels = {"PER",  "ORG",   "LOC",     "FAC", "NORP",
                                                                "DATE", "MONEY", "PRODUCT", "MISC"};
// Index into kNameLabels; their number for any other label.
size_t name_label(std::string_view label);

// Thread-safety: immutable once read.
class SeenNames {
 public:
  // Without the file nothing has been seen.
  static Result<SeenNames> open(const std::string& model_dir);
  // Articles by label, or null. `letters`: the name as written, without white space.
  const std::array<float, kNameLabels.size()>* find(const std::string& letters) const {
    const auto found = articles_.find(letters);
    return found == articles_.end() ? nullptr : &found->second;
  }

 private:
  std::unordered_map<std::string, std::array<float, kNameLabels.size()>> articles_;
};

}  // namespace dragoman
