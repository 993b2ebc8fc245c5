// HTML to lines: everything that can be read on a page, in reading order, with what the markup says
// about each line.
#pragma once

#include <vector>

#include "dragoman/status.h"
#include "ingest/ingest.h"
#include "ingest/mapped.h"
#include "ingest/metadata.h"

namespace dragoman {

// Appends the lines of a page, or of a fragment, to `text`, their hints to `lines` and the
// containers to `block_parents`, and hands what the head says to `metadata`. Any bytes are
// accepted, nested to any depth; fails with kInternal when memory runs out inside the parser.
Status append_html(const Mapped& page, TextBuilder* text, std::vector<LineHint>* lines,
                   std::vector<int32_t>* block_parents, Metadata* metadata);

// Marks the lines that repeat the page's title; if none does, the first h1.
void mark_title_lines(const std::vector<std::string>& titles, const std::string& text_utf8,
                      std::vector<LineHint>* lines);

// Text of an HTML fragment in one line, for titles of feeds that hold references and tags.
std::string html_to_line(const std::string& fragment);

}  // namespace dragoman
