// Which actor is a side of an event, where the frame's roles leave a choice or nothing.
//
// Candidates are what the roles of the frame give (all of them, not the first alone), what the story implies by rule,
// every other actor of the story by its mention nearest to the trigger, and nobody. Each has features (role, path
// through the tree, distance, sector by type of event, state shared with the other side, salience ...), each feature a
// weight; the candidate with the greatest sum is the side. The weights are a log-linear model fitted on annotated
// stories.
#include "reading/events/sides.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "base/number.h"
#include "base/table.h"
#include "base/words.h"
#include "reading/assertion/clauses.h"
#include "reading/events/matcher.h"

namespace dragoman {

using namespace clause;

Status SideWeights::add(std::string_view text, const std::string& label) {
  Table table = Table::without_header(std::string(text), label, Code::kBadInput, 2);
  while (table.next()) {
    double weight = 0;
    if (!parse_number(table[1], &weight)) return table.error("wanted FEATURE<TAB>WEIGHT");
    weights_[std::string(table[0])] = weight;
  }
  return table.status();
}

namespace {

// Sentences before and behind the trigger in which actors are looked for.
constexpr int kBack = 6, kAhead = 1;
// Sentences back in which an act may tell who the sides of the next are.
constexpr int kToldReach = 6;
// Log-odds by which another candidate must be better than what the rules found.
constexpr double kSourceMargin = 0.75, kTargetMargin = 0.75, kOwnerMargin = 1.0;
// Arcs of a path through the tree.
constexpr int kLongestPath = 4;

// Who belongs to the body before them.
constexpr std::array<std::string_view, 10> kMembers = {"commander", "fighter",  "force", "gunman",  "leader",
                                                       "member",    "militant", "rebel", "soldier", "troop"};

// Words around a trigger that say before whom or by whom it is done.
constexpr std::array<std::string_view, 20> kCourtWords = {
    "acquittal",  "appeal",  "bail",     "case",     "charge",    "conviction", "court",
    "guilty",     "hearing", "judge",    "judgment", "judgement", "petition",   "prison",
    "prosecutor", "ruling",  "sentence", "trial",    "verdict",   "lawsuit"};
constexpr std::array<std::string_view, 16> kPolicyWords = {
    "ban",  "bill",   "budget",  "decision", "decree", "law",  "measure", "minister",
    "plan", "policy", "project", "reform",   "regime", "rule", "tax",     "president"};

std::string_view kind_name(RoleKind kind) {
  switch (kind) {
    case RoleKind::kSubj:
      return "subj";
    case RoleKind::kObj:
      return "obj";
    case RoleKind::kIobj:
      return "iobj";
    case RoleKind::kPrep:
      return "prep";
    case RoleKind::kPoss:
      return "poss";
    case RoleKind::kAmod:
      return "amod";
    case RoleKind::kCompound:
      return "compound";
    case RoleKind::kComp:
      return "comp";
    case RoleKind::kCompSubj:
      return "compsubj";
    case RoleKind::kLight:
      return "light";
    case RoleKind::kUnder:
      return "under";
    case RoleKind::kSpeaker:
      return "speaker";
    case RoleKind::kUsing:
    case RoleKind::kInstrument:
      return "instrument";
  }
  return "";
}

std::string bucket(int n) {
  return n <= 3 ? std::to_string(n) : n <= 5 ? "5" : n <= 10 ? "10" : n <= 20 ? "20" : "20+";
}

}  // namespace

// Arcs from one word to another of its sentence: `^acl<nsubj` goes up an acl and down an nsubj; a preposition stands
// with its arc. Empty if they are too far apart.
std::string Matcher::path(int32_t from, int32_t to) const {
  std::array<int32_t, kLongestPath + 1> up{}, down{};
  int ups = 0;
  for (int32_t t = from; t >= 0 && ups <= kLongestPath; t = doc_.tokens[t].head) up[ups++] = t;
  int downs = 0;
  for (int32_t t = to; t >= 0 && downs <= kLongestPath; t = doc_.tokens[t].head) {
    for (int k = 0; k < ups; ++k)
      if (up[k] == t && k + downs <= kLongestPath) {
        std::string out;
        auto arc = [&](int32_t token) {
          std::string rel(doc_.tokens[token].deprel);
          if (is_rel(rel, "obl") || is_rel(rel, "nmod")) {
            const std::string word = preposition_of(doc_, token);
            if (!word.empty()) rel.append("(").append(word).append(")");
          }
          return rel;
        };
        for (int i = 0; i < k; ++i) out.append("^").append(arc(up[i]));
        for (int i = downs; i-- > 0;) out.append("<").append(arc(down[i]));
        return out.empty() ? "=" : out;
      }
    down[downs++] = t;
  }
  return {};
}

Salience salience_of(const Document& doc, const Actors& actors) {
  Salience out;
  out.count.assign(actors.actors.size(), 0);
  out.lead.assign(actors.actors.size(), 0);
  for (const ActorMention& m : actors.mentions) {
    if (m.actor < 0 || m.place) continue;
    auto see = [&](int32_t a) {
      out.most = std::max(out.most, ++out.count[a]);
      if (doc.sentences[doc.tokens[m.head].sentence].paragraph <= 1) out.lead[a] = 1;
    };
    see(m.actor);
    for (int32_t a : m.also) see(a);
  }
  return out;
}

// `Serbian troops`, `US officials`: is the word at `token` a state in the phrase of a noun?
bool Matcher::is_state_of_noun(int32_t token) const {
  const Token& t = doc_.tokens[token];
  if (t.head < 0 || !(is_rel(t.deprel, "amod") || is_rel(t.deprel, "compound"))) return false;
  const ActorMention* mention = actors_.mention_at(token);
  return mention && actors_.actors[mention->actor].kind == ActorKind::kCountry;
}

// ... in the phrase of one of these? Who acts does not act on it.
bool Matcher::describes(int32_t token, const std::vector<ActorRef>& side) const {
  if (!is_state_of_noun(token)) return false;
  // `Iranian Foreign Minister Ahmad Karimi`: his title stands between
  for (int32_t at = doc_.tokens[token].head, steps = 0; at >= 0 && steps < kLongestPath;
       at = doc_.tokens[at].head, ++steps) {
    if (overlaps(side, doc_.tokens[at].span)) return true;
    const std::string_view rel = doc_.tokens[at].deprel;
    if (!is_rel(rel, "compound") && !is_rel(rel, "flat") && !is_rel(rel, "appos")) break;
  }
  return false;
}

// Does the word at `token` belong to the name, title or body of one of these: `the chairman of the board, Jane Roe`,
// `NATO troops`? Whoever acts for a body does not act on it; those who are against it are described by it too.
bool Matcher::stands_for(int32_t token, const std::vector<ActorRef>& side) const {
  static constexpr std::array<std::string_view, 8> kOrgans = {"COP", "GOV", "IGO", "JUD", "LEG", "MED", "MIL", "SPY"};
  const ActorMention* mention = actors_.mention_at(token);
  if (!mention || actors_.actors[mention->actor].kind == ActorKind::kPerson) return false;
  // `Taliban fighters`, but not `Taliban opponents`
  const Actor& body = actors_.actors[mention->actor];
  const int32_t noun = doc_.tokens[token].head;
  if (body.kind == ActorKind::kOrganisation && noun >= 0 && is_rel(doc_.tokens[token].deprel, "compound") &&
      contains(kMembers, lemmas_[noun]) && overlaps(side, doc_.tokens[noun].span))
    return true;
  if (std::none_of(side.begin(), side.end(), [&](const ActorRef& ref) {
        const Actor* a = actors_.find(ref.actor);
        return a && contains(kOrgans, a->sector);
      }))
    return false;
  int32_t at = token;
  for (int steps = 0; steps < kLongestPath; ++steps) {
    const std::string_view rel = doc_.tokens[at].deprel;
    const bool part = is_rel(rel, "compound") || is_rel(rel, "amod") || is_rel(rel, "flat") || is_rel(rel, "appos") ||
                      rel == "nmod:poss" || rel == "nmod:desc" ||
                      (is_rel(rel, "nmod") && (preposition_of(doc_, at) == "of" || preposition_of(doc_, at) == "for"));
    if (!part) return false;
    at = doc_.tokens[at].head;
    if (at < 0) return false;
    if (overlaps(side, doc_.tokens[at].span)) return true;
    for (int32_t c : doc_.dependents(at))
      if (is_rel(doc_.tokens[c].deprel, "appos") && overlaps(side, doc_.tokens[c].span)) return true;
  }
  return false;
}

// `"We condemn it," a spokesman for the ministry said`: is the mention the body for which one of the side speaks?
bool Matcher::is_spoken_for(const ActorMention& mention, const std::vector<ActorRef>& side) const {
  if (mention.actor < 0 || actors_.actors[mention.actor].kind == ActorKind::kPerson) return false;
  if (!is_rel(doc_.tokens[mention.head].deprel, "nmod")) return false;
  const Sentence& sentence = doc_.sentences[doc_.tokens[mention.head].sentence];
  for (size_t i = actors_.first_mention(sentence.begin); i < actors_.mentions.size(); ++i) {
    const ActorMention& m = actors_.mentions[i];
    if (m.range.begin >= sentence.end) break;
    if (m.actor < 0 || m.head == mention.head || !has_actor(side, actors_.actors[m.actor].id)) continue;
    if (doc_.is_below(mention.head, m.head)) return true;
  }
  return false;
}

// ... in that of any other actor?
bool Matcher::describes_actor(int32_t token) const {
  if (!is_state_of_noun(token)) return false;
  const ActorMention* other = actors_.mention_at(doc_.tokens[token].head);
  return other && other->actor != actors_.mention_at(token)->actor;
}

// The choice of one side of one row, step by step: candidates, their features, the greatest sum.
class Matcher::SideChoice {
 public:
  SideChoice(const Matcher& matcher, FrameRow& row, bool source, std::span<const FrameRow> told);

  void run();

 private:
  struct Candidate {
    std::vector<ActorRef> refs;   // empty: nobody
    int role = -1;                // of the frame's roles the one that gives it
    bool by_preposition = false;  // ... is it one
    std::vector<std::string> features;

    // The parts joined are one feature.
    template <class... Parts>
    void add(const Parts&... parts) {
      std::string& feature = features.emplace_back();
      (feature.append(parts), ...);
    }
    template <class... Parts>
    void add_once(const Parts&... parts) {
      add(parts...);
      if (std::find(features.begin(), features.end() - 1, features.back()) != features.end() - 1) features.pop_back();
    }
  };
  struct Nearest {
    int distance = 0;
    const ActorMention* mention = nullptr;
  };

  static std::string sector_of(const Actor& actor) { return actor.sector.empty() ? "UNK" : actor.sector; }
  // The candidate that holds the actor, or null.
  Candidate* find(const std::string& id);

  std::string surroundings() const;
  void find_told(std::span<const FrameRow> told);
  void add_fillings();
  void add_present();
  void see_mentions();
  bool is_means(int32_t actor, int32_t head) const;
  void add_seen();
  void add_nobody();

  void describe(Candidate& c, const Actor& a) const;
  void describe_mention(Candidate& c, int32_t actor, const ActorMention& m) const;
  void describe_opposite(Candidate& c, const Actor& a) const;
  void describe_told(Candidate& c, const Actor& a, const FrameRow* before, std::string_view label) const;
  void describe_by_model(Candidate& c, const Actor& a) const;
  float score_of(const Actor& a, const std::vector<int32_t>& heads, const std::vector<float>& scores) const;

  const char* letter() const { return source_ ? "S:" : "T:"; }
  void trace_candidates() const;
  void decide();

  const Matcher& matcher_;
  const Document& doc_;
  const Actors& actors_;
  FrameRow& row_;
  const bool source_;            // which side is chosen
  std::vector<ActorRef>& side_;  // that side, as the rules found it until decide()
  const std::vector<ActorRef>& other_;
  bool& implied_;
  int& rank_;
  const int32_t trigger_;
  const int32_t sentence_;
  const TriggerPos pos_;
  const bool noun_;
  const std::string id_;     // of the frame
  const std::string type_;   // of the row
  const std::string& word_;  // lemma of the trigger
  const std::string shape_;  // of the clause
  const std::string around_;
  const std::vector<ActorRef> taken_;  // no candidates: who does it, for whom it is done to
  const std::vector<ActorRef> speakers_;
  const Actor* const opposite_;  // the other side
  const EventProposal* const proposal_;
  // The act told last, and the last of the type: who did it then does it now, or suffers it.
  const FrameRow *last_told_ = nullptr, *last_alike_ = nullptr;
  bool stated_;         // the sentence states the side
  bool owned_ = false;  // it is found as the owner of what stands in the role
  std::vector<Candidate> candidates_;
  std::map<int32_t, Nearest> nearest_;             // by actor: the mention nearest to the trigger
  std::map<int32_t, std::vector<int32_t>> heads_;  // by actor: heads of mentions in the sentence
};

Matcher::SideChoice::SideChoice(const Matcher& matcher, FrameRow& row, bool source, std::span<const FrameRow> told)
    : matcher_(matcher),
      doc_(matcher.doc_),
      actors_(matcher.actors_),
      row_(row),
      source_(source),
      side_(source ? row.source : row.target),
      other_(source ? row.target : row.source),
      implied_(source ? row.source_implied : row.target_implied),
      rank_(source ? row.source_rank : row.target_rank),
      trigger_(row.match.token),
      sentence_(doc_.tokens[trigger_].sentence),
      pos_(row.frame ? matcher.frames_.pattern(row.match.ref).pos : matcher.pos_of_proposal(trigger_)),
      noun_(pos_ == TriggerPos::kNoun),
      id_(row.frame ? row.frame->id : "model"),
      type_(name_of(row.type)),
      word_(matcher.lemmas_[trigger_]),
      shape_(noun_                           ? "noun"
             : matcher.is_demanded(trigger_) ? "modal"
             : row.passive                   ? "passive"
                                             : "active"),
      around_(surroundings()),
      taken_(source ? std::vector<ActorRef>() : row.source),
      speakers_(matcher.speakers_(trigger_)),
      opposite_(other_.empty() ? nullptr : actors_.find(other_.front().actor)),
      proposal_(doc_.proposal_at(trigger_)),
      // What the model alone names is no more than one candidate.
      stated_(row.frame && !side_.empty() && !implied_) {
  find_told(told);
}

void Matcher::SideChoice::run() {
  add_fillings();
  add_present();
  see_mentions();
  add_seen();
  for (Candidate& c : candidates_)
    if (const Actor* a = actors_.find(c.refs.front().actor)) describe(c, *a);
  add_nobody();
  if (matcher_.context_.trace) trace_candidates();
  if (!matcher_.weights_.empty()) decide();
}

Matcher::SideChoice::Candidate* Matcher::SideChoice::find(const std::string& id) {
  for (Candidate& c : candidates_)
    if (has_actor(c.refs, id)) return &c;
  return nullptr;
}

// What the words around the trigger are about.
std::string Matcher::SideChoice::surroundings() const {
  constexpr int32_t kWords = 60;
  const TokenRange range = doc_.subtree(trigger_);
  bool court = false, policy = false;
  for (int32_t i = range.begin; i < range.end && i < range.begin + kWords; ++i) {
    court = court || contains(kCourtWords, matcher_.lemmas_[i]);
    policy = policy || contains(kPolicyWords, matcher_.lemmas_[i]);
  }
  return court ? "court" : policy ? "policy" : "plain";
}

void Matcher::SideChoice::find_told(std::span<const FrameRow> told) {
  for (size_t i = told.size(); i-- > 0 && !last_alike_;) {
    if (sentence_ - doc_.tokens[told[i].match.token].sentence > kToldReach) break;
    if (!last_told_) last_told_ = &told[i];
    if (told[i].type == row_.type) last_alike_ = &told[i];
  }
}

// Whoever a role of the frame gives.
void Matcher::SideChoice::add_fillings() {
  const std::vector<SideRole>& roles = roles_of(row_.frame, noun_, source_);
  const bool means = !source_ && (row_.type == EventType::kAgree || row_.type == EventType::kAid ||
                                  row_.type == EventType::kMobilize || row_.type == EventType::kRetreat);
  bool first = true;
  for (Filling& f : matcher_.fillings(roles, row_.match, pos_, taken_, means, false)) {
    const bool is_first = std::exchange(first, false);
    if (find(f.refs.front().actor)) continue;
    const SideRole& role = roles[f.rank];
    std::string name(f.direct ? "fill:" : "via:");
    name += kind_name(role.kind);
    if (role.kind == RoleKind::kPrep) name.append("-").append(role.word);
    Candidate& c = candidates_.emplace_back();
    c.refs = std::move(f.refs);
    c.role = static_cast<int>(f.rank);
    c.by_preposition = role.kind == RoleKind::kPrep;
    c.add(name);
    c.add(name, noun_ ? "|noun" : "|verb");
    c.add(name, "|", id_);
    c.add(name, "|", word_);
    if (!is_first) {
      c.add("later");
      continue;
    }
    c.add(f.direct ? "first" : "firstvia");
    if (noun_) c.add(f.direct ? "first|noun" : "firstvia|noun");
    if (stated_ && !source_ && !f.direct && has_actor(side_, c.refs.front().actor)) {
      stated_ = false;
      owned_ = true;
    }
  }
}

// The side as the rules have it: by a role, or implied by the story.
void Matcher::SideChoice::add_present() {
  if (side_.empty()) return;
  Candidate* c = find(side_.front().actor);
  if (!c) {
    c = &candidates_.emplace_back();
    c->refs = side_;
  }
  c->add(implied_ ? "implied" : "chosen");
  c->add(implied_ ? "implied|" : "chosen|", type_);
}

// Of each actor around the trigger the mention nearest to it.
void Matcher::SideChoice::see_mentions() {
  const int32_t last = std::min(sentence_ + kAhead, static_cast<int32_t>(doc_.sentences.size()) - 1);
  for (size_t i = actors_.first_mention(doc_.sentences[std::max(0, sentence_ - kBack)].begin);
       i < actors_.mentions.size() && actors_.mentions[i].range.begin < doc_.sentences[last].end; ++i) {
    const ActorMention& m = actors_.mentions[i];
    if (m.actor < 0 || m.place || (!source_ && matcher_.describes(m.head, row_.source))) continue;
    // `the Czechoslovak news agency`: in the sentence of the act the agency is named, not the state
    if (doc_.tokens[m.head].sentence == sentence_ && matcher_.describes_actor(m.head)) continue;
    const int away = doc_.tokens[m.head].sentence - sentence_;
    // A sentence back is nearer than one ahead, and each farther than any word of the trigger's own.
    const int d = (away < 0 ? -away : away > 0 ? away + 2 : 0) * 1000 + std::min(std::abs(m.head - trigger_), 999);
    auto see = [&](int32_t a) {
      Nearest& known = nearest_.try_emplace(a, Nearest{d, &m}).first->second;
      if (d < known.distance) known = {d, &m};
      if (away == 0) heads_[a].push_back(m.head);
    };
    see(m.actor);
    for (int32_t a : m.also) see(a);
  }
}

// What the phrase of the act itself names (`trained hackers`) and one's own forces are what a mobilization is done
// with: a role of the frame would have given them, if it were done to them.
bool Matcher::SideChoice::is_means(int32_t actor, int32_t head) const {
  if (source_ || row_.type != EventType::kMobilize) return false;
  const std::vector<int32_t>& nouns = row_.match.nouns;
  if (std::find(nouns.begin(), nouns.end(), head) != nouns.end()) return true;
  const Actor& a = actors_.actors[actor];
  return (a.sector == "MIL" || a.sector == "COP") && opposite_ && !a.country.empty() && a.country == opposite_->country;
}

void Matcher::SideChoice::add_seen() {
  for (const auto& [a, known] : nearest_) {
    const std::string& id = actors_.actors[a].id;
    if (find(id) || has_actor(taken_, id) || is_means(a, known.mention->head)) continue;
    if (!source_ &&
        (matcher_.stands_for(known.mention->head, row_.source) || matcher_.is_spoken_for(*known.mention, row_.source)))
      continue;
    // `the ministers of A and B`: they do nothing to A and B, who are they.
    if (std::ranges::any_of(taken_, [&](const ActorRef& ref) {
          const int32_t token = doc_.token_at(ref.span.begin);
          return token >= 0 && token != known.mention->head && doc_.is_below(token, known.mention->head);
        }))
      continue;
    candidates_.emplace_back().refs = {{id, doc_.span_of(known.mention->range)}};
  }
}

// The features of an actor, behind those that a role or a rule has given it.
void Matcher::SideChoice::describe(Candidate& c, const Actor& a) const {
  static constexpr std::array<std::string_view, 4> kKinds = {"person", "organisation", "country", "group"};
  const bool filled = !c.features.empty();
  const auto index = static_cast<size_t>(&a - actors_.actors.data());
  const auto known = nearest_.find(static_cast<int32_t>(index));
  const std::string sector = sector_of(a);
  const std::string_view kind = kKinds[std::min<size_t>(static_cast<size_t>(a.kind), 3)];
  c.add("sec:", sector);
  c.add("sec:", type_, ":", sector);
  c.add("kind:", type_, ":", kind);
  c.add("kind:", kind);
  c.add("around:", around_, ":", sector);
  if (!filled) {
    c.add("unfilled:", type_);
    c.add("unfilled:", type_, ":", sector);
    c.add("unfilled:", id_);
  } else {
    c.add("filled:", kind);
    c.add("filled:", sector);
    c.add("filled:", type_, ":", kind);
  }
  if (known != nearest_.end()) {
    describe_mention(c, known->first, *known->second.mention);
  } else {
    c.add("remote");
  }
  if (has_actor(speakers_, a.id)) {
    c.add("speaker");
    c.add("speaker:", type_);
    c.add("speaker:", shape_);
  }
  describe_opposite(c, a);
  if (source_ && has_actor(other_, a.id)) c.add("istarget");
  describe_told(c, a, last_told_, "told:");
  describe_told(c, a, last_alike_, "alike:");
  c.add("lem:", word_, ":", sector);
  c.add(a.country == actors_.country ? "home" : "abroad");
  const Salience& salience = matcher_.salience_;
  if (index < salience.count.size()) {
    c.add("count:", bucket(salience.count[index]));
    if (salience.count[index] == salience.most) c.add("top");
    if (salience.lead[index]) c.add("lead");
  }
  describe_by_model(c, a);
}

// Where the actor's nearest mention stands, and by which path the tree leads to those in the sentence.
void Matcher::SideChoice::describe_mention(Candidate& c, int32_t actor, const ActorMention& m) const {
  static constexpr std::array<std::string_view, 4> kForms = {"name", "nominal", "pronoun", "metonym"};
  const Token& head = doc_.tokens[m.head];
  const int32_t away = head.sentence - sentence_;
  c.add("dist:", std::to_string(away));
  c.add("dist:", type_, ":", away == 0 ? "0" : away == -1 ? "1" : away < 0 ? "2" : "ahead");
  c.add("form:", kForms[std::min<size_t>(static_cast<size_t>(m.form), 3)]);
  const bool subject = is_rel(head.deprel, "nsubj");
  if (away == 0) {
    c.add(m.head < trigger_ ? "before:" : "behind:", bucket(std::abs(m.head - trigger_)));
    bool linked = false;
    for (int32_t at : heads_.at(actor)) {
      const std::string arcs = matcher_.path(trigger_, at);
      if (arcs.empty()) continue;
      linked = true;
      c.add_once("path:", arcs);
      c.add_once("path:", shape_, ":", arcs);
    }
    if (!linked) c.add("path:far");
  } else if (subject) {
    c.add("subj:", std::to_string(away));
  }
  const bool main = subject && head.head >= 0 && doc_.tokens[head.head].head < 0;
  if (main) c.add(away == 0 ? "main:0" : "main:other");
  if (doc_.sentences[head.sentence].paragraph == doc_.sentences[sentence_].paragraph) c.add("paragraph");
}

// How the actor stands to the other side.
void Matcher::SideChoice::describe_opposite(Candidate& c, const Actor& a) const {
  if (!opposite_) {
    c.add("alone");
    return;
  }
  const std::string_view state = a.country == opposite_->country ? ":same" : a.country.empty() ? ":none" : ":other";
  c.add("pair:", sector_of(*opposite_), ":", sector_of(a));
  c.add("state:", type_, state);
  c.add("state", state);
}

// What part the actor had in an act told before.
void Matcher::SideChoice::describe_told(Candidate& c, const Actor& a, const FrameRow* before,
                                        std::string_view label) const {
  if (!before) return;
  const bool was_source = has_actor(before->source, a.id), was_target = has_actor(before->target, a.id);
  if (!was_source && !was_target) return;
  const std::string_view part = was_source ? "source" : "target";
  c.add(label, part);
  c.add(label, part, ":", type_);
  if (!opposite_) return;
  if (has_actor(was_source ? before->target : before->source, opposite_->id)) c.add(label, part, ":opposed");
  if (has_actor(was_source ? before->source : before->target, opposite_->id)) c.add(label, part, ":beside");
}

// What the model's proposal at the trigger makes of the actor.
void Matcher::SideChoice::describe_by_model(Candidate& c, const Actor& a) const {
  if (!proposal_) return;
  const float as_source = score_of(a, proposal_->source, proposal_->source_scores);
  const float as_target = score_of(a, proposal_->target, proposal_->target_scores);
  const float own = source_ ? as_source : as_target;
  c.add(own > 0.8f ? "model:high" : own > 0.5f ? "model:mid" : own > 0 ? "model:low" : "model:no");
  if ((source_ ? as_target : as_source) > 0.5f) c.add("model:opposite");
}

float Matcher::SideChoice::score_of(const Actor& a, const std::vector<int32_t>& heads,
                                    const std::vector<float>& scores) const {
  float best = 0;
  for (size_t i = 0; i < heads.size(); ++i)
    for (const ActorRef& ref : actors_.of(doc_, heads[i]))
      if (ref.actor == a.id) best = std::max(best, i < scores.size() ? scores[i] : 1.0f);
  return best;
}

// Nobody, if the other side is somebody.
void Matcher::SideChoice::add_nobody() {
  if (other_.empty()) return;
  Candidate& c = candidates_.emplace_back();
  c.add("none");
  c.add("none:", type_);
  c.add("none:", id_);
  c.add("none:", around_);
  c.add("none:", word_);
  c.add(side_.empty() ? "none:empty" : "none:full");
  if (!side_.empty()) c.add(implied_ ? "none:implied" : "none:stated");
  c.add("none:", shape_);
  if (row_.frame && !row_.frame->implied) c.add("none:noimplied");
  if (opposite_) c.add("none:other:", sector_of(*opposite_));
  const Need need = row_.frame ? row_.frame->need : Need::kEither;
  if (need == Need::kBoth || need == (source_ ? Need::kSource : Need::kTarget)) c.add("none:needed");
  if (proposal_)
    c.add((source_ ? proposal_->source : proposal_->target).empty() ? "none:model:empty" : "none:model:some");
}

// For train/fit_sides.py; side_candidates() gives it the room "sides".
void Matcher::SideChoice::trace_candidates() const {
  const Span at = doc_.tokens[trigger_].span;
  std::string out = fmt::format("row\t{}\t{}\t{}", at.begin, at.end, type_);
  for (const Candidate& c : candidates_) {
    std::string who, spans;
    for (const ActorRef& ref : c.refs) {
      const Actor* a = actors_.find(ref.actor);
      if (!a) continue;
      std::string name = a->name;  // a name may run over the end of a line
      std::replace_if(
          name.begin(), name.end(), [](char x) { return x == '\n' || x == '\r' || x == '\t'; }, ' ');
      if (!who.empty()) who += ';';
      who.append(name).append("|").append(a->country).append("|").append(a->sector);
      for (const Mention& m : a->mentions)
        spans += fmt::format("{}{}-{}", spans.empty() ? "" : " ", m.span.begin, m.span.end);
    }
    out.append("\ncandidate\t").append(who).append("\t").append(spans);
    for (const std::string& x : c.features) out.append("\t").append(letter()).append(x);
  }
  matcher_.context_.trace->add("sides", at, std::move(out));
}

// What the rules found stays unless another candidate is clearly better.
void Matcher::SideChoice::decide() {
  double top = -1e9, kept = -1e9;
  const Candidate* chosen = nullptr;
  for (const Candidate& c : candidates_) {
    double sum = 0;
    for (const std::string& x : c.features) sum += matcher_.weights_.of(letter() + x);
    const bool same = side_.empty() ? c.refs.empty() : !c.refs.empty() && has_actor(side_, c.refs.front().actor);
    if (same) kept = std::max(kept, sum);
    // `complained to A over B's act`: a role that the frame puts last does not take what an earlier one found
    if (owned_ && !same && c.role > rank_ && c.by_preposition) continue;
    if (sum > top) {
      top = sum;
      chosen = &c;
    }
  }
  // A side that the sentence states stays: of that the weights know no more than the roles of the frame do.
  const double margin = source_ ? kSourceMargin : owned_ ? kOwnerMargin : kTargetMargin;
  if (!chosen || stated_ || top - kept <= margin) return;
  const bool filled = chosen->role >= 0;
  if (matcher_.context_.trace) {
    auto name = [&](const std::vector<ActorRef>& refs) {
      const Actor* a = refs.empty() ? nullptr : actors_.find(refs.front().actor);
      return a ? a->name : std::string("nobody");
    };
    matcher_.context_.trace->add(
        "events", doc_.tokens[trigger_].span,
        fmt::format("{} {}, not {}: more by the weights ({} tenths)", source_ ? "source" : "target", name(chosen->refs),
                    name(side_), std::lround(10 * (top - kept))));
  }
  implied_ = !chosen->refs.empty() && !filled;
  rank_ = filled ? std::max(rank_, 0) : -1;
  side_ = chosen->refs;
}

void Matcher::choose_sides(FrameRow& row, std::span<const FrameRow> told) const {
  if (weights_.empty() && !context_.trace) return;
  const bool both = row.reciprocal && !row.source.empty() && !row.target.empty();
  if (both || (row.reciprocal && row.source.size() > 1)) return;
  SideChoice(*this, row, true, told).run();
  // Nobody does it to himself.
  std::erase_if(row.target, [&](const ActorRef& t) { return has_actor(row.source, t.actor); });
  if (row.target.empty()) {
    row.target_implied = false;
    row.target_rank = -1;
  }
  // Nor does who speaks for a body judge it (`the spokesman of the union criticised the plan`).
  const bool judged = row.type == EventType::kAccuse || row.type == EventType::kRequest ||
                      row.type == EventType::kReject || row.type == EventType::kThreaten ||
                      row.type == EventType::kSupport;
  if (judged && row.target_implied) {
    std::erase_if(row.target, [&](const ActorRef& t) {
      const size_t at = actors_.first_mention(doc_.token_at(t.span.begin));
      const Actor* a = actors_.find(t.actor);
      return a && a->kind == ActorKind::kOrganisation && at < actors_.mentions.size() &&
             (stands_for(actors_.mentions[at].head, row.source) || is_spoken_for(actors_.mentions[at], row.source));
    });
    row.target_implied = !row.target.empty();
  }
  // The court before which somebody pleads is a rule without doubt.
  if (row.type == EventType::kRequest && row.target_implied && implied_.pleads(row.source)) return;
  SideChoice(*this, row, false, told).run();
  // `denied that his troops had fired`: what is one's own does not get the denial.
  if (row.type == EventType::kReject)
    std::erase_if(row.target, [&](const ActorRef& t) {
      const ActorMention* mention = actors_.mention_at(doc_.token_at(t.span.end - 1));
      if (!mention) return false;
      return std::ranges::any_of(doc_.dependents(mention->head), [&](int32_t d) {
        if (doc_.tokens[d].deprel != "nmod:poss" || doc_.tokens[d].upos != Upos::kPron) return false;
        return std::ranges::any_of(actors_.of(doc_, d),
                                   [&](const ActorRef& owner) { return has_actor(row.source, owner.actor); });
      });
    });
  if (row.type == EventType::kReject && (row.target.empty() || row.target_implied)) {
    std::vector<ActorRef> accuser = accuser_of(row, told);
    if (accuser.empty()) return;
    row.target = std::move(accuser);
    row.target_implied = true;
  }
}

// Who accused the source of a denial last, or its state; empty if the sentences before tell of nobody.
std::vector<ActorRef> Matcher::accuser_of(const FrameRow& denial, std::span<const FrameRow> told) const {
  static constexpr std::array<std::string_view, 9> kClaims = {
      "accusation", "allegation", "assertion", "charge", "claim", "deny", "refute", "rebut", "report"};
  const bool denies = contains(kClaims, lemmas_[denial.match.token]) ||
                      std::ranges::any_of(denial.match.nouns, [&](int32_t n) { return contains(kClaims, lemmas_[n]); });
  if (!denies) return {};
  auto one = [&](const ActorRef& a, const ActorRef& b) {
    const Actor *x = actors_.find(a.actor), *y = actors_.find(b.actor);
    return a.actor == b.actor || (x && y && !x->country.empty() && x->country == y->country && x->country != "IGO" &&
                                  x->country != "NGO" && x->country != "MNC");
  };
  for (size_t i = told.size(); i-- > 0;) {
    if (doc_.tokens[denial.match.token].sentence - doc_.tokens[told[i].match.token].sentence > kToldReach) break;
    if (told[i].type != EventType::kAccuse) continue;
    const bool accused = std::ranges::any_of(told[i].target, [&](const ActorRef& t) {
      return std::ranges::any_of(denial.source, [&](const ActorRef& s) { return one(t, s); });
    });
    const bool self = std::ranges::any_of(told[i].source, [&](const ActorRef& t) {
      return std::ranges::any_of(denial.source, [&](const ActorRef& s) { return one(t, s); });
    });
    if (accused && !self) return told[i].source;
  }
  return {};
}

}  // namespace dragoman
