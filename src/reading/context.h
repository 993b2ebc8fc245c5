// What every reading room gets: the story so far. Rooms run in the order times, figures, places,
// actors, quotes, events, assertion; each may use the rooms before it and none after.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/text.h"
#include "knowledge/knowledge.h"
#include "language/language.h"
#include "layout/layout.h"
#include "reading/trace.h"

namespace dragoman {

struct Context {
  const Text& text;
  const Layout& layout;
  const Document& doc;
  const Knowledge& knowledge;
  const SourceInfo& source;
  std::string uri;                     // a year may be read from it
  std::optional<Published> published;  // from metadata or option, before the text is read
  Trace* trace = nullptr;              // null unless somebody asked to explain
  bool infer_date = true;              // from evidence in the text, where nothing gives the date (times/dating.h)
};

}  // namespace dragoman
