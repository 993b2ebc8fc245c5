// What a page's head says about the story: meta elements, JSON-LD, <time>.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ingest/ingest.h"

namespace dragoman {

// The first date in `text` as ISO "2021-12-15", or empty: ISO forms, 2021/12/15, 20211215, "15 Dec
// 2021",
// "December 15, 2021". A time and zone after it are dropped: the date is the one written.
std::string date_in(std::string_view text);

// Splits "By Jane Doe and John Roe, Reuters" into names; "By " and white space are dropped, URLs
// and handles are no names.
std::vector<std::string> names_in(std::string_view text);

// Collects candidates in document order and decides at the end which one counts.
class Metadata {
 public:
  // <meta name|property|itemprop=`key` content=`value`>; keys are compared without case.
  void add_meta(std::string_view key, std::string_view value);
  // The content of a <script type="application/ld+json">: objects, arrays and @graph; broken JSON
  // is passed over.
  void add_json_ld(std::string_view json);
  void add_time(std::string_view datetime,
                bool published);           // <time datetime>; `published`: itemprop or pubdate says so
  void add_author(std::string_view name);  // rel=author, itemprop=author
  void set_title(std::string_view title);  // <title>
  void set_canonical(std::string_view url) { canonical_ = url; }
  void set_language(std::string_view tag);

  // Headlines as the head gives them, best first: JSON-LD, og:title, twitter:title, <title>.
  std::vector<std::string> titles() const;
  // Fills source fields and `published` of the story where the head gives them.
  void apply(Story* story) const;

 private:
  enum Rank { kJsonLd, kProperty, kName, kTime, kRanks };
  void offer_date(Rank rank, std::string_view value);

  std::string published_[kRanks];
  std::string ld_headline_, og_title_, twitter_title_, title_;
  std::string site_, publisher_, canonical_, language_;
  std::vector<std::string> ld_authors_, meta_authors_, markup_authors_;
};

}  // namespace dragoman
