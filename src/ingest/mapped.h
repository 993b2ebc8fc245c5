// Text that knows where it came from: every byte of a decoded string, and every code point of a
// story, is traced to the bytes of the fetched file through a list of runs.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "dragoman/record.h"

namespace dragoman {

// How the bytes of a run relate to its text.
enum class Trace : uint8_t {
  kBytes,     // the same bytes, one for one
  kDecoded,   // one code point of the file's encoding, as other bytes
  kReplaced,  // written otherwise in the file: a character reference, an escape, folded white space
};

struct Run {
  size_t begin = 0;  // bytes of the decoded text
  size_t end = 0;
  int64_t raw_begin = 0;  // bytes of the file
  int64_t raw_end = 0;
  Trace trace = Trace::kBytes;
};

struct RawRange {
  int64_t begin = 0;
  int64_t end = 0;
  Trace trace = Trace::kBytes;
};

// A decoded string with its runs: sorted, disjoint, covering `text`.
struct Mapped {
  std::string text;
  std::vector<Run> runs;

  // Appends text of one run, joined to the run before where both are kBytes and touch.
  void append(std::string_view utf8, int64_t raw_begin, int64_t raw_end, Trace trace);
  // The part [begin,end) of this text with its runs. REQUIRES: code point borders.
  Mapped slice(size_t begin, size_t end) const;
};

// Looks up positions of a Mapped that mostly rise: amortised constant time for a walk, a binary
// search after a step back.
class RunCursor {
 public:
  explicit RunCursor(const Mapped& mapped) : mapped_(mapped) {}
  // The bytes of the file behind text bytes [begin,end). REQUIRES: begin < end, code point borders.
  RawRange range(size_t begin, size_t end);

 private:
  const Run& run_at(size_t position);

  const Mapped& mapped_;
  size_t at_ = 0;
};

// Collects a story's text with its raw_spans.
class TextBuilder {
 public:
  // Appends one run; spans join where text and file both go on and nothing was replaced.
  void append(std::string_view utf8, RawRange raw);
  // Appends [begin,end) of `mapped` run by run.
  void append(const Mapped& mapped, RunCursor& cursor, size_t begin, size_t end);
  // Appends characters that the file does not have, such as line ends between blocks of a page.
  void append_unmapped(std::string_view utf8);

  int32_t size() const { return size_; }  // code points so far
  const std::string& text() const { return text_; }
  std::string take_text() { return std::move(text_); }
  std::vector<RawSpan> take_spans() { return std::move(spans_); }

 private:
  std::string text_;
  std::vector<RawSpan> spans_;
  int32_t size_ = 0;
  bool joinable_ = false;  // the last span is verbatim or decoded
};

}  // namespace dragoman
