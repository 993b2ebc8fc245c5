// Layout: which lines are the story. Gives every line of a Story one role by features of the line,
// its place among its neighbours and the markup's hints, and takes datelines apart. How:
// docs/layout.md.
//
// Thread-safety: read_layout is a pure function of the story. Any story is accepted; one without a
// body gives no paragraphs.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/ingest.h"

namespace dragoman {

// `KYIV, Ukraine, Dec. 15 (AP) —`
struct Dateline {
  Span span;                   // whole dateline with its dash
  std::optional<Span> place;   // "KYIV, Ukraine"
  std::optional<Span> date;    // "Dec. 15"
  std::optional<Span> agency;  // "AP"
  std::string place_name, agency_name;
};

struct Layout {
  // Sorted and disjoint but for the dateline part, which lies inside a body line; together they
  // cover every character.
  std::vector<Part> parts;
  // Runs of text that are read for rows: one a headline or a body paragraph, in order, without the
  // dateline and outer white space.
  std::vector<Span> paragraphs;
  std::vector<bool> is_headline;  // one a paragraph
  std::optional<Dateline> dateline;
  std::string headline;              // text of the headline, if any
  std::vector<std::string> authors;  // from the byline
  std::string agency;                // from dateline, byline or credit
  // ISO date of publication that the text itself gives: a dating line ("Published 18 November
  // 2022"), else the address of the story in its first line or in its uri (".../2022/07/26/...");
  // empty if none does.
  std::string published;
};

Layout read_layout(const Story& story);

// The date in the path of an address: "/2022/07/26/", "/2022-7-21-", "20220726" alone or as the
// head of a time stamp.
std::string date_in_address(std::string_view url);

}  // namespace dragoman
