// Detection of the encoding and decoding with a trace; see decode.h for the order of evidence.
#include "ingest/decode.h"

#include <lexbor/encoding/encoding.h>
#include <lexbor/html/encoding.h>

#include "base/text.h"
#include "base/unicode.h"

namespace dragoman {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
constexpr size_t kPrescanBytes = 4096;

const lxb_char_t* bytes_of(std::string_view s) {
  return reinterpret_cast<const lxb_char_t*>(s.data());
}

struct Utf8Census {
  int64_t good = 0;  // sequences of two bytes or more
  int64_t broken = 0;
};

Utf8Census census(std::string_view bytes) {
  Utf8Census c;
  for (size_t i = 0; i < bytes.size();) {
    if (static_cast<unsigned char>(bytes[i]) < 0x80) {
      ++i;
      continue;
    }
    size_t bad = 0;
    if (const size_t n = utf8_length(bytes, i, &bad)) {
      ++c.good;
      i += n;
    } else {
      ++c.broken;
      i += bad;
    }
  }
  return c;
}

Mapped decode_utf8(std::string_view bytes, int64_t base, int64_t* broken) {
  Mapped out;
  out.text.reserve(bytes.size());
  size_t start = 0;
  auto flush = [&](size_t end) {
    out.append(bytes.substr(start, end - start), base + static_cast<int64_t>(start), base + static_cast<int64_t>(end),
               Trace::kBytes);
  };
  for (size_t i = 0; i < bytes.size();) {
    if (static_cast<unsigned char>(bytes[i]) < 0x80) {
      ++i;
      continue;
    }
    size_t bad = 0;
    if (const size_t n = utf8_length(bytes, i, &bad)) {
      i += n;
      continue;
    }
    flush(i);
    out.append(kReplacement, base + static_cast<int64_t>(i), base + static_cast<int64_t>(i + bad), Trace::kDecoded);
    ++*broken;
    i += bad;
    start = i;
  }
  flush(bytes.size());
  return out;
}

Mapped decode_other(std::string_view bytes, const lxb_encoding_data_t* encoding, int64_t base, int64_t* broken) {
  Mapped out;
  out.text.reserve(bytes.size() + bytes.size() / 8);
  lxb_encoding_decode_t ctx;
  lxb_encoding_decode_init_single(&ctx, encoding);
  const lxb_char_t* const begin = bytes_of(bytes);
  const lxb_char_t* const end = begin + bytes.size();
  const lxb_char_t* at = begin;
  const lxb_char_t* char_begin = begin;
  std::string utf8;
  while (at < end) {
    const lxb_codepoint_t c = encoding->decode_single(&ctx, &at, end);
    if (c == LXB_ENCODING_DECODE_CONTINUE) break;  // the input ends within a character
    const int64_t raw_begin = base + (char_begin - begin), raw_end = base + (at - begin);
    if (c > LXB_ENCODING_MAX_CODEPOINT) {
      ++*broken;
      if (at == char_begin) ++at;  // a decoder must never stand still
      out.append(kReplacement, raw_begin, base + (at - begin), Trace::kDecoded);
    } else if (c < 0x80 && raw_end - raw_begin == 1) {
      const char ascii = static_cast<char>(c);
      out.append({&ascii, 1}, raw_begin, raw_end, Trace::kBytes);
    } else {
      utf8.clear();
      append_utf8(utf8, c);
      out.append(utf8, raw_begin, raw_end, Trace::kDecoded);
    }
    char_begin = at;
  }
  if (char_begin < end) {
    ++*broken;
    out.append(kReplacement, base + (char_begin - begin), base + (end - begin), Trace::kDecoded);
  }
  return out;
}

// The value of encoding="..." in an XML declaration at the very start.
std::string xml_encoding(std::string_view head) {
  if (!head.starts_with("<?xml")) return {};
  const size_t stop = head.find("?>");
  if (stop == std::string_view::npos) return {};
  head = head.substr(0, stop);
  size_t at = head.find("encoding");
  if (at == std::string_view::npos) return {};
  at = head.find_first_of("\"'", at);
  if (at == std::string_view::npos) return {};
  const size_t close = head.find(head[at], at + 1);
  return close == std::string_view::npos ? std::string() : std::string(head.substr(at + 1, close - at - 1));
}

}  // namespace

bool valid_utf8(std::string_view bytes, bool may_be_cut) {
  for (size_t i = 0; i < bytes.size();) {
    size_t bad = 0;
    const size_t n = utf8_length(bytes, i, &bad);
    if (n == 0) return may_be_cut && i + bad == bytes.size() && static_cast<unsigned char>(bytes[i]) >= 0xC2;
    i += n;
  }
  return true;
}

std::string declared_encoding(std::string_view bytes) {
  bytes = bytes.substr(0, kPrescanBytes);
  if (std::string xml = xml_encoding(bytes); !xml.empty()) return xml;
  lxb_html_encoding_t em;
  std::string label;
  if (lxb_html_encoding_init(&em) == LXB_STATUS_OK &&
      lxb_html_encoding_determine(&em, bytes_of(bytes), bytes_of(bytes) + bytes.size()) == LXB_STATUS_OK) {
    if (const auto* entry = lxb_html_encoding_meta_entry(&em, 0))
      label.assign(reinterpret_cast<const char*>(entry->name), static_cast<size_t>(entry->end - entry->name));
  }
  lxb_html_encoding_destroy(&em, false);
  return label;
}

Mapped decode(std::string_view bytes, std::string_view declared, int64_t base, std::vector<Note>* notes) {
  int64_t broken = 0;
  Mapped out;
  const auto drop_mark = [&](size_t n) {
    bytes.remove_prefix(n);
    base += static_cast<int64_t>(n);
  };
  if (bytes.starts_with("\xEF\xBB\xBF")) {
    drop_mark(3);
    out = decode_utf8(bytes, base, &broken);
  } else if (bytes.starts_with("\xFE\xFF") || bytes.starts_with("\xFF\xFE")) {
    const auto* utf16 = lxb_encoding_data(bytes[0] == '\xFE' ? LXB_ENCODING_UTF_16BE : LXB_ENCODING_UTF_16LE);
    drop_mark(2);
    out = decode_other(bytes, utf16, base, &broken);
  } else {
    const Utf8Census c = census(bytes);
    const lxb_encoding_data_t* encoding = nullptr;
    if (!declared.empty()) encoding = lxb_encoding_data_by_pre_name(bytes_of(declared), declared.size());
    // A declared UTF-16 without a mark in a file whose ASCII markup could be read is in truth a superset of ASCII.
    if (encoding && (encoding->encoding == LXB_ENCODING_UTF_16BE || encoding->encoding == LXB_ENCODING_UTF_16LE ||
                     encoding->encoding == LXB_ENCODING_UTF_8 || encoding->encoding == LXB_ENCODING_REPLACEMENT ||
                     encoding->encoding == LXB_ENCODING_X_USER_DEFINED))
      encoding = nullptr;
    const bool looks_utf8 = c.good > 0 && c.broken == 0;
    if (encoding && !looks_utf8) {
      out = decode_other(bytes, encoding, base, &broken);
    } else if (c.broken == 0 || c.broken < c.good) {
      out = decode_utf8(bytes, base, &broken);
    } else {
      out = decode_other(bytes, lxb_encoding_data(LXB_ENCODING_WINDOWS_1252), base, &broken);
      notes->push_back({"info", "encoding", "not UTF-8 and no encoding declared: read as windows-1252"});
    }
  }
  if (broken > 0)
    notes->push_back(
        {"warning", "bad-encoding", std::to_string(broken) + " broken byte sequences were read as U+FFFD"});
  return out;
}

}  // namespace dragoman
