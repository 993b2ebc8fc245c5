// Finds the files of the lexicon and hands them to FrameSet and Modality; runs the example sentences.
#include "reading/events/lexicon.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <system_error>

#include "base/file.h"
#include "base/unicode.h"
#include "reading/events/lexicon_impl.h"

namespace dragoman {
namespace {

constexpr char kVersion[] = "en-1";

// Names of the files in `dir` that are ours, sorted.
Result<std::vector<std::string>> files_of(const std::string& dir) {
  std::error_code error;
  std::filesystem::directory_iterator it(dir, error), end;
  if (error) return Status(Code::kNotFound, dir + ": " + error.message());
  std::vector<std::string> names;
  for (; it != end; it.increment(error)) {
    if (error) return Status(Code::kUnreadable, dir + ": " + error.message());
    std::string name = it->path().filename().string();
    if (name.ends_with(".frames") || name == "modality.txt" || name == "sides.tsv" || name == "confidence.txt")
      names.push_back(std::move(name));
  }
  std::sort(names.begin(), names.end());
  return names;
}

Status read_folder(const std::string& dir, const std::string& label, Lexicon::Impl& out) {
  Result<std::vector<std::string>> names = files_of(dir);
  if (!names.ok()) return names.status();
  if (names->empty()) return {Code::kNotFound, dir + ": no *.frames and no modality.txt"};
  for (const std::string& name : *names) {
    Result<std::string> text = read_file(dir + "/" + name);
    if (!text.ok()) return text.status();
    std::string where = label + "/" + name;
    if (name == "modality.txt") {
      DRAGOMAN_RETURN_IF_ERROR(out.modality.add(*text, where));
    } else if (name == "sides.tsv") {
      DRAGOMAN_RETURN_IF_ERROR(out.sides.add(*text, where));
    } else if (name == "confidence.txt") {
      DRAGOMAN_RETURN_IF_ERROR(out.confidence.add(*text, where));
    } else {
      DRAGOMAN_RETURN_IF_ERROR(out.frames.add(*text, where));
    }
  }
  return {};
}

std::string base_name(std::string dir) {
  while (dir.size() > 1 && dir.back() == '/') dir.pop_back();
  return dir.substr(dir.rfind('/') + 1);
}

}  // namespace

Result<Lexicon> Lexicon::open(const std::string& dir, const std::vector<std::string>& extra) {
  auto impl = std::make_unique<Impl>();
  DRAGOMAN_RETURN_IF_ERROR(read_folder(dir, base_name(dir), *impl));
  impl->version = kVersion;
  for (const std::string& folder : extra) {
    DRAGOMAN_RETURN_IF_ERROR(read_folder(folder, base_name(folder), *impl));
    impl->version += "+user:" + base_name(folder);
  }
  impl->frames.index();
  return Lexicon(std::move(impl));
}

Lexicon::Lexicon(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Lexicon::Lexicon(Lexicon&&) noexcept = default;
Lexicon& Lexicon::operator=(Lexicon&&) noexcept = default;
Lexicon::~Lexicon() = default;
const std::string& Lexicon::version() const {
  return impl_->version;
}
size_t Lexicon::frame_count() const {
  return impl_->frames.frames().size();
}
size_t Lexicon::trigger_count() const {
  return impl_->frames.trigger_count();
}
std::vector<std::string> Lexicon::codes() const {
  std::set<std::string> out;
  auto add = [&](const std::vector<Refinement>& lines) {
    for (const Refinement& line : lines)
      if (!line.cameo.empty()) out.insert(line.cameo);
  };
  for (const Frame& frame : impl_->frames.frames()) {
    if (!frame.cameo.empty()) out.insert(frame.cameo);
    add(frame.refinements);
  }
  for (int t = 0; t < kEventTypes; ++t) add(impl_->frames.codes(static_cast<EventType>(t)));
  return {out.begin(), out.end()};
}

namespace {

struct ExpectedRow {
  std::string type, mode, cameo, status, place;
  std::vector<std::string> source, target, said_by;
  bool any_speaker = true;  // no `by` in the row: the speakers are not compared
};

std::vector<std::string> names_of(std::string_view list) {
  std::vector<std::string> out;
  for (std::string_view name : split(list, ',')) {
    name = strip(name);
    if (!name.empty() && name != "-") out.emplace_back(name);
  }
  return out;
}

ExpectedRow parse_row(std::string_view text) {
  ExpectedRow row;
  size_t by = text.find(" by ");
  if (by != std::string_view::npos) {
    row.said_by = names_of(text.substr(by + 4));
    row.any_speaker = false;
    text = text.substr(0, by);
  }
  if (const size_t at = text.find(" @ "); at != std::string_view::npos) {
    row.place = std::string(strip(text.substr(at + 3)));
    text = text.substr(0, at);
  }
  text = strip(text);
  size_t space = text.rfind(' ');
  row.status = "actual";
  if (space != std::string_view::npos && event_status_of(text.substr(space + 1))) {
    row.status = std::string(text.substr(space + 1));
    text = strip(text.substr(0, space));
  }
  size_t arrow = text.find("->");
  std::string_view left = strip(text.substr(0, arrow));
  if (arrow != std::string_view::npos) row.target = names_of(text.substr(arrow + 2));
  space = left.find(' ');
  row.type = std::string(left.substr(0, space));
  if (const size_t slash = row.type.find('/'); slash != std::string::npos) {
    row.mode = row.type.substr(slash + 1);
    row.type.resize(slash);
  }
  left = space == std::string_view::npos ? std::string_view() : strip(left.substr(space));
  space = left.find(' ');
  std::string_view word = left.substr(0, space);
  if (!word.empty() && std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    row.cameo = std::string(word);
    left = space == std::string_view::npos ? std::string_view() : strip(left.substr(space));
  }
  row.source = names_of(left);
  return row;
}

bool same_actor(const std::string& wanted, const Actor& actor) {
  if (wanted == actor.country) return true;
  std::string w = fold(wanted), a = fold(actor.name);
  return !w.empty() && !a.empty() && (a.find(w) != std::string::npos || w.find(a) != std::string::npos);
}

const Actor* actor_of(const Record& record, const std::string& id) {
  for (const Actor& a : record.actors)
    if (a.id == id) return &a;
  return nullptr;
}

bool same_side(const std::vector<std::string>& wanted, const std::vector<std::string>& ids, const Record& record) {
  if (wanted.size() != ids.size()) return false;
  for (const std::string& w : wanted) {
    bool found = false;
    for (const std::string& id : ids) {
      const Actor* a = actor_of(record, id);
      found = found || (a && same_actor(w, *a));
    }
    if (!found) return false;
  }
  return true;
}

std::vector<std::string> ids_of(const std::vector<ActorRef>& refs) {
  std::vector<std::string> out;
  for (const ActorRef& r : refs) out.push_back(r.actor);
  return out;
}

std::string type_of(const Event& e) {
  return e.custom_type.empty() ? name_of(e.type) : e.custom_type;
}

bool same_row(const ExpectedRow& row, const Event& e, const Record& record) {
  if (row.type != type_of(e)) return false;
  if (!row.mode.empty() && row.mode != e.mode) return false;
  if (!row.cameo.empty() && row.cameo != e.cameo) return false;
  if (row.status != name_of(e.status)) return false;
  if (row.place == "-" && e.place) return false;
  if (!row.place.empty() && row.place != "-" && (!e.place || fold(e.place->name) != fold(row.place))) return false;
  if (!row.any_speaker && !same_side(row.said_by, e.said_by, record)) return false;
  if (same_side(row.source, ids_of(e.source), record) && same_side(row.target, ids_of(e.target), record)) return true;
  return e.reciprocal && same_side(row.source, ids_of(e.target), record) &&
         same_side(row.target, ids_of(e.source), record);
}

std::string names_in(const std::vector<std::string>& ids, const Record& record) {
  std::string out;
  for (const std::string& id : ids) {
    const Actor* a = actor_of(record, id);
    if (!out.empty()) out += ", ";
    out += a ? a->name : id;
  }
  return out.empty() ? "-" : out;
}

std::string show(const Event& e, const Record& record) {
  std::string out = type_of(e) + (e.mode.empty() ? "" : "/" + e.mode) + " " + e.cameo + " " +
                    names_in(ids_of(e.source), record) + " -> " + names_in(ids_of(e.target), record) + " " +
                    name_of(e.status);
  if (e.place) out += " @ " + e.place->name;
  if (!e.said_by.empty()) out += " by " + names_in(e.said_by, record);
  return out;
}

}  // namespace

std::string compare_rows(std::string_view expected, const Record& record) {
  std::vector<bool> used(record.events.size());
  std::string wrong;
  if (expected != "none") {
    for (std::string_view text : split(expected, ';')) {
      ExpectedRow row = parse_row(strip(text));
      bool found = false;
      for (size_t i = 0; i < record.events.size() && !found; ++i) {
        if (used[i] || !same_row(row, record.events[i], record)) continue;
        used[i] = found = true;
      }
      if (!found) wrong += "missing `" + std::string(strip(text)) + "`; ";
    }
  }
  for (size_t i = 0; i < record.events.size(); ++i)
    if (!used[i])
      wrong += "not wanted `" + show(record.events[i], record) + "` (" + record.events[i].because.rule + "); ";
  if (!wrong.empty()) wrong.resize(wrong.size() - 2);
  return wrong;
}

Status check_lexicon(const Lexicon& lexicon, const ReadText& read, LexiconReport* report) {
  auto run = [&](const std::vector<Example>& examples) -> Status {
    for (const Example& example : examples) {
      Result<Record> record = read(example.text);
      std::string place = example.file + ":" + std::to_string(example.line);
      if (!record.ok()) return record.status().at(place);
      ++report->examples;
      std::string wrong = compare_rows(example.expected, *record);
      if (example.known_to_fail) {
        ++report->known;
        if (!wrong.empty()) continue;
        wrong = "holds now: take its `?` away";
      }
      if (wrong.empty()) continue;
      ++report->failed;
      report->failures.push_back(place + ": " + wrong + " in: " + example.text);
    }
    return {};
  };
  for (const Frame& frame : lexicon.impl().frames.frames()) DRAGOMAN_RETURN_IF_ERROR(run(frame.examples));
  for (const Block& block : lexicon.impl().frames.blocks()) DRAGOMAN_RETURN_IF_ERROR(run(block.examples));
  return run(lexicon.impl().frames.rule_examples());
}

}  // namespace dragoman
