// The header is checked once, against the size of the file; every index that is read later is checked against its
// array, so that a damaged file gives wrong places, never a crash.
#include "knowledge/gazetteer.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "base/unicode.h"
#include "knowledge/gazetteer_file.h"

namespace dragoman {

// Where the arrays begin. Lies on the heap of nobody: computed from the header, which opens the file.
struct Gazetteer::Layout : GazetteerHeader {
  const std::byte* base() const { return reinterpret_cast<const std::byte*>(this); }
  uint64_t places_at() const { return aligned(sizeof(GazetteerHeader)); }
  uint64_t keys_at() const { return places_at() + aligned(uint64_t{places} * sizeof(PlaceRecord)); }
  uint64_t postings_at() const { return keys_at() + aligned((uint64_t{keys} + 1) * sizeof(KeyRecord)); }
  uint64_t slots_at() const { return postings_at() + aligned(uint64_t{postings} * 4); }
  uint64_t bytes_at() const { return slots_at() + aligned(uint64_t{slots} * 4); }
  uint64_t size() const { return bytes_at() + bytes; }

  template <class T>
  const T* array(uint64_t at) const {
    return reinterpret_cast<const T*>(base() + at);
  }
};

const Gazetteer::Layout* Gazetteer::layout() const {
  return reinterpret_cast<const Layout*>(data_);
}

Result<Gazetteer> Gazetteer::open(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) {
    if (errno == ENOENT)
      return Status(Code::kNotFound,
                    path + ": not there; `make knowledge` compiles it, `make build` and pip install it");
    return Status(Code::kUnreadable, path + ": " + std::strerror(errno));
  }
  struct stat info = {};
  void* data = MAP_FAILED;
  if (::fstat(file, &info) == 0 && info.st_size > 0)
    data = ::mmap(nullptr, static_cast<size_t>(info.st_size), PROT_READ, MAP_PRIVATE, file, 0);
  const int why = errno;
  ::close(file);
  if (info.st_size == 0) return Status(Code::kCorrupt, path + ": empty");
  if (data == MAP_FAILED) return Status(Code::kUnreadable, path + ": " + std::strerror(why));

  Gazetteer out;
  out.data_ = static_cast<const std::byte*>(data);
  out.size_ = static_cast<size_t>(info.st_size);
  const Layout& layout = *out.layout();
  if (out.size_ < sizeof(GazetteerHeader) || std::memcmp(layout.magic, kGazetteerMagic, sizeof(kGazetteerMagic)) != 0)
    return Status(Code::kCorrupt, path + ": no gazetteer");
  if (layout.version != kGazetteerVersion)
    return Status(Code::kCorrupt, path + ": of another version; `make knowledge` compiles it anew");
  if (out.size_ != layout.size() || layout.slots == 0 || !std::has_single_bit(layout.slots))
    return Status(Code::kCorrupt, path + ": cut off or damaged; `make knowledge` compiles it anew");
  return out;
}

Gazetteer::Gazetteer(Gazetteer&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}
Gazetteer& Gazetteer::operator=(Gazetteer&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}
Gazetteer::~Gazetteer() {
  if (data_) ::munmap(const_cast<std::byte*>(data_), size_);
}

size_t Gazetteer::place_count() const {
  return layout()->places;
}
size_t Gazetteer::name_count() const {
  return layout()->keys;
}

std::string_view Gazetteer::text(uint32_t at) const {
  const Layout& l = *layout();
  if (at >= l.bytes) return {};
  const char* bytes = l.array<char>(l.bytes_at());
  const auto length = static_cast<unsigned char>(bytes[at]);
  return length < l.bytes - at ? std::string_view(bytes + at + 1, length) : std::string_view();
}

PlaceList Gazetteer::find(std::string_view key) const {
  if (!data_) return {};
  const Layout& l = *layout();
  const auto* slots = l.array<uint32_t>(l.slots_at());
  const auto* keys = l.array<KeyRecord>(l.keys_at());
  uint32_t slot = hash_key(key) & (l.slots - 1);
  for (uint32_t steps = 0; steps < l.slots; ++steps, slot = (slot + 1) & (l.slots - 1)) {
    const uint32_t index = slots[slot];
    if (index == 0 || index > l.keys) return {};
    const KeyRecord& record = keys[index - 1];
    if (text(record.text) != key) continue;
    const uint32_t begin = record.postings, end = keys[index].postings;
    if (begin > end || end > l.postings) return {};
    return {this, l.array<uint32_t>(l.postings_at()) + begin, end - begin};
  }
  return {};
}

GazetteerEntry Gazetteer::entry(uint32_t posting) const {
  const Layout& l = *layout();
  GazetteerEntry out;
  if (posting / 4 >= l.places) return out;
  const PlaceRecord& record = l.array<PlaceRecord>(l.places_at())[posting / 4];
  out.name = text(record.name);
  out.admin1 = text(record.admin1);
  if (record.country[0] != '\0') out.country = {record.country, sizeof record.country};
  out.lat = record.lat / 1e5;
  out.lon = record.lon / 1e5;
  out.geonames = record.geonames;
  out.population = record.population;
  out.kind = record.kind;
  out.by = static_cast<NameKind>(posting % 4);
  return out;
}

GazetteerEntry PlaceList::operator[](size_t i) const {
  return i < size_ ? gazetteer_->entry(postings_[i]) : GazetteerEntry();
}

std::string place_key(std::string_view folded) {
  std::string out;
  out.reserve(folded.size());
  size_t word = 0;  // where the word begins that `out` ends in
  const auto end_word = [&](bool last) {
    const std::string_view w = std::string_view(out).substr(word);
    std::string_view by;
    if (w == "st")
      by = "saint";
    else if (w == "ste")
      by = "sainte";
    else if (w == "mt")
      by = "mount";
    else if (w == "ft")
      by = "fort";
    else if (w == "co" && last != (word == 0))
      by = "county";  // first or last of several
    if (!by.empty()) out.replace(word, std::string::npos, by);
    if (!last && out == "the") out.clear();
    if (!out.empty() && out.back() != ' ' && !last) out += ' ';
    word = out.size();
  };
  for (size_t i = 0; i < folded.size();) {
    const auto c = static_cast<unsigned char>(folded[i]);
    if (c < 0x80) {
      if (c == ' ' || c == '-' || c == ',' || c == '/')
        end_word(false);
      else if (c != '.' && c != '\'' && c != '`')
        out += static_cast<char>(c);
      ++i;
      continue;
    }
    const size_t length = c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
    const std::string_view letter = folded.substr(i, length);
    i += length;
    static constexpr std::pair<std::string_view, std::string_view> kLetters[] = {
        {"ł", "l"}, {"ø", "o"}, {"đ", "d"}, {"ı", "i"}, {"ß", "ss"}, {"æ", "ae"}, {"œ", "oe"}, {"ð", "d"}, {"þ", "th"},
        {"‘", ""},  {"’", ""},  {"ʻ", ""},  {"ʼ", ""},  {"ʾ", ""},   {"ʿ", ""},   {"´", ""},   {"–", " "}, {"ə", "a"},
    };
    const auto* known =
        std::find_if(std::begin(kLetters), std::end(kLetters), [&](const auto& l) { return l.first == letter; });
    if (known == std::end(kLetters))
      out += letter;
    else if (known->second == " ")
      end_word(false);
    else
      out += known->second;
  }
  end_word(true);
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

}  // namespace dragoman
