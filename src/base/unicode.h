// Character classes and case by Unicode, without locale (ICU's tables underneath). Code points in,
// code points out.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dragoman {

bool is_space(char32_t c);   // White_Space
bool is_letter(char32_t c);  // L*
bool is_digit(char32_t c);   // Nd
bool is_upper(char32_t c);   // Lu, Lt
bool is_lower(char32_t c);   // Ll
bool is_mark(char32_t c);    // Mn
// BERT's punctuation: ASCII symbols and P*.
bool is_punct(char32_t c);
bool is_quote_open(char32_t c);   // “ « „ ‘ and straight " '
bool is_quote_close(char32_t c);  // ” » ’ and straight " '
char32_t to_lower(char32_t c);
constexpr bool is_ascii_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_ascii(std::string_view s);

// Simple case folding of a whole UTF-8 string, code point by code point (length in code points is
// kept).
std::string lower(std::string_view utf8);
// lower() and combining marks dropped after NFD: "Erdoğan" -> "erdogan". The key under which names
// are looked up.
std::string fold(std::string_view utf8);

std::u32string to_u32(std::string_view utf8);  // REQUIRES: valid UTF-8
std::string to_utf8(std::u32string_view text);
void append_utf8(std::string& out, char32_t c);

// Splits at white space; views into `utf8`.
std::vector<std::string_view> split_space(std::string_view utf8);
std::vector<std::string_view> split(std::string_view utf8, char separator);  // keeps empty fields
std::string_view strip(std::string_view utf8);

}  // namespace dragoman
