// Actors: who is in the story. Finds mentions (names, nominals, pronouns, metonyms), clusters them, and gives each
// actor its fullest name, kind, country, sector, role and ids.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reading/times/times.h"

namespace dragoman {

struct ActorMention {
  TokenRange range;    // the mention as it is shown: name or noun phrase core, without title and relative clauses
  int32_t head = 0;    // head token of the phrase
  int32_t actor = -1;  // index into Actors::actors
  std::vector<int32_t> also;  // further actors that it stands for: "both sides", "the two leaders", "they"
  MentionForm form = MentionForm::kName;
  bool place = false;  // a country as the place of something ("in Liberia"): of() passes it over, see state_at()
};

struct Actors {
  std::vector<Actor> actors;           // ids a1.. in order of first mention; mentions filled
  std::vector<ActorMention> mentions;  // sorted by range
  std::vector<int32_t> by_head;        // token -> index into mentions whose head it is, or -1
  std::vector<int32_t> by_token;       // token -> index into mentions whose phrase (title included) holds it, or -1
  std::string country;                 // ISO3 of the country the story is about, or empty

  // Actors meant by the phrase headed by `token`, conjuncts included ("Russia and China"), in text order; for
  // "spokesman for X" or "X's troops" the actor of the phrase; for "some of the protesters", "members of parliament"
  // and "thousands of workers" those after "of". Empty if the phrase is no actor. A demonym or a country before a noun
  // ("Russian" of "Russian air strikes") gives the state.
  std::vector<ActorRef> of(const Document& doc, int32_t token) const;
  // The state whose name at `token` is a place ("troops in Liberia"), for frames that take a place for a side; else
  // nothing.
  std::optional<ActorRef> state_at(const Document& doc, int32_t token) const;
  // Is `token` the first of two or more states that are named together ("Russia and China")?
  bool stands_for_states(const Document& doc, int32_t token) const;
  // The actor of that id, or null. Ids count the actors, so that no search is needed.
  const Actor* find(std::string_view id) const;
  // Mentions that begin at token `from` or behind it, as an index into mentions.
  size_t first_mention(int32_t from) const;
  const ActorMention* mention_at(int32_t token) const {
    return by_head[token] < 0 ? nullptr : &mentions[by_head[token]];
  }
};

Actors read_actors(const Context& context, const Times& times);

// Is the actor of that id on the side?
bool has_actor(const std::vector<ActorRef>& side, std::string_view id);
// Do two sides have an actor in common?
bool shares(const std::vector<ActorRef>& a, const std::vector<ActorRef>& b);
// Does the mention that put one of them on the side hold a part of the span?
bool overlaps(const std::vector<ActorRef>& side, Span span);

// Organs of a state by their sector: what one of them tells of another is the state's own account.
bool is_state_organ(const Actor& actor);

// True for an adjective such as "Israeli" that modifies a noun and gives it a country; the ISO3 in `country`.
bool demonym_of(const Context& context, int32_t token, std::string* country);

}  // namespace dragoman
