// The table at the end of `dragoman code`: what the output folder holds and where it lies.
#pragma once

#include <cstdint>
#include <string>

#include "store/output.h"

namespace dragoman::cli {

struct RunCounts {
  int64_t coded = 0;     // new records
  int64_t repeated = 0;  // stories that were there already, or came twice
  int64_t failed = 0;    // stories and files that could not be read
  double seconds = 0;
  std::string first_error;

  int64_t seen() const { return coded + repeated + failed; }
};

// `errors_path`: empty if there were none.
Result<std::string> summarize(Output& output, const RunCounts& counts, const std::string& errors_path);

}  // namespace dragoman::cli
