// The invariants of docs/record.md that a record can be held to by itself.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "dragoman/record.h"

namespace dragoman {
namespace {

class Checker {
 public:
  explicit Checker(const Record& record) : r_(record), size_(Text(record.text).size()) {}

  Status run() {
    check_parts();
    check_raw_spans();
    spans("sentences", r_.sentences, true);
    if (r_.published) {
      spans("evidence of published", r_.published->evidence, false);
      if ((r_.published->from == "inferred") == r_.published->evidence.empty())
        fail("published: an inferred date, and no other, has evidence");
    }
    check_actors();
    check_quotes();
    check_events();
    check_rest();
    return first_;
  }

 private:
  void fail(const std::string& message) {
    if (first_.ok()) first_ = Status(Code::kInternal, r_.id + ": " + message);
  }
  void inside(std::string_view what, Span s) {
    if (s.begin < 0 || s.end > size_ || s.empty())
      fail(fmt::format("{}: span {}..{} is not inside the text of {}", what, s.begin, s.end, size_));
  }
  void spans(std::string_view what, const std::vector<Span>& list, bool disjoint) {
    for (size_t i = 0; i < list.size(); ++i) {
      inside(what, list[i]);
      if (i && (list[i] < list[i - 1] || (disjoint && list[i].begin < list[i - 1].end)))
        fail(fmt::format("{}: span {}..{} out of order", what, list[i].begin, list[i].end));
    }
  }
  void known(std::string_view what, const std::set<std::string_view>& ids, std::string_view id) {
    if (!ids.count(id)) fail(fmt::format("{}: no row has the id '{}'", what, id));
  }

  // Invariant 5: one part for every character; a dateline lies inside a body part.
  void check_parts() {
    int32_t at = 0;
    Span body{0, 0};
    for (const Part& p : r_.parts) {
      if (p.role == Role::kDateline) {
        inside("parts", p.span);
        if (!body.contains(p.span)) fail("parts: dateline outside its body line");
        continue;
      }
      if (p.span.begin != at) fail(fmt::format("parts: gap or overlap at {} (part begins at {})", at, p.span.begin));
      if (p.span.empty()) fail(fmt::format("parts: empty part at {}", at));
      at = p.span.end;
      if (p.role == Role::kBody) body = p.span;
      if (p.role == Role::kBody || p.role == Role::kHeadline) readable_.push_back(p.span);
    }
    if (at != size_) fail(fmt::format("parts: they end at {} of {}", at, size_));
  }
  void check_raw_spans() {
    for (size_t i = 0; i < r_.raw_spans.size(); ++i) {
      const RawSpan& s = r_.raw_spans[i];
      inside("raw_spans", {s.begin, s.end});
      if (s.raw_end <= s.raw_begin || s.raw_begin < 0) fail("raw_spans: empty or negative bytes");
      if (i && s.begin < r_.raw_spans[i - 1].end) fail("raw_spans: out of order");
    }
  }
  // Invariant 4: rows come from headline and body alone, each span from one part.
  void readable(std::string_view what, Span s) {
    inside(what, s);
    const auto it =
        std::upper_bound(readable_.begin(), readable_.end(), s.begin, [](int32_t at, Span p) { return at < p.begin; });
    if (it == readable_.begin() || !std::prev(it)->contains(s))
      fail(fmt::format("{}: {}..{} does not lie in one part of headline or body", what, s.begin, s.end));
  }
  // What is said may run on over the next parts (a list after a colon); all that it covers must be headline or body.
  void readable_across(std::string_view what, Span s) {
    inside(what, s);
    auto it =
        std::upper_bound(readable_.begin(), readable_.end(), s.begin, [](int32_t at, Span p) { return at < p.begin; });
    int32_t end = it == readable_.begin() ? 0 : std::prev(it)->end;
    for (; it != readable_.end() && it->begin == end; ++it) end = it->end;
    if (s.end > end)
      fail(fmt::format("{}: {}..{} covers text that is neither headline nor body", what, s.begin, s.end));
  }
  void check_actors() {
    for (const Actor& a : r_.actors) {
      if (!actor_ids_.insert(a.id).second) fail("actors: id twice: " + a.id);
      if (a.name.empty()) fail("actors: no name: " + a.id);
      if (a.country.size() != 0 && a.country.size() != 3) fail("actors: country of " + a.id + ": " + a.country);
      for (size_t i = 0; i < a.mentions.size(); ++i) {
        readable("mentions of " + a.id, a.mentions[i].span);
        if (i && a.mentions[i].span < a.mentions[i - 1].span) fail("mentions out of order: " + a.id);
      }
    }
  }
  void check_quotes() {
    for (const Quote& q : r_.quotes) {
      if (!quote_ids_.insert(q.id).second) fail("quotes: id twice: " + q.id);
      if (q.content.empty()) fail("quotes: no content: " + q.id);
      spans("content of " + q.id, q.content, true);
      for (Span s : q.content) readable_across("content of " + q.id, s);
      if (q.cue) readable("cue of " + q.id, *q.cue);
      if (q.speaker_span) readable("speaker of " + q.id, *q.speaker_span);
      for (const auto* list : {&q.speakers, &q.via, &q.addressee})
        for (const std::string& id : *list) known("quote " + q.id, actor_ids_, id);
    }
  }
  void check_events() {
    for (const Event& e : r_.events) {
      if (!event_ids_.insert(e.id).second) fail("events: id twice: " + e.id);
      readable("trigger of " + e.id, e.trigger);
      spans("mentions of " + e.id, e.mentions, false);
      for (Span s : e.mentions) readable("mentions of " + e.id, s);
      if (e.source.empty() && e.target.empty()) fail("events: neither source nor target: " + e.id);
      for (const auto* side : {&e.source, &e.target})
        for (const ActorRef& ref : *side) {
          known("event " + e.id, actor_ids_, ref.actor);
          readable("side of " + e.id, ref.span);
        }
      for (const std::string& id : e.said_by) known("said_by of " + e.id, actor_ids_, id);
      if (!e.quote.empty()) known("quote of " + e.id, quote_ids_, e.quote);
      if (e.sentence < 0 || e.sentence >= static_cast<int>(r_.sentences.size()) ||
          !r_.sentences[e.sentence].overlaps(e.trigger))
        fail("events: trigger outside its sentence: " + e.id);
      if (e.date && !e.date->span.empty()) readable("date of " + e.id, e.date->span);
      if (e.place && !e.place->span.empty()) readable("place of " + e.id, e.place->span);
      if (e.confidence < 0 || e.confidence > 1) fail("events: confidence of " + e.id);
    }
  }
  void check_rest() {
    std::set<std::string_view> figure_ids;
    for (size_t i = 0; i < r_.figures.size(); ++i) {
      const Figure& f = r_.figures[i];
      if (!figure_ids.insert(f.id).second) fail("figures: id twice: " + f.id);
      readable("figure " + f.id, f.span);
      if (f.what) readable("figure " + f.id, *f.what);
      if (i && f.span < r_.figures[i - 1].span) fail("figures: out of order: " + f.id);
      for (const std::string& id : f.said_by) known("said_by of " + f.id, actor_ids_, id);
      for (const std::string& id : f.events) known("events of " + f.id, event_ids_, id);
    }
    for (size_t i = 0; i < r_.times.size(); ++i) {
      readable("times", r_.times[i].span);
      if (i && r_.times[i].span < r_.times[i - 1].span) fail("times: out of order");
    }
    for (size_t i = 0; i < r_.open_times.size(); ++i) {
      readable("open_times", r_.open_times[i].span);
      if (i && r_.open_times[i].span < r_.open_times[i - 1].span) fail("open_times: out of order");
    }
    for (size_t i = 0; i < r_.places.size(); ++i) {
      readable("places", r_.places[i].span);
      if (i && r_.places[i].span < r_.places[i - 1].span) fail("places: out of order");
    }
  }

  const Record& r_;
  const int32_t size_;
  Status first_;
  std::vector<Span> readable_;
  std::set<std::string_view> actor_ids_, quote_ids_, event_ids_;
};

}  // namespace

Status check(const Record& record) {
  return Checker(record).run();
}

}  // namespace dragoman
