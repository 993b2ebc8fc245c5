// BLAKE3 of a byte string, for story ids (equal text, equal id, on every machine).
#pragma once

#include <string>
#include <string_view>

namespace dragoman {

// 32 bytes as 64 lower-case hex digits.
std::string blake3_hex(std::string_view bytes);

}  // namespace dragoman
