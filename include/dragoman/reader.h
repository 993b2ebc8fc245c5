// The reader: a story in, a Record out. This is the C++ API; dragoman.h is the same in C.
//
//   auto reader = dragoman::Reader::open({});
//   if (!reader.ok()) return fail(reader.status());
//   auto record = reader->read_text("MOSCOW, Dec. 15 (Reuters) - ...",
//                                   {.published = "2021-12-15"});
//   std::cout << dragoman::to_json(*record) << "\n";
//
// Thread-safety: a Reader is immutable after open() and may be used by many threads at once; each
// thread takes a workspace from an internal pool. Errors: bad input gives a Status, never an
// exception. A record depends on the story, the options and the versions alone.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "dragoman/record.h"
#include "dragoman/status.h"

namespace dragoman {

struct ReaderOptions {
  // Folder that holds models/, lexicon/ and knowledge/. Default: $DRAGOMAN_HOME, else the one
  // installed with the library.
  std::string data_dir;
  // Folder with model.xml, model.bin, vocab.txt ... Default: data_dir/models/en.
  std::string model_dir;
  // Folders of extra frames that add to and override the lexicon that ships, later ones last.
  std::vector<std::string> lexicon_dirs;
  // Rows below this confidence are left out; 0 keeps all. Default: 0.3, about which F1 of act and type is
  // highest on the development stories (docs/lexicon.md).
  double min_confidence = 0.3;
  // Infers the date of a story from evidence in its text where nothing gives it (Published::from "inferred"). Off: such
  // a story has no date.
  bool infer_date = true;
  // Threads that the model may use for one story. Default 1: run several stories at once instead.
  int threads_per_story = 1;
  // Numbers in which the model computes. kAuto: int8 on CPUs with VNNI, where it is faster, else f32. The two give
  // nearly the same reading (docs/results.md has both), not the same bytes.
  enum class Precision { kAuto, kInt8, kF32 } precision = Precision::kAuto;
};

struct StoryOptions {
  std::string uri;        // where the story came from; goes into Record::source
  std::string published;  // ISO date that overrides what the story says; empty = find it
};

class Reader {
 public:
  // Loads model, lexicon and knowledge: under a second on a current CPU. Fails with kNotFound or
  // kCorrupt.
  static Result<Reader> open(const ReaderOptions& options);

  // `text`: UTF-8 of one story as plain text, headline first if there is one. At most
  // kMaxStoryBytes.
  // Broken UTF-8 is replaced by U+FFFD and noted in Record::notes.
  Result<Record> read_text(std::string_view text, const StoryOptions& options = {}) const;

  // `bytes`: a file of one story in any kind that ingest knows (text, HTML; a feed or JSONL gives
  // its first story).
  Result<Record> read_bytes(std::string_view bytes, const StoryOptions& options = {}) const;

  // As read_bytes, but gives the reader's grounds as text for people (tokens, parse, frames tried,
  // actors resolved ...). `row`: an id such as "e3", "q1", "a2", or empty for all.
  Result<std::string> explain(std::string_view bytes, const StoryOptions& options, std::string_view row) const;

  const EngineInfo& engine() const;

  static constexpr size_t kMaxStoryBytes = 8u << 20;

  Reader(Reader&&) noexcept;
  Reader& operator=(Reader&&) noexcept;
  ~Reader();

  struct Impl;
  explicit Reader(std::unique_ptr<Impl> impl);
  const Impl& impl() const { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace dragoman
