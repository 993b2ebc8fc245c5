#include "base/lines.h"

#include <algorithm>
#include <utility>

#include "base/unicode.h"

namespace dragoman {

Lines::Lines(std::string text, std::string label, Code code)
    : text_(std::move(text)), label_(std::move(label)), code_(code) {}

bool Lines::next() {
  while (next_ < text_.size()) {
    ++number_;
    begin_ = next_;
    const size_t end = std::min(text_.find('\n', begin_), text_.size());
    next_ = end + 1;
    size_ = end - begin_;
    if (size_ > 0 && text_[end - 1] == '\r') --size_;
    if (const std::string_view said = line(); !said.empty() && said.front() != '#') return true;
  }
  size_ = 0;
  return false;
}

std::string_view Lines::line() const {
  return strip(whole());
}

Status Lines::error(std::string_view why) const {
  return Status(code_, label_ + ":" + std::to_string(number_) + ": " + std::string(why));
}

}  // namespace dragoman
