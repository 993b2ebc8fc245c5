// Places: toponyms with coordinates, and where an act took place by syntax.
#pragma once

#include <vector>

#include "reading/context.h"

namespace dragoman {

std::vector<Place> read_places(const Context& context);

// Where the act of `token` took place: an oblique with in/at/near/outside ... of the token or of
// the clause above it, or nullptr.
const Place* place_of(const Context& context, const std::vector<Place>& places, int32_t token);

}  // namespace dragoman
