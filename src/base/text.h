// Text: UTF-8 with constant-time translation between code points (the unit of every span in
// Dragoman) and bytes.
// Built once a story; views it hands out live as long as it does.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "dragoman/record.h"

namespace dragoman {

class Text {
 public:
  Text() = default;
  // REQUIRES: `utf8` is valid UTF-8 (see sanitize_utf8) of at most 2^31-2 code points.
  explicit Text(std::string utf8);

  const std::string& utf8() const { return utf8_; }
  int32_t size() const { return static_cast<int32_t>(offsets_.size()) - 1; }  // code points
  Span all() const { return {0, size()}; }

  // Code point `i`. REQUIRES: 0 <= i < size().
  char32_t at(int32_t i) const;
  // Bytes of a span. REQUIRES: 0 <= begin <= end <= size().
  std::string_view view(Span span) const {
    return std::string_view(utf8_).substr(offsets_[span.begin], offsets_[span.end] - offsets_[span.begin]);
  }
  std::string str(Span span) const { return std::string(view(span)); }
  uint32_t byte_of(int32_t code_point) const { return offsets_[code_point]; }
  // The code point that holds byte `b`; size() for b == utf8().size().
  int32_t code_point_of(uint32_t b) const;
  // `span` without white space at its ends.
  Span trim(Span span) const;

 private:
  std::string utf8_;
  std::vector<uint32_t> offsets_ = {0};  // byte offset of each code point, and the end
};

// Length of the valid UTF-8 sequence (Unicode 15, table 3-7) at bytes[i], or 0; `*broken_length`
// then is the maximal broken part's length.
size_t utf8_length(std::string_view bytes, size_t i, size_t* broken_length);

// Decodes UTF-8; each maximal broken part becomes one U+FFFD (Unicode 15, 3.9, table 3-8). `broken`
// counts them.
std::string sanitize_utf8(std::string_view bytes, int64_t* broken);

}  // namespace dragoman
