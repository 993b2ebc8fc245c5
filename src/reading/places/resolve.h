// Resolve: which of the places of one name a story means, for all its names at once.
//
// Each name has candidates from the gazetteer; each candidate a score, the weighted sum of what
// speaks for it: its size and kind, a place behind it that says where it lies, and how much of the
// story's other places, as far as they are decided, lies in its country, in its region, and near
// it. The others' places are weighed by their own probabilities, so that the names decide each
// other in a few rounds. The weights were learnt (softmax regression over the candidates) on the
// LGL corpus of local news with the settled places of world news beside it; docs/places.md.
//
// Cost: linear in names times candidates (at most kMaxCandidates a name, kMaxNeighbours near each).
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "knowledge/gazetteer.h"

namespace dragoman {

constexpr size_t kMaxCandidates = 100;
constexpr size_t kMaxNeighbours = 200;  // in each square of 1.5 degrees

// All mentions of one name in one sense.
struct PlaceGroup {
  std::vector<GazetteerEntry> candidates;  // heaviest first
  double evidence = 0;                     // how much its mentions say of where the story plays
  std::vector<int> outer;                  // groups that say where it lies: "Moscow, Idaho"
  char kind_word = 0;          // a word beside it that tells its kind: D county, A state or province, P city
  std::vector<double> scores;  // by candidate, when resolved
  std::vector<double> shares;  // probabilities
  double support = 0;          // how much of the story's other places lies around the best, or in its region
};

// What else the story says of its countries: mentions of their people and capitals, by ISO3.
struct PlaceFrame {
  std::map<std::string, double> countries;
  std::optional<GazetteerEntry> dateline;
};

// Could `inner` lie in `outer`: a country, or the first-level region of that name.
bool lies_in(const GazetteerEntry& inner, const GazetteerEntry& outer);

// Kilometres between two points, on a sphere.
double distance_km(double lat1, double lon1, double lat2, double lon2);

// Fills scores and shares of all groups. Returns the features of the last round when `features` is
// not null, one row a candidate in order: what training reads.
constexpr size_t kPlaceFeatures = 28;
using PlaceFeatures = std::array<double, kPlaceFeatures>;
void resolve_places(std::vector<PlaceGroup>& groups, const PlaceFrame& frame,
                    std::vector<std::vector<PlaceFeatures>>* features = nullptr);

}  // namespace dragoman
