// Runs of decoded text and their way back to the file.
#include "ingest/mapped.h"

#include <algorithm>

namespace dragoman {
namespace {

int32_t count_code_points(std::string_view utf8) {
  int32_t n = 0;
  for (const char c : utf8) n += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return n;
}

}  // namespace

void Mapped::append(std::string_view utf8, int64_t raw_begin, int64_t raw_end, Trace trace) {
  if (utf8.empty()) return;
  const size_t begin = text.size();
  text.append(utf8);
  if (trace == Trace::kBytes && !runs.empty() && runs.back().trace == Trace::kBytes &&
      runs.back().raw_end == raw_begin) {
    runs.back().end = text.size();
    runs.back().raw_end = raw_end;
    return;
  }
  runs.push_back({begin, text.size(), raw_begin, raw_end, trace});
}

Mapped Mapped::slice(size_t begin, size_t end) const {
  Mapped part;
  auto run = std::upper_bound(runs.begin(), runs.end(), begin, [](size_t p, const Run& r) { return p < r.end; });
  for (; run != runs.end() && run->begin < end; ++run) {
    const size_t b = std::max(begin, run->begin), e = std::min(end, run->end);
    if (run->trace == Trace::kBytes) {
      const int64_t raw = run->raw_begin + static_cast<int64_t>(b - run->begin);
      part.append(std::string_view(text).substr(b, e - b), raw, raw + static_cast<int64_t>(e - b), run->trace);
    } else {
      part.append(std::string_view(text).substr(b, e - b), run->raw_begin, run->raw_end, run->trace);
    }
  }
  return part;
}

const Run& RunCursor::run_at(size_t position) {
  const auto& runs = mapped_.runs;
  for (int step = 0; step < 4 && at_ < runs.size(); ++step) {
    if (position < runs[at_].begin) break;
    if (position < runs[at_].end) return runs[at_];
    ++at_;
  }
  const auto it =
      std::upper_bound(runs.begin(), runs.end(), position, [](size_t p, const Run& r) { return p < r.end; });
  at_ = static_cast<size_t>(it - runs.begin());
  return *it;
}

RawRange RunCursor::range(size_t begin, size_t end) {
  const Run& first = run_at(begin);
  RawRange raw;
  raw.trace = first.trace;
  raw.begin =
      first.trace == Trace::kBytes ? first.raw_begin + static_cast<int64_t>(begin - first.begin) : first.raw_begin;
  const Run& last = end <= first.end ? first : run_at(end - 1);
  raw.end = last.trace == Trace::kBytes ? last.raw_begin + static_cast<int64_t>(end - last.begin) : last.raw_end;
  if (&last != &first) raw.trace = Trace::kReplaced;
  return raw;
}

void TextBuilder::append(std::string_view utf8, RawRange raw) {
  if (utf8.empty()) return;
  const int32_t begin = size_;
  text_.append(utf8);
  size_ += count_code_points(utf8);
  const bool joinable = raw.trace != Trace::kReplaced;
  if (joinable && joinable_ && !spans_.empty() && spans_.back().end == begin && spans_.back().raw_end == raw.begin) {
    spans_.back().end = size_;
    spans_.back().raw_end = raw.end;
    return;
  }
  spans_.push_back({begin, size_, raw.begin, raw.end});
  joinable_ = joinable;
}

void TextBuilder::append(const Mapped& mapped, RunCursor& cursor, size_t begin, size_t end) {
  while (begin < end) {
    const RawRange head = cursor.range(begin, begin + 1);
    size_t stop = end;
    // The run that holds `begin` ends where its trace changes; runs are few, so the search is a binary one.
    const auto it = std::upper_bound(mapped.runs.begin(), mapped.runs.end(), begin,
                                     [](size_t p, const Run& r) { return p < r.end; });
    stop = std::min(stop, it->end);
    RawRange raw = cursor.range(begin, stop);
    raw.trace = head.trace;
    append(std::string_view(mapped.text).substr(begin, stop - begin), raw);
    begin = stop;
  }
}

void TextBuilder::append_unmapped(std::string_view utf8) {
  text_.append(utf8);
  size_ += count_code_points(utf8);
  joinable_ = false;
}

}  // namespace dragoman
