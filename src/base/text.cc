// Text: one offset a code point, so that spans translate in constant time; 4 bytes a character is small beside the
// model.
#include "base/text.h"

#include <algorithm>

#include "base/unicode.h"

namespace dragoman {

Text::Text(std::string utf8) : utf8_(std::move(utf8)) {
  offsets_.clear();
  offsets_.reserve(utf8_.size() + 1);
  for (uint32_t i = 0; i < utf8_.size(); ++i)
    if ((static_cast<unsigned char>(utf8_[i]) & 0xC0) != 0x80) offsets_.push_back(i);
  offsets_.push_back(static_cast<uint32_t>(utf8_.size()));
}

char32_t Text::at(int32_t i) const {
  const uint32_t b = offsets_[i];
  const auto lead = static_cast<unsigned char>(utf8_[b]);
  if (lead < 0x80) return lead;
  const int extra = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
  char32_t c = lead & (0x3F >> extra);
  for (int k = 1; k <= extra; ++k) c = (c << 6) | (static_cast<unsigned char>(utf8_[b + k]) & 0x3F);
  return c;
}

int32_t Text::code_point_of(uint32_t b) const {
  const auto it = std::upper_bound(offsets_.begin(), offsets_.end(), b);
  return static_cast<int32_t>(it - offsets_.begin()) - 1;
}

Span Text::trim(Span span) const {
  while (span.begin < span.end && is_space(at(span.begin))) ++span.begin;
  while (span.end > span.begin && is_space(at(span.end - 1))) --span.end;
  return span;
}

size_t utf8_length(std::string_view bytes, size_t i, size_t* broken_length) {
  const auto b = static_cast<unsigned char>(bytes[i]);
  *broken_length = 1;
  if (b < 0x80) return 1;
  size_t extra = 0;
  // The second byte's bounds rule out overlong forms, surrogates and code points beyond U+10FFFF.
  unsigned char low = 0x80, high = 0xBF;
  if (b >= 0xC2 && b <= 0xDF) {
    extra = 1;
  } else if (b >= 0xE0 && b <= 0xEF) {
    extra = 2;
    if (b == 0xE0) low = 0xA0;
    if (b == 0xED) high = 0x9F;
  } else if (b >= 0xF0 && b <= 0xF4) {
    extra = 3;
    if (b == 0xF0) low = 0x90;
    if (b == 0xF4) high = 0x8F;
  } else {
    return 0;
  }
  for (size_t k = 1; k <= extra; ++k) {
    if (i + k >= bytes.size()) return 0;
    const auto c = static_cast<unsigned char>(bytes[i + k]);
    if (c < low || c > high) return 0;
    low = 0x80;
    high = 0xBF;
    *broken_length = k + 1;
  }
  return extra + 1;
}

std::string sanitize_utf8(std::string_view in, int64_t* broken) {
  int64_t bad = 0;
  std::string out;
  out.reserve(in.size());
  for (size_t i = 0; i < in.size();) {
    size_t broken_length = 0;
    const size_t n = utf8_length(in, i, &broken_length);
    if (n > 0) {
      out.append(in.substr(i, n));
    } else {
      out.append("\xEF\xBF\xBD");
      ++bad;
    }
    i += n > 0 ? n : broken_length;
  }
  if (broken) *broken = bad;
  return out;
}

}  // namespace dragoman
