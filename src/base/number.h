// A number that is the whole of a text, whatever the locale.
#pragma once

#include <charconv>
#include <string_view>
#include <system_error>

namespace dragoman {

// True if all of `text` is a number of the type, which then stands in `*out`. No sign but '-', no white space.
template <class Number>
bool parse_number(std::string_view text, Number* out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *out);
  return error == std::errc() && end == text.data() + text.size();
}

}  // namespace dragoman
