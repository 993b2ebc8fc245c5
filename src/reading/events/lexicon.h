// The lexicon of event frames: plain text a person can read and change (docs/lexicon.md gives the format).
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "dragoman/record.h"
#include "dragoman/status.h"

namespace dragoman {

class Lexicon {
 public:
  // Reads every *.frames, modality.txt and confidence.txt of `dir`, then of each folder in `extra`, in order of file
  // name; a later frame of the same id replaces the earlier. Errors name file and line.
  static Result<Lexicon> open(const std::string& dir, const std::vector<std::string>& extra = {});

  const std::string& version() const;  // "en-1", "en-1+user:cyber"
  size_t frame_count() const;
  size_t trigger_count() const;
  // The CAMEO codes that some frame, or some line of one, gives; sorted.
  std::vector<std::string> codes() const;

  Lexicon(Lexicon&&) noexcept;
  Lexicon& operator=(Lexicon&&) noexcept;
  ~Lexicon();
  struct Impl;
  explicit Lexicon(std::unique_ptr<Impl> impl);
  const Impl& impl() const { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

// Reads one text and gives its record: Reader::read_text, bound by the caller (this room stands below the reader).
using ReadText = std::function<Result<Record>(std::string_view)>;

struct LexiconReport {
  int examples = 0;
  int failed = 0;
  int known = 0;                      // marked `ex ?`; one that holds counts as failed, so that its mark goes
  std::vector<std::string> failures;  // "en/consult.frames:12: wanted ..., got ..."
};

// Reads every example sentence of the frames and compares the rows. kBadInput when an example cannot be read at all;
// examples that give other rows are counted in `report` and are no error here.
Status check_lexicon(const Lexicon& lexicon, const ReadText& read, LexiconReport* report);

// Compares the events of `record` with rows written as in an `ex` line: "CONSULT/visit 042 Iran -> Oman planned @
// Muscat by Kyiv; ..." or "none". Empty when they agree, else what differs. Names and countries are compared folded, as
// parts.
std::string compare_rows(std::string_view expected, const Record& record);

}  // namespace dragoman
