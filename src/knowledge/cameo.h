// CAMEO codes: name, type of the codebook and Goldstein score of each (knowledge/cameo.tsv).
// Thread-safety: immutable after open().
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dragoman/record.h"
#include "dragoman/status.h"

namespace dragoman {

struct CameoCode {
  std::string code, name;
  std::optional<EventType> type;
  double goldstein = 0;
};

class Cameo {
 public:
  // `dir`: the folder of tables. Fails with kNotFound, or kCorrupt naming file and line.
  static Result<Cameo> open(const std::string& dir);

  // The code itself, else its longest prefix in the table; nullptr if even the root is unknown.
  const CameoCode* find(std::string_view code) const;
  // All of the table, sorted.
  const std::vector<CameoCode>& codes() const { return codes_; }

 private:
  std::vector<CameoCode> codes_;  // sorted by code
};

// Quadrant of a type (PLOVER): 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4
// material conflict.
int quad_of(EventType type);

}  // namespace dragoman
