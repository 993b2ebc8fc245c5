// Character encodings: which one a file is in, and its text as UTF-8 with the way back to its
// bytes.
// The decoders are lexbor's (WHATWG Encoding Standard); UTF-8 is done here, since most files need
// no more than a check.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dragoman/record.h"
#include "ingest/mapped.h"

namespace dragoman {

// True if `bytes` is valid UTF-8 (Unicode 15, table 3-7). A sequence cut by the end of `bytes`
// counts as valid when `may_be_cut`.
bool valid_utf8(std::string_view bytes, bool may_be_cut);

// Decodes a whole file. The encoding is, in this order: the byte order mark's; `declared` (a label
// such as "gb2312", from a meta element or an XML declaration) unless the bytes are valid UTF-8
// with characters beyond ASCII; UTF-8 if the bytes are valid, or broken in fewer places than they
// are right beyond ASCII; windows-1252. Broken parts become U+FFFD. Notes: "encoding" (windows-1252
// was assumed), "bad-encoding" (parts were broken). `base`: offset of bytes[0] in the file.
Mapped decode(std::string_view bytes, std::string_view declared, int64_t base, std::vector<Note>* notes);

// The label in a page's <meta charset> or http-equiv, or in an XML declaration, within the first
// 4096 bytes; or empty.
std::string declared_encoding(std::string_view bytes);

}  // namespace dragoman
