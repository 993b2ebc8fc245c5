// WordPiece over a byte trie: a match walks the trie once a piece, remembering the last node that ended one. UTF-8
// keeps the order of code points whole, so the longest match in bytes is the longest in characters.
#include "language/wordpiece.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include <fstream>

#include "base/unicode.h"

namespace dragoman {
namespace {

constexpr size_t kMaxWordChars = 100;

bool is_cjk(char32_t c) {
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0xF900 && c <= 0xFAFF) ||
         (c >= 0x20000 && c <= 0x2FA1F);
}

// BERT's clean_text drops control and format characters, the replacement character, and unassigned code points.
bool is_dropped(char32_t c) {
  if (c < 0x20 || c == 0x7F || c == 0xFFFD) return true;
  if (c < 0x80) return false;
  return (U_GET_GC_MASK(static_cast<UChar32>(c)) & (U_GC_C_MASK | U_GC_MN_MASK)) != 0;
}

// The one-to-one and one-to-many replacements that bring typographic marks to ASCII; nullptr when `c` has none.
const char* ascii_of(char32_t c) {
  switch (c) {
    case U'‘':
    case U'’':
    case U'‚':
      return "'";
    case U'“':
    case U'”':
    case U'„':
    case U'«':
    case U'»':
      return "\"";
    case U'–':
    case U'—':
    case U'―':
      return "-";
    case U'…':
      return "...";
    default:
      return nullptr;
  }
}

// A mark or a space that parts words for BERT; U+0001 stands for "cut here, nothing kept" in the buffer.
constexpr char kCut = '\x01';

void put(char32_t c, std::string& out) {
  if (is_dropped(c)) return;
  if (is_space(c)) {
    out.push_back(kCut);
  } else if (is_punct(c) || is_cjk(c)) {
    out.push_back(kCut);
    append_utf8(out, c);
    out.push_back(kCut);
  } else {
    append_utf8(out, c);
  }
}

void put_decomposed(char32_t c, std::string& out) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* nfd = icu::Normalizer2::getNFDInstance(error);
  icu::UnicodeString parts;
  if (U_SUCCESS(error) && nfd->getDecomposition(static_cast<UChar32>(c), parts)) {
    for (int32_t i = 0; i < parts.length(); i = parts.moveIndex32(i, 1))
      put(static_cast<char32_t>(parts.char32At(i)), out);
  } else {
    put(c, out);
  }
}

}  // namespace

Result<WordPiece> WordPiece::load(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Status(Code::kNotFound, path + ": cannot open the vocabulary");
  WordPiece out;
  out.edges_.resize(1u << 18);
  out.piece_.push_back(-1);
  out.continuation_ = out.add_child(out.add_child(0, '#'), '#');
  out.cls_ = out.sep_ = out.unk_ = -1;
  std::string line;
  for (int32_t id = 0; std::getline(file, line); ++id) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    uint32_t node = 0;
    for (char c : line) node = out.add_child(node, static_cast<uint8_t>(c));
    out.piece_[node] = id;
    if (line == "[CLS]") out.cls_ = id;
    if (line == "[SEP]") out.sep_ = id;
    if (line == "[UNK]") out.unk_ = id;
    out.size_ = id + 1;
  }
  if (out.cls_ < 0 || out.sep_ < 0 || out.unk_ < 0)
    return Status(Code::kCorrupt, path + ": [CLS], [SEP] or [UNK] is missing");
  return out;
}

uint32_t WordPiece::child(uint32_t node, uint8_t byte) const {
  const uint32_t key = node * 256 + byte;
  const size_t mask = edges_.size() - 1;
  for (size_t slot = (key * 0x9E3779B1u >> 8) & mask;; slot = (slot + 1) & mask) {
    if (edges_[slot].key == key) return edges_[slot].node;
    if (edges_[slot].key == UINT32_MAX) return kNoNode;
  }
}

uint32_t WordPiece::add_child(uint32_t node, uint8_t byte) {
  const uint32_t found = child(node, byte);
  if (found != kNoNode) return found;
  if ((edge_count_ + 1) * 2 > edges_.size()) grow();
  const auto made = static_cast<uint32_t>(piece_.size());
  piece_.push_back(-1);
  const uint32_t key = node * 256 + byte;
  const size_t mask = edges_.size() - 1;
  size_t slot = (key * 0x9E3779B1u >> 8) & mask;
  while (edges_[slot].key != UINT32_MAX) slot = (slot + 1) & mask;
  edges_[slot] = {key, made};
  ++edge_count_;
  return made;
}

void WordPiece::grow() {
  std::vector<Edge> old(edges_.size() * 2);
  old.swap(edges_);
  const size_t mask = edges_.size() - 1;
  for (const Edge& e : old) {
    if (e.key == UINT32_MAX) continue;
    size_t slot = (e.key * 0x9E3779B1u >> 8) & mask;
    while (edges_[slot].key != UINT32_MAX) slot = (slot + 1) & mask;
    edges_[slot] = e;
  }
}

void WordPiece::match(std::string_view part, std::vector<int32_t>& ids) const {
  const size_t first = ids.size();
  uint32_t root = 0;
  for (size_t b = 0; b < part.size();) {
    uint32_t node = root;
    int32_t best = -1;
    size_t best_end = b;
    for (size_t i = b; i < part.size(); ++i) {
      node = child(node, static_cast<uint8_t>(part[i]));
      if (node == kNoNode) break;
      if (piece_[node] >= 0) {
        best = piece_[node];
        best_end = i + 1;
      }
    }
    if (best < 0) {  // one part without a match makes the whole part unknown, as in BERT
      ids.resize(first);
      ids.push_back(unk_);
      return;
    }
    ids.push_back(best);
    b = best_end;
    root = continuation_;
  }
}

bool WordPiece::has(std::string_view word) const {
  uint32_t node = 0;
  for (char c : word) {
    node = child(node, static_cast<uint8_t>(c));
    if (node == kNoNode) return false;
  }
  return piece_[node] >= 0;
}

void WordPiece::append(std::string_view word, std::string& buffer, std::vector<int32_t>& ids) const {
  const size_t first = ids.size();
  buffer.clear();
  bool ascii = word.size() <= kMaxWordChars;
  for (size_t i = 0; ascii && i < word.size(); ++i) {
    const auto c = static_cast<unsigned char>(word[i]);
    ascii = c < 0x80;
    put(to_lower(c), buffer);
  }
  if (!ascii) {
    buffer.clear();
    const std::u32string chars = to_u32(word);
    if (chars.size() > kMaxWordChars) {
      ids.push_back(unk_);
      return;
    }
    for (char32_t c : chars) {
      if (const char* replaced = ascii_of(c)) {
        for (; *replaced; ++replaced) put(static_cast<unsigned char>(*replaced), buffer);
      } else {
        put_decomposed(to_lower(c), buffer);
      }
    }
  }
  for (size_t b = 0; b < buffer.size();) {
    size_t e = buffer.find(kCut, b);
    if (e == std::string::npos) e = buffer.size();
    if (e > b) match(std::string_view(buffer).substr(b, e - b), ids);
    b = e + 1;
  }
  if (ids.size() == first) ids.push_back(unk_);
}

int32_t word_shape(std::string_view word) {
  int letters = 0, upper = 0;
  bool digit = false, first_upper = false;
  const auto see = [&](char32_t c) {
    digit = digit || is_digit(c);
    if (!is_letter(c)) return;
    const bool up = is_upper(c);
    if (letters == 0) first_upper = up;
    ++letters;
    upper += up;
  };
  bool ascii = true;
  for (char c : word) ascii = ascii && static_cast<unsigned char>(c) < 0x80;
  if (ascii) {
    for (char c : word) see(static_cast<unsigned char>(c));
  } else {
    for (char32_t c : to_u32(word)) see(c);
  }
  if (digit) return 6;
  if (letters == 0) return 7;
  if (upper == 0) return 1;
  if (upper == letters) return letters > 1 ? 3 : 4;
  return upper == 1 && first_upper ? 2 : 5;
}

}  // namespace dragoman
