// Makes text safe for a terminal: bytes to code points, control characters to U+FFFD, and back to
// UTF-8.
#include "cli/printable.h"

#include "base/text.h"
#include "base/unicode.h"

namespace dragoman::cli {

std::string printable(std::string_view utf8) {
  std::u32string text = to_u32(sanitize_utf8(utf8, nullptr));
  for (char32_t& c : text) {
    if ((c < 0x20 && c != '\t' && c != '\n') || (c >= 0x7F && c < 0xA0)) c = 0xFFFD;
  }
  return to_utf8(text);
}

}  // namespace dragoman::cli
