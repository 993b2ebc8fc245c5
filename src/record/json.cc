// The record as one line of JSON. Written by hand rather than through a tree of values: the field order of
// docs/record.md is part of the contract, and a record of thousands of spans should cost one buffer.
#include <cmath>

#include <fmt/format.h>

#include "dragoman/record.h"

namespace dragoman {
namespace {

class Writer {
 public:
  std::string take() { return std::move(out_); }

  void open(char c) {
    separate();
    out_.push_back(c);
    first_ = true;
  }
  void close(char c) {
    out_.push_back(c);
    first_ = false;
  }
  void key(std::string_view name) {
    separate();
    quote(name);
    out_.push_back(':');
    first_ = true;  // the value needs no comma before it
  }
  void string(std::string_view s) {
    separate();
    quote(s);
  }
  // null for an empty string: absent is never a guess.
  void string_or_null(std::string_view s) { s.empty() ? null() : string(s); }
  void null() { raw("null"); }
  void boolean(bool v) { raw(v ? "true" : "false"); }
  void integer(int64_t v) { raw(fmt::to_string(v)); }
  // Shortest form that reads back to the same double; whole numbers without a fraction.
  void number(double v) {
    if (!std::isfinite(v)) return null();
    if (std::fabs(v) < 1e15 && v == std::floor(v)) return integer(static_cast<int64_t>(v));
    raw(fmt::format("{}", v));
  }
  // Confidences and scores: two decimals, so that the last bit of a float never shows.
  void score(double v) { number(std::round(v * 100) / 100); }
  void span_fields(Span s) {
    key("begin"), integer(s.begin);
    key("end"), integer(s.end);
  }
  void span(Span s) {
    open('{');
    span_fields(s);
    close('}');
  }
  void spans(const std::vector<Span>& list) {
    open('[');
    for (Span s : list) span(s);
    close(']');
  }
  void strings(const std::vector<std::string>& list) {
    open('[');
    for (const std::string& s : list) string(s);
    close(']');
  }

 private:
  void separate() {
    if (!first_) out_.push_back(',');
    first_ = false;
  }
  void raw(std::string_view s) {
    separate();
    out_.append(s);
  }
  void quote(std::string_view s) {
    out_.push_back('"');
    for (char ch : s) {
      const auto c = static_cast<unsigned char>(ch);
      switch (c) {
        case '"':
          out_ += "\\\"";
          break;
        case '\\':
          out_ += "\\\\";
          break;
        case '\n':
          out_ += "\\n";
          break;
        case '\r':
          out_ += "\\r";
          break;
        case '\t':
          out_ += "\\t";
          break;
        default:
          if (c < 0x20) {
            out_ += fmt::format("\\u{:04x}", c);
          } else {
            out_.push_back(ch);
          }
      }
    }
    out_.push_back('"');
  }

  std::string out_;
  bool first_ = true;
};

template <class T>
void optional_number(Writer& w, const std::optional<T>& v) {
  v ? w.number(static_cast<double>(*v)) : w.null();
}

void write(Writer& w, const Actor& a) {
  w.open('{');
  w.key("id"), w.string(a.id);
  w.key("name"), w.string(a.name);
  w.key("kind"), w.string(name_of(a.kind));
  w.key("country"), w.string_or_null(a.country);
  w.key("sector"), w.string_or_null(a.sector);
  w.key("role"), w.string_or_null(a.role);
  w.key("role_start"), w.string_or_null(a.role_start);
  w.key("role_end"), w.string_or_null(a.role_end);
  w.key("ids"), w.open('{');
  if (!a.ids.wikidata.empty()) w.key("wikidata"), w.string(a.ids.wikidata);
  if (!a.ids.cow.empty()) w.key("cow"), w.string(a.ids.cow);
  if (!a.ids.gw.empty()) w.key("gw"), w.string(a.ids.gw);
  if (!a.ids.cameo.empty()) w.key("cameo"), w.string(a.ids.cameo);
  w.close('}');
  w.key("mentions"), w.open('[');
  for (const Mention& m : a.mentions) {
    w.open('{');
    w.span_fields(m.span);
    w.key("form"), w.string(name_of(m.form));
    w.close('}');
  }
  w.close(']');
  w.close('}');
}

void write(Writer& w, const std::vector<ActorRef>& side) {
  w.open('[');
  for (const ActorRef& r : side) {
    w.open('{');
    w.key("actor"), w.string(r.actor);
    w.span_fields(r.span);
    w.close('}');
  }
  w.close(']');
}

// begin and end are null where the row has no expression of its own in the text.
void optional_span_fields(Writer& w, Span s) {
  if (!s.empty()) return w.span_fields(s);
  w.key("begin"), w.null();
  w.key("end"), w.null();
}

void write(Writer& w, const Event& e) {
  w.open('{');
  w.key("id"), w.string(e.id);
  w.key("type"), w.string(e.custom_type.empty() ? std::string_view(name_of(e.type)) : std::string_view(e.custom_type));
  w.key("mode"), w.string_or_null(e.mode);
  w.key("cameo"), w.string_or_null(e.cameo);
  w.key("goldstein"), optional_number(w, e.goldstein);
  w.key("quad"), w.integer(e.quad);
  w.key("source"), write(w, e.source);
  w.key("target"), write(w, e.target);
  w.key("reciprocal"), w.boolean(e.reciprocal);
  w.key("trigger"), w.span(e.trigger);
  w.key("mentions"), w.spans(e.mentions);
  w.key("sentence"), w.integer(e.sentence);
  w.key("status"), w.string(name_of(e.status));
  w.key("said_by"), w.strings(e.said_by);
  w.key("quote"), w.string_or_null(e.quote);
  w.key("date");
  if (e.date) {
    w.open('{');
    w.key("start"), w.string_or_null(e.date->start);
    w.key("end"), w.string_or_null(e.date->end);
    w.key("grain"), w.string_or_null(e.date->grain);
    // `end` is the date's: the span has a field of its own.
    w.key("span");
    if (e.date->span.empty())
      w.null();
    else
      w.span(e.date->span);
    w.close('}');
  } else {
    w.null();
  }
  w.key("place");
  if (e.place) {
    w.open('{');
    w.key("name"), w.string(e.place->name);
    w.key("country"), w.string_or_null(e.place->country);
    w.key("admin1"), w.string_or_null(e.place->admin1);
    w.key("lat"), optional_number(w, e.place->lat);
    w.key("lon"), optional_number(w, e.place->lon);
    w.key("geonames"), optional_number(w, e.place->geonames);
    optional_span_fields(w, e.place->span);
    w.close('}');
  } else {
    w.null();
  }
  w.key("confidence"), w.score(e.confidence);
  w.key("because"), w.open('{');
  w.key("rule"), w.string_or_null(e.because.rule);
  w.key("lexicon"), w.string_or_null(e.because.lexicon);
  w.close('}');
  w.close('}');
}

void write(Writer& w, const Quote& q) {
  w.open('{');
  w.key("id"), w.string(q.id);
  w.key("kind"), w.string(name_of(q.kind));
  w.key("speakers"), w.strings(q.speakers);
  w.key("speaker_span"), q.speaker_span ? w.span(*q.speaker_span) : w.null();
  w.key("cue"), q.cue ? w.span(*q.cue) : w.null();
  w.key("content"), w.spans(q.content);
  w.key("via"), w.strings(q.via);
  w.key("addressee"), w.strings(q.addressee);
  w.key("confidence"), w.score(q.confidence);
  w.close('}');
}

void write(Writer& w, const Figure& f) {
  w.open('{');
  w.key("id"), w.string(f.id);
  w.span_fields(f.span);
  w.key("value"), w.number(f.value);
  w.key("unit"), w.string_or_null(f.unit);
  w.key("bound"), w.string(name_of(f.bound));
  w.key("value_max"), optional_number(w, f.value_max);
  w.key("what"), f.what ? w.span(*f.what) : w.null();
  w.key("change");
  if (f.change) {
    w.open('{');
    w.key("direction"), w.string(f.change->direction);
    w.key("by"), optional_number(w, f.change->by);
    w.key("unit"), w.string_or_null(f.change->unit);
    w.key("from"), optional_number(w, f.change->from);
    w.close('}');
  } else {
    w.null();
  }
  w.key("period");
  if (f.period) {
    w.open('{');
    w.key("start"), w.string_or_null(f.period->start);
    w.key("end"), w.string_or_null(f.period->end);
    w.close('}');
  } else {
    w.null();
  }
  w.key("said_by"), w.strings(f.said_by);
  w.key("events"), w.strings(f.events);
  w.key("confidence"), w.score(f.confidence);
  w.close('}');
}

void write(Writer& w, const Time& t) {
  w.open('{');
  w.span_fields(t.span);
  w.key("start"), w.string_or_null(t.start);
  w.key("end_date"), w.string_or_null(t.end_date);
  w.key("grain"), w.string_or_null(t.grain);
  w.key("timex"), w.string_or_null(t.timex);
  w.close('}');
}

void write(Writer& w, const OpenTime& t) {
  w.open('{');
  w.span_fields(t.span);
  w.key("type"), w.string(t.type);
  w.key("timex"), w.string(t.timex);
  w.close('}');
}

void write(Writer& w, const Place& p) {
  w.open('{');
  w.span_fields(p.span);
  w.key("name"), w.string(p.name);
  w.key("country"), w.string_or_null(p.country);
  w.key("admin1"), w.string_or_null(p.admin1);
  w.key("lat"), optional_number(w, p.lat);
  w.key("lon"), optional_number(w, p.lon);
  w.key("geonames"), optional_number(w, p.geonames);
  w.key("confidence"), w.score(p.confidence);
  w.close('}');
}

template <class T>
void list(Writer& w, std::string_view key, const std::vector<T>& rows) {
  w.key(key), w.open('[');
  for (const T& row : rows) write(w, row);
  w.close(']');
}

}  // namespace

std::string to_json(const Record& r) {
  Writer w;
  w.open('{');
  w.key("schema"), w.string("dragoman.record/1");
  w.key("engine"), w.open('{');
  w.key("version"), w.string(r.engine.version);
  w.key("model"), w.string_or_null(r.engine.model);
  w.key("lexicon"), w.string_or_null(r.engine.lexicon);
  w.key("knowledge"), w.string_or_null(r.engine.knowledge);
  w.close('}');
  w.key("id"), w.string(r.id);
  w.key("source"), w.open('{');
  w.key("uri"), w.string_or_null(r.source.uri);
  w.key("site"), w.string_or_null(r.source.site);
  w.key("agency"), w.string_or_null(r.source.agency);
  w.key("headline"), w.string_or_null(r.source.headline);
  w.key("authors"), w.strings(r.source.authors);
  w.key("language"), w.string_or_null(r.source.language);
  w.close('}');
  w.key("published");
  if (r.published) {
    w.open('{');
    w.key("start"), w.string_or_null(r.published->start);
    w.key("end"), w.string_or_null(r.published->end);
    w.key("from"), w.string_or_null(r.published->from);
    w.key("evidence"), w.spans(r.published->evidence);
    w.close('}');
  } else {
    w.null();
  }
  w.key("text"), w.string(r.text);
  w.key("raw_spans"), w.open('[');
  for (const RawSpan& s : r.raw_spans) {
    w.open('{');
    w.span_fields({s.begin, s.end});
    w.key("raw_begin"), w.integer(s.raw_begin);
    w.key("raw_end"), w.integer(s.raw_end);
    w.close('}');
  }
  w.close(']');
  w.key("parts"), w.open('[');
  for (const Part& p : r.parts) {
    w.open('{');
    w.key("role"), w.string(name_of(p.role));
    w.span_fields(p.span);
    w.close('}');
  }
  w.close(']');
  w.key("sentences"), w.spans(r.sentences);
  list(w, "actors", r.actors);
  list(w, "events", r.events);
  list(w, "quotes", r.quotes);
  list(w, "figures", r.figures);
  list(w, "times", r.times);
  list(w, "open_times", r.open_times);
  list(w, "places", r.places);
  w.key("notes"), w.open('[');
  for (const Note& n : r.notes) {
    w.open('{');
    w.key("level"), w.string(n.level);
    w.key("code"), w.string(n.code);
    w.key("message"), w.string(n.message);
    w.close('}');
  }
  w.close(']');
  w.close('}');
  return w.take();
}

}  // namespace dragoman
