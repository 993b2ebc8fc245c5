// Text of a story or a file name made safe for a terminal.
#pragma once

#include <string>
#include <string_view>

namespace dragoman::cli {

// `utf8` with control characters (U+0000..001F but for tab and line feed, U+007F..009F) as U+FFFD:
// a story must not move the cursor, colour the screen or hide text. The number of code points
// stays, so spans stay right. Bytes that are no UTF-8 (names of files) become U+FFFD too.
std::string printable(std::string_view utf8);

}  // namespace dragoman::cli
