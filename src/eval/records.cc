// Gold is JSON; nlohmann's parser is asked not to throw on broken text, and what its accessors throw on a wrong shape
// becomes kBadInput with the file's name.
#include "eval/records.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <nlohmann/json.hpp>
#include <set>
#include <thread>
#include <vector>

#include "base/date.h"
#include "base/file.h"
#include "base/text.h"
#include "base/unicode.h"
#include "eval/files.h"
#include "ingest/ingest.h"
#include "reading/read_story.h"

namespace dragoman {
namespace {

using Json = nlohmann::json;

std::string text_of(const Json& row, const char* key) {
  auto found = row.find(key);
  return found != row.end() && found->is_string() ? found->get<std::string>() : "";
}

struct GoldActor {
  std::string name, country, sector;
};

// Lower-case words of a name but for those that say nothing about who is meant; all of them if there are no others.
std::set<std::string> name_words(std::string_view name) {
  static const std::set<std::string_view> kEmpty = {
      "a",  "an", "and", "dr",        "for",   "government", "in", "minister", "mr",  "mrs",
      "ms", "of", "on",  "president", "prime", "republic",   "s",  "state",    "the", "to"};
  std::set<std::string> all, telling;
  std::string word;
  auto finish = [&] {
    if (word.empty()) return;
    all.insert(word);
    if (!kEmpty.contains(word)) telling.insert(word);
    word.clear();
  };
  for (char32_t c : to_u32(lower(name))) {
    if (is_letter(c) || is_digit(c)) {
      append_utf8(word, c);
    } else {
      finish();
    }
  }
  finish();
  return telling.empty() ? all : telling;
}

bool same_name(const GoldActor& gold, const Actor& actor) {
  const std::set<std::string> a = name_words(gold.name), b = name_words(actor.name);
  return !a.empty() && !b.empty() &&
         (std::includes(a.begin(), a.end(), b.begin(), b.end()) ||
          std::includes(b.begin(), b.end(), a.begin(), a.end()));
}

bool same_actor(const GoldActor& gold, const Actor& actor) {
  return same_name(gold, actor) ||
         (!gold.country.empty() && gold.country == actor.country && gold.sector == actor.sector);
}

using GoldSide = std::vector<GoldActor>;
using Side = std::vector<const Actor*>;

bool same_side(const GoldSide& gold, const Side& side) {
  if (gold.empty() || side.empty()) return gold.empty() && side.empty();
  for (const GoldActor& g : gold)
    for (const Actor* a : side)
      if (same_actor(g, *a)) return true;
  return false;
}

bool same_countries(const GoldSide& gold, const Side& side) {
  std::set<std::string> a, b;
  for (const GoldActor& g : gold) a.insert(g.country);
  for (const Actor* f : side) b.insert(f->country);
  return a == b;
}

// Of an act of both on each other the order of the sides says nothing.
template <class Same>
bool both_sides(const GoldSide& source, const GoldSide& target, const Side& found_source, const Side& found_target,
                bool reciprocal, Same same) {
  if (same(source, found_source) && same(target, found_target)) return true;
  if (!reciprocal) return false;
  if (same(source, found_target) && same(target, found_source)) return true;
  GoldSide gold = source;
  gold.insert(gold.end(), target.begin(), target.end());
  Side found = found_source;
  found.insert(found.end(), found_target.begin(), found_target.end());
  return same(gold, found);
}

// Quarter of a type (1 verbal cooperation .. 4 material conflict); 0 for one that is none of the 16.
int quarter_of(const std::string& type) {
  static const std::map<std::string_view, int> kQuarters = {
      {"AGREE", 1},    {"CONSULT", 1},  {"SUPPORT", 1}, {"CONCEDE", 1}, {"COOPERATE", 2}, {"AID", 2},
      {"RETREAT", 2},  {"ACCUSE", 3},   {"REQUEST", 3}, {"REJECT", 3},  {"THREATEN", 3},  {"PROTEST", 4},
      {"SANCTION", 4}, {"MOBILIZE", 4}, {"COERCE", 4},  {"ASSAULT", 4}};
  const auto found = kQuarters.find(type);
  return found == kQuarters.end() ? 0 : found->second;
}

std::string type_of(const Event& event) {
  return event.custom_type.empty() ? name_of(event.type) : event.custom_type;
}

// Last day of an interval that may be written by its first alone.
std::string_view last_of(std::string_view start, std::string_view end) {
  return end.empty() ? start : end;
}

// "2021", "2021-12", "2021-W18", "2021-12-15", "2021-01-01/2021-11-30" as first and last day.
std::pair<std::string, std::string> interval_of(const std::string& value) {
  if (const size_t slash = value.find('/'); slash != std::string::npos) {
    return {interval_of(value.substr(0, slash)).first, interval_of(value.substr(slash + 1)).second};
  }
  int year = 0, part = 0;
  if (std::sscanf(value.c_str(), "%4d-W%2d", &year, &part) == 2) {
    // ISO week 1 holds January 4th.
    const int64_t first = days_of({year, 1, 4}) - weekday_of({year, 1, 4}) + 7 * (part - 1);
    return {iso(date_of(first)), iso(date_of(first + 6))};
  }
  if (value.size() == 4) return {value + "-01-01", value + "-12-31"};
  if (value.size() == 7 && std::sscanf(value.c_str(), "%4d-%2d", &year, &part) == 2) {
    return {value + "-01", fmt::format("{}-{:02}", value, days_in_month(year, part))};
  }
  return {value.substr(0, 10), value.substr(0, 10)};
}

// The story's text with its gold, and the spans of strings in it.
class GoldStory {
 public:
  GoldStory(const Json& gold, const Text& text) : gold_(gold), text_(text) {
    for (const Json& actor : gold.at("actors"))
      actors_[actor.at("id").get<std::string>()] = {text_of(actor, "name"), text_of(actor, "country"),
                                                    text_of(actor, "sector")};
  }

  const Json& rows(const char* key) const { return gold_.at(key); }

  GoldSide side(const Json& row, const char* key) const {
    GoldSide out;
    for (const Json& id : row.at(key)) {
      auto found = actors_.find(id.get<std::string>());
      if (found != actors_.end()) out.push_back(found->second);
    }
    return out;
  }

  // All places of `part` in the text; with `context`, those inside its first place.
  std::vector<Span> find(const std::string& part, const std::string& context = "") const {
    std::vector<Span> out;
    const std::string& utf8 = text_.utf8();
    size_t begin = 0, end = utf8.size();
    if (!context.empty()) {
      begin = utf8.find(context);
      if (begin == std::string::npos) return out;
      end = begin + context.size();
    }
    for (size_t at = part.empty() ? std::string::npos : utf8.find(part, begin);
         at != std::string::npos && at + part.size() <= end; at = utf8.find(part, at + 1)) {
      out.push_back({text_.code_point_of(static_cast<uint32_t>(at)),
                     text_.code_point_of(static_cast<uint32_t>(at + part.size()))});
      if (!context.empty()) break;
    }
    return out;
  }

 private:
  const Json& gold_;
  const Text& text_;
  std::map<std::string, GoldActor> actors_;
};

bool overlaps_any(Span span, const std::vector<Span>& list) {
  return std::any_of(list.begin(), list.end(), [&](Span other) { return span.overlaps(other); });
}

bool unsure(const Json& row) {
  auto found = row.find("unsure");
  return found != row.end() && found->is_boolean() && found->get<bool>();
}

class StoryJudge {
 public:
  StoryJudge(const GoldStory& gold, const Record& record, StoryScores& scores)
      : gold_(gold), record_(record), scores_(scores) {
    for (const Actor& actor : record.actors) actors_[actor.id] = &actor;
  }

  void judge() {
    events();
    quotes();
    figures();
    times();
  }

 private:
  template <class Refs>
  Side side(const Refs& refs) const {
    Side out;
    for (const auto& ref : refs) {
      const std::string* id = nullptr;
      if constexpr (std::is_same_v<Refs, std::vector<ActorRef>>) {
        id = &ref.actor;
      } else {
        id = &ref;
      }
      if (auto found = actors_.find(*id); found != actors_.end()) out.push_back(found->second);
    }
    return out;
  }

  // A gold event beside one of the record's, and how much of the two is the same.
  struct Pair {
    size_t gold = 0, found = 0;
    bool on_trigger = false, type = false, quad = false, dyad = false, row = false;
    int weight() const { return (on_trigger ? 2 : 1) + 4 * type + 8 * row + 2 * dyad; }
  };

  struct GoldEvent {
    const Json* json;
    std::string type;
    std::vector<Span> trigger, context;
    GoldSide source, target;
    bool unsure, reciprocal;
  };

  static bool lies_on(const Event& event, const std::vector<Span>& place) {
    return overlaps_any(event.trigger, place) ||
           std::any_of(event.mentions.begin(), event.mentions.end(), [&](Span m) { return overlaps_any(m, place); });
  }

  std::vector<GoldEvent> gold_events() const {
    std::vector<GoldEvent> out;
    for (const Json& row : gold_.rows("events")) {
      const std::string context = text_of(row, "context");
      std::vector<Span> places = gold_.find(context);
      places.resize(std::min<size_t>(places.size(), 1));
      out.push_back({&row, text_of(row, "type"), gold_.find(text_of(row, "trigger"), context), std::move(places),
                     gold_.side(row, "source"), gold_.side(row, "target"), unsure(row),
                     row.value("reciprocal", false)});
    }
    return out;
  }

  // All pairs that share a place, the likest first, each of the two once.
  std::vector<Pair> pair_up(const std::vector<GoldEvent>& gold) const {
    std::vector<Pair> pairs;
    for (size_t i = 0; i < gold.size(); ++i) {
      for (size_t j = 0; j < record_.events.size(); ++j) {
        const Event& event = record_.events[j];
        Pair p{i, j};
        p.on_trigger = lies_on(event, gold[i].trigger);
        if (!p.on_trigger && !lies_on(event, gold[i].context)) continue;
        p.type = type_of(event) == gold[i].type;
        p.quad = p.type || (quarter_of(gold[i].type) != 0 && quarter_of(gold[i].type) == quarter_of(type_of(event)));
        const Side source = side(event.source), target = side(event.target);
        const bool reciprocal = gold[i].reciprocal || event.reciprocal;
        auto both = [&](auto same) {
          return p.type && both_sides(gold[i].source, gold[i].target, source, target, reciprocal, same);
        };
        p.dyad = both(same_countries);
        p.row = both(same_side);
        pairs.push_back(p);
      }
    }
    std::stable_sort(pairs.begin(), pairs.end(), [](const Pair& a, const Pair& b) { return a.weight() > b.weight(); });
    std::vector<bool> gold_used(gold.size(), false), used(record_.events.size(), false);
    std::erase_if(pairs, [&](const Pair& p) {
      if (gold_used[p.gold] || used[p.found]) return true;
      gold_used[p.gold] = used[p.found] = true;
      return false;
    });
    return pairs;
  }

  void events() {
    const std::vector<GoldEvent> gold = gold_events();
    const std::vector<Pair> pairs = pair_up(gold);
    // Left out: what was paired with an unsure row, and what lies on the trigger of one and was not paired at all.
    std::vector<bool> paired(record_.events.size(), false), left_out(record_.events.size(), false);
    for (const Pair& p : pairs) paired[p.found] = true, left_out[p.found] = gold[p.gold].unsure;
    for (size_t j = 0; j < record_.events.size(); ++j)
      for (const GoldEvent& g : gold)
        if (!paired[j] && g.unsure && lies_on(record_.events[j], g.trigger)) left_out[j] = true;

    Ratio* const all[] = {&scores_.placed, &scores_.type, &scores_.quad, &scores_.dyad, &scores_.row};
    for (const GoldEvent& g : gold) {
      if (g.unsure) continue;
      for (Ratio* ratio : all) ++ratio->gold;
      ++scores_.types[g.type].gold;
    }
    for (size_t j = 0; j < record_.events.size(); ++j) {
      if (left_out[j]) continue;
      for (Ratio* ratio : all) ++ratio->system;
      ++scores_.types[type_of(record_.events[j])].system;
    }
    std::vector<bool> right(record_.events.size(), false);
    for (const Pair& p : pairs) right[p.found] = p.type;
    for (size_t j = 0; j < record_.events.size(); ++j) {
      if (left_out[j]) continue;
      const double confidence = record_.events[j].confidence;
      StoryScores::Bin& bin = scores_.bins[std::clamp(static_cast<int>(confidence * 10), 0, 9)];
      bin.type.count(right[j]);
      bin.confidence += confidence;
    }
    for (const Pair& p : pairs) {
      if (gold[p.gold].unsure) continue;
      ++scores_.placed.correct;
      scores_.type.correct += p.type;
      scores_.quad.correct += p.quad;
      scores_.dyad.correct += p.dyad;
      scores_.row.correct += p.row;
      if (!p.type) continue;
      ++scores_.types[gold[p.gold].type].correct;
      details(gold[p.gold], record_.events[p.found]);
    }
  }

  // Of a row whose type is right: what else is.
  void details(const GoldEvent& gold, const Event& event) {
    const Json& row = *gold.json;
    scores_.status.count(name_of(event.status) == text_of(row, "status"));
    if (row.contains("said_by")) scores_.said_by.count(same_side(gold_.side(row, "said_by"), side(event.said_by)));
    if (const std::string start = text_of(row, "start"); !start.empty()) {
      const std::string end = text_of(row, "end");
      scores_.date.count(event.date && event.date->start == start &&
                         last_of(event.date->start, event.date->end) == last_of(start, end));
    }
    if (row.contains("cameo")) {
      const std::string code = text_of(row, "cameo").substr(0, 3);
      scores_.cameo.count(!code.empty() && event.cameo.starts_with(code));
    }
    const Side source = side(event.source), target = side(event.target);
    const bool swapped =
        (gold.reciprocal || event.reciprocal) && !(same_side(gold.source, source) && same_side(gold.target, target));
    attributes(gold.source, swapped ? target : source);
    attributes(gold.target, swapped ? source : target);
  }

  // Actors that are the same by name: a match by country and sector would prove itself.
  void attributes(const GoldSide& gold, const Side& side) {
    for (const GoldActor& g : gold) {
      const auto found = std::find_if(side.begin(), side.end(), [&](const Actor* a) { return same_name(g, *a); });
      if (found == side.end()) continue;
      scores_.country.count((*found)->country == g.country);
      scores_.sector.count((*found)->sector == g.sector);
    }
  }

  void quotes() {
    std::vector<bool> used(record_.quotes.size(), false);
    for (const Json& row : gold_.rows("quotes")) {
      std::vector<Span> content;
      int64_t gold_size = 0;
      for (const Json& piece : row.at("content")) {
        const std::vector<Span> found = gold_.find(piece.get<std::string>());
        if (!found.empty()) content.push_back(found[0]), gold_size += found[0].size();
      }
      ++scores_.quote.gold, ++scores_.quote_exact.gold, ++scores_.speaker.gold;
      int best = -1;
      double best_share = 0;
      for (size_t i = 0; i < record_.quotes.size(); ++i) {
        if (used[i]) continue;
        int64_t size = 0, joint = 0;
        for (Span mine : record_.quotes[i].content) {
          size += mine.size();
          for (Span theirs : content)
            joint += std::max(0, std::min(mine.end, theirs.end) - std::max(mine.begin, theirs.begin));
        }
        const int64_t all = size + gold_size - joint;
        const double share = all == 0 ? 0 : static_cast<double>(joint) / static_cast<double>(all);
        if (share > best_share) best = static_cast<int>(i), best_share = share;
      }
      if (best_share < 0.5) continue;
      used[best] = true;
      ++scores_.quote.correct;
      scores_.quote_exact.correct += best_share > 0.97;
      const std::string id = text_of(row, "speaker");
      const GoldSide speaker = id.empty() ? GoldSide() : gold_.side(Json{{"speaker", {id}}}, "speaker");
      scores_.speaker.correct += same_side(speaker, side(record_.quotes[best].speakers));
    }
    for (Ratio* ratio : {&scores_.quote, &scores_.quote_exact, &scores_.speaker})
      ratio->system += static_cast<int64_t>(record_.quotes.size());
  }

  // One to one: the first row of the record that `same` accepts. A second mention of what was found once is no error.
  template <class Row, class Same>
  void one_to_one(const char* key, const std::vector<Row>& rows, Ratio& ratio, Same same) {
    std::vector<bool> used(rows.size(), false), again(rows.size(), false);
    for (const Json& row : gold_.rows(key)) {
      const std::vector<Span> places = gold_.find(text_of(row, "text"));
      bool found = false;
      for (size_t i = 0; i < rows.size(); ++i) {
        if (!overlaps_any(rows[i].span, places)) continue;
        if (!found && !used[i] && !unsure(row) && same(row, rows[i])) {
          found = used[i] = true;
        } else if (unsure(row) || overlaps_any(rows[i].span, {places.begin() + 1, places.end()})) {
          again[i] = true;
        }
      }
      if (!unsure(row)) ++ratio.gold, ratio.correct += found;
    }
    for (size_t i = 0; i < rows.size(); ++i) ratio.system += used[i] || !again[i];
  }

  void figures() {
    one_to_one("figures", record_.figures, scores_.figure, [](const Json& row, const Figure& figure) {
      const Json& value = row.at("value");
      if (!value.is_number()) return false;
      const double gold = value.get<double>();
      return std::abs(figure.value - gold) <= 1e-6 * std::abs(gold) && figure.unit == text_of(row, "unit");
    });
  }
  void times() {
    one_to_one("times", record_.times, scores_.time, [](const Json& row, const Time& time) {
      const auto [start, end] = interval_of(text_of(row, "value"));
      return time.start == start && last_of(time.start, time.end_date) == end;
    });
  }

  const GoldStory& gold_;
  const Record& record_;
  StoryScores& scores_;
  std::map<std::string, const Actor*> actors_;
};

Result<Record> read_file_story(const Reader& reader, const std::string& path) {
  Result<std::string> bytes = read_file(path);
  if (!bytes.ok()) return bytes.status();
  return reader.read_text(*bytes, {.uri = path, .published = ""});
}

std::string ratio_line(std::string_view name, const Ratio& r) {
  return fmt::format("{:<15} P {:5.1f}  R {:5.1f}  F1 {:5.1f}   {} of {} found, {} predicted\n", name, r.precision(),
                     r.recall(), r.f1(), r.correct, r.gold, r.system);
}

// Country of a CAMEO-like code ("USAGOV", "IGOUNO"): its first three letters.
std::string country_of_code(const std::string& code) {
  return code.size() >= 3 ? code.substr(0, 3) : "";
}

std::string today_type(const std::string& type) {
  if (type == "DEMAND") return "REQUEST";
  if (type == "FIGHT") return "ASSAULT";
  if (type == "DISAPPROVE" || type == "INVESTIGATE") return "ACCUSE";
  return type;
}

using Strings = std::set<std::string>;

void count_sets(const Strings& gold, const Strings& found, Ratio& ratio) {
  ratio.gold += static_cast<int64_t>(gold.size());
  ratio.system += static_cast<int64_t>(found.size());
  for (const std::string& s : found) ratio.correct += gold.contains(s);
}

// "USA RUS"; both ends are known. With `either_way` the two stand in alphabetical order.
void add_dyads(const Strings& sources, const Strings& targets, bool either_way, Strings& out) {
  for (const std::string& s : sources)
    for (const std::string& t : targets) out.insert(either_way && t < s ? t + " " + s : s + " " + t);
}

struct GsrGold {
  std::string type;
  Strings sources, targets;
  bool reciprocal = false;
};

GsrGold gsr_gold(const Json& row) {
  GsrGold gold;
  gold.type = today_type(text_of(row, "event"));
  auto codes = [&](const char* key, Strings& out) {
    auto side = row.find(key);
    if (side == row.end() || !side->is_array()) return;
    for (const Json& actor : *side)
      if (std::string country = country_of_code(text_of(actor, "code")); !country.empty())
        out.insert(std::move(country));
  };
  codes("source", gold.sources);
  codes("target", gold.targets);
  // Two sources and no target: they act on each other.
  if (gold.targets.empty() && gold.sources.size() >= 2) {
    gold.reciprocal = true;
    gold.targets = {*gold.sources.rbegin()};
    gold.sources.erase(std::prev(gold.sources.end()));
  }
  return gold;
}

void judge_gsr(const GsrGold& gold, const Record& record, GsrScores& scores) {
  std::map<std::string, std::string> country;
  for (const Actor& actor : record.actors) country[actor.id] = actor.country;
  auto side = [&](const std::vector<ActorRef>& refs) {
    Strings out;
    for (const ActorRef& ref : refs)
      if (const std::string& c = country[ref.actor]; !c.empty()) out.insert(c);
    return out;
  };
  Strings gold_dyads, gold_triples, types, dyads, triples;
  add_dyads(gold.sources, gold.targets, gold.reciprocal, gold_dyads);
  for (const std::string& dyad : gold_dyads) gold_triples.insert(gold.type + " " + dyad);
  for (const Event& event : record.events) {
    types.insert(name_of(event.type));
    Strings mine;
    add_dyads(side(event.source), side(event.target), gold.reciprocal, mine);
    for (const std::string& dyad : mine)
      dyads.insert(dyad), triples.insert(std::string(name_of(event.type)) + " " + dyad);
  }
  ++scores.records;
  scores.without_event += record.events.empty();
  count_sets({gold.type}, types, scores.type);
  if (gold_dyads.empty()) return;
  ++scores.with_dyad;
  count_sets(gold_dyads, dyads, scores.dyad);
  count_sets(gold_triples, triples, scores.triple);
  scores.any +=
      std::any_of(triples.begin(), triples.end(), [&](const std::string& t) { return gold_triples.contains(t); });
}

}  // namespace

Result<StoryScores> eval_stories(const Reader& reader, const std::string& dir) {
  Result<std::vector<std::string>> names = eval::files_in(dir, ".json");
  if (!names.ok()) return names.status();
  StoryScores scores;
  for (const std::string& name : *names) {
    const std::string gold_path = dir + "/" + name;
    Result<std::string> bytes = read_file(gold_path);
    if (!bytes.ok()) return bytes.status();
    Result<Record> record = read_file_story(reader, gold_path.substr(0, gold_path.size() - 5) + ".txt");
    if (!record.ok()) return record.status();
    try {
      const Json json = Json::parse(*bytes);
      const Text text(record->text);
      StoryJudge(GoldStory(json, text), *record, scores).judge();
    } catch (const Json::exception& e) {
      return Status(Code::kBadInput, gold_path + ": " + e.what());
    }
    ++scores.stories;
  }
  if (scores.stories == 0) return Status(Code::kNotFound, dir + ": no NAME.json beside a NAME.txt");
  return scores;
}

Result<std::string> side_examples(const Reader& reader, const std::string& dir) {
  Result<std::vector<std::string>> names = eval::files_in(dir, ".txt");
  if (!names.ok()) return names.status();
  if (names->empty()) return Status(Code::kNotFound, dir + ": no NAME.txt");
  std::vector<Result<std::string>> examples(names->size(), std::string());
  std::atomic<size_t> next = 0;
  {
    std::vector<std::jthread> threads;
    for (unsigned i = 0; i < std::max(1u, std::thread::hardware_concurrency()); ++i)
      threads.emplace_back([&] {
        for (size_t at = next++; at < names->size(); at = next++) {
          const std::string path = dir + "/" + (*names)[at];
          Result<std::string> text = read_file(path);
          examples[at] = text.ok() ? side_candidates(reader, *text, {.uri = path, .published = ""}) : text;
        }
      });
  }
  std::string out;
  for (size_t i = 0; i < names->size(); ++i) {
    if (!examples[i].ok()) return examples[i].status();
    out += "story\t" + (*names)[i] + "\n" + *examples[i];
  }
  return out;
}

Result<GsrScores> eval_gsr(const Reader& reader, const std::string& path) {
  Result<std::string> bytes = read_file(path);
  if (!bytes.ok()) return bytes.status();
  GsrScores scores;
  try {
    for (const Json& row : Json::parse(*bytes)) {
      Result<Record> record = reader.read_text(row.at("text").get<std::string>(),
                                               {.uri = text_of(row, "id"), .published = text_of(row, "date")});
      if (!record.ok()) return record.status().at(path);
      judge_gsr(gsr_gold(row), *record, scores);
    }
  } catch (const Json::exception& e) {
    return Status(Code::kBadInput, path + ": " + e.what());
  }
  if (scores.records == 0) return Status(Code::kBadInput, path + ": no records");
  return scores;
}

std::string to_table(const StoryScores& s) {
  std::string out = fmt::format("{} stories\n", s.stories);
  for (const auto& [name, ratio] : {std::pair{"placed", &s.placed},
                                    {"type", &s.type},
                                    {"quad", &s.quad},
                                    {"dyad", &s.dyad},
                                    {"row", &s.row},
                                    {"quote", &s.quote},
                                    {"quote exact", &s.quote_exact},
                                    {"quote+speaker", &s.speaker},
                                    {"figure", &s.figure},
                                    {"time", &s.time}})
    out += ratio_line(name, *ratio);
  out += "on rows whose type is right\n";
  for (const auto& [name, share] : {std::pair{"status", &s.status},
                                    {"said_by", &s.said_by},
                                    {"date", &s.date},
                                    {"cameo", &s.cameo},
                                    {"country", &s.country},
                                    {"sector", &s.sector}})
    if (share->seen > 0)
      out += fmt::format("  {:<13} {:5.1f}   {} of {}\n", name, share->percent(), share->right, share->seen);
  out += "type right, by confidence\n";
  for (size_t i = 0; i < s.bins.size(); ++i) {
    const auto& [type, confidence] = s.bins[i];
    if (type.seen == 0) continue;
    out += fmt::format("  {:.1f} to {:.1f}    {:5.1f}   {} of {}, mean confidence {:.2f}\n",
                       0.1 * static_cast<double>(i), 0.1 * static_cast<double>(i + 1), type.percent(), type.right,
                       type.seen, confidence / static_cast<double>(type.seen));
  }
  out += "by type\n";
  for (const auto& [type, ratio] : s.types) out += ratio_line("  " + type, ratio);
  return out;
}

std::string to_table(const GsrScores& s) {
  std::string out = fmt::format("{} records, {} without an event\n", s.records, s.without_event);
  out += ratio_line("type", s.type) + ratio_line("dyad", s.dyad) + ratio_line("triple", s.triple);
  return out + fmt::format("{:<15} {} of {} records with a dyad have all three right in one event\n", "any", s.any,
                           s.with_dyad);
}

}  // namespace dragoman
