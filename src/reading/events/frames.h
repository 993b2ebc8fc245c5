// Event frames in memory: what a *.frames file says, parsed and indexed by the lemma of the trigger's head.
// docs/lexicon.md is the format. Internal to the events room.
//
// Ownership: a FrameSet owns its frames; pointers into it live as long as it does. Thread-safety: immutable once read.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "dragoman/record.h"
#include "dragoman/status.h"

namespace dragoman {

// kAux: `must`, `should` on a clause; the head of the trigger is then the verb that the auxiliary stands with.
enum class TriggerPos : uint8_t { kVerb, kNoun, kAdj, kAux };
inline constexpr int kTriggerPos = 4;
const char* name_of(TriggerPos pos);  // "verb", as in the files

// One more word that the trigger needs beside its head.
struct TriggerPart {
  bool noun = false;               // "(talk/meeting)": a nominal dependent; else a particle, preposition or adverb
  std::vector<std::string> words;  // lemmas, any of them
};

struct TriggerPattern {
  TriggerPos pos = TriggerPos::kVerb;
  std::string head;  // lemma
  std::vector<TriggerPart> parts;
  std::string text;  // as written, words joined by `_`: "hold_(talk/meeting)"
  double prior = 0;  // added to the log-odds of the row
};

// Where a side is looked for. kPrep has the preposition in `word`; kComp is the target of the complement (`agreed to
// send B aid`: B), kCompSubj its subject (`demanded that B go`); kLight the subject of the light verb above a noun (`A
// made a visit`); kUnder who stands under the noun (`B is under arrest`, `B faces trial`); kSpeaker who says so; kUsing
// what the act is done with (`using rifles`, `armed with rifles`); kInstrument stands in tests for the frame's
// `instrument` roles.
enum class RoleKind : uint8_t {
  kSubj,
  kObj,
  kIobj,
  kPrep,
  kPoss,
  kAmod,
  kCompound,
  kComp,
  kCompSubj,
  kLight,
  kUnder,
  kSpeaker,
  kUsing,
  kInstrument
};
struct SideRole {
  RoleKind kind = RoleKind::kSubj;
  std::string word;
};

struct Test {
  enum class Kind : uint8_t {
    kWord,
    kTrigger,
    kCode,
    kRole,
    kComp,
    kSource,
    kTarget,
    kPassive,
    kNegated,
    kFuture,
    kCue
  } kind = Kind::kWord;
  bool negate = false;
  SideRole role;                    // kRole
  std::vector<std::string> values;  // lemmas, codes, event types or sectors
};

// `code 036 if comp CONSULT`, `type COERCE 172 if obj curfew`, `skip if word match/goal`: the first whose tests all
// hold wins.
struct Refinement {
  enum class Kind : uint8_t { kCode, kType, kSkip } kind = Kind::kCode;
  EventType type = EventType::kConsult;
  std::string cameo;
  std::vector<Test> tests;
};

// `mode strike if code 143`: the first whose tests all hold gives the row's mode.
struct ModeRule {
  std::string mode;
  std::vector<Test> tests;  // empty: always
};

struct Example {
  std::string text;
  std::string expected;  // "CONSULT 042 Iran -> Oman; ..." or "none"
  std::string file;      // "en/consult.frames"
  int line = 0;
  bool known_to_fail = false;  // `ex ?`: the language model that ships misreads it
};

enum class Need : uint8_t { kEither, kSource, kTarget, kBoth };

struct Frame {
  std::string id;
  bool none = false;  // type NONE: the phrase gives no row, whatever else would fire on it
  EventType type = EventType::kConsult;
  std::string custom_type;
  std::string cameo;
  std::vector<ModeRule> modes;  // tried before those of the type
  std::vector<TriggerPattern> triggers;
  std::vector<SideRole> source, target;            // of verbs and adjectives
  std::vector<SideRole> noun_source, noun_target;  // of nouns
  std::vector<SideRole> place;                     // where its place stands, before any other place of the clause
  bool no_place = false;                           // `place -`: the act has none
  std::vector<SideRole> instrument;                // what it is done with; tests ask for it
  std::vector<SideRole> complement;                // what it is about: promised, demanded, threatened ...
  bool reciprocal = false;
  bool speech = false;       // the act is itself a speech act: its source is no `said_by`
  bool content_rows = true;  // false: what stands in the complement gives no row of its own (promise, threat)
  bool implied = true;       // sides the sentence leaves out may come from the story around it
  Need need = Need::kEither;
  double prior = 0;  // added to the log-odds of the row, for frames known to be loose or sure
  std::vector<Refinement> refinements;
  std::vector<Example> examples;
  std::string file;  // "en/consult.frames"
  int line = 0;
};

// A sentence with `at_least` of `words` gives no row of `types` (empty = all): sport, weather, markets.
struct Block {
  std::string name;
  int at_least = 2;
  std::vector<std::string> words;
  std::vector<EventType> types;
  std::vector<Example> examples;
  std::string file;
  int line = 0;
};

struct TriggerRef {
  int frame = -1;  // -1: of no frame
  int trigger = 0;
};

// A frame of that type and code with no more than the defaults of docs/lexicon.md.
Frame plain_frame(EventType type, std::string cameo);

class FrameSet {
 public:
  // Adds one file; `label` is how errors and `because` name it. A frame of an id seen in another file before replaces
  // it.
  Status add(std::string_view text, const std::string& label);
  // Call once after the last add().
  void index();

  const std::vector<Frame>& frames() const { return frames_; }
  const std::vector<Block>& blocks() const { return blocks_; }
  // Modes of all rows of the type that no line of their frame gave one.
  const std::vector<ModeRule>& modes(EventType type) const { return modes_[static_cast<int>(type)]; }
  // What makes the code of a row of the type longer.
  const std::vector<Refinement>& codes(EventType type) const { return codes_[static_cast<int>(type)]; }
  // The examples that stand under `modes` and `codes`.
  const std::vector<Example>& rule_examples() const { return rule_examples_; }
  // Triggers with that head, those with the most parts first, then in file order; empty if none.
  const std::vector<TriggerRef>& find(TriggerPos pos, const std::string& lemma) const;
  const TriggerPattern& pattern(TriggerRef ref) const { return frames_[ref.frame].triggers[ref.trigger]; }
  size_t trigger_count() const;
  // True for the lemmas that patterns and tests speak of.
  bool knows(const std::string& lemma) const { return words_.contains(lemma); }

 private:
  struct Open;
  Status add_line(std::string_view key, std::string_view value, Open& open);
  Status open_frame(std::string_view value, Open& open);

  std::vector<Frame> frames_;
  std::vector<Block> blocks_;
  std::vector<ModeRule> modes_[kEventTypes];
  std::vector<Refinement> codes_[kEventTypes];
  std::vector<Example> rule_examples_;
  std::unordered_set<std::string> words_;
  std::unordered_map<std::string, std::vector<TriggerRef>> by_head_[kTriggerPos];
};

}  // namespace dragoman
