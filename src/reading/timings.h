// Where the time goes: processor seconds that each room took, for `dragoman code --timings` and the bench.
//
// Seconds are those of the reading thread (CLOCK_THREAD_CPUTIME_ID), so that a busy machine does not change them. They
// hold the model's work only while it runs on that thread, which is so for ReaderOptions::threads_per_story = 1. No
// time ever goes into a record. Thread-safety: one Timings a thread; add() brings them together.
#pragma once

#include <ctime>

#include <array>
#include <cstdint>

namespace dragoman {

// In the order of the walk. Look-ups in the tables of knowledge count for the room that asks; events hold assertion.
enum class Room : uint8_t { kLayout, kLanguage, kNames, kTimes, kFigures, kPlaces, kActors, kQuotes, kEvents };
inline constexpr std::array<const char*, 9> kRoomNames = {"layout", "language", "names",  "times", "figures",
                                                          "places", "actors",   "quotes", "events"};

struct Timings {
  std::array<double, kRoomNames.size()> seconds{};

  void add(const Timings& other) {
    for (size_t i = 0; i < seconds.size(); ++i) seconds[i] += other.seconds[i];
  }
};

// Gives what passed since the last mark, or since it was made, to a room. Does nothing without Timings.
class RoomClock {
 public:
  explicit RoomClock(Timings* timings) : timings_(timings), last_(timings ? now() : 0) {}

  void mark(Room room) {
    if (!timings_) return;
    const double here = now();
    timings_->seconds[static_cast<size_t>(room)] += here - last_;
    last_ = here;
  }

 private:
  static double now() {
    timespec t{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
  }

  Timings* timings_;
  double last_;
};

}  // namespace dragoman
