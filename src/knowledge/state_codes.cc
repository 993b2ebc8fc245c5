// All codes lie in one vector, a few thousand rows: a search looks at each, which takes less time than opening the
// tables does.
#include "knowledge/state_codes.h"

#include <algorithm>
#include <iterator>

#include "base/table.h"
#include "base/unicode.h"
#include "knowledge/period.h"

namespace dragoman {
namespace {

size_t rank_of(std::string_view list) {
  return static_cast<size_t>(std::find(std::begin(kCodeLists), std::end(kCodeLists), list) - std::begin(kCodeLists));
}

bool is_number(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string key_of(std::string_view text) {
  std::string key = fold(text);
  if (is_number(key)) key.erase(0, std::min(key.find_first_not_of('0'), key.size() - 1));
  return key.starts_with("the ") ? key.substr(4) : key;
}

}  // namespace

std::string describe(const StateCode& code) {
  std::string text = code.list + " " + code.code + " " + code.name;
  if (!code.since.empty() || !code.until.empty()) text += " " + code.since + ".." + code.until;
  return text;
}

Status StateCodes::read(const std::string& dir) {
  // The lists with periods first: where they know a code, the undated one of countries.tsv is not added.
  DRAGOMAN_RETURN_IF_ERROR(read_lists(dir));
  std::vector<State> states;
  DRAGOMAN_RETURN_IF_ERROR(read_states(dir, states));
  DRAGOMAN_RETURN_IF_ERROR(read_names(dir, states));
  std::stable_sort(codes_.begin(), codes_.end(),
                   [](const StateCode& a, const StateCode& b) { return rank_of(a.list) < rank_of(b.list); });
  return {};
}

// The codes that hold for a time only.
Status StateCodes::read_lists(const std::string& dir) {
  Result<Table> dated = Table::read(dir, "state_codes.tsv",
                                    {"list", "code", "abbreviation", "name", "country", "since", "until", "origin"});
  if (!dated.ok()) return dated.status();
  while (dated->next()) {
    const Table& row = *dated;
    const std::string_view list = row[0];
    if (list != "cow" && list != "gw" && list != "iso" && list != "fips")
      return row.error("unknown list '" + std::string(list) + "'");
    if (row[1].empty() || row[3].empty()) return row.error("a code needs a code and a name");
    if (!is_period(row[5], row[6])) return row.error("bad period");
    if (row[7].empty()) return row.error("no origin");
    StateCode code;
    // COW and GW give a state without an ISO code the same number.
    code.country = row[4].empty() ? row[1] : row[4];
    code.name = row[3];
    code.since = row[5];
    code.until = row[6];
    code.list = list == "iso" ? "iso3" : std::string(list);
    code.code = row[1];
    codes_.push_back(code);
    if (!row[2].empty()) {
      code.list = list == "iso" ? "iso2" : std::string(list) + "c";
      code.code = row[2];
      codes_.push_back(code);
    }
    // A state that only a list knows is found by that list's name.
    if (row[4].empty()) {
      code.list = "name";
      code.code = code.name;
      codes_.push_back(std::move(code));
    }
  }
  return dated->status();
}

// The states there are today and their undated codes; `states` come sorted by country.
Status StateCodes::read_states(const std::string& dir, std::vector<State>& states) {
  Result<Table> countries =
      Table::read(dir, "countries.tsv",
                  {"iso3", "iso2", "name", "cow", "gw", "fips", "cameo", "capital", "lat", "lon", "since", "until"});
  if (!countries.ok()) return countries.status();
  while (countries->next()) {
    const Table& row = *countries;
    if (!is_period(row[10], row[11])) return row.error("bad period");
    StateCode code;
    code.country = row[0];
    code.name = row[2];
    code.since = row[10];
    code.until = row[11];
    states.push_back({code.country, code.since, code.until});
    const auto add = [&](std::string_view list, std::string_view value) {
      const bool known = std::any_of(codes_.begin(), codes_.end(), [&](const StateCode& other) {
        return other.list == list && other.country == code.country && other.code == value;
      });
      if (value.empty() || known) return;
      code.list = list;
      code.code = value;
      codes_.push_back(code);
    };
    add("iso3", row[0]);
    add("iso2", row[1]);
    add("fips", row[5]);
    add("cameo", row[6]);
    add("name", row[2]);
  }
  std::sort(states.begin(), states.end(), [](const State& a, const State& b) { return a.country < b.country; });
  return countries->status();
}

// Names and demonyms, which hold as long as their state does.
Status StateCodes::read_names(const std::string& dir, const std::vector<State>& states) {
  Result<Table> names =
      Table::read(dir, "country_names.tsv", {"name", "country", "kind", "sector", "canonical", "exact"});
  if (!names.ok()) return names.status();
  while (names->next()) {
    const Table& row = *names;
    const std::string_view kind = row[2];
    const bool name = kind == "name" || kind == "official" || kind == "abbreviation";
    const bool demonym = kind == "demonym" || kind == "person" || kind == "people";
    if (!name && !demonym) continue;
    const auto state = std::lower_bound(states.begin(), states.end(), row[1],
                                        [](const State& s, std::string_view key) { return s.country < key; });
    if (state == states.end() || state->country != row[1]) continue;  // "UN": a body, no state
    StateCode code;
    code.list = name ? "name" : "demonym";
    std::string_view text = row[0];
    while (!text.empty() && (text.front() == '=' || text.front() == '?')) text.remove_prefix(1);
    code.code = text;
    code.country = row[1];
    const StateCode* usual = code_of(code.country, "name", std::nullopt);
    code.name = usual ? usual->code : code.country;
    code.since = state->since;
    code.until = state->until;
    codes_.push_back(std::move(code));
  }
  return names->status();
}

Result<StateCodes> StateCodes::open(const std::string& dir) {
  StateCodes codes;
  DRAGOMAN_RETURN_IF_ERROR(codes.read(dir));
  return codes;
}

std::vector<const StateCode*> StateCodes::find(std::string_view text, std::string_view list,
                                               std::optional<Date> on) const {
  std::vector<const StateCode*> found;
  const std::string key = key_of(text);
  for (const StateCode& code : codes_) {
    if ((!list.empty() && code.list != list) || key_of(code.code) != key) continue;
    if (on && !in_period(code.since, code.until, *on)) continue;
    const bool twice = std::any_of(found.begin(), found.end(), [&](const StateCode* other) {
      return other->list == code.list && other->country == code.country && other->since == code.since;
    });
    if (!twice) found.push_back(&code);
  }
  return found;
}

Result<std::vector<StateCodes::Reading>> StateCodes::read_as(std::string_view text, std::string_view list,
                                                             std::optional<Date> on) const {
  std::vector<const StateCode*> found = find(text, list, on);
  if (found.empty()) {
    const std::string quoted = "'" + std::string(text) + "'";
    const std::vector<const StateCode*> other_days = find(text, list, std::nullopt);
    if (other_days.empty())
      return Status(Code::kNotFound, quoted + (list.empty() ? " is no code or name of a state"
                                                            : " is not in the list " + std::string(list)));
    std::string known;
    for (const StateCode* code : other_days) known += (known.empty() ? "" : "; ") + describe(*code);
    return Status(Code::kNotFound, quoted + " stands for no state on " + iso(*on) + ": " + known);
  }
  std::vector<Reading> readings;
  for (const StateCode* code : found) {
    const bool hidden = !on && !code->until.empty() && std::any_of(found.begin(), found.end(), [&](const auto* other) {
      return other->until.empty() && (other->list == code->list || is_number(code->country));
    });
    if (hidden) continue;
    auto same = std::find_if(readings.begin(), readings.end(),
                             [&](const Reading& reading) { return reading.country == code->country; });
    if (same == readings.end()) same = readings.insert(readings.end(), Reading{code->country, {}});
    same->codes.push_back(code);
  }
  return readings;
}

Result<std::string> StateCodes::convert(std::string_view text, std::string_view from, std::string_view to,
                                        std::optional<Date> on) const {
  const Result<std::vector<Reading>> readings = read_as(text, from, on);
  if (!readings.ok()) return readings.status();
  std::vector<std::string> values;
  std::string known;
  for (const Reading& reading : *readings) {
    const StateCode* code = code_of(reading.country, to, on);
    values.push_back(code ? code->code : "");
    known += (known.empty() ? "" : "; ") + describe(*reading.codes.front());
  }
  const std::string quoted = "'" + std::string(text) + "'";
  if (std::any_of(values.begin(), values.end(), [&](const std::string& value) { return value != values.front(); }))
    return Status(Code::kInvalidArgument, quoted + " is ambiguous (" + known + "); name its list");
  if (values.front().empty())
    return Status(Code::kNotFound,
                  quoted + " (" + known + ") has no " + std::string(to) + (on ? " on " + iso(*on) : std::string()));
  return values.front();
}

const StateCode* StateCodes::code_of(std::string_view country, std::string_view list, std::optional<Date> on) const {
  const StateCode* best = nullptr;
  for (const StateCode& code : codes_) {
    if (code.list != list || code.country != country) continue;
    if (on) {
      if (in_period(code.since, code.until, *on)) return &code;
      continue;
    }
    if (code.until.empty()) return &code;
    if (!best || best->until < code.until) best = &code;
  }
  return best;
}

}  // namespace dragoman
