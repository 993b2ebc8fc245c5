// A table of words as they are used in class names and ids of news pages in general; no rule is about a single site.
#include "ingest/markup.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/words.h"

namespace dragoman {
namespace {

struct NameWord {
  std::string_view word;
  uint32_t flags;
};

// Sorted by word; words of two are written with one space.
constexpr std::array kNameWords = {
    NameWord{"ad", kMarkRelated},
    NameWord{"ads", kMarkRelated},
    NameWord{"advert", kMarkRelated},
    NameWord{"advertisement", kMarkRelated},
    NameWord{"advertising", kMarkRelated},
    NameWord{"also read", kMarkRelated},
    NameWord{"author", kMarkByline},
    NameWord{"authors", kMarkByline},
    NameWord{"banner", kMarkNav},
    NameWord{"breadcrumb", kMarkNav},
    NameWord{"breadcrumbs", kMarkNav},
    NameWord{"byline", kMarkByline},
    NameWord{"bylines", kMarkByline},
    NameWord{"caption", kMarkCaption},
    NameWord{"comment", kMarkRelated},
    NameWord{"comments", kMarkRelated},
    NameWord{"commercial", kMarkRelated},
    NameWord{"consent", kMarkRelated},
    NameWord{"cookie", kMarkRelated},
    NameWord{"cookies", kMarkRelated},
    NameWord{"copyright", kMarkCredit},
    NameWord{"credit", kMarkCredit},
    NameWord{"credits", kMarkCredit},
    NameWord{"dateline", kMarkByline},
    NameWord{"disclaimer", kMarkRelated},
    NameWord{"disqus", kMarkRelated},
    NameWord{"donate", kMarkRelated},
    NameWord{"donation", kMarkRelated},
    NameWord{"drawer", kMarkNav},
    NameWord{"dropdown", kMarkNav},
    NameWord{"figcaption", kMarkCaption},
    NameWord{"follow us", kMarkRelated},
    NameWord{"footer", kMarkNav},
    NameWord{"gdpr", kMarkRelated},
    NameWord{"header", kMarkNav},
    NameWord{"latest news", kMarkRelated},
    NameWord{"legal", kMarkRelated},
    NameWord{"login", kMarkNav},
    NameWord{"masthead", kMarkNav},
    NameWord{"menu", kMarkNav},
    NameWord{"metered", kMarkRelated},
    NameWord{"modal", kMarkNav},
    NameWord{"more from", kMarkRelated},
    NameWord{"more news", kMarkRelated},
    NameWord{"more stories", kMarkRelated},
    NameWord{"most popular", kMarkRelated},
    NameWord{"most read", kMarkRelated},
    NameWord{"nav", kMarkNav},
    NameWord{"navbar", kMarkNav},
    NameWord{"navigation", kMarkNav},
    NameWord{"newsletter", kMarkRelated},
    NameWord{"newsletters", kMarkRelated},
    NameWord{"next post", kMarkRelated},
    NameWord{"outbrain", kMarkRelated},
    NameWord{"overlay", kMarkNav},
    NameWord{"pager", kMarkNav},
    NameWord{"pagination", kMarkNav},
    NameWord{"paywall", kMarkRelated},
    NameWord{"photo credit", kMarkCredit},
    NameWord{"photographer", kMarkCredit},
    NameWord{"popular", kMarkRelated},
    NameWord{"popup", kMarkNav},
    NameWord{"promo", kMarkRelated},
    NameWord{"promos", kMarkRelated},
    NameWord{"promotion", kMarkRelated},
    NameWord{"recirc", kMarkRelated},
    NameWord{"recirculation", kMarkRelated},
    NameWord{"recommendation", kMarkRelated},
    NameWord{"recommendations", kMarkRelated},
    NameWord{"recommended", kMarkRelated},
    NameWord{"related", kMarkRelated},
    NameWord{"replies", kMarkRelated},
    NameWord{"respond", kMarkRelated},
    NameWord{"screen reader", kMarkHidden},
    NameWord{"search", kMarkNav},
    NameWord{"share", kMarkRelated},
    NameWord{"sharedaddy", kMarkRelated},
    NameWord{"sharing", kMarkRelated},
    NameWord{"sidebar", kMarkNav},
    NameWord{"sign in", kMarkNav},
    NameWord{"sign up", kMarkRelated},
    NameWord{"signin", kMarkNav},
    NameWord{"signup", kMarkRelated},
    NameWord{"sitemap", kMarkNav},
    NameWord{"skip link", kMarkNav},
    NameWord{"social", kMarkRelated},
    NameWord{"sponsor", kMarkRelated},
    NameWord{"sponsored", kMarkRelated},
    NameWord{"sr only", kMarkHidden},
    NameWord{"subscribe", kMarkRelated},
    NameWord{"subscription", kMarkRelated},
    NameWord{"taboola", kMarkRelated},
    NameWord{"tag list", kMarkRelated},
    NameWord{"taglist", kMarkRelated},
    NameWord{"tags", kMarkRelated},
    NameWord{"teaser", kMarkRelated},
    NameWord{"teasers", kMarkRelated},
    NameWord{"ticker", kMarkNav},
    NameWord{"timestamp", kMarkByline},
    NameWord{"toolbar", kMarkNav},
    NameWord{"topbar", kMarkNav},
    NameWord{"topics", kMarkRelated},
    NameWord{"trending", kMarkRelated},
    NameWord{"visually hidden", kMarkHidden},
    NameWord{"visuallyhidden", kMarkHidden},
    NameWord{"watch next", kMarkRelated},
    NameWord{"widget area", kMarkNav},
    NameWord{"wp caption", kMarkCaption},
};
static_assert(std::is_sorted(kNameWords.begin(), kNameWords.end(),
                             [](const NameWord& a, const NameWord& b) { return a.word < b.word; }));

// Names that begin with one of these describe a state of the page.
constexpr std::array<std::string_view, 9> kModifiers = {"has", "with", "without", "no",  "is",
                                                        "js",  "can",  "show",    "page"};
// Words of wrappers around the story: `article-header` holds the headline and is no navigation.
constexpr std::array<std::string_view, 5> kStoryWords = {"article", "story", "entry", "post", "main"};
constexpr std::array<std::string_view, 4> kBodyWords = {"body", "content", "text", "copy"};

uint32_t lookup(std::string_view word) {
  const auto it = std::lower_bound(kNameWords.begin(), kNameWords.end(), word,
                                   [](const NameWord& w, std::string_view key) { return w.word < key; });
  return it != kNameWords.end() && it->word == word ? it->flags : 0;
}

char ascii_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
bool ascii_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool ascii_letter(char c) {
  return (c >= 'a' && c <= 'z') || ascii_upper(c);
}

// One name such as "articleBody" or "most-read__list".
uint32_t flags_of_name(std::string_view name) {
  constexpr size_t kMaxWords = 12;
  std::array<std::string, kMaxWords> words;
  size_t n = 0;
  std::string word;
  auto flush = [&] {
    if (!word.empty() && n < kMaxWords) words[n++] = word;
    word.clear();
  };
  for (size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    if (!ascii_letter(c)) {
      flush();
      continue;
    }
    if (ascii_upper(c) && i > 0 && ascii_letter(name[i - 1]) && !ascii_upper(name[i - 1])) flush();
    word.push_back(ascii_lower(c));
  }
  flush();
  if (n == 0 || contains(kModifiers, words[0])) return 0;
  uint32_t flags = 0;
  bool story = false, body = false;
  for (size_t i = 0; i < n; ++i) {
    flags |= lookup(words[i]);
    if (i + 1 < n) flags |= lookup(words[i] + " " + words[i + 1]);
    story = story || contains(kStoryWords, words[i]);
    body = body || contains(kBodyWords, words[i]) || words[i] == "articlebody" || words[i] == "storybody";
    if (words[i] == "articlebody" || words[i] == "storybody") story = true;
  }
  // "article-header", "entry-footer": part of the story's frame, whose lines speak for themselves.
  if (story && (flags & kMarkNav)) flags &= ~kMarkNav;
  if (story && body && flags == 0) flags |= kMarkBody;
  return flags;
}

}  // namespace

uint32_t flags_of_names(std::string_view value) {
  uint32_t flags = 0;
  size_t at = 0;
  while (at < value.size()) {
    const size_t begin = value.find_first_not_of(" \t\r\n\f", at);
    if (begin == std::string_view::npos) break;
    size_t end = value.find_first_of(" \t\r\n\f", begin);
    if (end == std::string_view::npos) end = value.size();
    if (end - begin <= 80) flags |= flags_of_name(value.substr(begin, end - begin));  // longer ones are generated
    at = end;
  }
  return flags;
}

bool style_hides(std::string_view style) {
  std::string packed;
  for (const char c : style)
    if (c != ' ' && c != '\t' && c != '\n') packed.push_back(ascii_lower(c));
  return packed.find("display:none") != std::string::npos || packed.find("visibility:hidden") != std::string::npos;
}

}  // namespace dragoman
