// The walk through the rooms: layout, language, names, times, figures, places, actors, quotes, events with their
// assertion; then the record is put together. A story walks through once and never back.
#include "dragoman/reader.h"

#include <algorithm>
#include <array>
#include <exception>
#include <optional>

#include <fmt/format.h>

#include "base/data_dir.h"
#include "base/hash.h"
#include "base/unicode.h"
#include "ingest/ingest.h"
#include "knowledge/cameo.h"
#include "knowledge/knowledge.h"
#include "language/language.h"
#include "layout/layout.h"
#include "reading/events/events.h"
#include "reading/figures/figures.h"
#include "reading/names/names.h"
#include "reading/read_story.h"

namespace dragoman {

struct Reader::Impl {
  ReaderOptions options;
  Language language;
  Knowledge knowledge;
  NameModel name_model;
  Cameo cameo;
  Lexicon lexicon;
  EngineInfo engine;

  Result<Record> read(const Story& story, const StoryOptions& options, Trace* trace, Document* document,
                      Timings* timings = nullptr) const;
};

namespace {

// Stories in other languages give nonsense rows. English text has a quarter of its words among these, other languages
// next to none.
bool looks_english(const Document& doc) {
  static constexpr std::array<std::string_view, 16> kWords = {"a",  "and", "by", "for",  "from", "has", "in", "is",
                                                              "it", "of",  "on", "said", "that", "the", "to", "was"};
  size_t words = 0, common = 0;
  for (const Token& t : doc.tokens) {
    if (t.upos == Upos::kPunct) continue;
    ++words;
    common += std::binary_search(kWords.begin(), kWords.end(), std::string_view(lower(t.form)));
  }
  return words < 40 || common * 10 >= words;
}

// For each token the event whose trigger it is part of, or -1.
std::vector<int32_t> events_by_token(const Document& doc, const std::vector<Event>& events) {
  std::vector<int32_t> by_token(doc.tokens.size(), -1);
  for (size_t i = 0; i < events.size(); ++i) {
    int32_t token = doc.token_at(events[i].trigger.begin);
    for (; token >= 0 && token < static_cast<int32_t>(by_token.size()) &&
           doc.tokens[token].span.begin < events[i].trigger.end;
         ++token)
      if (by_token[token] < 0) by_token[token] = static_cast<int32_t>(i);
  }
  return by_token;
}

void attribute_figures(const Document& doc, const std::vector<Quote>& quotes, const std::vector<Event>& events,
                       std::vector<Figure>& figures) {
  const std::vector<int32_t> by_token = events_by_token(doc, events);
  for (Figure& f : figures) {
    std::vector<int> around;
    const int innermost = quote_at(quotes, f.span, &around);
    if (innermost >= 0) around.insert(around.begin(), innermost);
    for (int q : around)
      for (const auto* list : {&quotes[q].speakers, &quotes[q].via})
        for (const std::string& id : *list)
          if (std::find(f.said_by.begin(), f.said_by.end(), id) == f.said_by.end()) f.said_by.push_back(id);
    // The event nearest above the number in the tree; no sensible clause is nested deeper than this.
    int32_t token = doc.token_at(f.span.begin);
    for (int steps = 0; token >= 0 && by_token[token] < 0 && steps < 64; ++steps) token = doc.tokens[token].head;
    if (token >= 0 && by_token[token] >= 0) f.events.push_back(events[by_token[token]].id);
  }
}

// The borders of Dragoman let no exception through: what a library throws becomes a Status.
template <class F>
auto guarded(F&& f) -> decltype(f()) {
  try {
    return f();
  } catch (const std::bad_alloc&) {
    return Status(Code::kInternal, "out of memory");
  } catch (const std::exception& e) {
    return Status(Code::kInternal, e.what());
  }
}

// The first story of `bytes`, which are those of one file.
Result<Story> first_story(std::string_view bytes, Format format, const std::string& uri) {
  if (bytes.size() > Reader::kMaxStoryBytes * 8)
    return Status(Code::kBadInput, fmt::format("{}: {} bytes, more than the {} of one story", uri, bytes.size(),
                                               Reader::kMaxStoryBytes * 8));
  std::optional<Result<Story>> found;
  Status whole = ingest_bytes(bytes, {.format = format, .uri = uri, .field_map = ""}, [&](Result<Story> story) {
    found.emplace(std::move(story));
    return false;
  });
  if (found) return *std::move(found);
  if (!whole.ok()) return whole;
  return Status(Code::kBadInput, uri + ": no story in it");
}

}  // namespace

Result<Record> Reader::Impl::read(const Story& story, const StoryOptions& options, Trace* trace, Document* document,
                                  Timings* timings) const {
  if (!options.published.empty() && !parse_iso(options.published))
    return Status(Code::kInvalidArgument, "published: '" + options.published + "' is no ISO date (YYYY-MM-DD)");
  Record r;
  r.engine = engine;
  r.text = story.text.utf8();
  r.id = story_id(r.text);
  r.source = story.source;
  if (!options.uri.empty()) r.source.uri = options.uri;
  r.raw_spans = story.raw_spans;
  r.notes = story.notes;

  RoomClock clock(timings);
  const Layout layout = read_layout(story);
  clock.mark(Room::kLayout);
  r.parts = layout.parts;
  if (r.source.headline.empty()) r.source.headline = layout.headline;
  if (r.source.agency.empty()) r.source.agency = layout.agency;
  if (r.source.authors.empty()) r.source.authors = layout.authors;
  if (layout.paragraphs.empty())
    r.notes.push_back({"warning", "no-body", "nothing in it looks like a headline or body text"});

  Result<Document> analysed = language.analyse(story.text, layout.paragraphs);
  if (!analysed.ok()) return analysed.status();
  clock.mark(Room::kLanguage);
  read_names(story.text, knowledge, name_model, *analysed);
  clock.mark(Room::kNames);
  const Document& doc = *analysed;
  for (const Sentence& s : doc.sentences) r.sentences.push_back(s.span);
  if (!looks_english(doc))
    r.notes.push_back({"warning", "not-english", "the text does not look English: its rows are not to be trusted"});

  std::optional<Published> given;
  if (!options.published.empty()) {
    given = Published{options.published.substr(0, 10), options.published.substr(0, 10), "option"};
  } else if (!story.published.empty()) {
    given = Published{story.published, story.published, "metadata"};
  }
  const Context context{
      story.text, layout, doc, knowledge, r.source, r.source.uri, given, trace, this->options.infer_date};

  Times times = read_times(context);
  clock.mark(Room::kTimes);
  r.published = times.published;
  if (!times.published) {
    r.notes.push_back({"warning", "no-date", "no dateline and no publication date: relative dates left open"});
  } else if (times.published->from == "inferred") {
    r.notes.push_back({"info", "inferred-date", "the story does not give its date: inferred from what its text tells"});
  }
  r.figures = read_figures(context, times);
  clock.mark(Room::kFigures);
  r.places = read_places(context);
  clock.mark(Room::kPlaces);
  Actors actors = read_actors(context, times);
  clock.mark(Room::kActors);
  r.quotes = read_quotes(context, actors);
  clock.mark(Room::kQuotes);
  r.events = read_events(context, lexicon, times, r.places, actors, r.quotes);
  std::erase_if(r.events, [&](const Event& e) { return e.confidence < this->options.min_confidence; });
  for (Event& e : r.events) {
    if (!e.quad) e.quad = quad_of(e.type);
    if (const CameoCode* code = cameo.find(e.cameo); code && !e.goldstein) e.goldstein = code->goldstein;
  }
  attribute_figures(doc, r.quotes, r.events, r.figures);
  clock.mark(Room::kEvents);
  r.actors = std::move(actors.actors);
  r.times = std::move(times.times);
  r.open_times = std::move(times.open);
  if (document) *document = *std::move(analysed);
  return r;
}

Reader::Reader(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Reader::Reader(Reader&&) noexcept = default;
Reader& Reader::operator=(Reader&&) noexcept = default;
Reader::~Reader() = default;
const EngineInfo& Reader::engine() const {
  return impl_->engine;
}

Result<Reader> Reader::open(const ReaderOptions& options) {
  return guarded([&]() -> Result<Reader> {
    const std::string home = home_of(options);
    if (home.empty())
      return Status(Code::kNotFound,
                    "no folder with models/, lexicon/ and knowledge/ found (DRAGOMAN_HOME may name one)");
    Result<Language> language = Language::open(language_options(options, home));
    if (!language.ok()) return language.status();
    Result<Knowledge> knowledge = Knowledge::open(home + "/knowledge");
    if (!knowledge.ok()) return knowledge.status();
    Result<NameModel> name_model = NameModel::open(language_options(options, home).model_dir);
    if (!name_model.ok()) return name_model.status();
    Result<Cameo> cameo = Cameo::open(home + "/knowledge");
    if (!cameo.ok()) return cameo.status();
    Result<Lexicon> lexicon = Lexicon::open(home + "/lexicon/en", options.lexicon_dirs);
    if (!lexicon.ok()) return lexicon.status();
    EngineInfo engine{DRAGOMAN_VERSION, language->version(), lexicon->version(), knowledge->version()};
    return Reader(
        std::unique_ptr<Impl>(new Impl{options, *std::move(language), *std::move(knowledge), *std::move(name_model),
                                       *std::move(cameo), *std::move(lexicon), std::move(engine)}));
  });
}

std::string story_id(std::string_view text) {
  return "b3:" + blake3_hex(text);
}

std::string home_of(const ReaderOptions& options) {
  return options.data_dir.empty() ? data_dir() : options.data_dir;
}

LanguageOptions language_options(const ReaderOptions& options, const std::string& home) {
  LanguageOptions out{.model_dir = options.model_dir.empty() ? home + "/models/en" : options.model_dir,
                      .threads = options.threads_per_story};
  switch (options.precision) {
    case ReaderOptions::Precision::kAuto:
      out.precision = LanguageOptions::Precision::kAuto;
      break;
    case ReaderOptions::Precision::kInt8:
      out.precision = LanguageOptions::Precision::kInt8;
      break;
    case ReaderOptions::Precision::kF32:
      out.precision = LanguageOptions::Precision::kF32;
      break;
  }
  return out;
}

Result<Record> read_story(const Reader& reader, const Story& story, const StoryOptions& options, Timings* timings) {
  return guarded([&]() -> Result<Record> { return reader.impl().read(story, options, nullptr, nullptr, timings); });
}

namespace {

Result<Record> read_first(const Reader& reader, std::string_view bytes, Format format, const StoryOptions& options) {
  return guarded([&]() -> Result<Record> {
    Result<Story> story = first_story(bytes, format, options.uri);
    if (!story.ok()) return story.status();
    return reader.impl().read(*story, options, nullptr, nullptr);
  });
}

}  // namespace

Result<Record> Reader::read_text(std::string_view text, const StoryOptions& options) const {
  return read_first(*this, text, Format::kText, options);
}

Result<Record> Reader::read_bytes(std::string_view bytes, const StoryOptions& options) const {
  return read_first(*this, bytes, Format::kAuto, options);
}

Result<std::string> side_candidates(const Reader& reader, std::string_view text, const StoryOptions& options) {
  return guarded([&]() -> Result<std::string> {
    Result<Story> story = first_story(text, Format::kText, options.uri);
    if (!story.ok()) return story.status();
    Trace trace;
    Result<Record> record = reader.impl().read(*story, options, &trace, nullptr);
    if (!record.ok()) return record.status();
    std::string out;
    for (const TraceLine& line : trace.lines())
      if (line.room == "sides") out += line.text + "\n";
    return out;
  });
}

namespace {

// Spans that a row stands on; all of the text for an empty id.
Result<std::vector<Span>> spans_of(const Record& r, std::string_view row) {
  std::vector<Span> spans;
  if (row.empty()) return std::vector<Span>{{0, Text(r.text).size()}};
  for (const Event& e : r.events)
    if (e.id == row) {
      spans.push_back(e.trigger);
      spans.insert(spans.end(), e.mentions.begin(), e.mentions.end());
    }
  for (const Quote& q : r.quotes)
    if (q.id == row) {
      spans = q.content;
      if (q.cue) spans.push_back(*q.cue);
    }
  for (const Figure& f : r.figures)
    if (f.id == row) spans.push_back(f.span);
  for (const Actor& a : r.actors)
    if (a.id == row)
      for (const Mention& m : a.mentions) spans.push_back(m.span);
  if (spans.empty()) return Status(Code::kInvalidArgument, fmt::format("no row '{}' in this story", row));
  return spans;
}

void explain_sentence(const Text& text, const Document& doc, const Trace& trace, const Sentence& s, std::string& out) {
  out += fmt::format("\n{}\n", text.view(s.span));
  for (int32_t i = s.begin; i < s.end; ++i) {
    const Token& t = doc.tokens[i];
    out += fmt::format("  {:>3} {:<18} {:<18} {:<6} {:>3} {}\n", i - s.begin + 1, t.form, t.lemma, name_of(t.upos),
                       t.head < 0 ? 0 : t.head - s.begin + 1, t.deprel);
  }
  for (const NameSpan& n : doc.names)
    if (n.begin >= s.begin && n.end <= s.end)
      out += fmt::format("  name      {} = {} ({:.2f})\n", text.view(doc.span_of({n.begin, n.end})), n.label, n.score);
  for (const QuoteParts& q : doc.quote_parts)
    if (q.cue.begin >= s.begin && q.cue.begin < s.end) {
      out += fmt::format("  model     cue '{}' ({:.2f})", text.view(doc.span_of(q.cue)), q.score);
      for (TokenRange range : q.source) out += fmt::format(", source '{}'", text.view(doc.span_of(range)));
      for (TokenRange range : q.content) out += fmt::format(", content '{}'", text.view(doc.span_of(range)));
      out += '\n';
    }
  for (const EventProposal& p : doc.proposals)
    if (p.trigger.begin >= s.begin && p.trigger.begin < s.end)
      out += fmt::format("  model     event {} '{}' ({:.2f})\n", name_of(p.type), text.view(doc.span_of(p.trigger)),
                         p.score);
  for (const TraceLine& line : trace.lines())
    if (line.span.overlaps(s.span) && line.room != "sides") out += fmt::format("  {:<9} {}\n", line.room, line.text);
}

}  // namespace

Result<std::string> Reader::explain(std::string_view bytes, const StoryOptions& options, std::string_view row) const {
  return guarded([&]() -> Result<std::string> {
    Result<Story> story = first_story(bytes, Format::kAuto, options.uri);
    if (!story.ok()) return story.status();
    Trace trace;
    Document doc;
    Result<Record> record = impl_->read(*story, options, &trace, &doc);
    if (!record.ok()) return record.status();
    Result<std::vector<Span>> spans = spans_of(*record, row);
    if (!spans.ok()) return spans.status();
    std::string out;
    for (const TraceLine& line : trace.lines())
      if (line.span.empty()) out += fmt::format("{:<9} {}\n", line.room, line.text);
    for (const Sentence& s : doc.sentences)
      if (std::any_of(spans->begin(), spans->end(), [&](Span span) { return span.overlaps(s.span); }))
        explain_sentence(story->text, doc, trace, s, out);
    return out;
  });
}

}  // namespace dragoman
