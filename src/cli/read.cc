// `dragoman read`: the record of one story for people. Colours mark the spans in each event's sentence: source green,
// target blue, trigger bold red, time yellow, place cyan. Without a terminal, or with NO_COLOR set, the same text comes
// plain.
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "cli/printable.h"
#include "cli/story_input.h"
#include "cli/verbs.h"
#include "reading/read_story.h"

namespace dragoman::cli {
namespace {

constexpr const char* kBold = "1";
constexpr const char* kDim = "2";
constexpr const char* kTrigger = "1;31";
constexpr const char* kSource = "32";
constexpr const char* kTarget = "34";
constexpr const char* kTime = "33";
constexpr const char* kPlace = "36";

struct Mark {
  Span span;
  const char* style;
};

// The record with all that comes from the story or its file made safe for a terminal. Spans stay right.
Record safe(Record record) {
  const auto clean = [](std::string& s) { s = printable(s); };
  clean(record.text);
  for (std::string* s : {&record.source.uri, &record.source.agency, &record.source.headline}) clean(*s);
  for (std::string& author : record.source.authors) clean(author);
  for (Actor& actor : record.actors) clean(actor.name);
  for (Event& event : record.events)
    if (event.place) clean(event.place->name);
  for (Note& note : record.notes) clean(note.message);
  return record;
}

class Printer {
 public:
  Printer(Record record, bool color) : record_(safe(std::move(record))), text_(record_.text), color_(color) {
    for (const Actor& actor : record_.actors) actors_.emplace(actor.id, &actor);
  }
  Printer(const Printer&) = delete;
  Printer& operator=(const Printer&) = delete;

  std::string print() {
    head();
    events();
    quotes();
    figures();
    left_out();
    for (const Note& note : record_.notes) out_ += fmt::format("\n{}: {} ({})\n", note.level, note.message, note.code);
    return std::move(out_);
  }

 private:
  std::string styled(std::string_view s, const char* style) const {
    return color_ ? fmt::format("\033[{}m{}\033[0m", style, s) : std::string(s);
  }

  // `span` on one line, its marks coloured. Where marks overlap the one that begins first wins.
  std::string marked(Span span, std::vector<Mark> marks) const {
    std::stable_sort(marks.begin(), marks.end(),
                     [](const Mark& a, const Mark& b) { return a.span.begin < b.span.begin; });
    std::string line;
    int32_t at = span.begin;
    for (const Mark& mark : marks) {
      if (mark.span.begin < at || mark.span.end > span.end || mark.span.empty()) continue;
      line += text_.view({at, mark.span.begin});
      line += styled(text_.view(mark.span), mark.style);
      at = mark.span.end;
    }
    line += text_.view({at, span.end});
    std::replace(line.begin(), line.end(), '\n', ' ');
    return line;
  }

  std::string name(const std::string& id) const {
    auto found = actors_.find(id);
    return found == actors_.end() ? id : found->second->name;
  }
  std::string names(const std::vector<std::string>& ids) const {
    std::string list;
    for (const std::string& id : ids) list += (list.empty() ? "" : ", ") + name(id);
    return list;
  }
  std::string side(const std::vector<ActorRef>& refs) const {
    std::string list;
    for (const ActorRef& ref : refs) list += (list.empty() ? "" : ", ") + name(ref.actor);
    return list.empty() ? "?" : list;
  }
  void section(const char* title, size_t rows) {
    out_ += "\n" + styled(fmt::format("{} ({})", title, rows), kBold) + "\n";
  }

  void head() {
    const SourceInfo& source = record_.source;
    out_ += styled(source.headline.empty() ? "(no headline)" : source.headline, kBold) + "\n";
    std::string line = source.uri;
    if (record_.published)
      line += fmt::format("  published {} ({})", record_.published->start, record_.published->from);
    if (!source.agency.empty()) line += "  " + source.agency;
    for (const std::string& author : source.authors) line += "  by " + author;
    out_ += styled(line, kDim) + "\n";
  }

  void events() {
    section("Events", record_.events.size());
    for (const Event& e : record_.events) {
      std::string type = e.custom_type.empty() ? name_of(e.type) : e.custom_type;
      if (!e.mode.empty()) type += "/" + e.mode;
      out_ += fmt::format("{:<4} {}  {} {} {}  [{}]", e.id, styled(type, kBold), styled(side(e.source), kSource),
                          e.reciprocal ? "<->" : "->", styled(side(e.target), kTarget), name_of(e.status));
      if (e.date)
        out_ += "  " + styled(e.date->start == e.date->end ? e.date->start : e.date->start + ".." + e.date->end, kTime);
      if (e.place) out_ += "  " + styled(e.place->name, kPlace);
      out_ += fmt::format("  {:.2f}\n", e.confidence);
      if (!e.said_by.empty()) out_ += "     said by " + names(e.said_by) + "\n";
      if (e.sentence < 0 || e.sentence >= static_cast<int>(record_.sentences.size())) continue;
      std::vector<Mark> marks{{e.trigger, kTrigger}};
      for (const ActorRef& ref : e.source) marks.push_back({ref.span, kSource});
      for (const ActorRef& ref : e.target) marks.push_back({ref.span, kTarget});
      if (e.date) marks.push_back({e.date->span, kTime});
      if (e.place) marks.push_back({e.place->span, kPlace});
      out_ += "     " + marked(record_.sentences[e.sentence], std::move(marks)) + "\n";
    }
  }

  void quotes() {
    section("Quotes", record_.quotes.size());
    std::vector<std::pair<std::string, std::vector<const Quote*>>> by_speaker;  // in order of first quote
    for (const Quote& q : record_.quotes) {
      const std::string speaker = q.speakers.empty() ? "(speaker unknown)" : names(q.speakers);
      auto found =
          std::find_if(by_speaker.begin(), by_speaker.end(), [&](const auto& entry) { return entry.first == speaker; });
      if (found == by_speaker.end()) found = by_speaker.insert(by_speaker.end(), {speaker, {}});
      found->second.push_back(&q);
    }
    for (const auto& [speaker, quotes] : by_speaker) {
      out_ += styled(speaker, kSource) + "\n";
      for (const Quote* q : quotes) {
        std::string content;
        for (Span span : q->content) content += (content.empty() ? "" : " ... ") + marked(span, {});
        out_ += fmt::format("{:<4} {}: {}", q->id, name_of(q->kind), content);
        if (!q->via.empty()) out_ += "  (as told by " + names(q->via) + ")";
        out_ += "\n";
      }
    }
  }

  void figures() {
    section("Figures", record_.figures.size());
    for (const Figure& f : record_.figures) {
      out_ += fmt::format("{:<4} {}  =  {}{} {}", f.id, styled(marked(f.span, {}), kTime),
                          f.bound == Bound::kExact ? "" : std::string(name_of(f.bound)) + " ", f.value, f.unit);
      if (f.value_max) out_ += fmt::format(" to {}", *f.value_max);
      if (f.what) out_ += "  of: " + marked(*f.what, {});
      if (!f.said_by.empty()) out_ += "  said by " + names(f.said_by);
      out_ += "\n";
    }
  }

  void left_out() {
    std::vector<const Part*> parts;
    for (const Part& p : record_.parts) {
      const bool out = p.role == Role::kBoilerplate || p.role == Role::kCaption || p.role == Role::kCredit ||
                       p.role == Role::kByline;
      if (out && !text_.trim(p.span).empty()) parts.push_back(&p);
    }
    section("Not read as story", parts.size());
    for (const Part* p : parts)
      out_ += fmt::format("{:<12} {}\n", name_of(p->role), styled(marked(text_.trim(p->span), {}), kDim));
  }

  const Record record_;
  const Text text_;
  const bool color_;
  std::map<std::string, const Actor*> actors_;
  std::string out_;
};

}  // namespace

int run_read(const StoryArguments& arguments) {
  Result<Format> format = format_of(arguments.format);
  if (!format.ok()) return fail(format.status());
  Result<Story> story = nth_story(arguments.story, *format, arguments.nth);
  if (!story.ok()) return fail(story.status());
  Result<Reader> reader = Reader::open(arguments.reader);
  if (!reader.ok()) {
    fail(reader.status());
    return kInstallation;
  }
  Result<Record> record = read_story(*reader, *story, {.uri = "", .published = arguments.published});
  if (!record.ok()) return fail(record.status());
  const char* no_color = std::getenv("NO_COLOR");
  const bool color = ::isatty(STDOUT_FILENO) != 0 && (no_color == nullptr || *no_color == '\0');
  const std::string out = arguments.json ? to_json(*record) + "\n" : Printer(*std::move(record), color).print();
  if (std::fwrite(out.data(), 1, out.size(), stdout) != out.size() || std::fflush(stdout) != 0) return kCannotWrite;
  return kOk;
}

}  // namespace dragoman::cli
