// Metadata of pages. JSON-LD comes first because it is written for machines and names its fields plainly; then Open
// Graph and the article: properties; then the many names of meta elements.
#include "ingest/metadata.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/date.h"
#include "base/text.h"
#include "base/unicode.h"
#include "base/words.h"

namespace dragoman {
namespace {

using Json = nlohmann::json;

constexpr size_t kMaxJsonLdBytes = 2u << 20;
constexpr size_t kMaxJsonLdNodes = 20000;
constexpr size_t kMaxName = 80;

constexpr std::array<std::string_view, 12> kMonths = {"jan", "feb", "mar", "apr", "may", "jun",
                                                      "jul", "aug", "sep", "oct", "nov", "dec"};

// A number of `digits` digits at s[i], not followed by another digit; or -1.
int number_at(std::string_view s, size_t i, size_t digits) {
  if (i + digits > s.size() || (i + digits < s.size() && is_ascii_digit(s[i + digits]))) return -1;
  int value = 0;
  for (size_t k = i; k < i + digits; ++k) {
    if (!is_ascii_digit(s[k])) return -1;
    value = value * 10 + (s[k] - '0');
  }
  return value;
}

std::string iso_or_empty(int year, int month, int day) {
  const Date date{year, month, day};
  return year >= 1800 && year <= 2100 && valid(date) ? iso(date) : std::string();
}

int month_of(std::string_view lower_word) {
  if (lower_word.size() < 3) return 0;
  for (size_t m = 0; m < kMonths.size(); ++m)
    if (lower_word.substr(0, 3) == kMonths[m]) return static_cast<int>(m) + 1;
  return 0;
}

const std::string* string_of(const Json& object, const char* key) {
  const auto it = object.find(key);
  return it != object.end() && it->is_string() ? it->get_ptr<const std::string*>() : nullptr;
}

// True if a node's @type is a kind of article.
bool is_article(const Json& node) {
  const auto type = node.find("@type");
  if (type == node.end()) return false;
  const auto named = [](const Json& t) {
    if (!t.is_string()) return false;
    const auto& s = t.get_ref<const std::string&>();
    return s.find("Article") != std::string::npos || s.find("Report") != std::string::npos || s == "BlogPosting";
  };
  if (!type->is_array()) return named(*type);
  return std::any_of(type->begin(), type->end(), named);
}

// The name of a person or organisation given as a string, an object with "name", or a list of these.
void collect_names(const Json& value, std::vector<std::string>* out) {
  const Json* items = &value;
  Json single;
  if (!value.is_array()) {
    single = Json::array({value});
    items = &single;
  }
  for (const Json& item : *items) {
    const std::string* name = item.is_string()   ? item.get_ptr<const std::string*>()
                              : item.is_object() ? string_of(item, "name")
                                                 : nullptr;
    if (!name) continue;
    for (std::string& n : names_in(*name))
      if (!contains(*out, n)) out->push_back(std::move(n));
  }
}

}  // namespace

std::string date_in(std::string_view text) {
  const std::string s = lower(sanitize_utf8(text.substr(0, 200), nullptr));
  for (size_t i = 0; i < s.size(); ++i) {
    if (!is_ascii_digit(s[i]) || (i > 0 && is_ascii_digit(s[i - 1]))) continue;
    const int year = number_at(s, i, 4);
    if (year > 0 && i + 4 < s.size() && (s[i + 4] == '-' || s[i + 4] == '/' || s[i + 4] == '.')) {
      for (const size_t md : {size_t{2}, size_t{1}}) {
        const int month = number_at(s, i + 5, md);
        if (month < 0 || i + 5 + md >= s.size()) continue;
        for (const size_t dd : {size_t{2}, size_t{1}}) {
          const int day = number_at(s, i + 6 + md, dd);
          if (day < 0) continue;
          if (std::string d = iso_or_empty(year, month, day); !d.empty()) return d;
        }
      }
    }
    if (const int packed = number_at(s, i, 8); packed > 0)
      if (std::string d = iso_or_empty(packed / 10000, packed / 100 % 100, packed % 100); !d.empty()) return d;
  }
  // A month's name with a day before or after it and a year behind.
  std::vector<std::string> words;
  std::string word;
  for (const char c : s + " ") {
    if (is_ascii_digit(c) || (c >= 'a' && c <= 'z')) {
      word.push_back(c);
    } else if (!word.empty()) {
      words.push_back(std::move(word));
      word.clear();
    }
  }
  const auto day_of = [](const std::string& w) {
    size_t n = 0;
    while (n < w.size() && is_ascii_digit(w[n])) ++n;
    return n >= 1 && n <= 2 ? std::stoi(w.substr(0, n)) : -1;
  };
  const auto year_of = [](const std::string& w) { return w.size() == 4 ? number_at(w, 0, 4) : -1; };
  for (size_t i = 0; i < words.size(); ++i) {
    if (is_ascii_digit(words[i][0])) continue;
    const int month = month_of(words[i]);
    if (month == 0) continue;
    if (i > 0 && i + 1 < words.size())
      if (std::string d = iso_or_empty(year_of(words[i + 1]), month, day_of(words[i - 1])); !d.empty()) return d;
    if (i + 2 < words.size())
      if (std::string d = iso_or_empty(year_of(words[i + 2]), month, day_of(words[i + 1])); !d.empty()) return d;
  }
  return {};
}

std::vector<std::string> names_in(std::string_view text) {
  std::vector<std::string> names;
  std::string s(strip(text));
  const std::string low = lower(s);
  if (low.starts_with("by ")) s = s.substr(3);
  for (const std::string_view joint : {" and ", " & ", ";", "|"})
    for (size_t at = s.find(joint); at != std::string::npos; at = s.find(joint, at)) s.replace(at, joint.size(), ",");
  for (const std::string_view part : split(s, ',')) {
    const std::string_view name = strip(part);
    if (name.empty() || name.size() > kMaxName || name.find("://") != std::string_view::npos ||
        name.find("www.") != std::string_view::npos || name.find('@') != std::string_view::npos)
      continue;
    names.emplace_back(name);
  }
  return names;
}

void Metadata::offer_date(Rank rank, std::string_view value) {
  if (published_[rank].empty()) published_[rank] = date_in(value);
}

void Metadata::add_meta(std::string_view raw_key, std::string_view value) {
  if (strip(value).empty()) return;
  const std::string key = lower(raw_key);
  const auto set = [&](std::string& field) {
    if (field.empty()) field = strip(value);
  };
  if (key == "og:title") return set(og_title_);
  if (key == "twitter:title") return set(twitter_title_);
  if (key == "og:site_name" || key == "application-name") return set(site_);
  if (key == "og:url") return set(canonical_);
  if (key == "og:locale" && language_.empty()) return set_language(value);
  if (key == "article:published_time" || key == "og:published_time" || key == "datepublished")
    return offer_date(kProperty, value);
  constexpr std::array<std::string_view, 17> kDateNames = {"date",
                                                           "pubdate",
                                                           "publishdate",
                                                           "publish-date",
                                                           "publish_date",
                                                           "dc.date",
                                                           "dc.date.issued",
                                                           "dcterms.created",
                                                           "dcterms.issued",
                                                           "dcterms.date",
                                                           "sailthru.date",
                                                           "parsely-pub-date",
                                                           "publication_date",
                                                           "cxenseparse:recs:publishtime",
                                                           "article.published",
                                                           "datecreated",
                                                           "originalpublicationdate"};
  if (contains(kDateNames, key)) return offer_date(kName, value);
  constexpr std::array<std::string_view, 7> kAuthorNames = {
      "author", "article:author", "article:author_name", "dc.creator", "parsely-author", "sailthru.author", "byl"};
  if (contains(kAuthorNames, key))
    for (std::string& n : names_in(value))
      if (!contains(meta_authors_, n)) meta_authors_.push_back(std::move(n));
}

void Metadata::add_json_ld(std::string_view json) {
  if (json.size() > kMaxJsonLdBytes) return;
  const Json root = Json::parse(json, nullptr, /*allow_exceptions=*/false, /*ignore_comments=*/true);
  if (root.is_discarded()) return;
  std::vector<const Json*> todo = {&root};
  for (size_t i = 0; i < todo.size() && i < kMaxJsonLdNodes; ++i) {
    const Json& node = *todo[i];
    if (node.is_array()) {
      for (const Json& item : node) todo.push_back(&item);
      continue;
    }
    if (!node.is_object()) continue;
    for (const char* key : {"@graph", "mainEntity", "mainEntityOfPage"})
      if (const auto it = node.find(key); it != node.end() && it->is_structured()) todo.push_back(&*it);
    if (!is_article(node)) continue;
    if (const auto* s = string_of(node, "headline"); s && ld_headline_.empty()) ld_headline_ = strip(*s);
    if (const auto* s = string_of(node, "datePublished")) offer_date(kJsonLd, *s);
    if (const auto it = node.find("author"); it != node.end() && ld_authors_.empty()) collect_names(*it, &ld_authors_);
    if (const auto it = node.find("publisher"); it != node.end() && publisher_.empty()) {
      std::vector<std::string> names;
      collect_names(*it, &names);
      if (!names.empty()) publisher_ = names.front();
    }
    if (const auto* s = string_of(node, "inLanguage"); s && language_.empty()) set_language(*s);
  }
}

void Metadata::add_time(std::string_view datetime, bool published) {
  offer_date(published ? kName : kTime, datetime);
}

void Metadata::add_author(std::string_view name) {
  for (std::string& n : names_in(name))
    if (!contains(markup_authors_, n)) markup_authors_.push_back(std::move(n));
}

void Metadata::set_title(std::string_view title) {
  if (title_.empty()) title_ = strip(title);
}

void Metadata::set_language(std::string_view tag) {
  const std::string_view primary = strip(tag).substr(0, strip(tag).find_first_of("-_"));
  if (primary.size() == 2 || primary.size() == 3) language_ = lower(primary);
}

std::vector<std::string> Metadata::titles() const {
  std::vector<std::string> out;
  for (const std::string* t : {&ld_headline_, &og_title_, &twitter_title_, &title_})
    if (!t->empty()) out.push_back(*t);
  return out;
}

void Metadata::apply(Story* story) const {
  SourceInfo& source = story->source;
  if (source.headline.empty() && !titles().empty()) source.headline = titles().front();
  if (source.site.empty()) source.site = !site_.empty() ? site_ : publisher_;
  if (source.site.empty() && !canonical_.empty()) {
    std::string_view host = canonical_;
    if (const size_t at = host.find("://"); at != std::string_view::npos) {
      host.remove_prefix(at + 3);
      source.site = lower(host.substr(0, host.find_first_of("/:?#")));
      if (source.site.starts_with("www.")) source.site.erase(0, 4);
    }
  }
  if (source.uri.empty()) source.uri = canonical_;
  if (source.language.empty()) source.language = language_;
  if (source.authors.empty())
    source.authors = !ld_authors_.empty() ? ld_authors_ : !meta_authors_.empty() ? meta_authors_ : markup_authors_;
  for (int rank = 0; rank < kRanks && story->published.empty(); ++rank) story->published = published_[rank];
}

}  // namespace dragoman
