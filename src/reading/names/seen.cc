#include "reading/names/seen.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "base/number.h"
#include "base/table.h"
#include "base/unicode.h"

namespace dragoman {

size_t name_label(std::string_view label) {
  return static_cast<size_t>(std::find(kNameLabels.begin(), kNameLabels.end(), label) - kNameLabels.begin());
}

Result<SeenNames> SeenNames::open(const std::string& model_dir) {
  SeenNames out;
  if (!std::filesystem::exists(model_dir + "/seen_names.tsv")) return out;
  Result<Table> table = Table::read(model_dir, "seen_names.tsv", {"name", "kind", "articles"});
  if (!table.ok()) return table.status();
  std::string letters;
  while (table->next()) {
    const size_t label = name_label((*table)[1]);
    if (label == kNameLabels.size()) return table->error(fmt::format("'{}' is no kind of name", (*table)[1]));
    const std::string_view field = (*table)[2];
    int articles = 0;
    if (!parse_number(field, &articles) || articles < 1)
      return table->error(fmt::format("'{}' is no number of articles", field));
    letters.clear();
    for (std::string_view word : split_space((*table)[0])) letters += word;
    out.articles_[letters][label] += static_cast<float>(articles);
  }
  if (!table->status().ok()) return table->status();
  return out;
}

}  // namespace dragoman
