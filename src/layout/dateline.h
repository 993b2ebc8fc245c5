// Datelines: where, when and by whom a story was filed, at the start of its first paragraph.
#pragma once

#include <optional>

#include "base/text.h"
#include "layout/layout.h"

namespace dragoman {

// The dateline at the start of `paragraph`, or nothing. Forms, in any mixture of these parts:
//   PLACE[, Region][, Date] [(Agency)] DASH    MOSCOW, Dec. 15 (Reuters) –    LONDON —    Pretoria - The
//   (Agency) DASH                              (Reuters) -
//   PLACE:                                     ISLAMABAD:      (capitals only)
//   Outlet[, Date] DASH                        afrol News, 6 May -
//   PLACE, Date (Agency)                       New Delhi, Aug 5 (IANS)
//   Place:                                     Muscat: The   (only where `opening` says that the story begins here)
std::optional<Dateline> read_dateline(const Text& text, Span paragraph, bool opening = false);

}  // namespace dragoman
