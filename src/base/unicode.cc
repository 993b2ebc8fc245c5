// Unicode classes and case: thin wrappers of ICU's property tables with an ASCII fast path, since most of newswire is
// ASCII.
#include "base/unicode.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

namespace dragoman {
namespace {

UChar32 icu(char32_t c) {
  return static_cast<UChar32>(c);
}

std::string lower_ascii(std::string_view s) {
  std::string out(s);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

}  // namespace

bool is_ascii(std::string_view s) {
  for (char c : s)
    if (static_cast<unsigned char>(c) >= 0x80) return false;
  return true;
}

bool is_space(char32_t c) {
  if (c < 0x80) return c == ' ' || (c >= 9 && c <= 13);
  return u_isUWhiteSpace(icu(c));
}

bool is_letter(char32_t c) {
  if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return u_isalpha(icu(c));
}

bool is_digit(char32_t c) {
  if (c < 0x80) return c >= '0' && c <= '9';
  return u_charType(icu(c)) == U_DECIMAL_DIGIT_NUMBER;
}

bool is_upper(char32_t c) {
  if (c < 0x80) return c >= 'A' && c <= 'Z';
  const int8_t type = u_charType(icu(c));
  return type == U_UPPERCASE_LETTER || type == U_TITLECASE_LETTER;
}

bool is_lower(char32_t c) {
  if (c < 0x80) return c >= 'a' && c <= 'z';
  return u_charType(icu(c)) == U_LOWERCASE_LETTER;
}

bool is_mark(char32_t c) {
  return c >= 0x300 && u_charType(icu(c)) == U_NON_SPACING_MARK;
}

bool is_punct(char32_t c) {
  if (c < 0x80) return (c >= 33 && c <= 47) || (c >= 58 && c <= 64) || (c >= 91 && c <= 96) || (c >= 123 && c <= 126);
  return u_ispunct(icu(c));
}

bool is_quote_open(char32_t c) {
  return c == '"' || c == '\'' || c == U'“' || c == U'«' || c == U'„' || c == U'‘' || c == U'‚' || c == U'‹';
}

bool is_quote_close(char32_t c) {
  return c == '"' || c == '\'' || c == U'”' || c == U'»' || c == U'’' || c == U'›';
}

char32_t to_lower(char32_t c) {
  if (c < 0x80) return c >= 'A' && c <= 'Z' ? c + 32 : c;
  return static_cast<char32_t>(u_tolower(icu(c)));
}

std::string lower(std::string_view utf8) {
  if (is_ascii(utf8)) return lower_ascii(utf8);
  std::string out;
  out.reserve(utf8.size());
  for (char32_t c : to_u32(utf8)) append_utf8(out, to_lower(c));
  return out;
}

std::string fold(std::string_view utf8) {
  if (is_ascii(utf8)) return lower_ascii(utf8);
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* nfd = icu::Normalizer2::getNFDInstance(error);
  std::string out;
  out.reserve(utf8.size());
  UChar32 parts[32];
  for (char32_t c : to_u32(utf8)) {
    if (c < 0x80) {
      append_utf8(out, to_lower(c));
      continue;
    }
    icu::UnicodeString decomposed;
    if (U_SUCCESS(error) && nfd->getDecomposition(icu(c), decomposed)) {
      UErrorCode convert = U_ZERO_ERROR;
      const int32_t n = decomposed.toUTF32(parts, 32, convert);
      for (int32_t i = 0; i < n && i < 32; ++i)
        if (!is_mark(static_cast<char32_t>(parts[i]))) append_utf8(out, to_lower(static_cast<char32_t>(parts[i])));
    } else if (!is_mark(c)) {
      append_utf8(out, to_lower(c));
    }
  }
  return out;
}

std::u32string to_u32(std::string_view utf8) {
  std::u32string out;
  out.reserve(utf8.size());
  size_t i = 0;
  while (i < utf8.size()) {
    const auto b = static_cast<unsigned char>(utf8[i]);
    const int extra = b < 0x80 ? 0 : b < 0xE0 ? 1 : b < 0xF0 ? 2 : 3;
    char32_t c = extra == 0 ? b : b & (0x3F >> extra);
    for (int k = 1; k <= extra && i + k < utf8.size(); ++k)
      c = (c << 6) | (static_cast<unsigned char>(utf8[i + k]) & 0x3F);
    out.push_back(c);
    i += extra + 1;
  }
  return out;
}

void append_utf8(std::string& out, char32_t c) {
  if (c < 0x80) {
    out.push_back(static_cast<char>(c));
  } else if (c < 0x800) {
    out.push_back(static_cast<char>(0xC0 | (c >> 6)));
    out.push_back(static_cast<char>(0x80 | (c & 0x3F)));
  } else if (c < 0x10000) {
    out.push_back(static_cast<char>(0xE0 | (c >> 12)));
    out.push_back(static_cast<char>(0x80 | ((c >> 6) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (c & 0x3F)));
  } else {
    out.push_back(static_cast<char>(0xF0 | (c >> 18)));
    out.push_back(static_cast<char>(0x80 | ((c >> 12) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | ((c >> 6) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (c & 0x3F)));
  }
}

std::string to_utf8(std::u32string_view text) {
  std::string out;
  out.reserve(text.size());
  for (char32_t c : text) append_utf8(out, c);
  return out;
}

namespace {
// Length in bytes of the white space at `at`, or 0.
size_t space_at(std::string_view s, size_t at) {
  const auto b = static_cast<unsigned char>(s[at]);
  if (b < 0x80) return is_space(b) ? 1 : 0;
  if (b < 0xC0) return 0;  // inside a character
  const size_t length = b < 0xE0 ? 2 : b < 0xF0 ? 3 : 4;
  if (at + length > s.size()) return 0;
  const std::u32string c = to_u32(s.substr(at, length));
  return !c.empty() && is_space(c[0]) ? length : 0;
}
}  // namespace

std::vector<std::string_view> split_space(std::string_view utf8) {
  std::vector<std::string_view> out;
  size_t begin = 0, i = 0;
  while (i < utf8.size()) {
    if (const size_t n = space_at(utf8, i)) {
      if (i > begin) out.push_back(utf8.substr(begin, i - begin));
      i += n;
      begin = i;
    } else {
      ++i;
    }
  }
  if (utf8.size() > begin) out.push_back(utf8.substr(begin));
  return out;
}

std::vector<std::string_view> split(std::string_view utf8, char separator) {
  std::vector<std::string_view> out;
  size_t begin = 0;
  for (size_t i = 0; i <= utf8.size(); ++i) {
    if (i == utf8.size() || utf8[i] == separator) {
      out.push_back(utf8.substr(begin, i - begin));
      begin = i + 1;
    }
  }
  return out;
}

std::string_view strip(std::string_view utf8) {
  while (!utf8.empty()) {
    const size_t n = space_at(utf8, 0);
    if (n == 0) break;
    utf8.remove_prefix(n);
  }
  while (!utf8.empty()) {
    size_t last = utf8.size() - 1;
    while (last > 0 && (utf8[last] & 0xC0) == 0x80) --last;
    const size_t n = space_at(utf8, last);
    if (n == 0 || last + n != utf8.size()) break;
    utf8.remove_suffix(n);
  }
  return utf8;
}

}  // namespace dragoman
