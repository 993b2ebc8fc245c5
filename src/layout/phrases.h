// The vocabulary of lines that are not the story: prompts, credits, bylines, agencies. General
// wording of the trade; no entry is meant for a single site.
#pragma once

#include <string_view>

namespace dragoman {

// All take a line folded by lower(), with curly apostrophes as ASCII and white space single.

// "read more", "subscribe to", "follow us": the line begins with a prompt to do something other
// than read the story. `sentence`: the line ends as a sentence does, so "Share prices fell ..." is
// none.
bool begins_with_prompt(std::string_view line, bool sentence);
// "all rights reserved", "in your inbox": words that only stand in prompts and notices.
bool holds_notice(std::string_view line);
// "reporting by", "photo:", "with inputs from": the line says who made it.
bool begins_with_credit(std::string_view line);
// "getty images", "file photo", "contributed to this report": a credit by what it holds; for short
// lines.
bool holds_credit(std::string_view line);
// "staff reporter", "web desk", "our correspondent": a byline without a name.
bool is_desk(std::string_view line);
// "published", "updated", "posted on": begins a line with the date of publication.
bool begins_with_dating(std::string_view line);
// Headings over lists of links: "related stories", "most read", "more on this story", "comments".
bool is_list_heading(std::string_view line);

// "Reuters", "AP", "AFP" ...: an agency's name in the form that stands in datelines. Case counts.
bool is_agency(std::string_view name);
// "News", "Press", "Times" ...: makes a capitalised phrase the name of a news outlet.
bool is_outlet_word(std::string_view word);

}  // namespace dragoman
