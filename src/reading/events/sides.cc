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

void add_once(std::vector<std::string>& list, std::string value) {
  if (std::find(list.begin(), list.end(), value) == list.end()) list.push_back(std::move(value));
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
            if (!word.empty()) rel += "(" + word + ")";
          }
          return rel;
        };
        for (int i = 0; i < k; ++i) out += "^" + arc(up[i]);
        for (int i = downs; i-- > 0;) out += "<" + arc(down[i]);
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

void Matcher::choose_sides(FrameRow& row, std::span<const FrameRow> told) const {
  if (weights_.empty() && !context_.trace) return;
  const bool both = row.reciprocal && !row.source.empty() && !row.target.empty();
  if (both || (row.reciprocal && row.source.size() > 1)) return;
  choose_side(row, true, told);
  // Nobody does it to himself.
  std::erase_if(row.target, [&](const ActorRef& t) {
    return std::any_of(row.source.begin(), row.source.end(), [&](const ActorRef& s) { return s.actor == t.actor; });
  });
  if (row.target.empty()) {
    row.target_implied = false;
    row.target_rank = -1;
  }
  // The court before which somebody pleads is a rule without doubt.
  if (row.type == EventType::kRequest && row.target_implied && implied_.pleads(row.source)) return;
  choose_side(row, false, told);
}

// `Serbian troops`, `US officials`: is the word at `token` the state in the phrase of one of these? Who acts does not
// act on it.
bool Matcher::describes(int32_t token, const std::vector<ActorRef>& side) const {
  const Token& t = doc_.tokens[token];
  if (t.head < 0 || !(is_rel(t.deprel, "amod") || is_rel(t.deprel, "compound"))) return false;
  const ActorMention* mention = actors_.mention_at(token);
  if (!mention || actors_.actors[mention->actor].kind != ActorKind::kCountry) return false;
  return std::any_of(side.begin(), side.end(),
                     [&](const ActorRef& ref) { return ref.span.overlaps(doc_.tokens[t.head].span); });
}

void Matcher::choose_side(FrameRow& row, bool source, std::span<const FrameRow> told) const {
  struct Candidate {
    std::vector<ActorRef> refs;
    std::vector<std::string> features;
  };
  const TriggerMatch& match = row.match;
  const int32_t trigger = match.token;
  const TriggerPos pos = row.frame ? frames_.pattern(match.ref).pos : pos_of_proposal(trigger);
  const bool noun = pos == TriggerPos::kNoun;
  const std::string id = row.frame ? row.frame->id : "model";
  std::vector<ActorRef>& side = source ? row.source : row.target;
  const std::vector<ActorRef>& other = source ? row.target : row.source;
  const std::string type(name_of(row.type));
  auto in = [](const std::vector<ActorRef>& refs, const std::string& id) {
    return std::any_of(refs.begin(), refs.end(), [&](const ActorRef& r) { return r.actor == id; });
  };
  std::vector<Candidate> candidates;
  auto find = [&](const std::string& id) -> Candidate* {
    for (Candidate& c : candidates)
      if (in(c.refs, id)) return &c;
    return nullptr;
  };
  const std::vector<ActorRef> taken = source ? std::vector<ActorRef>() : row.source;
  const std::vector<SideRole>& roles = roles_of(row.frame, noun, source);
  const bool means = !source && (row.type == EventType::kAgree || row.type == EventType::kAid ||
                                 row.type == EventType::kMobilize || row.type == EventType::kRetreat);
  // What the model alone names is no more than one candidate.
  bool stated = row.frame && !side.empty() && !(source ? row.source_implied : row.target_implied);
  bool owned = false;  // found as the owner of what stands in the role
  bool first = true;
  for (Filling& f : fillings(roles, match, pos, taken, means, false)) {
    const SideRole& role = roles[f.rank];
    std::string name = std::string(f.direct ? "fill:" : "via:") + std::string(kind_name(role.kind));
    if (role.kind == RoleKind::kPrep) name += "-" + role.word;
    Candidate* known = find(f.refs.front().actor);
    if (!known) {
      candidates.push_back({std::move(f.refs), {}});
      known = &candidates.back();
      known->features.push_back(name);
      known->features.push_back(name + (noun ? "|noun" : "|verb"));
      known->features.push_back(name + "|" + id);
      known->features.push_back(name + "|" + lemmas_[trigger]);
      if (first) known->features.push_back(f.direct ? "first" : "firstvia");
      if (first && stated && !source && !f.direct && in(side, known->refs.front().actor)) {
        stated = false;
        owned = true;
      }
      if (first && noun) known->features.push_back(f.direct ? "first|noun" : "firstvia|noun");
      if (!first) known->features.push_back("later");
    }
    first = false;
  }
  if (!side.empty()) {
    Candidate* known = find(side.front().actor);
    if (!known) {
      candidates.push_back({side, {}});
      known = &candidates.back();
    }
    const bool implied = source ? row.source_implied : row.target_implied;
    known->features.push_back(implied ? "implied" : "chosen");
    known->features.push_back((implied ? "implied|" : "chosen|") + type);
  }
  // The mention of each actor that is nearest to the trigger.
  const int32_t sentence = doc_.tokens[trigger].sentence;
  std::map<int32_t, std::pair<int, const ActorMention*>> nearest;  // by actor: distance and mention
  std::map<int32_t, std::vector<int32_t>> heads;                   // by actor: heads of mentions in the sentence
  const int32_t last = std::min(sentence + kAhead, static_cast<int32_t>(doc_.sentences.size()) - 1);
  for (size_t i = actors_.first_mention(doc_.sentences[std::max(0, sentence - kBack)].begin);
       i < actors_.mentions.size() && actors_.mentions[i].range.begin < doc_.sentences[last].end; ++i) {
    const ActorMention& m = actors_.mentions[i];
    if (m.actor < 0 || m.place || (!source && describes(m.head, row.source))) continue;
    const int away = doc_.tokens[m.head].sentence - sentence;
    const int d = (away < 0 ? -away : away > 0 ? away + 2 : 0) * 1000 + std::min(std::abs(m.head - trigger), 999);
    auto see = [&](int32_t a) {
      auto& known = nearest.try_emplace(a, d, &m).first->second;
      if (d < known.first) known = {d, &m};
      if (away == 0) heads[a].push_back(m.head);
    };
    see(m.actor);
    for (int32_t a : m.also) see(a);
  }
  for (const auto& [a, known] : nearest) {
    if (find(actors_.actors[a].id) || in(taken, actors_.actors[a].id)) continue;
    candidates.push_back({{{actors_.actors[a].id, doc_.span_of(known.second->range)}}, {}});
  }
  const std::vector<ActorRef> speakers = speakers_(trigger);
  const std::string shape = noun ? "noun" : is_demanded(trigger) ? "modal" : row.passive ? "passive" : "active";
  const Actor* opposite = other.empty() ? nullptr : actors_.find(other.front().actor);
  std::string around;
  {
    const TokenRange range = doc_.subtree(trigger);
    bool court = false, policy = false;
    for (int32_t i = range.begin; i < range.end && i < range.begin + 60; ++i) {
      court = court || contains(kCourtWords, lemmas_[i]);
      policy = policy || contains(kPolicyWords, lemmas_[i]);
    }
    around = court ? "court" : policy ? "policy" : "plain";
  }
  // The act told last, and the last of the type: who did it then does it now, or suffers it.
  const FrameRow *last_told = nullptr, *last_alike = nullptr;
  for (size_t i = told.size(); i-- > 0 && !last_alike;) {
    if (sentence - doc_.tokens[told[i].match.token].sentence > kToldReach) break;
    if (!last_told) last_told = &told[i];
    if (told[i].type == row.type) last_alike = &told[i];
  }
  const EventProposal* proposal = doc_.proposal_at(trigger);
  for (Candidate& c : candidates) {
    std::vector<std::string>& f = c.features;
    const bool filled = !f.empty();
    const Actor* a = actors_.find(c.refs.front().actor);
    if (!a) continue;
    const size_t index = static_cast<size_t>(a - actors_.actors.data());
    const auto known = nearest.find(static_cast<int32_t>(index));
    const ActorMention* m = known == nearest.end() ? nullptr : known->second.second;
    const std::string sector = a->sector.empty() ? "UNK" : a->sector;
    static constexpr std::array<std::string_view, 4> kKinds = {"person", "organisation", "country", "group"};
    const std::string kind(kKinds[std::min<size_t>(static_cast<size_t>(a->kind), 3)]);
    f.push_back("sec:" + sector);
    f.push_back("sec:" + type + ":" + sector);
    f.push_back("kind:" + type + ":" + kind);
    f.push_back("kind:" + kind);
    f.push_back("around:" + around + ":" + sector);
    if (!filled) {
      f.push_back("unfilled:" + type);
      f.push_back("unfilled:" + type + ":" + sector);
      f.push_back("unfilled:" + id);
    } else {
      f.push_back("filled:" + kind);
      f.push_back("filled:" + sector);
      f.push_back("filled:" + type + ":" + kind);
    }
    if (m) {
      const int32_t away = doc_.tokens[m->head].sentence - sentence;
      f.push_back("dist:" + std::to_string(away));
      f.push_back("dist:" + type + ":" + (away == 0 ? "0" : away == -1 ? "1" : away < 0 ? "2" : "ahead"));
      static constexpr std::array<std::string_view, 4> kForms = {"name", "nominal", "pronoun", "metonym"};
      f.push_back("form:" + std::string(kForms[std::min<size_t>(static_cast<size_t>(m->form), 3)]));
      const Token& head = doc_.tokens[m->head];
      const bool subject = is_rel(head.deprel, "nsubj");
      if (away == 0) {
        f.push_back(std::string(m->head < trigger ? "before:" : "behind:") + bucket(std::abs(m->head - trigger)));
        bool linked = false;
        for (int32_t at : heads[static_cast<int32_t>(index)]) {
          const std::string arcs = path(trigger, at);
          if (arcs.empty()) continue;
          linked = true;
          add_once(f, "path:" + arcs);
          add_once(f, "path:" + shape + ":" + arcs);
        }
        if (!linked) f.push_back("path:far");
      } else if (subject) {
        f.push_back("subj:" + std::to_string(away));
      }
      const bool main = subject && head.head >= 0 && doc_.tokens[head.head].head < 0;
      if (main) f.push_back(away == 0 ? "main:0" : "main:other");
      if (doc_.sentences[doc_.tokens[m->head].sentence].paragraph == doc_.sentences[sentence].paragraph)
        f.push_back("paragraph");
    } else {
      f.push_back("remote");
    }
    if (in(speakers, a->id)) f.push_back("speaker"), f.push_back("speaker:" + type), f.push_back("speaker:" + shape);
    if (opposite) {
      const std::string os = opposite->sector.empty() ? "UNK" : opposite->sector;
      f.push_back("pair:" + os + ":" + sector);
      const bool same = a->country == opposite->country;
      f.push_back("state:" + type + (same ? ":same" : a->country.empty() ? ":none" : ":other"));
      f.push_back(std::string("state") + (same ? ":same" : a->country.empty() ? ":none" : ":other"));
    } else {
      f.push_back("alone");
    }
    if (source && in(other, a->id)) f.push_back("istarget");
    for (const auto& [before, label] : {std::pair(last_told, "told:"), std::pair(last_alike, "alike:")}) {
      if (!before) continue;
      const bool was_source = in(before->source, a->id), was_target = in(before->target, a->id);
      if (!was_source && !was_target) continue;
      f.push_back(label + std::string(was_source ? "source" : "target"));
      f.push_back(label + std::string(was_source ? "source:" : "target:") + type);
      if (opposite) {
        const bool opposed = in(was_source ? before->target : before->source, opposite->id);
        const bool turned = in(was_source ? before->source : before->target, opposite->id);
        if (opposed) f.push_back(label + std::string(was_source ? "source" : "target") + ":opposed");
        if (turned) f.push_back(label + std::string(was_source ? "source" : "target") + ":beside");
      }
    }
    f.push_back("lem:" + lemmas_[trigger] + ":" + sector);
    f.push_back(a->country == actors_.country ? "home" : "abroad");
    if (index < salience_.count.size()) {
      f.push_back("count:" + bucket(salience_.count[index]));
      if (salience_.count[index] == salience_.most) f.push_back("top");
      if (salience_.lead[index]) f.push_back("lead");
    }
    if (proposal) {
      auto score_of = [&](const std::vector<int32_t>& heads, const std::vector<float>& scores) {
        float best_score = 0;
        for (size_t i = 0; i < heads.size(); ++i)
          for (const ActorRef& ref : actors_.of(doc_, heads[i]))
            if (ref.actor == a->id) best_score = std::max(best_score, i < scores.size() ? scores[i] : 1.0f);
        return best_score;
      };
      const float own = source ? score_of(proposal->source, proposal->source_scores)
                               : score_of(proposal->target, proposal->target_scores);
      const float opp = source ? score_of(proposal->target, proposal->target_scores)
                               : score_of(proposal->source, proposal->source_scores);
      f.push_back(own > 0.8f ? "model:high" : own > 0.5f ? "model:mid" : own > 0 ? "model:low" : "model:no");
      if (opp > 0.5f) f.push_back("model:opposite");
    }
  }
  // Nobody: if the other side is somebody.
  if (!other.empty()) {
    Candidate none;
    std::vector<std::string>& f = none.features;
    f.push_back("none");
    f.push_back("none:" + type);
    f.push_back("none:" + id);
    f.push_back("none:" + around);
    f.push_back("none:" + lemmas_[trigger]);
    f.push_back(side.empty() ? "none:empty" : "none:full");
    if (!side.empty()) f.push_back((source ? row.source_implied : row.target_implied) ? "none:implied" : "none:stated");
    f.push_back("none:" + shape);
    if (row.frame && !row.frame->implied) f.push_back("none:noimplied");
    const Actor* o = opposite;
    if (o) f.push_back("none:other:" + (o->sector.empty() ? std::string("UNK") : o->sector));
    const Need need = row.frame ? row.frame->need : Need::kEither;
    if (need == Need::kBoth || need == (source ? Need::kSource : Need::kTarget)) f.push_back("none:needed");
    if (proposal) {
      const auto& heads = source ? proposal->source : proposal->target;
      f.push_back(heads.empty() ? "none:model:empty" : "none:model:some");
    }
    candidates.push_back(std::move(none));
  }
  const char* letter = source ? "S:" : "T:";
  // For train/fit_sides.py; side_candidates() gives it the room "sides".
  auto trace_candidates = [&] {
    const Span at = doc_.tokens[trigger].span;
    std::string out = "row\t" + std::to_string(at.begin) + "\t" + std::to_string(at.end) + "\t" + type;
    for (const Candidate& c : candidates) {
      std::string who, spans;
      for (const ActorRef& ref : c.refs) {
        const Actor* a = actors_.find(ref.actor);
        if (!a) continue;
        std::string name = a->name;  // a name may run over the end of a line
        std::replace_if(
            name.begin(), name.end(), [](char x) { return x == '\n' || x == '\r' || x == '\t'; }, ' ');
        who += (who.empty() ? "" : ";") + name + "|" + a->country + "|" + a->sector;
        for (const Mention& m : a->mentions)
          spans += (spans.empty() ? "" : " ") + std::to_string(m.span.begin) + "-" + std::to_string(m.span.end);
      }
      out += "\ncandidate\t" + who + "\t" + spans;
      for (const std::string& x : c.features) out += std::string("\t") + letter + x;
    }
    context_.trace->add("sides", at, std::move(out));
  };
  if (context_.trace) trace_candidates();
  if (weights_.empty()) return;
  // What the rules found stays unless another candidate is clearly better.
  double top = -1e9, kept = -1e9;
  const Candidate* chosen = nullptr;
  for (const Candidate& c : candidates) {
    double sum = 0;
    for (const std::string& x : c.features) sum += weights_.of(letter + x);
    const bool same = side.empty() ? c.refs.empty() : !c.refs.empty() && in(side, c.refs.front().actor);
    if (same) kept = std::max(kept, sum);
    if (sum > top) {
      top = sum;
      chosen = &c;
    }
  }
  // A side that the sentence states stays: of that the weights know no more than the roles of the frame do.
  if (!chosen || stated || top - kept <= (source ? kSourceMargin : owned ? kOwnerMargin : kTargetMargin)) return;
  bool& implied = source ? row.source_implied : row.target_implied;
  int& rank = source ? row.source_rank : row.target_rank;
  const bool filled = !chosen->refs.empty() &&
                      (chosen->features.front().starts_with("fill:") || chosen->features.front().starts_with("via:"));
  if (context_.trace) {
    auto name = [&](const std::vector<ActorRef>& refs) {
      const Actor* a = refs.empty() ? nullptr : actors_.find(refs.front().actor);
      return a ? a->name : std::string("nobody");
    };
    context_.trace->add("events", doc_.tokens[trigger].span,
                        std::string(source ? "source " : "target ") + name(chosen->refs) + ", not " + name(side) +
                            ": more by the weights (" +
                            std::to_string(static_cast<int>(std::lround(10 * (top - kept)))) + " tenths)");
  }
  implied = !chosen->refs.empty() && !filled;
  rank = filled ? std::max(rank, 0) : -1;
  side = chosen->refs;
}

}  // namespace dragoman
