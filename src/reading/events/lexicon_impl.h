// What a Lexicon holds; for the events room and its tests.
#pragma once

#include <string>

#include "reading/assertion/modality.h"
#include "reading/events/confidence.h"
#include "reading/events/frames.h"
#include "reading/events/lexicon.h"
#include "reading/events/sides.h"

namespace dragoman {

struct Lexicon::Impl {
  FrameSet frames;
  Modality modality;
  SideWeights sides;
  ConfidenceTable confidence;
  std::string version;
};

}  // namespace dragoman
