// The hour comes first, in digits or words; then what says that it is an hour (a colon, a.m., o'clock, a zone); then
// the zone. Forms are the tokenizer's: "8:40pm" is one word, "3pm" two.
#include "reading/times/clock.h"

#include <fmt/format.h>

#include <array>
#include <cstdlib>

#include "base/unicode.h"
#include "base/words.h"
#include "reading/times/words.h"

namespace dragoman {
namespace {

using std::string_view;

struct Zone {
  string_view name;
  int minutes;  // east of Greenwich
};
constexpr std::array<Zone, 24> kZones = {{{"gmt", 0},    {"utc", 0},    {"z", 0},      {"bst", 60},   {"cet", 60},
                                          {"cest", 120}, {"eet", 120},  {"eest", 180}, {"msk", 180},  {"est", -300},
                                          {"edt", -240}, {"cdt", -300}, {"mdt", -360}, {"pst", -480}, {"pdt", -420},
                                          {"jst", 540},  {"kst", 540},  {"hkt", 480},  {"sgt", 480},  {"pkt", 300},
                                          {"sast", 120}, {"eat", 180},  {"aest", 600}, {"wib", 420}}};
// Zones whose letters several parts of the world use, or whose offset hangs on the season.
constexpr std::array<string_view, 8> kVagueZones = {"ist", "cst", "et", "ct", "pt", "mst", "ast", "wat"};
constexpr std::array<string_view, 12> kPlaceZones = {"local",  "moscow", "beijing",  "eastern", "pacific", "central",
                                                     "london", "kyiv",   "mountain", "tehran",  "israel",  "standard"};

struct Hand {
  int hour = -1, minute = 0;
};

// "10", "10:30", "10.30", "1030" (four digits) at the head of `form`; what is left of it stays in `rest`.
bool hand_of(string_view form, Hand& hand, string_view& rest, char& mark) {
  size_t n = 0;
  while (n < form.size() && is_ascii_digit(form[n])) ++n;
  if (n == 0 || n == 3 || n > 4) return false;
  hand = {};
  mark = 0;
  if (n == 4) {
    hand.hour = plain_int(form.substr(0, 2)), hand.minute = plain_int(form.substr(2, 2));
    mark = '4';
    rest = form.substr(4);
  } else {
    hand.hour = plain_int(form.substr(0, n));
    rest = form.substr(n);
    if (rest.size() >= 3 && (rest[0] == ':' || rest[0] == '.' || rest[0] == 'h') && is_ascii_digit(rest[1]) &&
        is_ascii_digit(rest[2]) && (rest.size() == 3 || !is_ascii_digit(rest[3]))) {
      mark = rest[0];
      hand.minute = plain_int(rest.substr(1, 2));
      rest.remove_prefix(3);
      // Seconds: "14:03:22".
      if (mark == ':' && rest.size() == 3 && rest[0] == ':' && is_ascii_digit(rest[1]) && is_ascii_digit(rest[2]))
        rest.remove_prefix(3);
    }
  }
  return hand.hour <= 24 && hand.minute < 60;
}

// 1 for a.m., 2 for p.m., 0 for neither.
int half_of_day(string_view form) {
  if (form == "am" || form == "a.m." || form == "a.m") return 1;
  if (form == "pm" || form == "p.m." || form == "p.m") return 2;
  return 0;
}

string_view without_stop(string_view form) {
  if (!form.empty() && form.back() == '.') form.remove_suffix(1);
  return form;
}

class Reader {
 public:
  Reader(const std::vector<std::string>& low, int limit) : low_(low), limit_(limit) {}

  bool read(int i, ClockTime& out) const {
    Hand hand;
    int k = i;
    bool told = false;  // something beside the digits says that it is a clock time
    if (!named(i, hand, k, told) && !figure(i, hand, k, told, out)) return false;
    out.end = k;
    std::string zone;
    const int after = zone_at(k, zone);
    if (after > k) told = true, out.end = after;
    if (!told && !out.plain) return false;
    out.plain = out.plain && !told;
    out.value = fmt::format("T{:02d}:{:02d}{}", hand.hour, hand.minute, zone);
    return true;
  }

 private:
  string_view at(int i) const { return i >= 0 && i < limit_ ? string_view(low_[i]) : string_view(); }

  // "noon", "midnight", "half past nine", "a quarter to six", "ten o'clock"
  bool named(int i, Hand& hand, int& end, bool& told) const {
    told = true;
    if (at(i) == "noon" || at(i) == "midnight") {
      hand.hour = at(i) == "noon" ? 12 : 0;
      end = i + 1;
      return true;
    }
    int k = at(i) == "a" ? i + 1 : i;
    const int shift = at(k) == "half" ? 30 : at(k) == "quarter" ? 15 : 0;
    if (shift && (at(k + 1) == "past" || (shift == 15 && at(k + 1) == "to"))) {
      NumberPhrase hour;
      if (k + 2 >= limit_ || !read_number(low_, k + 2, limit_, hour) || hour.value < 1 || hour.value > 12) return false;
      hand.hour = static_cast<int>(hour.value);
      hand.minute = shift;
      if (at(k + 1) == "to") hand.hour = hand.hour == 1 ? 12 : hand.hour - 1, hand.minute = 60 - shift;
      end = hour.end;
      half(end, hand);
      return true;
    }
    NumberPhrase hour;
    if (at(i).empty() || is_ascii_digit(at(i)[0]) || !read_number(low_, i, limit_, hour) || hour.value < 1 ||
        hour.value > 12)
      return false;
    if (at(hour.end) != "o'clock" && !half_of_day(at(hour.end))) return false;
    hand.hour = static_cast<int>(hour.value);
    end = hour.end;
    if (at(end) == "o'clock") ++end;
    half(end, hand);
    return true;
  }

  // a.m. or p.m. at `end`, or "in the morning/afternoon/evening", "at night".
  void half(int& end, Hand& hand) const {
    int half = half_of_day(at(end));
    if (half) {
      ++end;
    } else if (at(end) == "in" && at(end + 1) == "the" && !part_of_day(at(end + 2)).empty()) {
      half = at(end + 2) == "morning" ? 1 : 2;
      end += 3;
    } else if (at(end) == "at" && at(end + 1) == "night") {
      half = hand.hour < 4 || hand.hour == 12 ? 1 : 2;
      end += 2;
    }
    apply(half, hand);
  }
  static void apply(int half, Hand& hand) {
    if (half == 2 && hand.hour < 12) hand.hour += 12;
    if (half == 1 && hand.hour == 12) hand.hour = 0;
  }

  bool figure(int i, Hand& hand, int& end, bool& told, ClockTime& out) const {
    told = false;
    char mark = 0;
    string_view rest;
    if (at(i).empty() || !is_ascii_digit(at(i)[0]) || !hand_of(at(i), hand, rest, mark)) return false;
    end = i + 1;
    if (const int half_word = half_of_day(rest)) {  // "8:40pm"
      apply(half_word, hand);
      told = true;
    } else if (rest == "hrs" || rest == "hours" || rest == "h") {
      told = mark == '4' || mark == ':';
    } else if (rest == "z") {
      end = i;  // read again as the zone
    } else if (!rest.empty()) {
      return false;
    } else if (at(end) == "o'clock") {
      ++end;
      told = true;
      half(end, hand);
    } else if (half_of_day(at(end)) && hand.hour <= 12 && mark != '4') {
      half(end, hand);
      told = true;
    } else if (mark == '4' && (at(end) == "hours" || at(end) == "hrs") && low_[i][0] <= '2') {
      ++end;
      told = true;
    } else if (mark == 'h') {
      told = true;
    }
    out.plain = mark == ':';
    if (end == i) end = i + 1, told = true;
    return mark == '4' || mark == ':' || mark == 'h' || mark == '.' ? true : told;
  }

  // One past the zone at `i`; `i` if there is none.
  int zone_at(int i, std::string& value) const {
    const bool bracket = at(i) == "(";
    const int k = bracket ? i + 1 : i;
    string_view name = without_stop(at(k));
    int end = k + 1;
    int minutes = 0;
    bool known = false;
    // "GMT+8", "UTC+3", "GMT +8"
    string_view shift;
    if ((name.substr(0, 3) == "gmt" || name.substr(0, 3) == "utc") && name.size() > 4 &&
        (name[3] == '+' || name[3] == '-'))
      shift = name.substr(3), name = name.substr(0, 3);
    for (const Zone& zone : kZones) {
      if (zone.name == name) minutes = zone.minutes, known = true;
    }
    const bool vague = contains(kVagueZones, name);
    if (known && (name == "gmt" || name == "utc")) {
      if (shift.empty() && at(end).size() >= 2 && at(end).size() <= 3 && (at(end)[0] == '+' || at(end)[0] == '-'))
        shift = at(end), ++end;
      if (!shift.empty()) {
        const int hours = plain_int(shift.substr(1));
        if (hours < 0 || hours > 14) return i;
        minutes = (shift[0] == '-' ? -60 : 60) * hours;
      }
    } else if (!known && !vague) {
      while (contains(kPlaceZones, at(end - 1)) && contains(kPlaceZones, at(end))) ++end;
      if (!contains(kPlaceZones, at(end - 1)) || at(end) != "time") return i;
      ++end;
    }
    if (bracket) {
      if (at(end) != ")") return i;
      ++end;
    }
    if (known)
      value = minutes == 0 ? "Z"
                           : fmt::format("{}{:02d}:{:02d}", minutes < 0 ? '-' : '+', std::abs(minutes) / 60,
                                         std::abs(minutes) % 60);
    return end;
  }

  const std::vector<std::string>& low_;
  const int limit_;
};

}  // namespace

bool read_clock(const std::vector<std::string>& low, int i, int limit, ClockTime& out) {
  out = {};
  return i < limit && Reader(low, limit).read(i, out);
}

std::string_view part_of_day(std::string_view low) {
  struct Part {
    string_view word, value;
  };
  static constexpr std::array<Part, 13> kParts = {{{"morning", "TMO"},
                                                   {"mornings", "TMO"},
                                                   {"dawn", "TMO"},
                                                   {"noon", "T12:00"},
                                                   {"midday", "TMI"},
                                                   {"lunchtime", "TMI"},
                                                   {"afternoon", "TAF"},
                                                   {"evening", "TEV"},
                                                   {"dusk", "TEV"},
                                                   {"nightfall", "TEV"},
                                                   {"night", "TNI"},
                                                   {"overnight", "TNI"},
                                                   {"midnight", "T00:00"}}};
  for (const Part& part : kParts) {
    if (part.word == low) return part.value;
  }
  return {};
}

}  // namespace dragoman
