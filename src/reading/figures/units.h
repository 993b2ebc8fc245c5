// Units: what a figure counts in. Money as ISO 4217, measures as UCUM, durations in words as the
// codebook has them (`hour`, `day`, `a` for years), people as `person`, other things by their own
// noun.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dragoman {

struct UnitMatch {
  std::string_view unit;      // "USD", "km", "hour"
  double factor = 1;          // of the value: decade -> 10 a, cents -> 0.01
  int words = 0;              // tokens of the unit's name
  std::string_view per = {};  // "/d" of a rate; empty if none

  std::string code() const { return std::string(unit) + std::string(per); }
};

// Money named before the number. `form` as written ("$", "US$", "Rs", "KD", "USD"); empty if none.
std::string_view currency_before(std::string_view form);
// Money named after it: "dollars", "Canadian dollars", "rand", "EUR". `low` and `forms` from token
// `at`. False if none.
bool currency_after(const std::vector<std::string>& low, int at, int limit, UnitMatch& out);
// What a country's own money is when its name alone is ambiguous (peso, pound, dinar, franc,
// shilling, krona, rupee, riyal): `country` a demonym or country in lower case, "mexican", "kenya".
// Empty if unknown.
std::string_view currency_of(std::string_view country, std::string_view noun);

// Measures after the number: "km", "square metres", "tonnes", "barrels per day", "litres a second".
// False if none.
bool measure_after(const std::vector<std::string>& low, int at, int limit, UnitMatch& out);
// Durations: "hours", "year". False if none.
bool duration_after(const std::vector<std::string>& low, int at, int limit, UnitMatch& out);

// A noun for people, singular, lower case: "officer", "migrant".
bool is_person_noun(std::string_view lemma);
// Singular of an English plural: "people" -> "person", "parties" -> "party".
std::string singular(std::string_view plural);
// Could this lower-case word be a plural noun? By form alone.
bool looks_plural(std::string_view word);

}  // namespace dragoman
