// Denials of an act that is told elsewhere: `The army bombed a village, residents said. The army denied it.` A denial
// whose content stands below it (`denied that it had bombed`) is read with the act itself (assertion.h).
#pragma once

#include <vector>

#include "reading/assertion/assertion.h"

namespace dragoman {

// Gives the rows that somebody denies the status `denied`, on the denier's word, and drops rows that tell such an act
// once more. `events`: sorted by trigger, ids e1, e2 ... in that order; ids are given anew when rows are dropped.
void apply_denials(const Context& context, const Actors& actors, std::vector<Event>& events);

}  // namespace dragoman
