#include "reading/names/names.h"

#include <algorithm>
#include <cmath>
#include <filesystem>

#include <fmt/format.h>

#include "base/number.h"
#include "base/table.h"

namespace dragoman {
namespace {

constexpr std::string_view kFile = "names.tsv";

}  // namespace

Result<NameModel> NameModel::open(const std::string& model_dir) {
  NameModel out;
  Result<SeenNames> seen = SeenNames::open(model_dir);
  if (!seen.ok()) return seen.status();
  out.seen_ = std::move(seen).value();
  if (!std::filesystem::exists(model_dir + "/" + std::string(kFile))) return out;
  std::vector<std::string_view> columns = {"feature"};
  columns.insert(columns.end(), kNameLabels.begin(), kNameLabels.end());
  Result<Table> table = Table::read(model_dir, std::string(kFile), columns);
  if (!table.ok()) return table.status();
  while (table->next()) {
    const std::string_view name = (*table)[0];
    const auto feature = std::find(kNameFeatures.begin(), kNameFeatures.end(), name);
    if (feature == kNameFeatures.end()) return table->error(fmt::format("no feature is called '{}'", name));
    auto& row = out.weights_[static_cast<size_t>(feature - kNameFeatures.begin())];
    for (size_t k = 0; k < kKinds; ++k) {
      const std::string_view field = (*table)[1 + k];
      if (!parse_number(field, &row[k])) return table->error(fmt::format("'{}' is no number", field));
    }
  }
  if (!table->status().ok()) return table->status();
  out.empty_ = false;
  return out;
}

float NameModel::score(const NameCandidate& candidate, std::string_view label) const {
  const size_t column = name_label(label);
  if (column == kKinds) return -1;
  float sum = 0;
  for (const auto& [feature, value] : candidate.features) sum += weights_[static_cast<size_t>(feature)][column] * value;
  return sum;
}

void read_names(const Text& text, const Knowledge& knowledge, const NameModel& model, Document& doc) {
  if (model.empty() || doc.name_tags.kinds.empty()) return;
  std::vector<NameCandidate> candidates = name_candidates(text, doc, knowledge, model.seen());
  // best[w]: the greatest sum of scores of names that end at w or before.
  struct Step {
    double sum = 0;
    int32_t candidate = -1;
    float score = 0;
  };
  std::vector<Step> best(doc.tokens.size() + 1);
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const NameCandidate& a, const NameCandidate& b) { return a.end < b.end; });
  size_t next = 0;
  for (size_t w = 1; w < best.size(); ++w) {
    best[w].sum = best[w - 1].sum;
    for (; next < candidates.size() && static_cast<size_t>(candidates[next].end) == w; ++next) {
      const NameCandidate& c = candidates[next];
      const float score = model.score(c, doc.name_tags.kinds[c.kind]);
      const double sum = best[c.begin].sum + score;
      if (sum > best[w].sum) best[w] = {sum, static_cast<int32_t>(next), score};
    }
  }
  doc.names.clear();
  for (size_t w = best.size() - 1; w > 0;) {
    if (best[w].candidate < 0) {
      --w;
      continue;
    }
    const NameCandidate& c = candidates[best[w].candidate];
    doc.names.push_back({c.begin, c.end, doc.name_tags.kinds[c.kind], 1 / (1 + std::exp(-best[w].score))});
    w = static_cast<size_t>(c.begin);
  }
  std::reverse(doc.names.begin(), doc.names.end());
}

}  // namespace dragoman
