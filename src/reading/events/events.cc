// Frame rows and the model's proposals become events: status and speakers by the assertion room, promises and threats
// out of announced acts, date and place by syntax, confidence by a logistic sum, and mentions of one act merged.
#include "reading/events/events.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

#include "base/unicode.h"
#include "reading/assertion/assertion.h"
#include "reading/assertion/clauses.h"
#include "reading/events/lexicon_impl.h"
#include "reading/events/matcher.h"

namespace dragoman {
namespace {

// A trigger is shown with the words of its phrase as long as these stand within so many tokens of its head.
constexpr int kTriggerReach = 4;
// The model's proposals below this score are left out.
constexpr float kMinProposal = 0.5f;
constexpr float kMinRole = 0.5f;
// The model seconds a frame's type from this probability on.
constexpr float kSecond = 0.35f;

// Log-odds of a row being right. These terms were set by hand on the development stories; the frames' own priors are
// fitted (train/fit_events.py; docs/lexicon.md).
struct Weights {
  double base = -0.2;
  double both_sides = 1.0;
  double no_source = -0.6;
  double no_target = -0.6;
  double inner_rank = -0.15;  // for each role in the list that a side was not found in before
  double implied = -0.3;      // a side taken from the story around
  double attribute = -0.8;    // `the sacked workers`: told as known
  double noun = -0.4;
  double private_only = -1.2;  // no side that acts in politics
  double model = 1.0;          // log-odds of the proposal times this
  double seconded = 0.4;       // the model proposes the frame's type on its trigger
  double unseconded = -0.4;    // the model proposes nothing there
};
constexpr Weights kWeights;

struct Row {
  Event event;
  int32_t token = -1;
  std::string lemma;
  bool speech = false;
  bool negation_used = false;
  bool source_implied = false;
  bool own_word = false;
  bool auxiliary = false;  // `must`: the demand is made, whatever becomes of what it stands with
  double logit = 0;
};

bool is_political(const Actor& a) {
  static constexpr std::array<std::string_view, 6> kPrivate = {"CVL", "CRM", "BUS", "UNK", "EDU", ""};
  return std::find(kPrivate.begin(), kPrivate.end(), a.sector) == kPrivate.end();
}

Span trigger_span(const Document& doc, const TriggerMatch& match) {
  int32_t begin = match.token, end = match.token;
  std::vector<int32_t> parts = match.parts;
  std::sort(parts.begin(), parts.end());
  for (int32_t p : parts)
    if (p > end && p - end <= kTriggerReach) end = p;
  for (auto p = parts.rbegin(); p != parts.rend(); ++p)
    if (*p < begin && begin - *p <= kTriggerReach) begin = *p;
  return {doc.tokens[begin].span.begin, doc.tokens[end].span.end};
}

// A friendly act that its doer says he will do is a promise (AGREE), a hostile one a threat (THREATEN), unless a time
// is set for it.
bool promised(EventType type, std::string_view cameo, std::string& code) {
  switch (type) {
    case EventType::kAid:
      code = cameo.starts_with("071")   ? "0331"
             : cameo.starts_with("072") ? "0332"
             : cameo.starts_with("073") ? "0333"
             : cameo.starts_with("074") ? "0334"
                                        : "033";
      return true;
    case EventType::kCooperate:
      code = cameo.starts_with("061")   ? "0311"
             : cameo.starts_with("062") ? "0312"
             : cameo.starts_with("063") ? "0313"
             : cameo.starts_with("064") ? "0314"
                                        : "031";
      return true;
    case EventType::kSupport:
      code = "032";
      return true;
    case EventType::kConcede:
      code = cameo.starts_with("081") ? "0351" : cameo.starts_with("083") ? "034" : "035";
      return true;
    case EventType::kRetreat:
      code = cameo.starts_with("084")   ? "0353"
             : cameo.starts_with("085") ? "0354"
             : cameo.starts_with("086") ? "0355"
             : cameo.starts_with("087") ? "0356"
                                        : "035";
      return true;
    default:
      return false;
  }
}

bool threatened(EventType type, std::string_view cameo, std::string& code) {
  switch (type) {
    case EventType::kSanction:
      code = cameo.starts_with("163")   ? "1312"
             : cameo.starts_with("161") ? "1313"
             : cameo.starts_with("164") ? "134"
             : cameo.starts_with("166") ? "136"
                                        : "131";
      return true;
    case EventType::kCoerce:
      code = cameo.starts_with("172") ? "132" : "137";
      return true;
    case EventType::kAssault:
      code = cameo.starts_with("191") ? "1381" : "138";
      return true;
    case EventType::kProtest:
      code = "133";
      return true;
    default:
      return false;
  }
}

// `unless you go`: what is announced under such a condition is a threat.
bool has_unless(const Document& doc, int32_t token) {
  for (int32_t c : doc.dependents(token))
    if (is_rel(doc.tokens[c].deprel, "advcl"))
      for (int32_t m : doc.dependents(c))
        if (doc.tokens[m].lemma == "unless") return true;
  return false;
}

void apply_announcement(const Document& doc, Row& row, const Assertion& assertion, bool time_set) {
  if (!assertion.will || row.event.source.empty() || time_set) return;
  std::string code;
  if (has_unless(doc, row.token)) {
    row.event.type = EventType::kThreaten;
    code = "13";
  } else if (promised(row.event.type, row.event.cameo, code)) {
    row.event.type = EventType::kAgree;
  } else if (assertion.own_word && !row.event.target.empty() && threatened(row.event.type, row.event.cameo, code)) {
    row.event.type = EventType::kThreaten;
  } else {
    return;
  }
  row.event.cameo = code;
  row.event.status = EventStatus::kActual;
  row.speech = true;
  std::erase_if(row.event.said_by, [&](const std::string& id) {
    return std::any_of(row.event.source.begin(), row.event.source.end(),
                       [&](const ActorRef& r) { return r.actor == id; });
  });
}

// Mentions of each actor, in order of head.
std::vector<std::vector<int32_t>> mentions_by_actor(const Actors& actors) {
  std::vector<std::vector<int32_t>> out(actors.actors.size());
  for (size_t i = 0; i < actors.mentions.size(); ++i)
    if (actors.mentions[i].actor >= 0) out[actors.mentions[i].actor].push_back(static_cast<int32_t>(i));
  for (std::vector<int32_t>& list : out)
    std::stable_sort(list.begin(), list.end(),
                     [&](int32_t x, int32_t y) { return actors.mentions[x].head < actors.mentions[y].head; });
  return out;
}

ActorRef nearest_mention(const Document& doc, const Actors& actors,
                         const std::vector<std::vector<int32_t>>& mentions_of, const std::string& id, int32_t token) {
  const Actor* actor = actors.find(id);
  const size_t index = actor ? static_cast<size_t>(actor - actors.actors.data()) : mentions_of.size();
  if (index >= mentions_of.size() || mentions_of[index].empty()) return {id, doc.tokens[token].span};
  const std::vector<int32_t>& list = mentions_of[index];
  auto behind = std::lower_bound(list.begin(), list.end(), token,
                                 [&](int32_t m, int32_t at) { return actors.mentions[m].head < at; });
  if (behind == list.end() ||
      (behind != list.begin() && token - actors.mentions[*(behind - 1)].head <= actors.mentions[*behind].head - token))
    --behind;
  return {id, doc.span_of(actors.mentions[*behind].range)};
}

// The state in which the toponym at `token` lies; added to the actors if the story names it in no other way.
std::vector<ActorRef> state_at(const Context& context, const std::vector<Place>& places, Actors& actors,
                               int32_t token) {
  const Span span = context.doc.tokens[token].span;
  auto place = std::find_if(places.begin(), places.end(), [&](const Place& p) { return p.span.contains(span); });
  if (place == places.end() || place->country.empty()) return {};
  const Country* country = context.knowledge.country(place->country);
  if (!country) return {};
  for (const Actor& a : actors.actors)
    if (a.kind == ActorKind::kCountry && a.country == country->iso3) return {{a.id, place->span}};
  Actor added;
  added.id = "a" + std::to_string(actors.actors.size() + 1);
  added.name = country->name;
  added.kind = ActorKind::kCountry;
  added.country = country->iso3;
  added.sector = "GOV";
  added.ids.cow = country->cow;
  added.ids.gw = country->gw;
  added.ids.cameo = country->cameo;
  added.mentions.push_back({place->span, MentionForm::kMetonym});
  actors.actors.push_back(std::move(added));
  return {{actors.actors.back().id, place->span}};
}

bool shares(const std::vector<ActorRef>& a, const std::vector<ActorRef>& b) {
  for (const ActorRef& x : a)
    for (const ActorRef& y : b)
      if (x.actor == y.actor) return true;
  return false;
}

bool dates_meet(const Event& x, const Event& y) {
  if (!x.date || !y.date || x.date->start.empty() || y.date->start.empty()) return true;
  return !(x.date->end < y.date->start || y.date->end < x.date->start);
}

// Acts that a patient suffers once: whoever tells of his arrest, charge or dismissal again tells of the same.
bool suffered_once(const Event& e) {
  return e.type == EventType::kCoerce || e.type == EventType::kSanction ||
         (e.type == EventType::kAssault && e.cameo.starts_with("18"));
}

bool same_state(const Actors& actors, const std::vector<ActorRef>& a, const std::vector<ActorRef>& b) {
  for (const ActorRef& x : a)
    for (const ActorRef& y : b) {
      const Actor *p = actors.find(x.actor), *q = actors.find(y.actor);
      if (p && q && p->sector == "GOV" && q->sector == "GOV" && !p->country.empty() && p->country == q->country)
        return true;
    }
  return false;
}

// Are `a` and `b` mentions of one act?
bool same_act(const Row& a, const Row& b, const Actors& actors) {
  const Event &x = a.event, &y = b.event;
  if (x.type != y.type || x.custom_type != y.custom_type || !dates_meet(x, y)) return false;
  const bool same_source = shares(x.source, y.source), same_target = shares(x.target, y.target);
  if (suffered_once(x) && same_target && x.because.rule == y.because.rule) {
    const bool sources = same_source || x.source.empty() || y.source.empty() || a.source_implied || b.source_implied;
    // `decided to suspend her`, `she was suspended`: what is told as done is what was planned
    if (sources && (x.status == y.status || x.status == EventStatus::kActual || y.status == EventStatus::kActual))
      return true;
  }
  if (x.status != y.status) return false;
  // A protest named without its people is the one told before.
  if (x.type == EventType::kProtest && (a.source_implied || b.source_implied) &&
      (same_target || x.target.empty() || y.target.empty()))
    return true;
  const bool crossed = (x.reciprocal || y.reciprocal) && shares(x.source, y.target) && shares(x.target, y.source);
  // A meeting is told in many words (visit, talks, welcome): with a minister, with his state.
  if (x.type == EventType::kConsult &&
      (crossed || (same_source && (same_target || same_state(actors, x.target, y.target)))))
    return true;
  return a.lemma == b.lemma && ((same_source && same_target) || crossed);
}

void merge_into(Row& into, const Row& other) {
  Event& e = into.event;
  e.mentions.push_back(other.event.trigger);
  e.mentions.insert(e.mentions.end(), other.event.mentions.begin(), other.event.mentions.end());
  if (e.source.empty() || (into.source_implied && !other.source_implied && !other.event.source.empty())) {
    e.source = other.event.source;
    into.source_implied = other.source_implied;
  }
  if (other.event.status == EventStatus::kActual) e.status = EventStatus::kActual;
  if (e.target.empty()) e.target = other.event.target;
  if (!e.date || e.date->start.empty()) e.date = other.event.date;
  if (!e.place) e.place = other.event.place;
  if (e.said_by.empty() && e.quote.empty()) {
    // The story's own voice outranks a quoted one: nothing to take over.
  } else if (other.event.said_by.empty()) {
    e.said_by.clear();
  }
  if (other.event.cameo.size() > e.cameo.size() && other.event.cameo.starts_with(e.cameo)) e.cameo = other.event.cameo;
  into.logit = std::max(into.logit, other.logit) + 0.3;
}

void set_date(const Context& context, const Times& times, int32_t token, Event& event) {
  const Time* time = time_of(context, times, token);
  if (time && (!time->start.empty() || !time->end_date.empty())) {
    event.date = EventDate{time->start, time->end_date, time->grain, time->span};
  }
}

void set_place(const Context& context, const std::vector<Place>& places, int32_t token, Event& event) {
  const Place* place = place_of(context, places, token);
  if (place)
    event.place =
        EventPlace{place->name, place->country, place->admin1, place->lat, place->lon, place->geonames, place->span};
}

// Words between a trigger and the time that dates it, where no syntax ties the two.
constexpr int kTimeReach = 12;
// Sentences for which the time of one act goes on to be the time of the next: a day, a longer time.
constexpr int kNarrativeReach = 3;
constexpr int kLongTimeReach = 1;

// Is `token` the verb of a main clause, or the noun of one?
bool is_main_clause(const Document& doc, int32_t token) {
  for (int steps = 0; token >= 0 && steps < 12; ++steps) {
    const Token& t = doc.tokens[token];
    if (t.head < 0) return true;
    if (is_rel(t.deprel, "acl") || is_rel(t.deprel, "advcl") || t.deprel == "amod") return false;
    token = t.head;
  }
  return false;
}

void take_date(const Time& time, Event& event) {
  event.date = EventDate{time.start, time.end_date, time.grain, time.span};
}

// Dates that syntax does not give: the time nearest to the trigger in its sentence; for what somebody promises or says
// himself the time of his saying so; in a narrative the day of the act told just before; in the lead the story's own
// day.
void imply_dates(const Context& context, const Times& times, std::vector<Row>& rows) {
  const Document& doc = context.doc;
  const Row* last = nullptr;   // the dated act told last
  const Row* first = nullptr;  // the first that has a day: the story's own subject
  for (Row& row : rows) {
    Event& e = row.event;
    const Sentence& sentence = doc.sentences[e.sentence];
    if (!e.date) {
      const Time* best = nullptr;
      int reach = kTimeReach + 1;
      for (const Time& time : times.times) {
        if (time.span.begin < sentence.span.begin || time.span.end > sentence.span.end) continue;
        if (time.start.empty() && time.end_date.empty()) continue;
        const int32_t at = doc.token_at(time.span.begin);
        if (at < 0) continue;
        const int distance = std::abs(at - row.token);
        bool other = false;  // a time nearer to another act is that act's
        for (const Row& r : rows)
          other = other ||
                  (&r != &row && r.event.sentence == e.sentence && std::abs(r.token - at) < distance && r.event.date);
        if (!other && distance < reach) {
          reach = distance;
          best = &time;
        }
      }
      if (best) take_date(*best, e);
    }
    if (!e.date && (row.speech || row.own_word)) {
      int32_t up = doc.tokens[row.token].head;
      for (int steps = 0; up >= 0 && steps < 4 && !e.date; ++steps, up = doc.tokens[up].head)
        if (clause::is_verbal(doc.tokens[up]))
          if (const Time* time = time_of(context, times, up); time && !time->start.empty()) take_date(*time, e);
    }
    const bool narrative = e.status == EventStatus::kActual && is_main_clause(doc, row.token) &&
                           doc.tokens[row.token].feats.tense != Tense::kPres;
    if (!e.date && narrative && last) {
      const int reach = last->event.date->grain == "day" ? kNarrativeReach : kLongTimeReach;
      if (e.sentence - last->event.sentence <= reach) e.date = last->event.date;
    }
    // What is said in a story is said on the day that it tells of, unless it says otherwise.
    if (!e.date && row.speech && e.status == EventStatus::kActual && first && is_main_clause(doc, row.token))
      e.date = first->event.date;
    if (!e.date && narrative && e.sentence <= 1 && times.reference)
      e.date = EventDate{iso(*times.reference), iso(*times.reference), "day", {}};
    if (e.date && e.status == EventStatus::kActual && is_main_clause(doc, row.token)) {
      last = &row;
      if (!first && e.date->grain == "day") first = &row;
    }
  }
}

// People of whom no more is known than that they protest are protesters.
void mark_protesters(const Event& event, Actors& actors) {
  if (event.type != EventType::kProtest || event.status != EventStatus::kActual) return;
  for (const ActorRef& ref : event.source)
    if (const Actor* found = actors.find(ref.actor)) {
      Actor& actor = actors.actors[static_cast<size_t>(found - actors.actors.data())];
      if (actor.kind != ActorKind::kGroup || actor.sector != "CVL") continue;
      actor.sector = "PRO";
      if (actor.ids.cameo.ends_with("CVL")) actor.ids.cameo.replace(actor.ids.cameo.size() - 3, 3, "PRO");
    }
}

// What the model's proposals on a frame's trigger say for the row.
double seconded(const Document& doc, int32_t token, EventType type) {
  bool any = false;
  for (const EventProposal& p : doc.proposals) {
    if (token < p.trigger.begin || token >= p.trigger.end) continue;
    if (p.types[static_cast<size_t>(type)] >= kSecond) return kWeights.seconded;
    any = any || p.score >= kSecond;
  }
  return any ? 0 : kWeights.unseconded;
}

double sides_logit(const Event& event, const Actors& actors) {
  double logit = 0;
  if (!event.source.empty() && !event.target.empty()) logit += kWeights.both_sides;
  if (event.source.empty()) logit += kWeights.no_source;
  if (event.target.empty() && !event.reciprocal) logit += kWeights.no_target;
  bool political = false;
  for (const auto* side : {&event.source, &event.target})
    for (const ActorRef& ref : *side) {
      const Actor* a = actors.find(ref.actor);
      political = political || (a && is_political(*a));
    }
  if (!political) logit += kWeights.private_only;
  return logit;
}

}  // namespace

std::vector<Event> read_events(const Context& context, const Lexicon& lexicon, const Times& times,
                               const std::vector<Place>& places, Actors& actors, const std::vector<Quote>& quotes) {
  const Document& doc = context.doc;
  const Modality& modality = lexicon.impl().modality;
  const std::vector<std::vector<int32_t>> mentions_of = mentions_by_actor(actors);
  auto speakers = [&](int32_t token) {
    std::vector<ActorRef> out;
    Assertion said = read_assertion(context, modality, actors, quotes, {token, EventType::kRequest, nullptr, false});
    if (!said.said_by.empty()) out.push_back(nearest_mention(doc, actors, mentions_of, said.said_by.front(), token));
    return out;
  };
  auto state = [&](int32_t token) { return state_at(context, places, actors, token); };
  Matcher matcher(context, lexicon.impl().frames, lexicon.impl().sides, actors, speakers, state);
  std::vector<Row> rows;
  std::vector<char> taken(doc.tokens.size());

  for (FrameRow& found : matcher.run()) {
    Row row;
    row.token = found.match.token;
    row.lemma = doc.tokens[row.token].lemma;
    row.speech = found.frame->speech || found.type == EventType::kAgree || found.type == EventType::kReject;
    row.negation_used = found.negation_used;
    row.source_implied = found.source_implied;
    row.auxiliary = lexicon.impl().frames.pattern(found.match.ref).pos == TriggerPos::kAux;
    Event& e = row.event;
    e.type = found.type;
    e.custom_type = found.frame->custom_type;
    e.mode = found.frame->mode;
    e.cameo = found.cameo;
    e.source = std::move(found.source);
    e.target = std::move(found.target);
    e.reciprocal = found.reciprocal;
    e.trigger = trigger_span(doc, found.match);
    e.sentence = doc.tokens[row.token].sentence;
    e.because = {found.frame->id, found.frame->file + ":" + std::to_string(found.frame->line)};
    row.logit = kWeights.base + found.frame->prior + sides_logit(e, actors);
    row.logit += kWeights.inner_rank * (std::max(found.source_rank, 0) + std::max(found.target_rank, 0));
    row.logit += kWeights.implied * (found.source_implied + found.target_implied);
    if (lexicon.impl().frames.pattern(found.match.ref).pos == TriggerPos::kNoun) row.logit += kWeights.noun;
    if (doc.tokens[row.token].deprel == "amod") row.logit += kWeights.attribute;
    row.logit += seconded(doc, row.token, e.type);
    taken[row.token] = 1;
    for (int32_t part : found.match.parts) taken[part] = 1;
    rows.push_back(std::move(row));
  }

  for (const EventProposal& p : doc.proposals) {
    if (p.score < kMinProposal || p.trigger.begin >= p.trigger.end) continue;
    bool seen = false;
    for (int32_t i = p.trigger.begin; i < p.trigger.end; ++i) seen = seen || taken[i] || matcher.silent(i);
    if (seen) continue;
    Row row;
    row.token = p.trigger.begin;
    for (int32_t i = p.trigger.begin; i < p.trigger.end; ++i)
      if (doc.tokens[i].head < p.trigger.begin || doc.tokens[i].head >= p.trigger.end) row.token = i;
    row.lemma = doc.tokens[row.token].lemma;
    Event& e = row.event;
    e.type = p.type;
    e.cameo = "";
    auto add = [&](const std::vector<int32_t>& heads, const std::vector<float>& scores, std::vector<ActorRef>& side) {
      for (size_t i = 0; i < heads.size(); ++i) {
        if (i < scores.size() && scores[i] < kMinRole) continue;
        for (ActorRef& ref : matcher.resolve(heads[i]))
          if (!shares({ref}, e.source) && !shares({ref}, e.target)) side.push_back(std::move(ref));
      }
    };
    add(p.source, p.source_scores, e.source);
    add(p.target, p.target_scores, e.target);
    if (e.source.empty() && e.target.empty()) continue;
    static constexpr std::array<const char*, kEventTypes> kRoots = {"03", "04", "05", "06", "07", "08", "08", "11",
                                                                    "10", "12", "13", "14", "15", "16", "17", "18"};
    e.cameo = kRoots[static_cast<int>(p.type)];
    e.reciprocal = p.type == EventType::kConsult;
    e.trigger = doc.span_of(p.trigger);
    e.sentence = doc.tokens[row.token].sentence;
    e.because = {"model", ""};
    row.speech = p.type == EventType::kAgree || p.type == EventType::kAccuse || p.type == EventType::kRequest ||
                 p.type == EventType::kReject || p.type == EventType::kThreaten;
    const double score = std::clamp(static_cast<double>(p.score), 0.01, 0.99);
    row.logit = kWeights.base + kWeights.model * std::log(score / (1 - score)) - 1 + sides_logit(e, actors);
    rows.push_back(std::move(row));
  }

  for (Row& row : rows) {
    Event& e = row.event;
    set_date(context, times, row.token, e);
    set_place(context, places, row.token, e);
    Assertion assertion = read_assertion(context, modality, actors, quotes, {row.token, e.type, &e.source, row.speech});
    e.status = assertion.status;
    if (row.negation_used && (e.status == EventStatus::kNot || e.status == EventStatus::kPlanned))
      e.status = EventStatus::kActual;
    if (row.auxiliary && e.status == EventStatus::kWanted) e.status = EventStatus::kActual;
    e.said_by = std::move(assertion.said_by);
    e.quote = assertion.quote;
    row.own_word = assertion.own_word;
    const bool time_set = e.date && times.reference && !e.date->start.empty() && e.date->start > iso(*times.reference);
    apply_announcement(doc, row, assertion, time_set);
    if (context.trace) {
      std::string line = std::string(name_of(e.type)) + " " + e.cameo + " by " + e.because.rule + " (" +
                         e.because.lexicon + "), " + name_of(e.status);
      if (!assertion.why.empty()) line += ": " + assertion.why;
      context.trace->add("events", e.trigger, std::move(line));
    }
  }

  std::stable_sort(rows.begin(), rows.end(),
                   [](const Row& a, const Row& b) { return a.event.trigger < b.event.trigger; });
  imply_dates(context, times, rows);
  std::vector<Row> merged;
  for (Row& row : rows) {
    auto same = std::find_if(merged.begin(), merged.end(), [&](const Row& m) { return same_act(m, row, actors); });
    if (same == merged.end()) {
      merged.push_back(std::move(row));
    } else {
      merge_into(*same, row);
    }
  }
  std::vector<Event> out;
  for (const Row& row : merged) mark_protesters(row.event, actors);
  for (Row& row : merged) {
    std::sort(row.event.mentions.begin(), row.event.mentions.end());
    row.event.confidence = std::round(1000 / (1 + std::exp(-row.logit))) / 1000;
    row.event.id = "e" + std::to_string(out.size() + 1);
    out.push_back(std::move(row.event));
  }
  return out;
}

}  // namespace dragoman
