// Assertion: whether an act happened, and on whose word. Reads negation, modality, conditionals, plans, demands,
// denials, allegations and attribution around a trigger, by the dependency path from the trigger up to the root, and
// the quotes that hold it. Which words do what is lexicon/en/modality.txt (Modality).
#pragma once

#include <vector>

#include "reading/assertion/modality.h"
#include "reading/quotes/quotes.h"

namespace dragoman {

struct Assertion {
  EventStatus status = EventStatus::kActual;
  std::vector<std::string> said_by;  // actor ids, nearest speaker first
  std::string quote;                 // id of the innermost quote that holds the trigger
  std::string why;                   // for explain: "under `denied` (ccomp)"
  bool will = false;                 // planned, by `will` or `would` or an intent of the doer, without any other mark
  bool intent = false;               // planned, by what its doer plans or is prepared to do
  bool own_word = false;             // the nearest speaker is the source himself
};

struct AssertionQuery {
  int32_t trigger = 0;  // head token of the trigger
  EventType type = EventType::kConsult;
  const std::vector<ActorRef>* source = nullptr;
  bool speech_act = false;     // the event is itself a speech act: its source is not repeated in said_by
  bool negation_used = false;  // the trigger's own negation made the event what it is (`did not agree`: REJECT)
};

Assertion read_assertion(const Context& context, const Modality& modality, const Actors& actors,
                         const std::vector<Quote>& quotes, const AssertionQuery& query);

}  // namespace dragoman
