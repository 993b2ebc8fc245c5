// Builds the table at the end of `code` from counts that the store is asked for; every SELECT
// orders its rows down to the name, so that equal stores give equal tables.
#include "cli/summary.h"

#include <fmt/format.h>

namespace dragoman::cli {
namespace {

// Rows of the table: what is counted, and how it splits.
struct Section {
  const char* title;
  const char* total;  // SELECT of ('', number)
  const char* split;  // SELECT of (name, number)
};
constexpr Section kSections[] = {
    {"Events", "SELECT '', count(*) FROM events",
     "SELECT status, count(*) n FROM events GROUP BY 1 ORDER BY n DESC, 1"},
    {"Quotes", "SELECT '', count(*) FROM quotes", "SELECT kind, count(*) n FROM quotes GROUP BY 1 ORDER BY n DESC, 1"},
    {"Figures", "SELECT '', count(*) FROM figures",
     "SELECT coalesce(unit, 'count'), count(*) n FROM figures GROUP BY 1 ORDER BY n DESC, 1 LIMIT 6"},
    {"Actors", "SELECT '', count(*) FROM actors", "SELECT kind, count(*) n FROM actors GROUP BY 1 ORDER BY n DESC, 1"},
    {"Times", "SELECT '', count(*) FROM times",
     "SELECT coalesce(grain, 'open'), count(*) n FROM times GROUP BY 1 ORDER BY n DESC, 1 LIMIT 6"},
    {"Places", "SELECT '', count(*) FROM places",
     "SELECT coalesce(country, 'no country'), count(*) n FROM places GROUP BY 1 ORDER BY n DESC, 1 LIMIT 6"},
};
constexpr const char* kByType = "SELECT type, count(*) n FROM events GROUP BY 1 ORDER BY n DESC, 1";
constexpr const char* kDyads =
    "SELECT a.country || ' -> ' || b.country, count(DISTINCT s.story || ' ' || s.event) n FROM event_actors s "
    "JOIN event_actors t ON t.story = s.story AND t.event = s.event AND t.side = 'target' "
    "JOIN actors a ON a.story = s.story AND a.id = s.actor JOIN actors b ON b.story = t.story AND b.id = t.actor "
    "WHERE s.side = 'source' AND a.country <> b.country GROUP BY 1 ORDER BY n DESC, 1 LIMIT 6";

Result<std::string> listed(Store& store, const char* sql, const char* separator) {
  auto rows = store.counts(sql);
  if (!rows.ok()) return rows.status();
  std::string out;
  for (const auto& [name, number] : *rows) out += fmt::format("{}{} {}", out.empty() ? "" : separator, name, number);
  return out;
}

}  // namespace

Result<std::string> summarize(Output& output, const RunCounts& counts, const std::string& errors_path) {
  Store& store = output.store();
  std::string out =
      fmt::format("\nRead {} {} in {:.1f} s ({:.1f} a second): {} new, {} already there or repeated, {} failed\n\n",
                  counts.seen(), counts.seen() == 1 ? "story" : "stories", counts.seconds,
                  counts.seconds > 0 ? static_cast<double>(counts.seen()) / counts.seconds : 0.0, counts.coded,
                  counts.repeated, counts.failed);
  auto stories = store.counts("SELECT '', count(*) FROM stories");
  if (!stories.ok()) return stories.status();
  out += fmt::format("Stories  {:>7}\n", stories->front().second);
  for (const Section& section : kSections) {
    auto total = store.counts(section.total);
    if (!total.ok()) return total.status();
    auto split = listed(store, section.split, ", ");
    if (!split.ok()) return split.status();
    out += fmt::format("{:<8} {:>7}   {}\n", section.title, total->front().second, *split);
  }
  auto types = store.counts(kByType);
  if (!types.ok()) return types.status();
  out += "\nEvents by type\n";
  for (const auto& [type, number] : *types) out += fmt::format("  {:<12} {:>5}\n", type, number);
  auto dyads = listed(store, kDyads, ", ");
  if (!dyads.ok()) return dyads.status();
  if (!dyads->empty()) out += fmt::format("\nMost between countries: {}\n", *dyads);
  out += fmt::format("\nRecords  {}\nStore    {}\n", output.jsonl_path(), output.store_path());
  if (!errors_path.empty()) out += fmt::format("Errors   {}\n", errors_path);
  return out;
}

}  // namespace dragoman::cli
