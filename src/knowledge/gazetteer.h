// The gazetteer: 270,000 places with 900,000 names, in one file that is mapped into memory, so that
// opening it costs nothing and look-ups touch a few pages. The file is compiled by
// tools/compile_gazetteer.cc at build time and is not part of the source tree: knowledge/README.md.
//
// The file (little-endian, version 1): a header, then five arrays in the order of the header's
// counts, each aligned to 8 bytes: PlaceRecord[places], KeyRecord[keys + 1], uint32_t postings[],
// uint32_t slots[] (a power of two; open addressing by hash_key(), 0 = empty, else index of a key +
// 1), bytes[] (names and keys). The postings of key i are [keys[i].postings, keys[i + 1].postings),
// heaviest first; a posting is the index of a place times 4 plus the NameKind.
//
// Thread-safety: immutable. Views live as long as the Gazetteer.
#pragma once

#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>

#include "dragoman/status.h"

namespace dragoman {

// How a place comes to be called by the name it was looked up by.
enum class NameKind : uint8_t {
  kOwn,     // GeoNames' own name, or the first name of a row of ours
  kEditor,  // another name that knowledge/ gives
  kOther,   // one of GeoNames' other names, of any language and time
  kShort,   // a region without the word for its kind: "Walker" for Walker County
};

// Its texts lie in the file and live as long as the Gazetteer.
struct GazetteerEntry {
  std::string_view name, admin1;
  std::string_view country;  // ISO3, may be empty for a sea or a part of the world
  double lat = 0, lon = 0;
  int64_t geonames = 0;  // 0 = unknown
  int64_t population = 0;
  char kind = 'P';  // C country, A first-level region, D second-level region, P town, R region, W water, S site
  NameKind by = NameKind::kOwn;
};

class Gazetteer;

// The places of one name, heaviest first; decoded one by one.
class PlaceList {
 public:
  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = GazetteerEntry;
    using difference_type = std::ptrdiff_t;
    using pointer = const GazetteerEntry*;
    using reference = GazetteerEntry;
    Iterator(const PlaceList* list, size_t at) : list_(list), at_(at) {}
    GazetteerEntry operator*() const { return (*list_)[at_]; }
    Iterator& operator++() {
      ++at_;
      return *this;
    }
    friend bool operator==(const Iterator& a, const Iterator& b) { return a.at_ == b.at_; }

   private:
    const PlaceList* list_;
    size_t at_;
  };

  PlaceList() = default;
  PlaceList(const Gazetteer* gazetteer, const uint32_t* postings, size_t size)
      : gazetteer_(gazetteer), postings_(postings), size_(size) {}
  size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  GazetteerEntry operator[](size_t i) const;
  GazetteerEntry front() const { return (*this)[0]; }
  Iterator begin() const { return {this, 0}; }
  Iterator end() const { return {this, size_}; }

 private:
  const Gazetteer* gazetteer_ = nullptr;
  const uint32_t* postings_ = nullptr;
  size_t size_ = 0;
};

class Gazetteer {
 public:
  // Fails with kNotFound (saying how the file is made), kUnreadable, or kCorrupt when it is of
  // another version or cut off.
  static Result<Gazetteer> open(const std::string& path);

  // Places by place_key(); empty if none.
  PlaceList find(std::string_view key) const;

  size_t place_count() const;
  size_t name_count() const;                   // different forms of names
  size_t size_bytes() const { return size_; }  // of the file

  Gazetteer(Gazetteer&& other) noexcept;
  Gazetteer& operator=(Gazetteer&& other) noexcept;
  ~Gazetteer();

 private:
  friend class PlaceList;
  Gazetteer() = default;
  GazetteerEntry entry(uint32_t posting) const;
  std::string_view text(uint32_t at) const;

  const std::byte* data_ = nullptr;
  size_t size_ = 0;
  struct Layout;
  const Layout* layout() const;
};

// The form in which names are compared, of a folded name (base/unicode.h): no stops and
// apostrophes, hyphens and commas as spaces, "st", "mt", "ft" as "saint", "mount", "fort", a first
// or last "co" as "county", a first "the" left out, letters that have no accent to lose as English
// writes them ("ł" l, "ø" o, "ı" i, "ß" ss).
std::string place_key(std::string_view folded);

}  // namespace dragoman
