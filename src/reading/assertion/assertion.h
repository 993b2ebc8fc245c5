// Assertion: whether an act happened, and on whose word. Reads negation, modality, conditionals, plans, demands, denials,
// allegations and attribution around a trigger, by the dependency path from the trigger up to the root, and the quotes that hold it.
#pragma once

#include <vector>

#include "reading/quotes/quotes.h"

namespace dragoman {

struct Assertion {
  EventStatus status = EventStatus::kActual;
  std::vector<std::string> said_by;  // actor ids, nearest speaker first
  std::string quote;                 // id of the innermost quote that holds the trigger
  std::string why;                   // for explain: "under `denied` (ccomp)"
};

// `speech_act`: the event is itself a speech act whose source must not be repeated in said_by.
Assertion read_assertion(const Context& context, const Actors& actors, const std::vector<Quote>& quotes, int32_t trigger,
                         const std::vector<ActorRef>& source, bool speech_act);

}  // namespace dragoman
