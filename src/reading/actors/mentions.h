// Mentions before they have an actor: what phrase it is, and what the phrase itself says of whom it means (country,
// sector, role, gender, number). Internal to the actors room.
//
// Names come from the model, from the tables (longest match over capitalised words) and from runs of proper nouns that
// both missed. Common nouns count when the tables of agents or titles know them. What stands to the left of a name in
// its phrase
// ("former Kenyan Foreign Minister") and its appositions are read like the nominal phrases they are.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "reading/actors/actors.h"
#include "reading/actors/speech.h"

namespace dragoman {

// How good the ground of a country, sector or role is: a higher one replaces a lower.
enum Ground : int {
  kNoGround = 0,
  kStoryGround,
  kWordGround,
  kTableGround,
  kOfficeGround,
  kPhraseGround,
  kOwnerGround
};

// What a noun phrase says of whom it means.
struct Facts {
  std::string country, sector, role;
  int country_ground = kNoGround, sector_ground = kNoGround, role_ground = kNoGround;
  std::vector<std::string> countries;  // "Russian and Chinese leaders": all of them, when more than one
  bool former = false;

  void set_country(std::string_view value, int ground);
  void set_sector(std::string_view value, int ground);
  void set_role(std::string_view value, int ground);
  void merge(const Facts& other);
};

enum class Shape : uint8_t {
  kPerson,        // one person
  kOrganisation,  // a body
  kGovernment,    // a state acting: its name, its seat, "the government"
  kGroup,         // people
  kSides,         // "both sides", "the two leaders": stands for others
  kPlace,         // a place name: evidence of a country, no actor
};

struct Draft {
  TokenRange range;   // as shown
  TokenRange phrase;  // with what stands to the left of a name
  int32_t head = 0;
  int32_t other_head = -1;  // of "the president, Ann Lee": the name, when the head is the noun before it
  MentionForm form = MentionForm::kName;
  Shape shape = Shape::kGroup;
  Facts facts;
  std::string lemma;               // folded head lemma of a nominal, of the title of a name: "minister"
  std::string key;                 // folded core text
  std::vector<std::string> words;  // folded words of a name, without punctuation
  const Sense* sense = nullptr;
  std::string office;  // key into the offices
  char gender = 0;
  bool plural = false;
  bool definite = false;        // "the", "this", a possessor, or a proper noun
  bool counted = false;         // "four officers"
  int count = 0;                // 2 of "both", "the two"
  bool abroad = false;          // "foreign", "African": not of the story's country unless said
  bool loose = false;           // an attributive adjective or noun: "Russian" of "Russian air strikes"
  bool predicative = false;     // says of somebody else what he is: no actor of its own
  int32_t described_head = -1;  // head of the phrase that a predicative one describes
  int described = -1;           // the draft that a predicative one describes, while drafts are read
  int32_t possessor = -1;       // token of "his", "the country's", from which the country comes
  int32_t of_token = -1;        // token of its "of X"
  int32_t owner = -1;           // token of the body that a leader, spokesman, member belongs to
};

struct Drafts {
  std::vector<Draft> drafts;        // sorted by range, disjoint
  std::vector<int32_t> at;          // token -> draft whose phrase holds it, or -1
  std::vector<std::string> lemmas;  // folded lemma of each token, mended where the tables know a noun by another
  std::string story_country;        // the country that the story is about, or empty
};

// `date`: the story's, for who held which office.
Drafts read_drafts(const Context& context, std::optional<Date> date);

// Folded words of a name without punctuation and hyphens: "El-Sisi" gives "el", "sisi".
std::vector<std::string> name_words(std::string_view utf8);

}  // namespace dragoman
