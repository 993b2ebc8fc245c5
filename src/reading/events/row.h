// An act on its way into the record: the event as far as it is read, and what only the events room needs to know of it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "dragoman/record.h"
#include "reading/events/confidence.h"
#include "reading/events/matcher.h"

namespace dragoman {

struct EventRow {
  Event event;
  int32_t token = -1;
  std::string lemma;
  std::string trigger;        // the frame's pattern
  std::vector<int32_t> held;  // tokens of the trigger: its head and the nouns of its phrase
  bool speech = false;
  bool negation_used = false;
  bool source_implied = false;
  bool own_word = false;
  bool open_date = false;  // its time is told and nothing resolves it
  bool auxiliary = false;  // `must`: the demand is made, whatever becomes of what it stands with
  Terms terms;
  FrameRow found;
};

}  // namespace dragoman
