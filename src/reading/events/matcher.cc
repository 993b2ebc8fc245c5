// How a pattern matches: its head word must carry the lemma and the part of speech, each further word must hang on the
// head (particle, preposition of an oblique, adverb) or, in brackets, be a noun that the verb governs, also through a
// passive, a relative clause (`the talks that they held`) or a word of measure (`a round of talks`).
#include "reading/events/matcher.h"

#include <algorithm>
#include <array>

#include "base/unicode.h"
#include "base/words.h"
#include "reading/assertion/clauses.h"

namespace dragoman {

using namespace clause;

namespace {

// The model's score of a cue from which a trigger counts as one.
constexpr float kSureCue = 0.3f;

// The subject suffers what the noun says.
constexpr std::array<std::string_view, 12> kSuffering = {"face", "undergo", "suffer", "receive", "get",  "draw",
                                                         "win",  "earn",    "await",  "escape",  "fear", "sustain"};
constexpr std::array<std::string_view, 23> kMeasures = {
    "round", "series", "number", "wave",    "spate", "string", "set",    "package", "kind", "form",  "raft", "couple",
    "lot",   "pair",   "range",  "barrage", "act",   "host",   "flurry", "batch",   "deal", "piece", "state"};

// What somebody claims or takes who has done a thing, what leads to the thing (`responsibility for`), and with what
// verb.
constexpr std::array<std::string_view, 4> kOwning = {"responsibility", "blame", "credit", "authorship"};
constexpr std::array<std::string_view, 2> kOwned = {"for", "of"};
constexpr std::array<std::string_view, 7> kOwnUp = {"claim", "take",   "accept",  "acknowledge",
                                                    "admit", "assume", "shoulder"};

// People and things by which somebody acts: no target of their own side's act.
constexpr std::array<std::string_view, 27> kMeans = {
    "troop", "force",         "soldier",    "army",    "navy",      "police",      "ambassador",
    "envoy", "diplomat",      "team",       "staff",   "personnel", "peacekeeper", "doctor",
    "aid",   "inspector",     "delegation", "weapon",  "reservist", "warship",     "officer",
    "unit",  "reinforcement", "mission",    "fighter", "jet",       "tank"};

// Who stands beside somebody, and is not he.
constexpr std::array<std::string_view, 7> kFellows = {"ally",      "colleague", "counterpart", "neighbor",
                                                      "neighbour", "partner",   "rival"};
// How a document comes from its author.
constexpr std::array<std::string_view, 6> kIssued = {"compile", "draft", "issue", "present", "publish", "release"};

bool is_nominal_relation(std::string_view rel) {
  return is_rel(rel, "obj") || is_rel(rel, "obl") || rel == "nsubj:pass" || is_rel(rel, "nmod") ||
         is_rel(rel, "compound") || is_rel(rel, "iobj") || is_rel(rel, "xcomp") || is_rel(rel, "ccomp") ||
         is_rel(rel, "advmod") || is_rel(rel, "dep") || is_rel(rel, "advcl") || is_rel(rel, "amod");
}

// Part of speech of a trigger; a participle that the tagger calls an adjective is tried as a verb too.
int pos_of(const Token& t, TriggerPos out[2]) {
  switch (t.upos) {
    case Upos::kAux:
      if (is_rel(t.deprel, "aux")) {
        out[0] = TriggerPos::kAux;
        return 1;
      }
      [[fallthrough]];
    case Upos::kVerb:
      out[0] = TriggerPos::kVerb;
      out[1] = TriggerPos::kNoun;  // a gerund: `the bombing of X`
      return t.form.ends_with("ing") ? 2 : 1;
    case Upos::kNoun:
    case Upos::kPropn:
      out[0] = TriggerPos::kNoun;
      return 1;
    case Upos::kAdj:
      out[0] = TriggerPos::kAdj;
      out[1] = TriggerPos::kVerb;
      return 2;
    case Upos::kX:  // the tagger does not know: `The Netherlands suspended/X aid`
      out[0] = TriggerPos::kVerb;
      out[1] = TriggerPos::kNoun;
      return 2;
    default:
      return 0;
  }
}

bool is_time(const Token& t) {
  static constexpr std::array<std::string_view, 25> kTimes = {
      "monday",   "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",    "january", "february",
      "march",    "april",   "may",       "june",     "july",   "august",   "september", "october", "november",
      "december", "jan.",    "feb.",      "nov.",     "dec.",   "oct.",     "aug."};
  return t.upos == Upos::kNum || contains(kTimes, lower(t.form));
}

// Acts that are done to a country by being done in it.
bool takes_places(EventType type) {
  switch (type) {
    case EventType::kConsult:
    case EventType::kAid:
    case EventType::kAssault:
    case EventType::kMobilize:
    case EventType::kRetreat:
    case EventType::kSanction:
    case EventType::kSupport:
    case EventType::kCooperate:
    case EventType::kAgree:
    case EventType::kThreaten:
      return true;
    default:
      return false;
  }
}

void append(std::vector<int32_t>& out, const std::vector<int32_t>& more) {
  out.insert(out.end(), more.begin(), more.end());
}

// The dependents of `token` in that very relation.
void append_related(const Document& doc, int32_t token, std::string_view rel, std::vector<int32_t>& out) {
  for (int32_t c : doc.dependents(token))
    if (doc.tokens[c].deprel == rel) out.push_back(c);
}

}  // namespace

Matcher::Matcher(const Context& context, const FrameSet& frames, const SideWeights& weights, const Actors& actors,
                 SpeakersOf speakers, StateOf state)
    : context_(context),
      doc_(context.doc),
      frames_(frames),
      weights_(weights),
      actors_(actors),
      implied_(doc_, actors),
      salience_(salience_of(doc_, actors)),
      speakers_(std::move(speakers)),
      state_(std::move(state)),
      at_(context.doc.tokens.size(), -1) {
  lemmas_.reserve(doc_.tokens.size());
  for (const Token& t : doc_.tokens) {
    lemmas_.push_back(t.lemma);
    if (is_verbal(t)) {
      if (std::string irregular = irregular_lemma(t); !irregular.empty()) {
        lemmas_.back() = std::move(irregular);
        continue;
      }
    }
    if (t.upos == Upos::kPunct) continue;
    if (frames_.knows(t.lemma) && t.lemma.size() > 2) {
      if (!is_verbal(t)) continue;
      // `mediated` read as `media`: a verb's lemma must be one that its form can have
      const std::vector<std::string> stems = stems_of(t);
      if (std::find(stems.begin(), stems.end(), t.lemma) != stems.end()) continue;
    }
    std::string low = lower(t.lemma);
    if (!is_verbal(t) && frames_.knows(low)) {
      lemmas_.back() = std::move(low);
      continue;
    }
    for (std::string& stem : stems_of(t))
      if (frames_.knows(stem)) {
        lemmas_.back() = std::move(stem);
        break;
      }
  }
  block_hits_.resize(doc_.sentences.size());
  for (size_t s = 0; s < doc_.sentences.size(); ++s) {
    for (size_t b = 0; b < frames_.blocks().size(); ++b) {
      const Block& block = frames_.blocks()[b];
      int hits = 0;
      for (int32_t i = doc_.sentences[s].begin; i < doc_.sentences[s].end; ++i)
        if (std::find(block.words.begin(), block.words.end(), lemmas_[i]) != block.words.end()) ++hits;
      if (hits >= block.at_least) block_hits_[s].push_back(static_cast<int>(b));
    }
  }
}

bool Matcher::blocked(EventType type, int32_t sentence) const {
  for (int b : block_hits_[sentence]) {
    const std::vector<EventType>& types = frames_.blocks()[b].types;
    if (types.empty() || std::find(types.begin(), types.end(), type) != types.end()) return true;
  }
  return false;
}

bool Matcher::match_pattern(int32_t token, const TriggerPattern& pattern, TriggerMatch& out) const {
  out.parts.clear();
  out.nouns.clear();
  auto among = [](const std::string& word, const TriggerPart& part) {
    return std::find(part.words.begin(), part.words.end(), word) != part.words.end();
  };
  for (const TriggerPart& part : pattern.parts) {
    int32_t found = -1;
    if (part.noun) {
      for (int32_t c : doc_.dependents(token)) {
        const Token& t = doc_.tokens[c];
        if (!is_nominal_relation(t.deprel)) continue;
        if (is_clause(t.deprel) && t.upos == Upos::kVerb)
          continue;  // `sent out a note calling for`: no call was issued
        if (part.words.front() == "*") {
          if (t.deprel == "obj" || t.deprel == "nsubj:pass") found = c;
          if (found >= 0) break;
          continue;
        }
        if (among(lemmas_[c], part)) {
          found = c;
        } else if (contains(kMeasures, lemmas_[c])) {
          for (int32_t d : with_preposition(doc_, c, "of"))
            if (among(lemmas_[d], part)) found = d;
        } else {
          for (int32_t d : doc_.dependents(c))
            if (doc_.tokens[d].deprel == "conj" && among(lemmas_[d], part)) found = d;
        }
        if (found >= 0) break;
      }
      const Token& head = doc_.tokens[token];
      if (found < 0 && head.head >= 0 && is_rel(head.deprel, "acl") && among(lemmas_[head.head], part))
        found = head.head;
      // `gave and renewed its support`: the noun on the other verb
      if (found < 0 && head.head >= 0 && head.deprel == "conj") {
        for (int32_t c : doc_.dependents(head.head))
          if (c > token && doc_.tokens[c].deprel == "obj" && among(lemmas_[c], part)) found = c;
      }
      if (found < 0) return false;
      out.nouns.push_back(found);
    } else {
      auto look = [&](int32_t node) {
        for (int32_t c : doc_.dependents(node)) {
          const Token& t = doc_.tokens[c];
          if (found >= 0) return;
          if (is_rel(t.deprel, "nsubj") || is_rel(t.deprel, "conj") || t.deprel == "cc") continue;
          const bool own = t.deprel != "mark" && t.deprel != "case";  // these belong to the clause above
          if (own && (among(lemmas_[c], part) || among(lower(t.form), part))) {
            found = c;
            return;
          }
          for (int32_t d : doc_.dependents(c)) {
            const Token& u = doc_.tokens[d];
            if ((u.deprel == "case" || u.deprel == "mark") && among(lemmas_[d], part)) {
              // `On Monday A called ...`, `called on Monday`: a time is what no trigger is made of
              if ((c < node && t.deprel != "nmod" && pattern.pos == TriggerPos::kVerb) || is_time(t)) continue;
              found = d;
              return;
            }
          }
        }
      };
      look(token);
      for (int32_t noun : out.nouns)
        if (found < 0) look(noun);
      if (found < 0) return false;
    }
    out.parts.push_back(found);
  }
  return true;
}

void Matcher::find_triggers() {
  std::vector<char> consumed(doc_.tokens.size());
  for (int pass = 0; pass < 2; ++pass) {
    // Phrases first: a noun that belongs to one (`held talks`) is no trigger of its own.
    for (int32_t i = 0; i < static_cast<int32_t>(doc_.tokens.size()); ++i) {
      if (at_[i] >= 0 || (pass == 1 && consumed[i])) continue;
      TriggerPos pos[2] = {TriggerPos::kVerb, TriggerPos::kVerb};
      int kinds = pos_of(doc_.tokens[i], pos);
      // `arrest warrant`, `Investigation Department`, `investigating officer`: a word that only says which
      if (pos[0] == TriggerPos::kNoun && is_rel(doc_.tokens[i].deprel, "compound")) continue;
      if (doc_.tokens[i].deprel == "amod" && doc_.tokens[i].form.ends_with("ing")) continue;
      bool done = false;
      for (int k = 0; k < kinds && !done; ++k) {
        const std::string lemma = k == 1 && pos[1] == TriggerPos::kNoun ? lower(doc_.tokens[i].form) : lemmas_[i];
        const std::vector<TriggerRef>& refs = frames_.find(pos[k], lemma);
        // Of the patterns with the most parts the first frame that gives a row wins.
        int level = -1;
        std::vector<TriggerMatch> equal;
        for (TriggerRef ref : refs) {
          const TriggerPattern& pattern = frames_.pattern(ref);
          int parts = static_cast<int>(pattern.parts.size());
          if ((pass == 0) != (parts > 0)) continue;
          if (level >= 0 && parts < level) break;
          TriggerMatch match;
          match.token = i;
          match.ref = ref;
          if (!match_pattern(i, pattern, match)) continue;
          level = parts;
          equal.push_back(std::move(match));
        }
        if (equal.empty()) continue;
        size_t best = 0;
        for (size_t e = 0; e < equal.size(); ++e) {
          equal[e].comps = complements(equal[e]);
          FrameRow row;
          if (frames_.frames()[equal[e].ref.frame].none || build(equal[e], row)) {
            best = e;
            break;
          }
        }
        at_[i] = static_cast<int>(matches_.size());
        for (int32_t noun : equal[best].nouns) {
          consumed[noun] = 1;
          // `sent tons of aid`: the aid is no act besides
          for (int32_t d : with_preposition(doc_, noun, "of"))
            for (const TriggerPart& part : frames_.pattern(equal[best].ref).parts)
              if (part.noun && std::find(part.words.begin(), part.words.end(), lemmas_[d]) != part.words.end())
                consumed[d] = 1;
        }
        matches_.push_back(std::move(equal[best]));
        done = true;
      }
    }
  }
  for (TriggerMatch& match : matches_) {
    // A noun that a phrase took later than its own turn gives no row of its own.
    for (int32_t noun : match.nouns) {
      int m = at_[noun];
      if (m >= 0 && noun != match.token && &matches_[m] != &match) at_[noun] = -1;
    }
  }
}

std::vector<int32_t> Matcher::complements(const TriggerMatch& match) const {
  std::vector<int32_t> out;
  auto clauses = [&](int32_t node) {
    for (int32_t c : doc_.dependents(node)) {
      std::string_view rel = doc_.tokens[c].deprel;
      if (rel == "xcomp" || rel == "ccomp" || rel == "acl") out.push_back(c);
      if (is_rel(rel, "advcl")) {
        for (int32_t d : doc_.dependents(c))
          if (doc_.tokens[d].deprel == "mark" && lemmas_[d] == "to") out.push_back(c);
      }
    }
  };
  for (const SideRole& role : frame_of(match).complement) {
    if (role.kind == RoleKind::kComp) {
      clauses(match.token);
      for (int32_t noun : match.nouns) clauses(noun);
    } else if (role.kind == RoleKind::kObj) {
      for (int32_t c : doc_.dependents(match.token))
        if (doc_.tokens[c].deprel == "obj" &&
            std::find(match.nouns.begin(), match.nouns.end(), c) == match.nouns.end()) {
          out.push_back(c);
          clauses(c);
        }
    } else if (role.kind == RoleKind::kPrep) {
      append(out, with_preposition(doc_, match.token, role.word));
      for (int32_t noun : match.nouns) append(out, with_preposition(doc_, noun, role.word));
    }
  }
  // What is coordinated with a complement is one too.
  for (size_t i = 0; i < out.size() && out.size() < 32; ++i)
    for (int32_t c : doc_.dependents(out[i]))
      if (doc_.tokens[c].deprel == "conj") out.push_back(c);
  return out;
}

std::vector<ActorRef> Matcher::resolve(int32_t token, const std::vector<ActorRef>* taken) const {
  std::vector<ActorRef> refs = actors_.of(doc_, token);
  // `A, a country that sent aid`
  if (refs.empty() && is_rel(doc_.tokens[token].deprel, "appos") && doc_.tokens[token].head >= 0)
    refs = actors_.of(doc_, doc_.tokens[token].head);
  // `the decision by X`, `X's policy`, `an Iranian proposal`: whose it is. Two steps: `members of the crew of the
  // ship`.
  for (int depth = 0; refs.empty() && depth < 2; ++depth) {
    std::vector<int32_t> inner;
    append_related(doc_, token, "appos", inner);
    append(inner, with_preposition(doc_, token, "by"));
    // `a list published by X`, `a list of names published by X`: whose work it is
    std::vector<int32_t> work = {token};
    append(work, with_preposition(doc_, token, "of"));
    for (int32_t noun : work)
      for (int32_t c : doc_.dependents(noun))
        if (is_rel(doc_.tokens[c].deprel, "acl") && clause::is_passive(doc_, c) && contains(kIssued, lemmas_[c]))
          append(inner, with_preposition(doc_, c, "by"));
    // `its Syrian allies` are not it
    const bool fellows = contains(kFellows, lemmas_[token]);
    if (!fellows) append_related(doc_, token, "nmod:poss", inner);
    append_related(doc_, token, "amod", inner);
    append(inner, with_preposition(doc_, token, "of"));
    append(inner, with_preposition(doc_, token, "from"));
    for (int32_t c : with_preposition(doc_, token, "between"))
      if (!has_own_pronoun(c)) inner.push_back(c);  // `the ties between their nations`
    // `US drone attacks`, where the parse makes `US drone` one noun
    const size_t nouns = inner.size();
    append_related(doc_, token, "compound", inner);
    for (size_t i = nouns, end = inner.size(); i < end; ++i) append_related(doc_, inner[i], "compound", inner);
    if (fellows) append_related(doc_, token, "nmod:poss", inner);
    append(inner, with_preposition(doc_, token, "against"));
    append(inner, with_preposition(doc_, token, "for"));
    append(inner, with_preposition(doc_, token, "in"));
    append(inner, with_preposition(doc_, token, "with"));
    for (int32_t c : inner) {
      refs = actors_.of(doc_, c);
      // `his Omani counterpart`: not he himself
      if (taken && !refs.empty() &&
          std::all_of(refs.begin(), refs.end(), [&](const ActorRef& r) { return has_actor(*taken, r.actor); }))
        refs.clear();
      if (!refs.empty()) return refs;
    }
    // deeper only through the likeliest owner
    int32_t next = -1;
    for (int32_t c : with_preposition(doc_, token, "of")) next = c;
    if (next < 0)
      for (int32_t c : doc_.dependents(token))
        if (doc_.tokens[c].deprel == "nmod:poss") next = c;
    if (next < 0) break;
    token = next;
  }
  return refs;
}

// The nouns whose prepositions may hold a side: those of the phrase, and the object with what it measures (`25 tons of
// aid to B`).
std::vector<int32_t> Matcher::noun_chain(int32_t head, const TriggerMatch& match) const {
  std::vector<int32_t> out = match.nouns;
  if (is_verbal(doc_.tokens[head]))
    for (int32_t c : doc_.dependents(head))
      if (doc_.tokens[c].deprel == "obj" && std::find(out.begin(), out.end(), c) == out.end() &&
          (actors_.of(doc_, c).empty() || contains(kMeans, lemmas_[c])))
        out.push_back(c);
  for (size_t i = 0; i < out.size() && i < 4; ++i) {
    const int32_t noun = out[i];
    append(out, with_preposition(doc_, noun, "of"));
    append(out, with_preposition(doc_, noun, "in"));  // `40 million euros in aid to B`
    append_related(doc_, noun, "conj", out);
  }
  return out;
}

std::string Matcher::country_of(const std::vector<ActorRef>& side) const {
  for (const ActorRef& ref : side)
    if (const Actor* a = actors_.find(ref.actor)) return a->country;
  return {};
}

std::vector<int32_t> Matcher::fillers(const SideRole& role, const TriggerMatch& match, TriggerPos pos) const {
  std::vector<int32_t> out;
  const int32_t head = pos == TriggerPos::kAux ? std::max(doc_.tokens[match.token].head, 0) : match.token;
  switch (role.kind) {
    case RoleKind::kSubj:
      append(out, subjects_of(doc_, head));
      // `talks held by the two sides`: the agent may hang on the noun
      for (int32_t noun : match.nouns)
        if (out.empty()) append(out, with_preposition(doc_, noun, "by"));
      break;
    case RoleKind::kObj:
      append(out, objects_of(doc_, head));
      break;
    case RoleKind::kIobj:
      append_related(doc_, head, "iobj", out);
      break;
    case RoleKind::kPrep:
      out = under_preposition(head, role.word, match, pos);
      break;
    case RoleKind::kPoss:
    case RoleKind::kAmod: {
      const std::string_view rel = role.kind == RoleKind::kPoss ? "nmod:poss" : "amod";
      append_related(doc_, head, rel, out);
      for (int32_t noun : match.nouns) append_related(doc_, noun, rel, out);
      break;
    }
    case RoleKind::kCompound:
      for (int32_t c : doc_.dependents(head))
        if (is_rel(doc_.tokens[c].deprel, "compound") && doc_.tokens[c].deprel != "compound:prt") out.push_back(c);
      break;
    case RoleKind::kComp:
      for (int32_t c : match.comps) append(out, undergoers_of(c));
      break;
    case RoleKind::kCompSubj:
      for (int32_t c : match.comps) append(out, doers_of(c));
      break;
    case RoleKind::kSpeaker:
      break;  // fill() asks for actors, not tokens
    case RoleKind::kInstrument:
      for (const SideRole& one : frame_of(match).instrument)
        if (one.kind != RoleKind::kInstrument) append(out, fillers(one, match, pos));
      break;
    case RoleKind::kUsing:
      out = used_by(head);
      break;
    case RoleKind::kLight:
      out = doers_by_light_verb(head);
      break;
    case RoleKind::kUnder:
      out = those_under(head);
      break;
  }
  // `expelled two diplomats`: the noun of the phrase may itself be whom it is done to, but never who does it.
  std::erase_if(out, [&](int32_t token) {
    const bool part = std::find(match.nouns.begin(), match.nouns.end(), token) != match.nouns.end();
    return token == head || (role.kind != RoleKind::kObj && part);
  });
  return out;
}

std::vector<int32_t> Matcher::under_preposition(int32_t head, std::string_view word, const TriggerMatch& match,
                                                TriggerPos pos) const {
  std::vector<int32_t> out = with_preposition(doc_, head, word);
  for (int32_t noun : noun_chain(head, match)) append(out, with_preposition(doc_, noun, word));
  if (pos != TriggerPos::kNoun) return out;
  const Token& t = doc_.tokens[head];
  const bool object = t.deprel == "obj" || t.deprel == "nsubj:pass" || is_rel(t.deprel, "obl");
  if (object && t.head >= 0 && is_verbal(doc_.tokens[t.head]) && is_light(lemmas_[t.head]))
    append(out, with_preposition(doc_, t.head, word));
  // `sanctions imposed on X`, `a visit to be paid to X`
  for (int32_t c : doc_.dependents(head))
    if (is_rel(doc_.tokens[c].deprel, "acl")) append(out, with_preposition(doc_, c, word));
  return out;
}

// To whom what is promised, demanded or threatened would be done; `act`: its head.
std::vector<int32_t> Matcher::undergoers_of(int32_t act) const {
  static constexpr std::array<std::string_view, 14> kGiving = {"deliver", "deploy", "dispatch", "donate", "give",
                                                               "grant",   "hand",   "lend",     "offer",  "provide",
                                                               "return",  "sell",   "send",     "supply"};
  std::vector<int32_t> out;
  // `offered to send peacekeepers to B`: B gets them.
  if (contains(kGiving, lemmas_[act])) append(out, with_preposition(doc_, act, "to"));
  if (doc_.tokens[act].upos == Upos::kVerb) {
    append(out, objects_of(doc_, act));
    append_related(doc_, act, "iobj", out);
  }
  for (std::string_view word : {"to", "with", "for", "against", "on", "of", "from", "between", "in"})
    append(out, with_preposition(doc_, act, word));
  // `agreed to provide aid to X`: the object's own object
  for (int32_t d : doc_.dependents(act))
    if (doc_.tokens[d].deprel == "obj" || doc_.tokens[d].deprel == "xcomp")
      for (std::string_view word : {"to", "with", "for", "against", "on", "of", "from"})
        append(out, with_preposition(doc_, d, word));
  return out;
}

// Who would do what is promised, demanded or threatened; `act`: its head.
std::vector<int32_t> Matcher::doers_of(int32_t act) const {
  std::vector<int32_t> out;
  const std::string_view rel = doc_.tokens[act].deprel;
  if (is_rel(rel, "ccomp") || is_rel(rel, "xcomp") || is_rel(rel, "advcl") || is_rel(rel, "acl")) {
    if (is_passive(doc_, act)) append(out, subjects_of(doc_, act));
    for (int32_t d : doc_.dependents(act))
      if (is_rel(doc_.tokens[d].deprel, "nsubj")) out.push_back(d);
    return out;
  }
  // `demanded the withdrawal of X`, `called for action by X`
  append(out, with_preposition(doc_, act, "by"));
  append_related(doc_, act, "nmod:poss", out);
  append_related(doc_, act, "amod", out);
  append(out, with_preposition(doc_, act, "from"));
  append(out, with_preposition(doc_, act, "of"));
  return out;
}

// `killed him using a rifle`, `armed with rifles, they attacked`
std::vector<int32_t> Matcher::used_by(int32_t verb) const {
  std::vector<int32_t> out;
  for (int32_t c : doc_.dependents(verb)) {
    const Token& clause = doc_.tokens[c];
    if (!is_rel(clause.deprel, "advcl") && !is_rel(clause.deprel, "xcomp") && !is_rel(clause.deprel, "acl")) continue;
    if (lemmas_[c] == "use" || lemmas_[c] == "wield") append(out, objects_of(doc_, c));
    if (lemmas_[c] == "arm") append(out, with_preposition(doc_, c, "with"));
  }
  return out;
}

// `X launched an attack`, `an attack launched by X`, `X claimed responsibility for an attack`
std::vector<int32_t> Matcher::doers_by_light_verb(int32_t noun) const {
  std::vector<int32_t> out;
  bool owned = false;
  if (const int32_t up = doc_.tokens[noun].head; up >= 0 && is_rel(doc_.tokens[noun].deprel, "nmod")) {
    // `a series of attacks`, `most of the attacks`
    const Upos kind = doc_.tokens[up].upos;
    owned = contains(kOwning, lemmas_[up]) && contains(kOwned, preposition_of(doc_, noun));
    if (owned || contains(kMeasures, lemmas_[up]) || kind == Upos::kAdj || kind == Upos::kDet || kind == Upos::kPron ||
        kind == Upos::kNum)
      noun = up;
  }
  const Token& n = doc_.tokens[noun];
  if (n.head < 0) return out;
  if (is_rel(n.deprel, "obl") && lemmas_[n.head] == "responsible" && contains(kOwned, preposition_of(doc_, noun)))
    owned = true;
  else if (owned && !(n.deprel == "obj" && contains(kOwnUp, lemmas_[n.head])))
    return out;
  if (owned) return is_negated(doc_, n.head) ? out : subjects_of(doc_, n.head);
  // `B faced criticism`: B does not do what the noun says
  if (is_verbal(doc_.tokens[n.head]) && (n.deprel == "obj" || is_rel(n.deprel, "obl") || n.deprel == "nsubj:pass") &&
      is_light(lemmas_[n.head]) && !(n.deprel == "obj" && contains(kSuffering, lemmas_[n.head])))
    append(out, subjects_of(doc_, n.head));
  for (int32_t c : doc_.dependents(noun))
    if (is_rel(doc_.tokens[c].deprel, "acl") && is_light(lemmas_[c])) append(out, subjects_of(doc_, c));
  return out;
}

// `X is under attack`, `X faced criticism`
std::vector<int32_t> Matcher::those_under(int32_t noun) const {
  std::vector<int32_t> out;
  const Token& t = doc_.tokens[noun];
  if (t.head < 0) return out;
  const std::string before = preposition_of(doc_, noun);
  if (before == "under" || before == "in" || before == "on") {
    for (int32_t c : doc_.dependents(noun))
      if (is_rel(doc_.tokens[c].deprel, "nsubj")) out.push_back(c);
    if (is_verbal(doc_.tokens[t.head]))
      append(out, is_passive(doc_, t.head) ? objects_of(doc_, t.head) : subjects_of(doc_, t.head));
    else if (before == "under" || before == "on")
      out.push_back(t.head);
  } else if (t.deprel == "obj" && contains(kSuffering, lemmas_[t.head])) {
    append(out, subjects_of(doc_, t.head));
  }
  return out;
}

bool Matcher::has_own_pronoun(int32_t noun) const {
  for (int32_t c : doc_.dependents(noun))
    if (doc_.tokens[c].deprel == "nmod:poss" && doc_.tokens[c].upos == Upos::kPron) return true;
  return false;
}

std::vector<Matcher::Filling> Matcher::fillings(const std::vector<SideRole>& roles, const TriggerMatch& match,
                                                TriggerPos pos, const std::vector<ActorRef>& taken, bool means,
                                                bool first) const {
  std::vector<Filling> out;
  // An actor does nothing to himself.
  auto is_taken = [&](const ActorRef& ref) {
    return std::any_of(taken.begin(), taken.end(),
                       [&](const ActorRef& t) { return t.actor == ref.actor || t.span == ref.span; });
  };
  auto add = [&](size_t rank, bool direct, std::vector<ActorRef> refs) {
    Filling filling{rank, direct, {}};
    std::erase_if(refs, is_taken);
    for (ActorRef& ref : refs)
      if (!has_actor(filling.refs, ref.actor)) filling.refs.push_back(std::move(ref));
    if (!filling.refs.empty()) out.push_back(std::move(filling));
    return first && !out.empty();
  };
  for (size_t r = 0; r < roles.size(); ++r) {
    if (roles[r].kind == RoleKind::kSpeaker) {
      if (add(r, true, speakers_(match.token))) return out;
      continue;
    }
    for (int32_t token : fillers(roles[r], match, pos)) {
      // `offered its troops to B`: what belongs to the other side is its means, not whom it acts on
      bool own = false;
      const bool carried = means && contains(kMeans, lemmas_[token]);
      if (carried && !taken.empty() && !country_of(taken).empty() &&
          (roles[r].kind == RoleKind::kObj || roles[r].kind == RoleKind::kComp) &&
          country_of(actors_.of(doc_, token)) == country_of(taken))
        own = true;
      // `sent police to the north`: whoever is sent is never the one it is aimed at
      own = own || (carried && roles[r].kind == RoleKind::kObj && frame_of(match).type == EventType::kMobilize);
      for (int32_t c : doc_.dependents(token))
        if (carried && doc_.tokens[c].deprel == "nmod:poss")
          for (const ActorRef& ref : actors_.of(doc_, c)) own = own || is_taken(ref);
      if (own) continue;
      std::vector<ActorRef> refs = actors_.of(doc_, token);
      const bool direct = !refs.empty();
      // `voiced their concern`: whose the noun of the phrase is, is the doer
      const bool own_noun = std::find(match.nouns.begin(), match.nouns.end(), token) != match.nouns.end();
      if (own_noun && !direct && !taken.empty() && has_own_pronoun(token)) continue;
      if (!direct && roles[r].kind != RoleKind::kAmod && roles[r].kind != RoleKind::kCompound)
        refs = resolve(token, &taken);
      // `reaffirmed Jordan's support`: the noun of the phrase belongs to the doer's own side
      if (!direct && !taken.empty() && !country_of(taken).empty() && country_of(refs) == country_of(taken) && own_noun)
        continue;
      if (add(r, direct, std::move(refs))) return out;
    }
  }
  return out;
}

bool Matcher::fill(const std::vector<SideRole>& roles, const TriggerMatch& match, TriggerPos pos,
                   const std::vector<ActorRef>& taken, bool means, std::vector<ActorRef>& out, int& rank) const {
  std::vector<Filling> found = fillings(roles, match, pos, taken, means, true);
  rank = found.empty() ? -1 : static_cast<int>(found.front().rank);
  if (found.empty()) return false;
  out = std::move(found.front().refs);
  return true;
}

bool Matcher::is_plural_party(const std::vector<ActorRef>& side) const {
  if (side.size() != 1) return false;
  const int32_t head = doc_.token_at(side.front().span.end - 1);
  return head >= 0 && doc_.tokens[head].upos == Upos::kNoun && doc_.tokens[head].feats.number == Number::kPlur;
}

bool Matcher::fill_from_places(const std::vector<SideRole>& roles, const TriggerMatch& match, TriggerPos pos,
                               FrameRow& row) const {
  const std::string home = country_of(row.source);
  std::vector<SideRole> all = roles;
  for (const char* word : {"in", "into", "to", "at", "from", "over", "near"}) all.push_back({RoleKind::kPrep, word});
  for (size_t r = 0; r < all.size(); ++r) {
    if (all[r].kind != RoleKind::kPrep && all[r].kind != RoleKind::kObj) continue;
    std::vector<int32_t> tokens = fillers(all[r], match, pos);
    // `is ready to send troops to a force in Liberia`: the place stands in what is promised
    if (all[r].kind == RoleKind::kPrep && (row.type == EventType::kAgree || row.type == EventType::kThreaten))
      for (int32_t c : match.comps) {
        TriggerMatch below;
        below.token = c;
        append(tokens, with_preposition(doc_, c, all[r].word));
        for (int32_t noun : noun_chain(c, below)) append(tokens, with_preposition(doc_, noun, all[r].word));
      }
    for (int32_t token : tokens) {
      std::vector<int32_t> where = {token};
      append(where, with_preposition(doc_, token, "of"));
      append(where, with_preposition(doc_, token, "in"));
      for (int32_t at : where) {
        std::vector<ActorRef> refs = state_(at);
        // `protested in their own capital`: a place at home is no target
        if (refs.empty() || country_of(refs) == home) continue;
        row.target = std::move(refs);
        row.target_rank = static_cast<int>(r);
        return true;
      }
    }
  }
  return false;
}

// Is the word at `token`, a modifier of it, or a noun beside it one of these?
bool Matcher::is_word(int32_t token, const std::vector<std::string>& values) const {
  auto among = [&](int32_t at) { return std::find(values.begin(), values.end(), lemmas_[at]) != values.end(); };
  if (among(token)) return true;
  if (contains(kMeasures, lemmas_[token]))
    for (int32_t d : with_preposition(doc_, token, "of"))
      if (among(d)) return true;
  for (int32_t d : doc_.dependents(token)) {
    const std::string_view rel = doc_.tokens[d].deprel;
    if ((rel == "compound" || rel == "conj" || rel == "amod") && among(d)) return true;
  }
  return false;
}

bool Matcher::holds(const Test& test, const FrameRow& row, TriggerPos pos) const {
  const int32_t head = row.match.token;
  auto among = [&](const std::string& word) {
    return std::find(test.values.begin(), test.values.end(), word) != test.values.end();
  };
  auto sector_of = [&](const std::vector<ActorRef>& side) {
    return std::any_of(side.begin(), side.end(), [&](const ActorRef& ref) {
      const Actor* a = actors_.find(ref.actor);
      return a && (among(a->sector) || among(a->country));
    });
  };
  bool result = false;
  switch (test.kind) {
    case Test::Kind::kWord: {
      TokenRange range = doc_.subtree(head);
      for (int32_t i = range.begin; i < range.end && !result; ++i)
        result = i != head && (among(lemmas_[i]) || among(lower(doc_.tokens[i].form)));
      break;
    }
    case Test::Kind::kTrigger:
      result = among(lemmas_[head]);
      for (int32_t part : row.match.parts) result = result || among(lemmas_[part]);
      break;
    case Test::Kind::kCode:
      for (const std::string& code : test.values) result = result || row.cameo.starts_with(code);
      break;
    case Test::Kind::kRole:
      if (test.role.kind == RoleKind::kComp) {
        for (int32_t c : row.match.comps) result = result || among(lemmas_[c]);
      } else {
        for (int32_t c : fillers(test.role, row.match, pos)) result = result || is_word(c, test.values);
      }
      break;
    case Test::Kind::kComp:
      for (int32_t c : row.match.comps) {
        if (at_[c] < 0) continue;
        const Frame& frame = frames_.frames()[matches_[at_[c]].ref.frame];
        if (!frame.none) result = result || among(name_of(frame.type)) || among("any");
      }
      break;
    case Test::Kind::kSource:
      result = sector_of(row.source);
      break;
    case Test::Kind::kTarget:
      result = sector_of(row.target);
      break;
    case Test::Kind::kPassive:
      result = row.passive;
      break;
    case Test::Kind::kNegated:
      result = is_negated(doc_, head);
      break;
    case Test::Kind::kCue:
      for (const QuoteParts& parts : doc_.quote_parts)
        result = result || (parts.score >= kSureCue && parts.cue.begin <= head && head < parts.cue.end);
      // `They fail to act, a group protested`
      result = result || (doc_.tokens[head].deprel == "parataxis" && doc_.tokens[head].head < head &&
                          doc_.dependent(head, "nsubj") >= 0);
      break;
    case Test::Kind::kFuture:
      for (int32_t c : doc_.dependents(head))
        result = result || (is_rel(doc_.tokens[c].deprel, "aux") &&
                            (lemmas_[c] == "will" || lemmas_[c] == "would" || lemmas_[c] == "shall"));
      break;
  }
  return result != test.negate;
}

bool Matcher::build(const TriggerMatch& match, FrameRow& row, const char** why) const {
  auto no = [&](const char* reason) {
    if (why) *why = reason;
    return false;
  };
  const Frame& frame = frames_.frames()[match.ref.frame];
  if (frame.none) return no("a phrase that is no act");
  const TriggerPos pos = frames_.pattern(match.ref).pos;
  row.frame = &frame;
  row.match = match;
  row.type = frame.type;
  row.cameo = frame.cameo;
  row.passive = pos == TriggerPos::kVerb && is_passive(doc_, match.token);
  const bool noun = pos == TriggerPos::kNoun;
  const std::vector<SideRole>& source_roles = roles_of(&frame, noun, true);
  const std::vector<SideRole>& target_roles = roles_of(&frame, noun, false);
  const bool means = frame.type == EventType::kAgree || frame.type == EventType::kAid ||
                     frame.type == EventType::kMobilize || frame.type == EventType::kRetreat;
  fill(source_roles, match, pos, {}, false, row.source, row.source_rank);
  fill(target_roles, match, pos, row.source, means, row.target, row.target_rank);
  // `prosecutors requested ten years for B`: the court is asked, whomever the sentence goes on to name
  if (row.type == EventType::kRequest && !row.target.empty() && implied_.pleads(row.source)) {
    row.target.clear();
    row.target_rank = -1;
    for (Filling& f : fillings(target_roles, match, pos, row.source, means, false)) {
      const SideRole& role = target_roles[f.rank];
      const bool addressed = role.kind == RoleKind::kObj || role.kind == RoleKind::kIobj ||
                             (role.kind == RoleKind::kPrep && (role.word == "to" || role.word == "on"));
      if (!f.direct || !addressed || !row.target.empty()) continue;
      row.target = std::move(f.refs);
      row.target_rank = static_cast<int>(f.rank);
    }
  }
  // `A's murder of B`: where another role holds the target, the possessor is the doer
  if (noun && row.source.empty() && row.target_rank >= 0 && target_roles[row.target_rank].kind != RoleKind::kPoss)
    fill({{RoleKind::kPoss, ""}}, match, pos, row.target, false, row.source, row.source_rank);
  if (noun && row.source.empty())
    fill({{RoleKind::kLight, ""}}, match, pos, row.target, false, row.source, row.source_rank);
  if (noun && row.target.empty())
    fill({{RoleKind::kUnder, ""}}, match, pos, row.source, false, row.target, row.target_rank);
  row.reciprocal = frame.reciprocal;
  // `sought refuge in Kenya`: a frame of any type whose first role is `in` takes a place
  const bool in_place = !target_roles.empty() && target_roles.front().word == "in";
  // `a meeting of foreign ministers in Brussels`: those who meet each other do not meet where they are.
  const bool among_them = frame.reciprocal && frame.type == EventType::kConsult && is_plural_party(row.source);
  if (row.target.empty() && (takes_places(frame.type) || in_place) && !among_them &&
      !(frame.reciprocal && row.source.size() > 1))
    fill_from_places(target_roles, match, pos, row);
  if (frame.reciprocal && row.target.empty() && row.source.size() >= 2) {
    // `A and B met`: the first is the source; an agreement has both as its source
    if (frame.type != EventType::kAgree) {
      row.target.assign(row.source.begin() + 1, row.source.end());
      row.source.resize(1);
    }
  } else if (frame.reciprocal && row.source.empty() && row.target.size() >= 2) {
    row.source.assign(row.target.begin(), row.target.begin() + 1);
    row.target.erase(row.target.begin());
  }
  for (const Refinement& r : frame.refinements) {
    if (!std::all_of(r.tests.begin(), r.tests.end(), [&](const Test& t) { return holds(t, row, pos); })) continue;
    if (r.kind == Refinement::Kind::kSkip) return no("a `skip` line holds");
    row.cameo = r.cameo;
    if (r.kind == Refinement::Kind::kType) row.type = r.type;
    row.carried = std::any_of(r.tests.begin(), r.tests.end(), [&](const Test& t) {
      return r.kind == Refinement::Kind::kType && t.kind == Test::Kind::kComp && !t.negate;
    });
    for (const Test& t : r.tests)
      row.negation_used = row.negation_used || (t.kind == Test::Kind::kNegated && !t.negate);
    break;
  }
  // `the public is warned`, `all are urged`: by who says so
  if (frame.speech && row.source.empty() && row.passive &&
      (row.type == EventType::kRequest || row.type == EventType::kThreaten || row.type == EventType::kSupport)) {
    fill({{RoleKind::kSpeaker, ""}}, match, pos, row.target, false, row.source, row.source_rank);
    row.source_implied = !row.source.empty();
  }
  // `the rallies went on`: of protests the story tells who protests
  if (frame.implied && row.source.empty() && row.type == EventType::kProtest) {
    row.source = implied_.source_of(row.type, row.cameo, match.token, row.target);
    row.source_implied = !row.source.empty();
  }
  if (row.source.empty() && row.target.empty()) return no("neither side is an actor");
  if (frame.implied && row.source.empty()) {
    row.source = implied_.source_of(row.type, row.cameo, match.token, row.target);
    row.source_implied = !row.source.empty();
  }
  if (frame.implied && row.target.empty()) {
    row.target = implied_.target_of(row.type, row.cameo, match.token, row.source);
    row.target_implied = !row.target.empty();
  }
  // What a state organ does to people at a match is no sport.
  const bool repressed =
      frame.type == EventType::kCoerce && std::any_of(row.source.begin(), row.source.end(), [&](const ActorRef& r) {
        const Actor* a = actors_.find(r.actor);
        return a && is_state_organ(*a) && !row.source_implied;
      });
  if (!repressed && blocked(frame.type, doc_.tokens[match.token].sentence)) return no("a block holds for the sentence");
  // A passive or a noun leaves its doer out often enough; a row of one side is then for its confidence to judge.
  const bool doer_left_out = (row.passive || noun) && !row.target.empty();
  if ((frame.need == Need::kSource || frame.need == Need::kBoth) && row.source.empty() && !doer_left_out)
    return no("needs a source");
  if ((frame.need == Need::kTarget || frame.need == Need::kBoth) && row.target.empty()) return no("needs a target");
  return true;
}

void Matcher::refine(FrameRow& row) const {
  row.mode.clear();
  const bool custom = row.frame && !row.frame->custom_type.empty();
  const TriggerPos pos = row.frame ? frames_.pattern(row.match.ref).pos : pos_of_proposal(row.match.token);
  auto all_hold = [&](const std::vector<Test>& tests) {
    return std::all_of(tests.begin(), tests.end(), [&](const Test& t) { return holds(t, row, pos); });
  };
  if (!custom)
    for (const Refinement& rule : frames_.codes(row.type))
      if (rule.cameo.size() == row.cameo.size() + 1 && rule.cameo.starts_with(row.cameo) && all_hold(rule.tests))
        row.cameo = rule.cameo;
  auto give_mode = [&](const std::vector<ModeRule>& rules) {
    for (const ModeRule& rule : rules)
      if (row.mode.empty() && all_hold(rule.tests)) row.mode = rule.mode;
  };
  if (row.frame && row.frame->type == row.type) give_mode(row.frame->modes);
  if (!custom) give_mode(frames_.modes(row.type));
}

bool Matcher::is_demanded(int32_t verb) const {
  static constexpr std::array<std::string_view, 3> kDemands = {"must", "ought", "should"};
  for (int32_t c : doc_.dependents(verb))
    if (is_rel(doc_.tokens[c].deprel, "aux") && contains(kDemands, doc_.tokens[c].lemma)) return true;
  return false;
}

TriggerPos Matcher::pos_of_proposal(int32_t token) const {
  const Upos upos = doc_.tokens[token].upos;
  return upos == Upos::kNoun || upos == Upos::kPropn ? TriggerPos::kNoun : TriggerPos::kVerb;
}

const std::vector<SideRole>& Matcher::roles_of(const Frame* frame, bool noun, bool source) {
  if (frame && noun) return source ? frame->noun_source : frame->noun_target;
  if (frame) return source ? frame->source : frame->target;
  static const std::vector<SideRole> kSource = {{RoleKind::kSubj, ""}};
  static const std::vector<SideRole> kTarget = {
      {RoleKind::kObj, ""},         {RoleKind::kIobj, ""},   {RoleKind::kPrep, "with"},
      {RoleKind::kPrep, "against"}, {RoleKind::kPrep, "to"}, {RoleKind::kPrep, "on"},
      {RoleKind::kCompSubj, ""},    {RoleKind::kPrep, "of"}, {RoleKind::kPrep, "for"},
  };
  static const std::vector<SideRole> kNounSource = {{RoleKind::kPrep, "by"},   {RoleKind::kPoss, ""},
                                                    {RoleKind::kPrep, "from"}, {RoleKind::kLight, ""},
                                                    {RoleKind::kAmod, ""},     {RoleKind::kCompound, ""}};
  static const std::vector<SideRole> kNounTarget = {
      {RoleKind::kPrep, "against"}, {RoleKind::kPrep, "on"},  {RoleKind::kPrep, "with"}, {RoleKind::kPrep, "to"},
      {RoleKind::kPrep, "of"},      {RoleKind::kPrep, "for"}, {RoleKind::kUnder, ""}};
  return noun ? (source ? kNounSource : kNounTarget) : (source ? kSource : kTarget);
}

void Matcher::sides_by_syntax(int32_t token, FrameRow& row) const {
  const TriggerPos pos = pos_of_proposal(token);
  const bool noun = pos == TriggerPos::kNoun;
  TriggerMatch match;
  match.token = token;
  match.comps = complements(match);
  row.match = match;
  refine(row);
  row.passive = !noun && is_passive(doc_, token);
  int rank = -1;
  // `A said B should go`: A demands it of B
  if (row.type == EventType::kRequest && is_demanded(token)) {
    std::vector<ActorRef> who = speakers_(token), whom;
    fill({{RoleKind::kSubj, ""}}, match, pos, who, false, whom, rank);
    if (!who.empty() && !whom.empty()) {
      row.source = std::move(who);
      row.target = std::move(whom);
    }
  }
  if (row.source.empty()) fill(roles_of(nullptr, noun, true), match, pos, row.target, false, row.source, rank);
  if (row.target.empty()) fill(roles_of(nullptr, noun, false), match, pos, row.source, false, row.target, rank);
  if (row.source.empty() && row.target.empty()) return;
  if (row.source.empty()) {
    row.source = implied_.source_of(row.type, row.cameo, token, row.target);
    row.source_implied = !row.source.empty();
  }
  if (row.target.empty()) {
    row.target = implied_.target_of(row.type, row.cameo, token, row.source);
    row.target_implied = !row.target.empty();
  }
  choose_sides(row, {});
}

std::vector<FrameRow> Matcher::run() {
  find_triggers();
  silent_.assign(doc_.tokens.size(), 0);
  for (const TriggerMatch& match : matches_) {
    if (at_[match.token] < 0 || &matches_[at_[match.token]] != &match) continue;
    const Frame& frame = frames_.frames()[match.ref.frame];
    if (frame.none) {
      silent_[match.token] = 1;
      for (int32_t noun : match.nouns) silent_[noun] = 1;
    }
    FrameRow row;
    if (!frame.none && build(match, row))
      for (int32_t c : match.comps) {
        const TriggerMatch* inner = at_[c] < 0 ? nullptr : &matches_[at_[c]];
        const bool same = row.carried && inner && frames_.frames()[inner->ref.frame].type == row.type;
        if (frame.content_rows && !same) continue;
        silent_[c] = 1;
        if (inner)
          for (int32_t noun : inner->nouns) silent_[noun] = 1;
      }
  }
  std::vector<FrameRow> rows;
  for (const TriggerMatch& match : matches_) {
    if (at_[match.token] < 0 || &matches_[at_[match.token]] != &match || silent_[match.token]) continue;
    FrameRow row;
    const char* why = nullptr;
    if (build(match, row, &why)) {
      rows.push_back(std::move(row));
    } else if (context_.trace) {
      context_.trace->add(
          "events", doc_.tokens[match.token].span,
          "no row by " + frames_.frames()[match.ref.frame].id + " at `" + doc_.tokens[match.token].form + "`: " + why);
    }
  }
  std::stable_sort(rows.begin(), rows.end(),
                   [](const FrameRow& a, const FrameRow& b) { return a.match.token < b.match.token; });
  for (size_t i = 0; i < rows.size(); ++i) {
    FrameRow& row = rows[i];
    choose_sides(row, {rows.data(), i});
    for (const SideRole& role : row.frame->place)
      append(row.places, fillers(role, row.match, frames_.pattern(row.match.ref).pos));
    refine(row);
  }
  return rows;
}

}  // namespace dragoman
