// Selection of the main content. Every unit gets a weight of prose; a container weighs what its units weigh together.
// From the whole page the search steps down into the heaviest child as long as that child holds nearly all of the
// weight, and stops where the weight is spread over several children: there the paragraphs of the story stand side by
// side.
//
// The idea of weighing paragraphs and handing the weight up is that of Readability (Arc90, 2010); link density after
// Kohlschuetter, Fankhauser and Nejdl, "Boilerplate Detection using Shallow Text Features" (2010).
#include "layout/region.h"

#include <algorithm>
#include <numeric>

namespace dragoman {
namespace {

// A child must hold this share of its parent's weight to be stepped into.
constexpr double kStepShare = 0.7;
// Below this weight (about words) hints are taken to be wrong: some pages call everything "related" or hide all text
// until a script has run. So they are when prose under such hints outweighs the rest by far and the rest is short for a
// story.
constexpr double kMinWeight = 60;
constexpr double kSmallStory = 200, kDoubtfulFactor = 6;
constexpr double kBodyFactor = 3.0;     // the markup says body of the story
constexpr double kArticleFactor = 1.3;  // inside article or main
constexpr int kMaxWords = 80;           // a longer unit is no better evidence

std::vector<double> weigh(const std::vector<Unit>& units, bool trust_hints) {
  std::vector<double> weights;
  weights.reserve(units.size());
  for (const Unit& u : units) weights.push_back(prose_weight(u, trust_hints));
  return weights;
}

}  // namespace

double prose_weight(const Unit& unit, bool trust_hints) {
  const LineHint& h = unit.hint;
  if (trust_hints && (h.in_nav || h.in_related || h.in_caption || h.in_credit || h.in_byline)) return 0;
  if (h.heading || unit.words < 5 || h.link_density > 0.6f) return 0;
  if (!unit.ends_sentence && unit.words < 12) return 0;
  double weight = std::min(unit.words, kMaxWords) * (1.0 - h.link_density);
  if (!unit.ends_sentence) weight *= 0.5;
  if (h.list_item) weight *= 0.5;
  if (h.in_body) {
    weight *= kBodyFactor;
  } else if (h.in_article) {
    weight *= kArticleFactor;
  }
  return weight;
}

bool hints_hold(const std::vector<Unit>& units) {
  double trusted = 0, all = 0;
  for (const Unit& u : units) {
    trusted += prose_weight(u, true);
    all += prose_weight(u, false);
  }
  return trusted >= kMinWeight && (trusted >= kSmallStory || all < kDoubtfulFactor * trusted);
}

std::vector<bool> main_region(const Story& story, const std::vector<Unit>& units) {
  std::vector<bool> inside(units.size(), true);
  const size_t n = story.block_parents.size();
  if (n == 0) return inside;
  const std::vector<double> weights = weigh(units, hints_hold(units));
  const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
  if (total <= 0) return inside;

  // Containers are numbered parents first, so one walk backwards hands all weights up.
  std::vector<double> block(n, 0.0);
  for (size_t i = 0; i < units.size(); ++i)
    if (units[i].hint.block >= 0) block[static_cast<size_t>(units[i].hint.block)] += weights[i];
  for (size_t b = n; b-- > 0;)
    if (story.block_parents[b] >= 0) block[static_cast<size_t>(story.block_parents[b])] += block[b];
  std::vector<int32_t> heaviest(n + 1, -1);  // child of each container; of the page at n
  for (size_t b = 0; b < n; ++b) {
    int32_t& best = heaviest[story.block_parents[b] < 0 ? n : static_cast<size_t>(story.block_parents[b])];
    if (best < 0 || block[b] > block[static_cast<size_t>(best)]) best = static_cast<int32_t>(b);
  }
  size_t at = n;
  double weight = total;
  while (heaviest[at] >= 0 && block[static_cast<size_t>(heaviest[at])] >= kStepShare * weight) {
    at = static_cast<size_t>(heaviest[at]);
    weight = block[at];
  }
  if (at == n) return inside;
  std::vector<bool> within(n, false);
  for (size_t b = at; b < n; ++b)
    within[b] = b == at || (story.block_parents[b] >= 0 && within[static_cast<size_t>(story.block_parents[b])]);
  for (size_t i = 0; i < units.size(); ++i)
    inside[i] = units[i].hint.block >= 0 && within[static_cast<size_t>(units[i].hint.block)];
  return inside;
}

}  // namespace dragoman
