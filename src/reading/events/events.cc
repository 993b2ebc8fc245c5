// Frame rows and the model's proposals become events: status and speakers by the assertion room, promises and threats
// out of announced acts, date and place by syntax, confidence by a logistic sum, and mentions of one act merged.
#include "reading/events/events.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "reading/assertion/assertion.h"
#include "reading/assertion/clauses.h"
#include "reading/assertion/denials.h"
#include "reading/events/dating.h"
#include "reading/events/lexicon_impl.h"
#include "reading/events/matcher.h"
#include "reading/events/row.h"

namespace dragoman {
namespace {

// More mentions of an act than these say no more for it.
constexpr double kMostMentions = 3;
// The first sentences of a story: headline and lead.
constexpr int kLead = 3;
// A trigger is shown with the words of its phrase as long as these stand within so many tokens of its head.
constexpr int kTriggerReach = 4;
// Steps up the tree within which one trigger governs another.
constexpr int kGovernReach = 6;
// Proposals of the model below this score give no row of their own.
constexpr float kMinProposal = 0.2f;
constexpr float kMinRole = 0.5f;
// The model's probability of a type is taken to lie between these bounds; for a word that it does not propose it is the
// lower one.
constexpr double kLeastProbability = 0.02, kMostProbability = 0.98;

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

// The word of a proposal that names the act: of `accepted an` the verb, and what an auxiliary alone stands with.
int32_t content_word(const Document& doc, TokenRange range) {
  auto is_content = [&](int32_t t) {
    const Upos pos = doc.tokens[t].upos;
    return pos == Upos::kVerb || pos == Upos::kNoun || pos == Upos::kPropn || pos == Upos::kAdj;
  };
  int32_t best = -1;
  for (int32_t i = range.begin; i < range.end; ++i) {
    const int32_t head = doc.tokens[i].head;
    if (is_content(i) && (best < 0 || head < range.begin || head >= range.end)) best = i;
  }
  if (best >= 0) return best;
  best = range.begin;
  for (int steps = 0; steps < kGovernReach && !is_content(best) && doc.tokens[best].head >= 0; ++steps)
    best = doc.tokens[best].head;
  return best;
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

void apply_announcement(const Document& doc, EventRow& row, const Assertion& assertion, bool time_set) {
  if ((!assertion.will && !assertion.intent) || row.event.source.empty() || time_set) return;
  std::string code;
  if (has_unless(doc, row.token)) {
    row.event.type = EventType::kThreaten;
    code = "13";
  } else if (assertion.will && promised(row.event.type, row.event.cameo, code)) {
    row.event.type = EventType::kAgree;
  } else if (assertion.own_word && !row.event.target.empty() && threatened(row.event.type, row.event.cameo, code)) {
    row.event.type = EventType::kThreaten;
  } else {
    return;
  }
  row.event.cameo = code;
  row.event.status = EventStatus::kActual;
  row.speech = true;
  std::erase_if(row.event.said_by, [&](const std::string& id) { return has_actor(row.event.source, id); });
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

bool same_country(const Actors& actors, const std::vector<ActorRef>& a, const std::vector<ActorRef>& b) {
  for (const ActorRef& x : a)
    for (const ActorRef& y : b) {
      const Actor *p = actors.find(x.actor), *q = actors.find(y.actor);
      if (p && q && !p->country.empty() && p->country == q->country) return true;
    }
  return false;
}

// How the sides of two rows stand to one another.
enum class Sides : uint8_t { kOpen, kSame, kNear, kApart };  // one is empty; an actor in common; a country in common

Sides compare_sides(const Actors& actors, const std::vector<ActorRef>& a, const std::vector<ActorRef>& b) {
  if (a.empty() || b.empty()) return Sides::kOpen;
  if (shares(a, b)) return Sides::kSame;
  return same_country(actors, a, b) ? Sides::kNear : Sides::kApart;
}

// Does one of the two triggers stand below the other, with no clause of its own that tells of something else?
bool governs(const Document& doc, const EventRow& above, const EventRow& below) {
  int32_t token = below.token;
  for (int steps = 0; token >= 0 && steps < kGovernReach; ++steps) {
    if (std::find(above.held.begin(), above.held.end(), token) != above.held.end()) return true;
    if (doc.tokens[token].deprel == "conj") return false;
    token = doc.tokens[token].head;
  }
  return false;
}

// An act and what it consists of, told in one sentence: an attack and its dead, a visit and its talks.
bool told_at_once(const Document& doc, const EventRow& a, const EventRow& b) {
  const Event &x = a.event, &y = b.event;
  if (x.type != y.type || x.sentence != y.sentence || x.status != y.status) return false;
  if (x.type != EventType::kAssault && x.type != EventType::kConsult && x.type != EventType::kAid &&
      x.type != EventType::kAgree)
    return false;
  return governs(doc, a, b) || governs(doc, b, a);
}

// Are `a` and `b` mentions of one act? Each clause merges many more mentions of one act than it joins acts that the
// annotated stories keep apart; docs/lexicon.md has the rules in words.
bool same_act(const Document& doc, const EventRow& a, const EventRow& b, const Actors& actors) {
  const Event &x = a.event, &y = b.event;
  if (x.custom_type == y.custom_type && told_at_once(doc, a, b)) return true;
  if (x.type != y.type || x.custom_type != y.custom_type || !dates_meet(x, y)) return false;
  const Sides source = compare_sides(actors, x.source, y.source), target = compare_sides(actors, x.target, y.target);
  const bool same_source = source == Sides::kSame, same_target = target == Sides::kSame;
  const bool same_status = x.status == y.status, same_word = a.lemma == b.lemma;
  auto together = [](Sides sides) { return sides == Sides::kSame || sides == Sides::kNear; };
  if (suffered_once(x) && same_target && x.because.rule == y.because.rule) {
    const bool sources = same_source || source == Sides::kOpen || a.source_implied || b.source_implied;
    // `decided to suspend her`, `she was suspended`: what is told as done is what was planned
    if (sources && (same_status || x.status == EventStatus::kActual || y.status == EventStatus::kActual)) return true;
  }
  // `may deport him`, `deported him`
  if (same_word && !same_status && together(source) && together(target)) return true;
  if (!same_status) return false;
  const bool crossed = (x.reciprocal || y.reciprocal) && shares(x.source, y.target) && shares(x.target, y.source);
  if (same_word && ((same_source && same_target) || crossed || (source == Sides::kOpen && together(target)) ||
                    (target == Sides::kOpen && together(source))))
    return true;
  switch (x.type) {
    case EventType::kProtest:
      // A protest named without its people is the one told before.
      if ((a.source_implied || b.source_implied) && (same_target || target == Sides::kOpen)) return true;
      return source != Sides::kApart && target != Sides::kApart;
    case EventType::kConsult:
      // A meeting is told in many words (visit, talks, welcome): with a minister, with his state, with nobody named.
      return crossed || (same_source && (same_target || same_state(actors, x.target, y.target))) ||
             target == Sides::kOpen || (source == Sides::kOpen && together(target));
    case EventType::kAssault:
      return (source == Sides::kOpen && together(target)) || (target == Sides::kOpen && together(source));
    case EventType::kRequest:
      return same_source && (same_target || (same_word && target == Sides::kNear));
    default:
      return false;
  }
}

// `at_once`: told in one breath, which makes the act no likelier.
void merge_into(EventRow& into, const EventRow& other, bool at_once) {
  Event& e = into.event;
  e.mentions.push_back(other.event.trigger);
  e.mentions.insert(e.mentions.end(), other.event.mentions.begin(), other.event.mentions.end());
  if (e.source.empty() || (into.source_implied && !other.source_implied && !other.event.source.empty())) {
    e.source = other.event.source;
    into.source_implied = other.source_implied;
  }
  if (other.event.status == EventStatus::kActual) e.status = EventStatus::kActual;
  if (e.target.empty()) e.target = other.event.target;
  // A time that the story names outranks the story's own day.
  const bool named = other.event.date && !other.event.date->span.empty();
  // An open one (`on June 9`, in no known year) is the act's own, and takes no other.
  into.open_date = into.open_date || (other.open_date && !e.date);
  if (!into.open_date && (!e.date || e.date->start.empty() || (e.date->span.empty() && named)))
    e.date = other.event.date;
  if (!e.place) e.place = other.event.place;
  if (e.mode.empty()) e.mode = other.event.mode;
  if (e.said_by.empty() && e.quote.empty()) {
    // The story's own voice outranks a quoted one: nothing to take over.
  } else if (other.event.said_by.empty()) {
    e.said_by.clear();
  }
  if (other.event.cameo.size() > e.cameo.size() && other.event.cameo.starts_with(e.cameo)) e.cameo = other.event.cameo;
  into.held.insert(into.held.end(), other.held.begin(), other.held.end());
  if (at_once) return;
  into.terms[Term::kMentions] = std::min<double>(kMostMentions, into.terms[Term::kMentions] + 1);
}

// The place of a row: where its frame looks for it, else by syntax. What is only said has none.
void set_place(const Context& context, const std::vector<Place>& places, const EventRow& row, Event& event) {
  const Frame* frame = row.found.frame;
  if (frame ? frame->no_place || (row.speech && frame->place.empty()) : row.speech) return;
  const Place* place = nullptr;
  for (int32_t token : row.found.places)
    for (const Place& p : places)
      if (!place && p.span.contains(context.doc.tokens[token].span)) place = &p;
  if (!place) place = place_of(context, places, row.token);
  if (place)
    event.place =
        EventPlace{place->name, place->country, place->admin1, place->lat, place->lon, place->geonames, place->span};
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

double log_odds(double probability) {
  const double p = std::clamp(probability, kLeastProbability, kMostProbability);
  return std::log(p / (1 - p));
}

// What the model thinks of the trigger: of the row's type, and of the likeliest other type.
void model_terms(const Document& doc, const EventRow& row, Terms& terms) {
  double own = 0, other = 0;
  if (const EventProposal* p = doc.proposal_at(row.token)) {
    for (int k = 0; k < kEventTypes; ++k) {
      const double probability = p->types[static_cast<size_t>(k)];
      double& which = static_cast<EventType>(k) == row.event.type ? own : other;
      which = std::max(which, probability);
    }
  }
  terms[row.event.because.rule == "model" ? Term::kModelHead : Term::kHead] = log_odds(own);
  terms[Term::kHeadOther] = other;
}

// Does a side act in politics? 0: empty, 1: yes, 2: no.
int politics_of(const std::vector<ActorRef>& side, const Actors& actors) {
  if (side.empty()) return 0;
  for (const ActorRef& ref : side)
    if (const Actor* a = actors.find(ref.actor); a && is_political(*a)) return 1;
  return 2;
}

// The terms that need the finished row: its sides, status, speakers and the form of its trigger.
void finish_terms(const Document& doc, const Actors& actors, EventRow& row) {
  const Event& e = row.event;
  Terms& t = row.terms;
  const Token& word = doc.tokens[row.token];
  t[Term::kBase] = 1;
  t[Term::kAttribute] = word.deprel == "amod";
  t[Term::kNoSource] = e.source.empty();
  t[Term::kNoTarget] = e.target.empty() && !e.reciprocal;
  const int source = politics_of(e.source, actors), target = politics_of(e.target, actors);
  t[Term::kPrivateSource] = source == 2;
  t[Term::kPrivateTarget] = target == 2;
  t[Term::kPrivateOnly] = source != 1 && target != 1;
  t[Term::kSaid] = !e.said_by.empty();
  t[Term::kQuoted] = !e.quote.empty();
  t[Term::kPlanned] = e.status == EventStatus::kPlanned;
  t[Term::kPossible] = e.status == EventStatus::kPossible;
  t[Term::kNot] = e.status == EventStatus::kNot || e.status == EventStatus::kDenied;
  t[Term::kWanted] = e.status == EventStatus::kWanted;
  const bool verb = clause::is_verbal(word);
  t[Term::kPresent] = verb && word.feats.verb_form == VerbForm::kFin && word.feats.tense == Tense::kPres;
  t[Term::kInfinitive] = verb && word.feats.verb_form == VerbForm::kInf;
  t[Term::kGerund] = verb && word.form.ends_with("ing");
  t[Term::kMainClause] = is_main_clause(doc, row.token);
  t[Term::kLead] = e.sentence < kLead;
  t[Term::kLone] = doc.sentences.size() == 1;
  model_terms(doc, row, t);
}

// How a trigger stands to another one of its sentence: below it, or coordinated with it.
enum class Standing : uint8_t { kFree, kUnder, kBeside };

Standing standing_of(const Document& doc, const EventRow& row, const std::vector<EventRow>& rows) {
  int32_t token = row.token;
  bool beside = false;
  for (int steps = 0; steps < kGovernReach && doc.tokens[token].head >= 0; ++steps) {
    beside = doc.tokens[token].deprel == "conj";
    token = doc.tokens[token].head;
    for (const EventRow& other : rows)
      if (&other != &row && std::find(other.held.begin(), other.held.end(), token) != other.held.end())
        return beside ? Standing::kBeside : Standing::kUnder;
  }
  return Standing::kFree;
}

// A text of one sentence, as collections of examples have them, is about one act: what stands below another act, or
// beside it, or is less sure than another, is seldom the one that is meant.
void lone_terms(const Document& doc, const ConfidenceTable& table, std::vector<EventRow>& rows) {
  if (doc.sentences.size() != 1) return;
  std::vector<double> sure;
  sure.reserve(rows.size());
  for (const EventRow& row : rows) sure.push_back(table.log_odds(row.terms));
  for (size_t i = 0; i < rows.size(); ++i) {
    // What is demanded or alleged has a row beside the demand: that is no question of which act is meant.
    const EventStatus status = rows[i].event.status;
    if (status == EventStatus::kWanted || status == EventStatus::kPossible) continue;
    const Standing standing = standing_of(doc, rows[i], rows);
    rows[i].terms[Term::kLoneUnder] = standing == Standing::kUnder;
    rows[i].terms[Term::kLoneBeside] = standing == Standing::kBeside;
    rows[i].terms[Term::kLoneSecond] = *std::max_element(sure.begin(), sure.end()) > sure[i];
  }
}

bool is_not(std::string_view lemma) {
  return lemma == "not" || lemma == "n't" || lemma == "no" || lemma == "never";
}

// `plead not guilty`
bool says_not(const TriggerPart& part) {
  return std::any_of(part.words.begin(), part.words.end(), is_not);
}

// From triggers to rows of the record, step by step.
class EventReader {
 public:
  EventReader(const Context& context, const Lexicon& lexicon, const Times& times, const std::vector<Place>& places,
              Actors& actors, const std::vector<Quote>& quotes);

  std::vector<Event> read();

 private:
  std::vector<ActorRef> speakers(int32_t token) const;
  EventRow row_of_frame(FrameRow found) const;
  std::optional<EventRow> row_of_proposal(const EventProposal& proposal) const;
  std::vector<ActorRef> actors_of(const std::vector<int32_t>& heads, const std::vector<float>& scores,
                                  const Event& e) const;
  void add_rows();
  void complete(EventRow& row) const;
  void merge_tellings();
  bool is_private_affair(const EventRow& row) const;
  std::vector<Event> finish();

  const Context& context_;
  const Document& doc_;
  const Lexicon::Impl& lexicon_;
  const Times& times_;
  const std::vector<Place>& places_;
  Actors& actors_;
  const std::vector<Quote>& quotes_;
  const std::vector<std::vector<int32_t>> mentions_of_;
  Matcher matcher_;
  std::vector<char> taken_;  // tokens that hold a trigger
  std::vector<EventRow> rows_;
};

EventReader::EventReader(const Context& context, const Lexicon& lexicon, const Times& times,
                         const std::vector<Place>& places, Actors& actors, const std::vector<Quote>& quotes)
    : context_(context),
      doc_(context.doc),
      lexicon_(lexicon.impl()),
      times_(times),
      places_(places),
      actors_(actors),
      quotes_(quotes),
      mentions_of_(mentions_by_actor(actors)),
      matcher_(
          context, lexicon_.frames, lexicon_.sides, actors, [this](int32_t token) { return speakers(token); },
          [this](int32_t token) { return state_at(context_, places_, actors_, token); }),
      taken_(doc_.tokens.size()) {}

std::vector<Event> EventReader::read() {
  add_rows();
  for (EventRow& row : rows_) complete(row);
  std::stable_sort(rows_.begin(), rows_.end(),
                   [](const EventRow& a, const EventRow& b) { return a.event.trigger < b.event.trigger; });
  imply_dates(context_, times_, quotes_, rows_);
  merge_tellings();
  return finish();
}

// Who says what stands at the token.
std::vector<ActorRef> EventReader::speakers(int32_t token) const {
  Assertion said =
      read_assertion(context_, lexicon_.modality, actors_, quotes_, {token, EventType::kRequest, nullptr, false});
  if (said.said_by.empty()) return {};
  return {nearest_mention(doc_, actors_, mentions_of_, said.said_by.front(), token)};
}

// What the frames find, then what the model alone takes for an act.
void EventReader::add_rows() {
  for (FrameRow& found : matcher_.run()) {
    rows_.push_back(row_of_frame(std::move(found)));
    const EventRow& row = rows_.back();
    taken_[row.token] = 1;
    for (int32_t part : row.found.match.parts) taken_[part] = 1;
  }
  for (const EventProposal& p : doc_.proposals)
    if (std::optional<EventRow> row = row_of_proposal(p)) rows_.push_back(std::move(*row));
}

EventRow EventReader::row_of_frame(FrameRow found) const {
  const Frame& frame = *found.frame;
  const TriggerPattern& pattern = lexicon_.frames.pattern(found.match.ref);
  EventRow row;
  row.token = found.match.token;
  row.lemma = doc_.tokens[row.token].lemma;
  row.speech = frame.speech || found.type == EventType::kAgree || found.type == EventType::kReject;
  row.negation_used = found.negation_used || std::any_of(pattern.parts.begin(), pattern.parts.end(), says_not);
  row.source_implied = found.source_implied;
  row.auxiliary = pattern.pos == TriggerPos::kAux;
  Event& e = row.event;
  e.type = found.type;
  e.custom_type = frame.custom_type;
  e.mode = found.mode;
  e.cameo = found.cameo;
  e.source = found.source;
  e.target = found.target;
  e.reciprocal = found.reciprocal;
  e.trigger = trigger_span(doc_, found.match);
  e.sentence = doc_.tokens[row.token].sentence;
  e.because = {frame.id, frame.file + ":" + std::to_string(frame.line), {}};
  row.trigger = std::string(name_of(pattern.pos)) + '_' + pattern.text;
  Terms& terms = row.terms;
  terms.prior = frame.prior + pattern.prior;
  terms[Term::kInnerRole] = std::min(4, std::max(found.source_rank, 0) + std::max(found.target_rank, 0));
  terms[Term::kImpliedSource] = found.source_implied;
  terms[Term::kImpliedTarget] = found.target_implied;
  terms[Term::kPhrase] = !pattern.parts.empty();
  terms[Term::kNoun] = pattern.pos == TriggerPos::kNoun;
  terms[Term::kAdjective] = pattern.pos == TriggerPos::kAdj;
  terms[Term::kAuxiliary] = pattern.pos == TriggerPos::kAux;
  row.held = found.match.nouns;
  row.held.push_back(row.token);
  row.found = std::move(found);
  return row;
}

// The actors that the model's role scorer is sure enough of, other than the sides that `e` has.
std::vector<ActorRef> EventReader::actors_of(const std::vector<int32_t>& heads, const std::vector<float>& scores,
                                             const Event& e) const {
  std::vector<ActorRef> side;
  for (size_t i = 0; i < heads.size(); ++i) {
    if (i < scores.size() && scores[i] < kMinRole) continue;
    for (ActorRef& ref : matcher_.resolve(heads[i]))
      if (!has_actor(e.source, ref.actor) && !has_actor(e.target, ref.actor) && !has_actor(side, ref.actor))
        side.push_back(std::move(ref));
  }
  return side;
}

// An act that the model alone finds; nothing where a frame has spoken, or nobody does it or suffers it.
std::optional<EventRow> EventReader::row_of_proposal(const EventProposal& p) const {
  static constexpr std::array<const char*, kEventTypes> kRoots = {"03", "04", "05", "06", "07", "08", "08", "11",
                                                                  "10", "12", "13", "14", "15", "16", "17", "18"};
  if (p.score < kMinProposal || p.trigger.begin >= p.trigger.end) return std::nullopt;
  for (int32_t i = p.trigger.begin; i < p.trigger.end; ++i)
    if (taken_[i] || matcher_.silent(i)) return std::nullopt;
  if (matcher_.blocked(p.type, doc_.tokens[p.trigger.begin].sentence)) return std::nullopt;
  EventRow row;
  row.token = content_word(doc_, p.trigger);
  if (taken_[row.token] || matcher_.silent(row.token)) return std::nullopt;
  row.held.push_back(row.token);
  row.lemma = doc_.tokens[row.token].lemma;
  // `does not permit`: a refusal that is told by its `not`
  for (int32_t i = p.trigger.begin; i < p.trigger.end; ++i)
    if (p.type == EventType::kReject && is_not(doc_.tokens[i].lemma)) row.negation_used = true;
  Event& e = row.event;
  e.type = p.type;
  e.cameo = kRoots[static_cast<size_t>(p.type)];
  e.source = actors_of(p.source, p.source_scores, e);
  e.target = actors_of(p.target, p.target_scores, e);
  FrameRow& sides = row.found;
  sides.type = e.type;
  sides.cameo = e.cameo;
  sides.source = std::move(e.source);
  sides.target = std::move(e.target);
  sides.reciprocal = p.type == EventType::kConsult;
  matcher_.sides_by_syntax(row.token, sides);
  if (sides.source.empty() && sides.target.empty()) return std::nullopt;
  // `invasion forces`: who acts is named by his act, which is told of elsewhere
  if (overlaps(sides.source, doc_.tokens[row.token].span)) return std::nullopt;
  e.source = sides.source;
  e.target = sides.target;
  e.mode = sides.mode;
  e.cameo = sides.cameo;
  e.reciprocal = sides.reciprocal;
  e.trigger = doc_.span_of(p.trigger);
  e.sentence = doc_.tokens[row.token].sentence;
  e.because = {"model", "", {}};
  row.source_implied = sides.source_implied;
  row.terms[Term::kImpliedSource] = sides.source_implied;
  row.terms[Term::kImpliedTarget] = sides.target_implied;
  row.terms[Term::kModelAlone] = 1;
  row.speech = p.type == EventType::kAgree || p.type == EventType::kAccuse || p.type == EventType::kRequest ||
               p.type == EventType::kReject || p.type == EventType::kThreaten;
  return row;
}

// Date, place, status and speakers of a row, and what they make of its type and of its terms.
void EventReader::complete(EventRow& row) const {
  Event& e = row.event;
  set_date(context_, times_, row.token, e);
  set_place(context_, places_, row, e);
  Assertion assertion = read_assertion(context_, lexicon_.modality, actors_, quotes_,
                                       {row.token, e.type, &e.source, row.speech, row.negation_used});
  e.status = assertion.status;
  if (row.negation_used && (e.status == EventStatus::kNot || e.status == EventStatus::kPlanned))
    e.status = EventStatus::kActual;
  // `should not attack`: what is demanded is negated, not the demand
  if (row.auxiliary && (e.status == EventStatus::kWanted || e.status == EventStatus::kNot))
    e.status = EventStatus::kActual;
  e.said_by = std::move(assertion.said_by);
  e.quote = assertion.quote;
  row.own_word = assertion.own_word;
  const bool time_set = e.date && times_.reference && !e.date->start.empty() && e.date->start > iso(*times_.reference);
  apply_announcement(doc_, row, assertion, time_set);
  if (e.type != row.found.type) {
    row.found.type = e.type;
    row.found.cameo = e.cameo;
    matcher_.refine(row.found);
    e.cameo = row.found.cameo;
    e.mode = row.found.mode;
  }
  finish_terms(doc_, actors_, row);
  if (!context_.trace) return;
  std::string line = std::string(name_of(e.type)) + " " + e.cameo + " by " + e.because.rule + " (" + e.because.lexicon +
                     "), " + name_of(e.status);
  if (!assertion.why.empty()) line += ": " + assertion.why;
  context_.trace->add("events", e.trigger, std::move(line));
}

// One row for an act that is told several times.
void EventReader::merge_tellings() {
  std::vector<EventRow> merged;
  for (EventRow& row : rows_) {
    auto same =
        std::find_if(merged.begin(), merged.end(), [&](const EventRow& m) { return same_act(doc_, m, row, actors_); });
    if (same == merged.end()) {
      merged.push_back(std::move(row));
      continue;
    }
    // Of an act told at once the surer word leads, wherever it stands.
    const bool at_once = told_at_once(doc_, *same, row);
    const ConfidenceTable& table = lexicon_.confidence;
    if (at_once && table.log_odds(row.terms) > table.log_odds(same->terms)) std::swap(*same, row);
    merge_into(*same, row, at_once);
  }
  rows_ = std::move(merged);
}

bool EventReader::is_private_affair(const EventRow& row) const {
  const Event& e = row.event;
  // What the model alone takes for an act among private parties is mostly sport, business and home life.
  if (e.because.rule == "model" && row.terms[Term::kPrivateOnly] != 0) return true;
  // What private people do to nobody (`readers praised the recipe`) is no politics, unless they take to the street or
  // somebody wants it of them.
  return e.target.empty() && row.terms[Term::kPrivateSource] != 0 && e.type != EventType::kProtest &&
         e.status != EventStatus::kWanted;
}

// The rows as the record has them.
std::vector<Event> EventReader::finish() {
  for (const EventRow& row : rows_) mark_protesters(row.event, actors_);
  lone_terms(doc_, lexicon_.confidence, rows_);
  std::vector<Event> out;
  for (EventRow& row : rows_) {
    if (is_private_affair(row)) continue;
    Event& e = row.event;
    std::sort(e.mentions.begin(), e.mentions.end());
    e.confidence = lexicon_.confidence.confidence(row.terms);
    e.because.terms = to_string(row.terms) + (row.trigger.empty() ? "" : " trigger " + row.trigger);
    if (context_.trace) context_.trace->add("events", e.trigger, "confidence, in its terms: " + e.because.terms);
    e.id = "e" + std::to_string(out.size() + 1);
    out.push_back(std::move(e));
  }
  apply_denials(context_, actors_, out);
  return out;
}

}  // namespace

std::vector<Event> read_events(const Context& context, const Lexicon& lexicon, const Times& times,
                               const std::vector<Place>& places, Actors& actors, const std::vector<Quote>& quotes) {
  return EventReader(context, lexicon, times, places, actors, quotes).read();
}

}  // namespace dragoman
