// Four rounds: the first by what each candidate is in itself, the others with what the rest of the story says, summed
// up by country, by region and by squares of the map, so that a candidate asks a few sums and not every other name.
#include "reading/places/resolve.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <unordered_map>

namespace dragoman {
namespace {

constexpr int kRounds = 4;
constexpr double kRadians = 3.14159265358979323846 / 180;
constexpr double kEarth = 6371;

// What speaks for a candidate. A town's, county's and site's own features, then those of regions and countries.
enum Feature : size_t {
  kTownSize,        // log10 of the people, of a town
  kRegion,          // is a first-level region
  kRegionSize,      //
  kCountry,         // is a country
  kDistrict,        // is a second-level region
  kDistrictSize,    //
  kWorld,           // is a part of the world, of a country, or a sea
  kSite,            //
  kOtherName,       // the name is one of another language or time
  kShortName,       // the name lacks the word for its kind
  kInCountry,       // share of the story's other places that lie in its country
  kInRegion,        // in its first-level region
  kRegionCountry,   // the same for a candidate that is a region itself
  kRegionItself,    //
  kCountryItself,   // for a country
  kNear,            // others within some 30 km
  kAround,          // within some 120 km
  kDateCountry,     // the dateline lies in the same country
  kDateRegion,      // in the same region
  kDateNear,        // near
  kQualified,       // the place behind it says so
  kKindSays,        // the word beside it tells this kind
  kKindDenies,      // another kind
  kOnlyOne,         // log of its share of the people of all places of that name
  kCountryMass,     // log of how much lies in its country
  kRegionMass,      //
  kSharedByCity,    // a region that has its name in common with a large city of its country
  kNamedAsCountry,  // a town or district that has its name in common with a country
};
static_assert(kNamedAsCountry + 1 == kPlaceFeatures);

constexpr PlaceFeatures kWeights = {
    0.47,   // kTownSize
    1.12,   // kRegion
    0.27,   // kRegionSize
    4.67,   // kCountry
    -0.30,  // kDistrict
    0.28,   // kDistrictSize
    6.00,   // kWorld
    4.00,   // kSite
    -2.18,  // kOtherName
    -1.70,  // kShortName
    2.24,   // kInCountry
    3.32,   // kInRegion
    2.31,   // kRegionCountry
    1.68,   // kRegionItself
    1.95,   // kCountryItself
    0.46,   // kNear
    1.45,   // kAround
    0.70,   // kDateCountry
    1.50,   // kDateRegion
    1.00,   // kDateNear
    7.02,   // kQualified
    2.03,   // kKindSays
    -1.53,  // kKindDenies
    0.31,   // kOnlyOne
    0.84,   // kCountryMass
    0.85,   // kRegionMass
    -1.50,  // kSharedByCity
    -2.50,  // kNamedAsCountry
};

struct Point {
  double x = 0, y = 0, z = 0;
};
Point point_of(double lat, double lon) {
  const double a = lat * kRadians, b = lon * kRadians;
  return {std::cos(a) * std::cos(b), std::cos(a) * std::sin(b), std::sin(a)};
}
double km_between(const Point& a, const Point& b) {
  const double dx = a.x - b.x, dy = a.y - b.y, dz = a.z - b.z;
  // Chord for arc: 0.1 % short at 1,000 km.
  return kEarth * std::sqrt(dx * dx + dy * dy + dz * dz);
}

bool local(char kind) {
  return kind == 'P' || kind == 'D' || kind == 'S';
}
std::string region_of(const GazetteerEntry& e) {
  const std::string_view region = e.kind == 'A' ? e.name : e.admin1;
  return region.empty() || e.country.empty() ? std::string() : std::string(e.country) + "/" + std::string(region);
}

// The story's places as far as they are decided, by squares of about 170 km, to sum up what lies near a point.
class Neighbourhood {
 public:
  struct Entry {
    Point at;
    int group;
    double mass;
  };
  void clear() { squares_.clear(); }
  void add(double lat, double lon, const Entry& entry) {
    std::vector<Entry>& list = squares_[square(band(lat), lon)];
    if (list.size() < kMaxNeighbours) list.push_back(entry);
  }
  template <class Take>
  void around(double lat, double lon, const Take& take) const {
    for (int b = band(lat) - 1; b <= band(lat) + 1; ++b) {
      const double width = width_of(b);
      int64_t before = -1;
      for (int step = -1; step <= 1; ++step) {
        const int64_t key = square(b, lon + step * width);
        if (key == before) continue;
        before = key;
        const auto it = squares_.find(key);
        if (it == squares_.end()) continue;
        for (const Entry& entry : it->second) take(entry);
      }
    }
  }

 private:
  static constexpr double kDegrees = 1.5;
  static int band(double lat) { return static_cast<int>(std::floor((lat + 90) / kDegrees)); }
  static double width_of(int band) {
    const double lat = std::clamp((band + 0.5) * kDegrees - 90, -85.0, 85.0);
    return kDegrees / std::cos(lat * kRadians);
  }
  static int64_t square(int band, double lon) {
    double east = std::fmod(lon + 540, 360);
    if (east < 0) east += 360;
    return int64_t{band} * 1000 + static_cast<int64_t>(east / width_of(band));
  }
  std::unordered_map<int64_t, std::vector<Entry>> squares_;
};

class Resolver {
 public:
  Resolver(std::vector<PlaceGroup>& groups, const PlaceFrame& frame) : groups_(groups), frame_(frame) {
    for (PlaceGroup& g : groups_) {
      Group own;
      double people = 0;
      for (const GazetteerEntry& e : g.candidates) {
        own.points.push_back(point_of(e.lat, e.lon));
        own.regions.push_back(number(region_of(e)));
        own.countries.push_back(number(e.country));
        if (e.kind == 'P' && e.population >= 100000 && e.by != NameKind::kOther) own.cities.insert(e.country);
        own.country = own.country || e.kind == 'C';
        if (e.kind == 'P') people += 1 + static_cast<double>(e.population) * (e.by == NameKind::kOther ? 0.1 : 1);
      }
      own.people = people;
      own_.push_back(std::move(own));
      g.scores.assign(g.candidates.size(), 0);
      g.shares.assign(g.candidates.size(), 0);
    }
    mass_.resize(numbers_.size());
    for (const auto& [country, mass] : frame_.countries) {
      const int n = number(country);
      mass_.resize(numbers_.size());
      frame_mass_.emplace_back(n, mass);
    }
    if (frame_.dateline) {
      dateline_point_ = point_of(frame_.dateline->lat, frame_.dateline->lon);
      dateline_region_ = number(region_of(*frame_.dateline));
      dateline_country_ = number(frame_.dateline->country);
      mass_.resize(numbers_.size());
    }
  }

  void run(std::vector<std::vector<PlaceFeatures>>* features) {
    for (int round = 0; round < kRounds; ++round) {
      const bool last = round + 1 == kRounds;
      if (round > 0) weigh();
      if (last && features) features->resize(groups_.size());
      for (size_t g = 0; g < groups_.size(); ++g) {
        PlaceGroup& group = groups_[g];
        double most = -1e300;
        for (size_t c = 0; c < group.candidates.size(); ++c) {
          const PlaceFeatures f = features_of(static_cast<int>(g), c, round > 0);
          double score = 0;
          for (size_t k = 0; k < kPlaceFeatures; ++k) score += kWeights[k] * f[k];
          group.scores[c] = score;
          if (last && features) (*features)[g].push_back(f);
          if (last && score > most) {
            most = score;
            group.support = std::expm1(f[kAround]) + 0.3 * std::expm1(f[kRegionMass]);
          }
        }
      }
      for (PlaceGroup& group : groups_) share(group);
    }
  }

 private:
  struct Group {
    std::vector<Point> points;
    std::vector<int> regions, countries;  // numbers of their names, -1 for none
    double people = 0;                    // of all towns
    std::set<std::string_view> cities;    // countries that have a large city of the name
    bool country = false;                 // has a country among them
  };

  int number(std::string_view name) {
    if (name.empty()) return -1;
    return numbers_.emplace(name, static_cast<int>(numbers_.size())).first->second;
  }

  static void share(PlaceGroup& group) {
    double most = -1e300, sum = 0;
    for (const double s : group.scores) most = std::max(most, s);
    for (size_t c = 0; c < group.scores.size(); ++c) sum += group.shares[c] = std::exp(group.scores[c] - most);
    for (double& s : group.shares) s /= sum;
  }

  // Sums up by country, by region and by square what all groups say.
  void weigh() {
    std::fill(mass_.begin(), mass_.end(), 0);
    total_ = regional_ = 0;
    near_.clear();
    for (const auto& [country, mass] : frame_mass_) mass_[country] += mass, total_ += mass;
    for (size_t g = 0; g < groups_.size(); ++g) {
      const PlaceGroup& group = groups_[g];
      for (size_t c = 0; c < group.candidates.size(); ++c) {
        const double mass = group.evidence * group.shares[c];
        if (mass < 0.01) continue;
        if (own_[g].countries[c] >= 0) mass_[own_[g].countries[c]] += mass, total_ += mass;
        if (own_[g].regions[c] >= 0) mass_[own_[g].regions[c]] += mass, regional_ += mass;
        const GazetteerEntry& e = group.candidates[c];
        if (local(e.kind)) near_.add(e.lat, e.lon, {own_[g].points[c], static_cast<int>(g), mass});
      }
    }
  }

  PlaceFeatures features_of(int g, size_t c, bool context) const {
    const PlaceGroup& group = groups_[g];
    const GazetteerEntry& e = group.candidates[c];
    PlaceFeatures f = {};
    const double size = std::log10(1.0 + static_cast<double>(e.population));
    if (e.kind == 'P') f[kTownSize] = size;
    if (e.kind == 'A') f[kRegion] = 1, f[kRegionSize] = size;
    if (e.kind == 'C') f[kCountry] = 1;
    if (e.kind == 'D') f[kDistrict] = 1, f[kDistrictSize] = size;
    f[kNamedAsCountry] = own_[g].country && (e.kind == 'P' || e.kind == 'D');
    if (e.kind == 'A' || e.kind == 'D') f[kSharedByCity] = own_[g].cities.count(e.country);
    if (e.kind == 'R' || e.kind == 'W') f[kWorld] = 1;
    if (e.kind == 'S') f[kSite] = 1;
    f[kOtherName] = e.by == NameKind::kOther;
    f[kShortName] = e.by == NameKind::kShort;
    if (e.kind == 'P') f[kOnlyOne] = std::log((1.0 + static_cast<double>(e.population)) / own_[g].people);
    for (const int outer : group.outer) {
      const std::vector<GazetteerEntry>& others = groups_[outer].candidates;
      if (std::any_of(others.begin(), others.end(), [&](const GazetteerEntry& o) { return lies_in(e, o); }))
        f[kQualified] = 1;
    }
    if (group.kind_word != 0) {
      const bool says = e.kind == group.kind_word || (group.kind_word == 'D' && e.kind == 'A') ||
                        (group.kind_word == 'A' && e.kind == 'R');
      f[says ? kKindSays : kKindDenies] = 1;
    }
    if (frame_.dateline) {
      f[kDateCountry] = own_[g].countries[c] == dateline_country_ && e.kind != 'C';
      f[kDateRegion] = dateline_region_ >= 0 && own_[g].regions[c] == dateline_region_;
      if (local(e.kind)) f[kDateNear] = std::exp(-km_between(own_[g].points[c], dateline_point_) / 100);
    }
    if (!context) return f;

    // The others alone: what this very group said is taken off again.
    double own_country = 0, own_region = 0, own_all = 0, own_regional = 0;
    for (size_t o = 0; o < group.candidates.size(); ++o) {
      const double mass = group.evidence * group.shares[o];
      if (mass < 0.01) continue;
      if (own_[g].countries[o] >= 0) own_all += mass;
      if (own_[g].regions[o] >= 0) own_regional += mass;
      if (own_[g].countries[o] == own_[g].countries[c]) own_country += mass;
      if (own_[g].regions[o] == own_[g].regions[c]) own_region += mass;
    }
    const double country = own_[g].countries[c] >= 0 ? std::max(0.0, mass_[own_[g].countries[c]] - own_country) : 0;
    const double region = own_[g].regions[c] >= 0 ? std::max(0.0, mass_[own_[g].regions[c]] - own_region) : 0;
    const double in_country = country / (std::max(0.0, total_ - own_all) + 1);
    const double in_region = region / (std::max(0.0, regional_ - own_regional) + 1);
    if (e.kind == 'A') {
      f[kRegionCountry] = in_country, f[kRegionItself] = in_region;
    } else if (e.kind == 'C') {
      f[kCountryItself] = in_country;
    } else {
      f[kInCountry] = in_country, f[kInRegion] = in_region;
    }
    f[kCountryMass] = std::log1p(country);
    f[kRegionMass] = std::log1p(region);
    if (local(e.kind)) {
      double near = 0, around = 0;
      near_.around(e.lat, e.lon, [&](const Neighbourhood::Entry& other) {
        if (other.group == g) return;
        const double km = km_between(own_[g].points[c], other.at);
        near += other.mass * std::exp(-km / 30);
        around += other.mass * std::exp(-km / 120);
      });
      f[kNear] = std::log1p(near);
      f[kAround] = std::log1p(around);
    }
    return f;
  }

  std::vector<PlaceGroup>& groups_;
  const PlaceFrame& frame_;
  std::vector<Group> own_;
  std::unordered_map<std::string, int> numbers_;  // countries and regions by name
  std::vector<double> mass_;                      // by number
  std::vector<std::pair<int, double>> frame_mass_;
  double total_ = 0, regional_ = 0;
  Neighbourhood near_;
  Point dateline_point_;
  int dateline_region_ = -1, dateline_country_ = -1;
};

}  // namespace

bool lies_in(const GazetteerEntry& inner, const GazetteerEntry& outer) {
  if (inner.kind == 'C' || inner.country.empty() || inner.country != outer.country) return false;
  if (outer.kind == 'C') return true;
  return outer.kind == 'A' && inner.kind != 'A' && inner.admin1 == outer.name;
}

double distance_km(double lat1, double lon1, double lat2, double lon2) {
  return km_between(point_of(lat1, lon1), point_of(lat2, lon2));
}

void resolve_places(std::vector<PlaceGroup>& groups, const PlaceFrame& frame,
                    std::vector<std::vector<PlaceFeatures>>* features) {
  Resolver(groups, frame).run(features);
}

}  // namespace dragoman
