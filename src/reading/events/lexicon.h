// The lexicon of event frames: plain text a person can read and change (docs/lexicon.md gives the format).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "dragoman/status.h"

namespace dragoman {

class Lexicon {
 public:
  // Reads every *.frames of `dir`, then of each folder in `extra`, in order of file name; a later frame of the same id
  // replaces the earlier. Errors name file and line.
  static Result<Lexicon> open(const std::string& dir, const std::vector<std::string>& extra = {});

  const std::string& version() const;  // "en-1", "en-1+user:cyber"

  Lexicon(Lexicon&&) noexcept;
  Lexicon& operator=(Lexicon&&) noexcept;
  ~Lexicon();
  struct Impl;
  explicit Lexicon(std::unique_ptr<Impl> impl);
  const Impl& impl() const { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace dragoman
