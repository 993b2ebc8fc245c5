// States: American states and Canadian provinces as papers shorten them.
#pragma once

#include <string_view>

namespace dragoman {

struct StateName {
  std::string_view short_form;  // of the Associated Press, lower case: "calif."; empty where it is not shortened
  std::string_view post;        // two letters of the post: "ca"
  std::string_view name;        // folded: "california"
  std::string_view country;     // USA or CAN
};

// By a short form with or without its last stop, or written with a space or another stop more ("W.
// Va.", "N.Y"); null if none. The two letters of the post are known by by_post().
const StateName* state_by_short_form(std::string_view lower);
const StateName* state_by_post(std::string_view lower);

}  // namespace dragoman
