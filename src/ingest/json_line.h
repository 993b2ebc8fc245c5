// One line of JSON Lines: the members of its object with their places, so that a text field can be
// traced to the bytes of the file. A scanner of its own because JSON libraries do not keep
// positions. No recursion.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "dragoman/status.h"
#include "ingest/mapped.h"

namespace dragoman {

struct JsonMember {
  std::string key;
  enum class Kind { kString, kNumber, kObject, kArray, kTrue, kFalse, kNull } kind = Kind::kNull;
  size_t begin = 0, end = 0;  // bytes of the value in the line, quotation marks included
};

// The members of the object that `line` holds; kBadInput with "column N: why" (bytes from 1) when
// it is no JSON object.
Result<std::vector<JsonMember>> scan_json_object(std::string_view line);

// The elements of an array value such as `["a", "b"]`, keys empty.
Result<std::vector<JsonMember>> scan_json_array(std::string_view array);

// Decodes the string value `quoted` (with its quotation marks), traced to the file; base is the
// offset of quoted[0]. Lone surrogates and broken UTF-8 become U+FFFD. REQUIRES: a string found by
// the scanner.
Mapped decode_json_string(std::string_view quoted, int64_t base);

}  // namespace dragoman
