// The main content of a web page: which of its containers holds the story.
#pragma once

#include <vector>

#include "layout/units.h"

namespace dragoman {

// One flag a unit: whether it lies inside the container of the story. All true for stories without
// containers.
std::vector<bool> main_region(const Story& story, const std::vector<Unit>& units);

// False if the markup's hints would throw away nearly all of the page's prose, so that they are
// better not believed.
bool hints_hold(const std::vector<Unit>& units);

// How much the unit looks like running text of a story: words, less those in links; 0 for headings,
// captions, navigation.
double prose_weight(const Unit& unit, bool trust_hints);

}  // namespace dragoman
