// What class names, ids and other attributes say about the text inside an element.
#pragma once

#include <cstdint>
#include <string_view>

namespace dragoman {

// Bits that elements hand down to the text inside them.
enum MarkupFlag : uint32_t {
  kMarkNav = 1u << 0,
  kMarkArticle = 1u << 1,
  kMarkCaption = 1u << 2,
  kMarkCredit = 1u << 3,
  kMarkByline = 1u << 4,
  kMarkRelated = 1u << 5,
  kMarkHidden = 1u << 6,
  kMarkBody = 1u << 7,  // a class that says body of the article
  kMarkLink = 1u << 8,
  kMarkListItem = 1u << 9,
  kMarkQuote = 1u << 10,
  kMarkCell = 1u << 11,
  kMarkTitle = 1u << 12,    // itemprop=headline
  kMarkDropped = 1u << 13,  // script, style, template ...: no readable text
  kMarkPre = 1u << 14,
};

// Flags for the value of a class or id attribute. Names are cut into words at '-', '_', other
// punctuation and camelCase humps, and words and pairs of words are looked up in one table. Names
// that begin with a modifier ("has-sidebar", "no-ads", "is-shared", "js-") say something about the
// page, not about the text, and are passed over.
uint32_t flags_of_names(std::string_view value);

// True for inline styles that hide ("display: none", "visibility:hidden").
bool style_hides(std::string_view style);

}  // namespace dragoman
