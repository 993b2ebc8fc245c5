// Knowledge: what the world knows before the story is read. Countries with names, demonyms,
// capitals and codes; offices and who held them when; organisations; agent nouns; places. Read from
// the text tables in knowledge/ (TSV, one ORIGIN.md beside them), which a person may edit, but for
// the places, which are compiled (gazetteer.h).
//
// Keys are folded (base/unicode.h fold(): lower case, no accents), words joined by one space,
// "U.S." as written with its stops, hyphens as in the text; a curly apostrophe equals a straight
// one; a leading "the" may be given or left out. Every name of the tables is capitalised in running
// text: a caller should not look up words in lower case as names. Thread-safety: immutable after
// open(). Views and pointers live as long as the Knowledge.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "dragoman/record.h"
#include "dragoman/status.h"
#include "knowledge/gazetteer.h"

namespace dragoman {

struct Country {
  std::string iso3, iso2, name;      // "RUS", "RU", "Russia"
  std::string cow, gw, fips, cameo;  // "365", "365", "RS", "RUS"
  std::string capital;
  double lat = 0, lon = 0;  // of the capital
};

// What a name can stand for. One key may have several senses.
enum class SenseKind : uint8_t {
  kCountry,       // "Russia", "Russian Federation"
  kDemonym,       // "Russian" (adjective or person), "Russians"
  kSeat,          // "Moscow", "the Kremlin", "the White House": a place or building that stands for a government
  kOrganisation,  // "NATO", "Hamas", "Gazprom", "State Department"
  kRegion,        // "Crimea", "West Africa", "the Middle East": part of, or larger than, a country
};
struct Sense {
  SenseKind kind = SenseKind::kOrganisation;
  std::string country;  // ISO3, or IGO NGO MNC, or empty
  std::string sector;   // GOV for a country or a seat; of the organisation otherwise
  std::string name;     // canonical
  std::string cameo;    // "RUS", "IGOUNO", "PSEREBHMS"
  ActorKind actor_kind = ActorKind::kOrganisation;
  std::string exact;     // the spelling the text must have ("US", "WHO", "Turkey"), see spelled_as(); empty = any case
  std::string wikidata;  // "Q1065" where known
};

// False when a sense asks for a spelling that `surface` lacks: "us" is no "US", "who" no "WHO",
// "turkey" no "Turkey".
// A line in capitals still names "TURKEY", but "US" in such a line may be either and is taken for
// the name.
bool spelled_as(const Sense& sense, std::string_view surface);

struct Office {
  std::string person;   // "Vladimir Putin"
  std::string country;  // ISO3, or IGO for the head of an organisation
  std::string
      office;  // "head of state", "head of government", "foreign minister", "defence minister", "secretary-general" ...
  std::string title;       // "President of Russia"
  std::string start, end;  // ISO dates, possibly "2012" or "2012-05"; empty end = still in office at the table's date
  std::string wikidata;
  std::string origin;  // table or source of the row: "reign", "wikidata", "editor" ...
  std::string seen;    // with an empty end: the last day the source saw it so; empty = the table's own date
  std::string sector;  // of who holds it: GOV, LEG for speakers, MIL for chiefs of staff, REB for rebel leaders ...
  std::string organisation;  // of a head of an organisation: its canonical name ("United Nations"); empty for states
};

// A word for people or a body that acts: "rebels", "prosecutors", "parliament", "troops".
struct Agent {
  std::string lemma;  // singular, folded
  std::string sector;
  ActorKind kind = ActorKind::kGroup;  // kPerson for "minister", kOrganisation for "parliament", kGroup for "rebels"
  bool person = false;                 // can be an antecedent of he/she
};

// A title or office noun before or after a name: "president", "foreign minister", "gen.", "sheikh".
struct Title {
  std::string title;   // folded
  std::string office;  // key into offices, or empty
  std::string sector;  // empty for mere honorifics ("mr")
  char gender = 0;     // 'm', 'f' or 0
};

// Runs of letters and digits of a folded phrase: "9/11 attacks" has three.
std::vector<std::string> runs_of(std::string_view folded);

// What happened on known days, by what a story calls it (anchors.tsv).
struct Anchor {
  enum Kind : uint8_t {
    kEvent,   // happened once
    kDeath,   // of the person of that name
    kComing,  // recurs; a row each time
  };
  std::string name;
  Kind kind = kEvent;
  Date start, end;  // first and last day
};

class Knowledge {
 public:
  // `dir`: the folder of tables. Fails with kNotFound, or kCorrupt "countries.tsv:12: ..." .
  static Result<Knowledge> open(const std::string& dir);

  const Country* country(std::string_view iso3) const;
  const std::vector<Country>& countries() const;
  // All senses of a folded phrase, most usual first; empty if unknown.
  const std::vector<Sense>& senses(std::string_view folded) const;
  // True when some key of senses() continues `folded` with another word: lets a caller match the
  // longest phrase.
  bool is_prefix(std::string_view folded) const;

  // All rows of offices.tsv, in its order.
  const std::vector<Office>& offices() const;
  // Offices ever held by a person of that (folded) name: full name, or a known alias ("xi",
  // "erdogan"). Transliterations of Arabic and Slavic names are brought to one form, a longer name
  // than the table's is found by its first and last word.
  std::vector<const Office*> offices_of(std::string_view folded_name) const;
  // Offices of heads of state and of government whose (folded) surname that is.
  std::vector<const Office*> heads_named(std::string_view folded_surname) const;
  // The office that the person of that name held on `date`; of several the highest (head of state
  // first). Null if none.
  const Office* office_of(std::string_view folded_name, const Date& date) const;
  // Who held `office` of `country` on `date`; nullptr if unknown. Of several the one in office
  // longest.
  const Office* holder(std::string_view country, std::string_view office, const Date& date) const;
  // The same for the head of an organisation, by its canonical name.
  const Office* head_of(std::string_view organisation, const Date& date) const;
  // 'm', 'f' or 0 for a given name or a known person.
  char gender_of(std::string_view folded_name) const;

  const Agent* agent(std::string_view folded_lemma) const;  // "rebel"
  const Title* title(std::string_view folded) const;        // "foreign minister"
  // Longest title that starts at words[at]; how many words it takes, or 0.
  int title_at(const std::vector<std::string>& folded_words, int at, const Title** out) const;

  // Anchors by the longest name that starts at words[at], and how many words it takes; empty and 0 if none. `words` are
  // runs_of() the text.
  std::vector<const Anchor*> anchors_at(const std::vector<std::string>& words, size_t at, size_t* taken) const;

  // Did something happen on that day that stories tell of for years?
  bool is_anchor_day(const Date& day) const;

  // Places of that folded name, heaviest first: by population, a region behind a city, another
  // language's name last.
  PlaceList places(std::string_view folded) const;

  const std::string& version() const;  // "2026-11"

  Knowledge(Knowledge&&) noexcept;
  Knowledge& operator=(Knowledge&&) noexcept;
  ~Knowledge();
  struct Impl;
  explicit Knowledge(std::unique_ptr<Impl> impl);

 private:
  std::unique_ptr<Impl> impl_;
};

// True if `date` lies in [start, end] of the office: partial dates are read generously ("2012"
// starts on 1 January and ends on 31 December); an open end that was last seen on a day is believed
// for a year after that day.
bool held_on(const Office& office, const Date& date);

}  // namespace dragoman
