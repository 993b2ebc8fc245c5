// The records of the compiled gazetteer, shared by its reader and its compiler; what they mean:
// gazetteer.h.
#pragma once

#include <bit>
#include <cstdint>
#include <string_view>

namespace dragoman {

static_assert(std::endian::native == std::endian::little, "the gazetteer is written and read as it lies in memory");

constexpr char kGazetteerMagic[8] = {'D', 'R', 'G', 'P', 'L', 'A', 'C', 'E'};
constexpr uint32_t kGazetteerVersion = 1;

struct GazetteerHeader {
  char magic[8];
  uint32_t version;
  uint32_t places, keys, postings, slots, bytes;
};

struct PlaceRecord {
  int32_t lat, lon;  // hundred-thousandths of a degree
  uint32_t geonames, population;
  uint32_t name, admin1;  // where in `bytes` they begin: one byte of length, then UTF-8
  char country[3];        // NUL where there is none
  char kind;
};
struct KeyRecord {
  uint32_t text;  // as `name`
  uint32_t postings;
};
static_assert(sizeof(GazetteerHeader) == 32 && sizeof(PlaceRecord) == 28 && sizeof(KeyRecord) == 8);

// FNV-1a of 32 bits with a last mix, as the low bits choose the slot.
inline uint32_t hash_key(std::string_view key) {
  uint32_t hash = 2166136261u;
  for (const char c : key) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
  return hash ^ (hash >> 15);
}

constexpr uint64_t aligned(uint64_t bytes) {
  return (bytes + 7) & ~uint64_t{7};
}

}  // namespace dragoman
