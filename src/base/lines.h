// The lines of the text files that come with Dragoman or that its users write, tables and lexicon alike: empty lines
// and those that '#' opens say nothing, and an error about a line names its file and number.
#pragma once

#include <string>
#include <string_view>

#include "dragoman/status.h"

namespace dragoman {

class Lines {
 public:
  // `label`, the name of the file, and `code` are what errors say.
  Lines(std::string text, std::string label, Code code);

  // Goes to the next line that says something; false behind the last.
  bool next();
  // As it stands in the file, without the line break. Valid until the Lines are moved or gone.
  std::string_view whole() const { return std::string_view(text_).substr(begin_, size_); }
  // Without white space at its ends; never empty.
  std::string_view line() const;
  int number() const { return number_; }
  // "en/consult.frames:41: " + why.
  Status error(std::string_view why) const;

 private:
  // Positions, not views: they hold when the text moves.
  std::string text_, label_;
  Code code_;
  size_t begin_ = 0, size_ = 0, next_ = 0;
  int number_ = 0;
};

}  // namespace dragoman
