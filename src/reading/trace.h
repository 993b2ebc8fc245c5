// Trace: the grounds of what the rooms decided, kept only when `explain` asks.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dragoman/record.h"

namespace dragoman {

struct TraceLine {
  std::string room;  // "actors", "events" ...
  Span span;         // what the line is about
  std::string text;  // "he -> Vladimir Putin: nearest male person, subject of the sentence before"
};

class Trace {
 public:
  void add(std::string_view room, Span span, std::string text) {
    lines_.push_back({std::string(room), span, std::move(text)});
  }
  const std::vector<TraceLine>& lines() const { return lines_; }

 private:
  std::vector<TraceLine> lines_;
};

}  // namespace dragoman
