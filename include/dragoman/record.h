// The record: what Dragoman says about one story, and the only thing that leaves the reader.
// Field for field the JSON of docs/record.md; what a row means is docs/codebook.md.
//
// Units: every begin/end counts Unicode code points in Record::text, end exclusive, except
// raw_begin/raw_end, which count bytes of the fetched file. Absent values are std::nullopt, an
// empty string or an empty list, never a guess. Ownership: a Record owns all that it holds.
// Thread-safety: a plain value.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dragoman/status.h"

namespace dragoman {

struct Span {
  int32_t begin = 0;
  int32_t end = 0;

  int32_t size() const { return end - begin; }
  bool empty() const { return end <= begin; }
  bool contains(Span other) const { return begin <= other.begin && other.end <= end; }
  bool overlaps(Span other) const { return begin < other.end && other.begin < end; }
  friend bool operator==(Span, Span) = default;
  friend auto operator<=>(Span, Span) = default;
};

// Text code points [begin,end) came from bytes [raw_begin,raw_end) of the source file.
struct RawSpan {
  int32_t begin = 0;
  int32_t end = 0;
  int64_t raw_begin = 0;
  int64_t raw_end = 0;
};

enum class Role { kHeadline, kByline, kDateline, kBody, kSubhead, kCaption, kCredit, kBoilerplate };
enum class EventType {
  kAgree,
  kConsult,
  kSupport,
  kCooperate,
  kAid,
  kConcede,
  kRetreat,
  kAccuse,
  kRequest,
  kReject,
  kThreaten,
  kProtest,
  kMobilize,
  kSanction,
  kCoerce,
  kAssault,
};
inline constexpr int kEventTypes = 16;
enum class EventStatus { kActual, kPlanned, kPossible, kDenied, kNot, kWanted };
enum class ActorKind { kPerson, kOrganisation, kCountry, kGroup };
enum class MentionForm { kName, kNominal, kPronoun, kMetonym };
enum class QuoteKind { kDirect, kIndirect, kMixed };
enum class Bound { kExact, kAbout, kAtLeast, kAtMost, kMoreThan, kLessThan, kRange };

// Their names in JSON: "headline", "AGREE", "actual", "person", "name", "direct", "at_least" ...
const char* name_of(Role);
const char* name_of(EventType);
const char* name_of(EventStatus);
const char* name_of(ActorKind);
const char* name_of(MentionForm);
const char* name_of(QuoteKind);
const char* name_of(Bound);
std::optional<EventType> event_type_of(std::string_view name);
std::optional<EventStatus> event_status_of(std::string_view name);

struct Part {
  Role role = Role::kBody;
  Span span;
};

struct Mention {
  Span span;
  MentionForm form = MentionForm::kName;
};

struct ActorIds {
  std::string wikidata, cow, gw, cameo;
};

struct Actor {
  std::string id;    // "a1", in order of first mention
  std::string name;  // canonical: the fullest name the story gives, without title
  ActorKind kind = ActorKind::kGroup;
  std::string country;               // ISO 3166-1 alpha-3, or IGO, NGO, MNC, or empty
  std::string sector;                // GOV LEG JUD MIL ... (docs/codebook.md)
  std::string role;                  // "President of Russia"; empty if unknown
  std::string role_start, role_end;  // ISO dates of that office where known
  ActorIds ids;
  std::vector<Mention> mentions;
};

struct ActorRef {
  std::string actor;  // Actor::id
  Span span;          // the mention that fills this side
};

struct EventDate {
  std::string start, end;  // ISO dates; empty when open
  std::string grain;       // day week month year ...
  Span span;               // the expression in the text; empty when it is the story's own date
};

struct EventPlace {
  std::string name, country, admin1;
  std::optional<double> lat, lon;
  std::optional<int64_t> geonames;
  Span span;
};

struct Because {
  std::string rule;     // "consult.hold_talks", or "model"
  std::string lexicon;  // "en/consult.frames:41"; empty for the model
  std::string terms;    // what the confidence is made of (docs/lexicon.md); shown by `explain`, not in the JSON
};

struct Event {
  std::string id;  // "e1", in order of trigger
  EventType type = EventType::kConsult;
  std::string custom_type;  // a user lexicon's type beyond the 16; if not empty, JSON's `type`
  std::string mode;         // "phone", "visit" ...; empty if none
  std::string cameo;
  std::optional<double> goldstein;
  int quad = 0;  // 1 verbal, 2 material cooperation; 3 verbal, 4 material conflict
  std::vector<ActorRef> source, target;
  bool reciprocal = false;
  Span trigger;
  std::vector<Span> mentions;  // other mentions of the same act
  int sentence = 0;            // index in Record::sentences
  EventStatus status = EventStatus::kActual;
  std::vector<std::string> said_by;  // actor ids, nearest speaker first
  std::string quote;                 // quote id whose content holds the trigger, or empty
  std::optional<EventDate> date;
  std::optional<EventPlace> place;
  double confidence = 0;
  Because because;
};

struct Quote {
  std::string id;  // "q1", in order of first content span
  QuoteKind kind = QuoteKind::kIndirect;
  std::vector<std::string> speakers;  // actor ids; empty = unknown
  std::optional<Span> speaker_span;
  std::optional<Span> cue;
  std::vector<Span> content;  // sorted; without the quotation marks
  std::vector<std::string> via;
  std::vector<std::string> addressee;
  double confidence = 0;
};

struct Change {
  std::string direction;  // "up", "down"
  std::optional<double> by;
  std::string unit;
  std::optional<double> from;
};

struct Interval {
  std::string start, end;  // ISO dates
};

struct Figure {
  std::string id;  // "f1"
  Span span;
  double value = 0;
  std::string unit;  // ISO 4217, "person", "percent", "hour", UCUM ...; empty: a count of `what`
  Bound bound = Bound::kExact;
  std::optional<double> value_max;
  std::optional<Span> what;
  std::optional<Change> change;
  std::optional<Interval> period;
  std::vector<std::string> said_by;
  std::vector<std::string> events;
  double confidence = 0;
};

struct Time {
  Span span;
  std::string start, end_date;  // ISO dates
  std::string grain;            // day week month quarter season year decade century
  std::string timex;            // TIMEX3 value, "2021-12-15", "2021-12-15T18:40Z", "2021-W18"
  std::string rule;             // which rule fired; not in JSON, shown by `explain`
};

// An expression of time that has no place of its own in the calendar.
struct OpenTime {
  Span span;
  // "date" (nothing gives its year, or its day), "time" (of an unknown day), "duration", "set"
  // (what recurs), "reference" (words that only point)
  std::string type;
  std::string timex;  // TIMEX3 value: "XXXX-10-01", "P2D", "XXXX-WXX-5", "PRESENT_REF"
  std::string rule;   // as of Time
};

struct Place {
  Span span;
  std::string name, country, admin1;
  std::optional<double> lat, lon;
  std::optional<int64_t> geonames;
  double confidence = 0;
  std::string runner_up;  // "Moscow, Idaho, USA": best rejected one; for `explain`, not in JSON
};

struct Note {
  std::string level;  // "info", "warning", "error"
  std::string code;   // "no-date", "bad-encoding" ...
  std::string message;
};

struct EngineInfo {
  std::string version, model, lexicon, knowledge;
};

struct SourceInfo {
  std::string uri, site, agency, headline, language;
  std::vector<std::string> authors;
};

struct Published {
  std::string start, end;           // ISO dates; empty when unknown
  std::string from;                 // "metadata", "dateline", "text", "option", "inferred"
  std::vector<Span> evidence = {};  // of an inferred date: the passages that it follows from; sorted
};

struct Record {
  EngineInfo engine;
  std::string id;  // "b3:" + hex of the canonical text's BLAKE3 hash
  SourceInfo source;
  std::optional<Published> published;
  std::string text;  // UTF-8
  std::vector<RawSpan> raw_spans;
  std::vector<Part> parts;
  std::vector<Span> sentences;
  std::vector<Actor> actors;
  std::vector<Event> events;
  std::vector<Quote> quotes;
  std::vector<Figure> figures;
  std::vector<Time> times;
  std::vector<OpenTime> open_times;
  std::vector<Place> places;
  std::vector<Note> notes;
};

// One line of JSON without line end, fields in the order of docs/record.md. Deterministic.
std::string to_json(const Record& record);

// Checks the invariants of docs/record.md that can be seen in the record itself (spans, order, ids,
// parts).
// Returns the first violation.
Status check(const Record& record);

}  // namespace dragoman
