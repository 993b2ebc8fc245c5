// Matcher: which frames fire on which words, and who fills their sides. One pass over the document finds the triggers,
// a second fills them, as a side may look at what fires in the complement (`agreed to send B aid`).
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "reading/actors/actors.h"
#include "reading/events/frames.h"
#include "reading/events/implied.h"
#include "reading/events/sides.h"

namespace dragoman {

struct TriggerMatch {
  int32_t token = -1;  // head of the trigger; of an auxiliary the auxiliary itself
  TriggerRef ref;
  std::vector<int32_t> parts;  // tokens of the pattern's parts; nouns among them hold sides of their own
  std::vector<int32_t> nouns;  // the consumed nouns
  std::vector<int32_t> comps;  // heads of what is promised, demanded, threatened ...
};

// A match whose sides are filled and whose type and code are refined.
struct FrameRow {
  const Frame* frame = nullptr;
  TriggerMatch match;
  EventType type = EventType::kConsult;
  std::string cameo;
  std::string mode;
  std::vector<int32_t> places;  // where the frame's `place` roles say that the act took place
  std::vector<ActorRef> source, target;
  int source_rank = -1, target_rank = -1;               // which role of the list filled it; -1: none
  bool source_implied = false, target_implied = false;  // not in the clause, taken from the story around it
  bool reciprocal = false;
  bool passive = false;
  bool carried = false;        // its type is that of its complement, which is the same act: `ordered the arrest`
  bool negation_used = false;  // a `negated` test made the row what it is: its negation does not make it `not`
};

// Who says what stands at a token, nearest speaker first.
using SpeakersOf = std::function<std::vector<ActorRef>(int32_t)>;
// The government of the country in which a toponym at the token lies, as an actor; empty if the token is no toponym.
using StateOf = std::function<std::vector<ActorRef>(int32_t)>;

class Matcher {
 public:
  Matcher(const Context& context, const FrameSet& frames, const SideWeights& weights, const Actors& actors,
          SpeakersOf speakers, StateOf state);

  // Rows in order of trigger. Triggers inside the content of a promise or threat give none.
  std::vector<FrameRow> run();

  // A phrase that is no act (type NONE) holds the token, or a promise whose content gives no row: nobody else may code
  // it. After run().
  bool silent(int32_t token) const { return silent_[token] != 0; }
  // A block of the lexicon holds for the sentence: it gives no row of that type.
  bool blocked(EventType type, int32_t sentence) const;
  // Lemma of a token as the lexicon knows it: the model's, else a form that inflection allows.
  const std::string& lemma(int32_t token) const { return lemmas_[token]; }
  // The actors that the phrase at `token` stands for, or those it belongs to (`Israel's proposal` -> Israel).
  // Of its owners those in `taken` are passed over.
  std::vector<ActorRef> resolve(int32_t token, const std::vector<ActorRef>* taken = nullptr) const;
  // Sides of an act that no frame names, where `row` has none yet: by the roles that most verbs and nouns have, then
  // from the story around it, then by weights. Fills `source`, `target` and whether they are implied; wants `type`,
  // `cameo` and `reciprocal`.
  void sides_by_syntax(int32_t token, FrameRow& row) const;
  // Makes the code of a row as long as the `codes` of its type can, figure by figure, and gives it a mode: by its
  // frame, else by its type. Anew after a change of type or code.
  void refine(FrameRow& row) const;

 private:
  bool match_pattern(int32_t token, const TriggerPattern& pattern, TriggerMatch& out) const;
  void find_triggers();
  bool has_own_pronoun(int32_t noun) const;  // `their concern`
  bool is_demanded(int32_t verb) const;      // `must go`
  TriggerPos pos_of_proposal(int32_t token) const;
  // Roles of a frame, or those that most verbs and nouns have where there is none.
  static const std::vector<SideRole>& roles_of(const Frame* frame, bool noun, bool source);
  std::vector<int32_t> complements(const TriggerMatch& match) const;
  // The heads of the phrases that fill a role, likeliest first.
  std::vector<int32_t> fillers(const SideRole& role, const TriggerMatch& match, TriggerPos pos) const;
  std::vector<int32_t> under_preposition(int32_t head, std::string_view word, const TriggerMatch& match,
                                         TriggerPos pos) const;
  std::vector<int32_t> undergoers_of(int32_t act) const;
  std::vector<int32_t> doers_of(int32_t act) const;
  std::vector<int32_t> used_by(int32_t verb) const;
  std::vector<int32_t> doers_by_light_verb(int32_t noun) const;
  std::vector<int32_t> those_under(int32_t noun) const;
  bool is_word(int32_t token, const std::vector<std::string>& values) const;
  // What one filler of a role stands for.
  struct Filling {
    size_t rank = 0;      // of the role in the list
    bool direct = false;  // an actor itself, not the owner of something (`Israel's proposal`)
    std::vector<ActorRef> refs;
  };
  // Every filling of the roles, in their order; the first alone if `first`. `means`: for acts that are done with people
  // (`sent troops to B`): these are no target then.
  std::vector<Filling> fillings(const std::vector<SideRole>& roles, const TriggerMatch& match, TriggerPos pos,
                                const std::vector<ActorRef>& taken, bool means, bool first) const;
  bool fill(const std::vector<SideRole>& roles, const TriggerMatch& match, TriggerPos pos,
            const std::vector<ActorRef>& taken, bool means, std::vector<ActorRef>& out, int& rank) const;
  // As fill, of the target from toponyms: `troops to Lebanon`, `shelled Juba`.
  bool fill_from_places(const std::vector<SideRole>& roles, const TriggerMatch& match, TriggerPos pos,
                        FrameRow& row) const;
  std::string country_of(const std::vector<ActorRef>& side) const;
  std::vector<int32_t> noun_chain(int32_t head, const TriggerMatch& match) const;
  bool holds(const Test& test, const FrameRow& row, TriggerPos pos) const;
  // False when the match gives no row; `why` then says why, for explain.
  bool build(const TriggerMatch& match, FrameRow& row, const char** why = nullptr) const;
  // Chooses the sides of a row anew among all actors near its trigger, by weights (sides.cc). `told`: the rows before
  // it, whose sides are chosen.
  void choose_sides(FrameRow& row, std::span<const FrameRow> told) const;
  std::vector<ActorRef> accuser_of(const FrameRow& denial, std::span<const FrameRow> told) const;
  bool describes(int32_t token, const std::vector<ActorRef>& side) const;
  bool stands_for(int32_t token, const std::vector<ActorRef>& side) const;
  bool is_plural_party(const std::vector<ActorRef>& side) const;
  bool is_spoken_for(const ActorMention& mention, const std::vector<ActorRef>& side) const;
  bool is_state_of_noun(int32_t token) const;
  bool describes_actor(int32_t token) const;
  class SideChoice;  // of one side of a row; in sides.cc
  std::string path(int32_t from, int32_t to) const;

  const Context& context_;
  const Document& doc_;
  // The frame of a match; of a match of none a plain one.
  const Frame& frame_of(const TriggerMatch& match) const {
    return match.ref.frame < 0 ? plain_ : frames_.frames()[match.ref.frame];
  }

  const FrameSet& frames_;
  const Frame plain_ = plain_frame(EventType::kConsult, "04");
  const SideWeights& weights_;
  const Actors& actors_;
  Implied implied_;
  Salience salience_;
  SpeakersOf speakers_;
  StateOf state_;
  std::vector<std::string> lemmas_;
  std::vector<TriggerMatch> matches_;
  std::vector<char> silent_;
  std::vector<int> at_;                       // token -> match, or -1
  std::vector<std::vector<int>> block_hits_;  // sentence -> blocks that hold
};

}  // namespace dragoman
