// Rows are matched to gold acts one to one: first those of the same type, then the others, each in order of the text.
#include "eval/frames.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>

#include "base/file.h"
#include "base/text.h"
#include "base/unicode.h"
#include "eval/files.h"

namespace dragoman {
namespace {

using Json = nlohmann::json;

struct GoldAct {
  Span span;
  std::string type;
  bool unsure = false;
  bool taken = false;
};

std::string text_of(const Json& row, const char* key) {
  auto found = row.find(key);
  return found != row.end() && found->is_string() ? found->get<std::string>() : "";
}

// The trigger's place: `span`, else the trigger within its context. Empty when the text does not hold it.
Span place_of(const Json& row, const Text& text) {
  if (auto span = row.find("span"); span != row.end()) return {span->at(0).get<int32_t>(), span->at(1).get<int32_t>()};
  const std::string &utf8 = text.utf8(), trigger = text_of(row, "trigger"), context = text_of(row, "context");
  const size_t begin = utf8.find(context);
  const size_t at = begin == std::string::npos ? begin : utf8.find(trigger, begin);
  if (at == std::string::npos) return {};
  return {text.code_point_of(static_cast<uint32_t>(at)),
          text.code_point_of(static_cast<uint32_t>(at + trigger.size()))};
}

bool lies_on(const Event& event, Span span) {
  return event.trigger.overlaps(span) ||
         std::any_of(event.mentions.begin(), event.mentions.end(), [&](Span m) { return m.overlaps(span); });
}

std::string type_of(const Event& e) {
  return e.custom_type.empty() ? name_of(e.type) : e.custom_type;
}

std::string one_line(std::string_view text) {
  std::string out;
  for (std::string_view word : split_space(text)) out += (out.empty() ? "" : " ") + std::string(word);
  return out;
}

std::string names(const std::vector<ActorRef>& side, const Record& record) {
  std::string out;
  for (const ActorRef& ref : side)
    for (const Actor& a : record.actors)
      if (a.id == ref.actor) out += (out.empty() ? "" : ", ") + a.name;
  return out.empty() ? "-" : out;
}

JudgedRow judged(const std::string& story, const Event& e, const Record& record, const Text& text, Verdict verdict) {
  JudgedRow row;
  row.story = story;
  row.frame = e.because.rule;
  row.type = type_of(e);
  row.trigger = one_line(text.view(e.trigger));
  row.sides = one_line(names(e.source, record) + " -> " + names(e.target, record));
  row.begin = e.trigger.begin;
  row.end = e.trigger.end;
  row.confidence = e.confidence;
  row.terms = e.because.terms;
  row.verdict = verdict;
  return row;
}

void judge_story(const std::string& story, const Json& gold, const Record& record, std::vector<JudgedRow>& out) {
  const Text text(record.text);
  std::vector<GoldAct> acts;
  for (const Json& row : gold.at("events")) {
    const bool unsure = row.contains("unsure") && row["unsure"].is_boolean() && row["unsure"].get<bool>();
    acts.push_back({place_of(row, text), text_of(row, "type"), unsure});
  }
  std::vector<const GoldAct*> act_of(record.events.size(), nullptr);
  for (const bool same_type : {true, false})
    for (size_t i = 0; i < record.events.size(); ++i) {
      if (act_of[i]) continue;
      auto act = std::find_if(acts.begin(), acts.end(), [&](const GoldAct& a) {
        return !a.taken && (a.type == type_of(record.events[i])) == same_type && lies_on(record.events[i], a.span);
      });
      if (act == acts.end()) continue;
      act->taken = true;
      act_of[i] = &*act;
    }
  for (size_t i = 0; i < record.events.size(); ++i) {
    const Event& e = record.events[i];
    Verdict verdict = Verdict::kExtra;
    if (act_of[i]) {
      verdict = act_of[i]->unsure               ? Verdict::kUnsure
                : act_of[i]->type == type_of(e) ? Verdict::kRight
                                                : Verdict::kOtherType;
    } else if (std::any_of(acts.begin(), acts.end(),
                           [&](const GoldAct& a) { return a.unsure && lies_on(e, a.span); })) {
      verdict = Verdict::kUnsure;
    }
    out.push_back(judged(story, e, record, text, verdict));
  }
  for (const GoldAct& act : acts)
    if (!act.taken && !act.unsure) {
      JudgedRow row;
      row.story = story;
      row.type = act.type;
      row.trigger = one_line(text.view(act.span));
      row.sides = "-";
      row.begin = act.span.begin;
      row.end = act.span.end;
      row.verdict = Verdict::kMissed;
      out.push_back(std::move(row));
    }
}

std::string today_type(const std::string& type) {
  if (type == "DEMAND") return "REQUEST";
  if (type == "FIGHT") return "ASSAULT";
  if (type == "DISAPPROVE" || type == "INVESTIGATE") return "ACCUSE";
  return type;
}

void judge_sentence(const std::string& id, const Json& gold, const Record& record, std::vector<JudgedRow>& out) {
  const Text text(record.text);
  const std::string type = today_type(text_of(gold, "event"));
  bool found = false;
  for (const Event& e : record.events) {
    const bool right = type_of(e) == type;
    found = found || right;
    out.push_back(judged(id, e, record, text, right ? Verdict::kRight : Verdict::kExtra));
  }
  if (found) return;
  JudgedRow row;
  row.story = id;
  row.type = type;
  row.sides = "-";
  row.verdict = Verdict::kMissed;
  out.push_back(std::move(row));
}

Result<std::vector<JudgedRow>> judge_sentences(const Reader& reader, const std::string& path) {
  Result<std::string> bytes = read_file(path);
  if (!bytes.ok()) return bytes.status();
  std::vector<JudgedRow> out;
  try {
    for (const Json& row : Json::parse(*bytes)) {
      const std::string id = text_of(row, "id");
      Result<Record> record =
          reader.read_text(row.at("text").get<std::string>(), {.uri = id, .published = text_of(row, "date")});
      if (!record.ok()) return record.status().at(path);
      judge_sentence(id, row, *record, out);
    }
  } catch (const Json::exception& e) {
    return Status(Code::kBadInput, path + ": " + e.what());
  }
  return out;
}

// "+ right  af_1.txt 301 SUPPORT `endorsed` Iran -> Oman (support.praise, 0.71)"
std::string diff_line(char sign, const JudgedRow& row) {
  return fmt::format("{} {:<10} {} {} {} `{}` {} ({}, {:.2f})\n", sign, name_of(row.verdict), row.story, row.begin,
                     row.type, row.trigger, row.sides, row.frame, row.confidence);
}

}  // namespace

const char* name_of(Verdict verdict) {
  static constexpr std::array<const char*, 5> kNames = {"right", "other-type", "extra", "unsure", "missed"};
  return kNames[static_cast<size_t>(verdict)];
}

Result<std::vector<JudgedRow>> judge_corpus(const Reader& reader, const std::string& corpus) {
  std::error_code error;
  if (!std::filesystem::is_directory(corpus, error)) return judge_sentences(reader, corpus);
  Result<std::vector<std::string>> files = eval::files_in(corpus, ".json");
  if (!files.ok()) return files.status();
  if (files->empty()) return Status(Code::kNotFound, corpus + ": no NAME.json beside a NAME.txt");
  std::vector<JudgedRow> out;
  for (const std::string& file : *files) {
    const std::string gold_path = corpus + "/" + file, name = file.substr(0, file.size() - 5) + ".txt";
    Result<std::string> gold = read_file(gold_path);
    if (!gold.ok()) return gold.status();
    Result<std::string> text = read_file(corpus + "/" + name);
    if (!text.ok()) return text.status();
    Result<Record> record = reader.read_text(*text, {.uri = name, .published = ""});
    if (!record.ok()) return record.status().at(corpus + "/" + name);
    try {
      judge_story(name, Json::parse(*gold), *record, out);
    } catch (const Json::exception& e) {
      return Status(Code::kBadInput, gold_path + ": " + e.what());
    }
  }
  return out;
}

std::string frame_table(const std::vector<JudgedRow>& rows) {
  using Counts = std::array<int64_t, 5>;
  std::map<std::string, Counts> frames;
  Counts all{};
  for (const JudgedRow& row : rows) {
    const size_t verdict = static_cast<size_t>(row.verdict);
    ++all[verdict];
    if (row.verdict != Verdict::kMissed) ++frames[row.frame][verdict];
  }
  auto wrong = [](const Counts& c) { return c[1] + c[2]; };
  std::vector<std::pair<std::string, Counts>> sorted(frames.begin(), frames.end());
  std::stable_sort(sorted.begin(), sorted.end(),
                   [&](const auto& a, const auto& b) { return wrong(a.second) > wrong(b.second); });
  auto share = [&](const Counts& c) {
    const int64_t judged = c[0] + wrong(c);
    return judged == 0 ? 0.0 : 100.0 * static_cast<double>(c[0]) / static_cast<double>(judged);
  };
  std::string out = fmt::format("{:<28} {:>6} {:>6} {:>10} {:>6} {:>8}\n", "frame", "fired", "right", "other type",
                                "extra", "right %");
  auto line = [&](const std::string& name, const Counts& c) {
    out += fmt::format("{:<28} {:>6} {:>6} {:>10} {:>6} {:>8.1f}\n", name, c[0] + wrong(c) + c[3], c[0], c[1], c[2],
                       share(c));
  };
  for (const auto& [name, counts] : sorted) line(name, counts);
  line("all", all);
  const int64_t acts = all[0] + all[1] + all[4];
  return out + fmt::format("{} of {} acts found under their type, {} under another, {} missed\n", all[0], acts, all[1],
                           all[4]);
}

std::string rows_table(const std::vector<JudgedRow>& rows) {
  std::string out = "story\tverdict\ttype\tframe\tbegin\tend\tconfidence\ttrigger\tsides\tterms\n";
  for (const JudgedRow& row : rows)
    out += fmt::format("{}\t{}\t{}\t{}\t{}\t{}\t{:.3f}\t{}\t{}\t{}\n", row.story, name_of(row.verdict), row.type,
                       row.frame, row.begin, row.end, row.confidence, row.trigger, row.sides, row.terms);
  return out;
}

std::string diff_table(const std::vector<JudgedRow>& a, const std::vector<JudgedRow>& b) {
  using Key = std::tuple<std::string, int32_t, int32_t, std::string>;
  auto key = [](const JudgedRow& row) { return Key(row.story, row.begin, row.end, row.type); };
  auto keys_of = [&](const std::vector<JudgedRow>& rows) {
    std::set<Key> out;
    for (const JudgedRow& row : rows)
      if (row.verdict != Verdict::kMissed) out.insert(key(row));
    return out;
  };
  const std::set<Key> in_a = keys_of(a), in_b = keys_of(b);
  std::vector<std::pair<Key, std::string>> lines;
  std::array<int64_t, 5> added{}, lost{};
  auto collect = [&](const std::vector<JudgedRow>& rows, const std::set<Key>& other, char sign,
                     std::array<int64_t, 5>& count) {
    for (const JudgedRow& row : rows) {
      if (row.verdict == Verdict::kMissed || other.contains(key(row))) continue;
      ++count[static_cast<size_t>(row.verdict)];
      lines.emplace_back(key(row), diff_line(sign, row));
    }
  };
  collect(a, in_b, '-', lost);
  collect(b, in_a, '+', added);
  std::stable_sort(lines.begin(), lines.end(), [](const auto& x, const auto& y) { return x.first < y.first; });
  std::string out;
  for (const auto& [where, line] : lines) out += line;
  auto sum = [](const char* what, const std::array<int64_t, 5>& c) {
    return fmt::format("{}: {} right, {} of another type, {} extra, {} unsure\n", what, c[0], c[1], c[2], c[3]);
  };
  return out + sum("added", added) + sum("lost", lost);
}

}  // namespace dragoman
