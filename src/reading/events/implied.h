// Sides that a sentence leaves out and the story plainly implies (docs/codebook.md): `nine were detained` where the
// police are on the scene, `teachers went on strike` against their government, `the vigils were banned` of those who
// had called them.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "reading/actors/actors.h"

namespace dragoman {

class Implied {
 public:
  Implied(const Document& doc, const Actors& actors);

  // The doer of an act of that type and code done to `target`; empty where the story implies none.
  std::vector<ActorRef> source_of(EventType type, std::string_view cameo, int32_t trigger,
                                  const std::vector<ActorRef>& target) const;
  // Whom an act by `source` is aimed at.
  std::vector<ActorRef> target_of(EventType type, std::string_view cameo, int32_t trigger,
                                  const std::vector<ActorRef>& source) const;

  // Does it plead before a court: a prosecutor, a lawyer, but no court itself?
  bool pleads(const std::vector<ActorRef>& side) const;

 private:
  using Sectors = std::vector<std::string_view>;
  std::string country_of(const std::vector<ActorRef>& side) const;
  // The mention nearest to `trigger`, before it rather than after, within `back` sentences, of an actor of one of the
  // sectors and of that country; earlier sectors of the list are preferred within a sentence. Without `persons` only
  // bodies and groups: it is the police who arrest, not an officer named nearby. `ahead`: of those that follow as well,
  // and no other pleader: for the court of a case.
  std::vector<ActorRef> near(int32_t trigger, const Sectors& sectors, const std::string& country,
                             const std::vector<ActorRef>& other, int back, bool persons = true, int ahead = 0) const;
  // The government of `country`: the mention nearest to the trigger in the whole story.
  std::vector<ActorRef> government(int32_t trigger, const std::string& country,
                                   const std::vector<ActorRef>& other) const;

  // Mentions of a state's government by name, and of its people, each in order of head.
  struct Officials {
    std::vector<int32_t> bodies, persons;
  };

  const Document& doc_;
  const Actors& actors_;
  std::map<std::string, Officials, std::less<>> officials_;  // by ISO3
};

}  // namespace dragoman
