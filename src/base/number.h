// A number that is the whole of a text, whatever the locale.
#pragma once

#include <charconv>
#include <cmath>
#include <string_view>
#include <system_error>
#include <type_traits>

namespace dragoman {

// True if all of `text` is a finite number of the type, which then stands in `*out`. No sign but '-', no white space.
template <class Number>
bool parse_number(std::string_view text, Number* out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *out);
  if constexpr (std::is_floating_point_v<Number>) {
    if (!std::isfinite(*out)) return false;
  }
  return error == std::errc() && end == text.data() + text.size();
}

}  // namespace dragoman
