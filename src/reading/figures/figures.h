// Figures: numbers that the story asserts of the world, with unit, bound, change and what is
// counted.
#pragma once

#include <vector>

#include "reading/times/times.h"

namespace dragoman {

// said_by and events are left empty; the assembler fills them from quotes and events.
std::vector<Figure> read_figures(const Context& context, const Times& times);

}  // namespace dragoman
