// `dragoman code`: a pipeline of three kinds of threads.
//
//   ingest (one)  -> a queue of stories, numbered in input order -> readers (--jobs) -> results by number -> writer
//   (the main thread)
//
// The writer takes results in input order, so the output does not depend on --jobs. The ingest thread waits while too
// many stories are under way, which bounds memory. A story that the output folder already has, or that came earlier in
// this run, is only counted: that is what resuming is. The writer commits every kBatch stories or kBatchTime, whichever
// comes first.
//
// What a thread throws (memory that runs out, a defect of a library) becomes the error of its story or file; where even
// that cannot be told, the run is abandoned and ends as a defect. What was committed is safe either way.
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <ctime>
#include <deque>
#include <exception>
#include <map>
#include <mutex>
#include <new>
#include <optional>
#include <set>
#include <string>
#include <thread>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/inputs.h"
#include "cli/printable.h"
#include "cli/summary.h"
#include "cli/verbs.h"
#include "ingest/ingest.h"
#include "ingest/story_parts.h"
#include "reading/read_story.h"
#include "store/output.h"

namespace dragoman::cli {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int64_t kBatch = 64;
constexpr auto kBatchTime = std::chrono::seconds(2);
constexpr int kUnderWay = 8;          // stories under way for each job
constexpr int64_t kShownErrors = 20;  // on standard error; all are in errors.jsonl

// The signal that asked to stop, or 0. Written by the handler and read by all threads.
std::atomic<int> stop_signal = 0;
static_assert(std::atomic<int>::is_always_lock_free, "a signal handler may write it");

void on_stop(int signal) {
  stop_signal.store(signal);
}
void on_wake(int) {}  // only breaks off a read that waits

// Without SA_RESTART, so that a signal breaks off a read from a pipe or a terminal.
void handle(int signal, void (*handler)(int), int flags) {
  struct sigaction action {};
  action.sa_handler = handler;
  action.sa_flags = flags;
  sigemptyset(&action.sa_mask);
  ::sigaction(signal, &action, nullptr);
}
void handle_signals() {
  // SA_RESETHAND: the second signal ends the process at once.
  handle(SIGINT, on_stop, static_cast<int>(SA_RESETHAND));
  handle(SIGTERM, on_stop, static_cast<int>(SA_RESETHAND));
  handle(SIGUSR1, on_wake, 0);
}

// What became of one story, or of a file that gave none.
struct Outcome {
  enum Kind { kRecord, kRepeated, kError } kind = kError;
  std::optional<Record> record;
  std::string uri;
  Status status;
};

struct Task {
  int64_t number = 0;
  Story story;
  std::string id;
};

class Pipeline {
 public:
  // `timings`: gets those of each reader thread when it ends, if the options ask for them.
  Pipeline(const CodeOptions& options, const Reader& reader, int jobs, Timings& timings)
      : options_(options), reader_(reader), jobs_(jobs), timings_(timings) {}

  // Called by the ingest thread -----------------------------------------------------------------
  void ingest(const std::vector<std::string>& files, Format format, Store& known) noexcept {
    guarded([&] {
      for (const std::string& file : files) {
        if (!keep_going()) break;
        const Status status = ingest_one(file, format, known);
        // A read that the signal broke off is no error of the file: the next run reads it.
        if (!status.ok() && stop_signal == 0) deliver_error(file, status);
      }
    });
    std::lock_guard lock(mutex_);
    ingest_done_ = true;
    changed_.notify_all();
  }

  // Called by each reader thread ----------------------------------------------------------------
  void read() noexcept {
    guarded([&] {
      Timings mine;
      while (std::optional<Task> task = next_task()) deliver(task->number, outcome_of(task->story, mine));
      std::lock_guard lock(mutex_);
      timings_.add(mine);
    });
  }

  // Called by the writer -------------------------------------------------------------------------
  enum class Next { kOutcome, kWaiting, kFinished };
  // The next outcome in input order; kWaiting after `patience` without one. kFinished also when the run was abandoned.
  Next next_outcome(std::chrono::milliseconds patience, Outcome& outcome) {
    std::unique_lock lock(mutex_);
    const auto finished = [&] { return abandoned_ || (ingest_done_ && taken_ == numbers_); };
    changed_.wait_for(lock, patience, [&] { return outcomes_.contains(taken_) || finished(); });
    auto found = outcomes_.find(taken_);
    if (found == outcomes_.end()) return finished() ? Next::kFinished : Next::kWaiting;
    outcome = std::move(found->second);
    outcomes_.erase(found);
    ++taken_;
    changed_.notify_all();
    return Next::kOutcome;
  }
  // After a commit: ids up to here are now in the store.
  void forget_ids(const std::vector<std::string>& ids) {
    std::lock_guard lock(mutex_);
    for (const std::string& id : ids) ids_under_way_.erase(id);
  }
  // Drops all that is not read yet and lets the threads end. Nothing is left to drop after kFinished.
  void abandon() {
    std::lock_guard lock(mutex_);
    abandoned_ = true;
    tasks_.clear();
    changed_.notify_all();
  }
  // Why a thread abandoned the run; ok if none did.
  Status defect() {
    std::lock_guard lock(mutex_);
    return defect_ == nullptr ? Status() : Status(Code::kInternal, defect_);
  }
  bool ingest_done() {
    std::lock_guard lock(mutex_);
    return ingest_done_;
  }

 private:
  // Runs the body of a thread. What it throws would end the process, and the writer would wait for an outcome that
  // never comes: the run is abandoned instead.
  template <class Body>
  void guarded(Body body) noexcept {
    const char* why = nullptr;  // no string: there may be no memory for one
    try {
      body();
      return;
    } catch (const std::bad_alloc&) {
      why = "out of memory";
    } catch (...) {
      why = "internal error in a thread";
    }
    {
      std::lock_guard lock(mutex_);
      defect_ = why;
    }
    abandon();
  }

  Status ingest_one(const std::string& file, Format format, Store& known) {
    const IngestOptions options{.format = format, .uri = file, .field_map = options_.fields};
    try {
      return ingest_file(file, options, [&](Result<Story> story) {
        if (!story.ok()) {
          deliver_error(file, story.status());
        } else {
          take(*std::move(story), known);
        }
        return keep_going();
      });
    } catch (const std::exception& error) {
      return Status(Code::kInternal, file + ": " + error.what());
    }
  }

  Outcome outcome_of(const Story& story, Timings& timings) {
    Outcome outcome;
    outcome.uri = story.source.uri;
    Result<Record> record =
        read_story(reader_, story, {.uri = "", .published = options_.published}, options_.timings ? &timings : nullptr);
    if (record.ok()) {
      outcome.kind = Outcome::kRecord;
      outcome.record = *std::move(record);
    } else {
      outcome.status = record.status().at(outcome.uri);
    }
    return outcome;
  }

  bool keep_going() {
    std::lock_guard lock(mutex_);
    return !abandoned_ && stop_signal == 0 && (options_.limit == 0 || stories_ < options_.limit);
  }

  // Waits for room and promises one more outcome. False when the run is abandoned.
  bool promise(std::unique_lock<std::mutex>& lock, int64_t& number) {
    changed_.wait(lock, [&] { return numbers_ - taken_ < static_cast<int64_t>(kUnderWay) * jobs_ || abandoned_; });
    if (abandoned_) return false;
    number = numbers_++;
    return true;
  }

  void deliver_error(const std::string& uri, const Status& status) {
    int64_t number = 0;
    std::unique_lock lock(mutex_);
    if (!promise(lock, number)) return;
    lock.unlock();
    deliver(number, {.kind = Outcome::kError, .record = {}, .uri = uri, .status = status});
  }

  void take(Story story, Store& known) {
    std::string id = story_id(story.text.utf8());
    int64_t number = 0;
    {
      std::unique_lock lock(mutex_);
      if (!promise(lock, number)) return;
      ++stories_;
    }
    const std::string uri = story.source.uri;
    try {
      queue(number, std::move(story), std::move(id), known);
    } catch (const std::exception& error) {  // a promised outcome must come
      deliver(
          number,
          {.kind = Outcome::kError, .record = {}, .uri = uri, .status = {Code::kInternal, uri + ": " + error.what()}});
    }
  }

  // Gives story `number` to the readers, or its outcome to the writer when it is there already.
  void queue(int64_t number, Story story, std::string id, Store& known) {
    std::unique_lock lock(mutex_);
    // First the ids under way, then the store: a commit moves an id from the one to the other in that order.
    bool repeated = !ids_under_way_.insert(id).second;
    if (!repeated) {
      lock.unlock();
      Result<bool> there = known.contains(id);
      lock.lock();
      repeated =
          there.ok() && *there;  // an error of the store shows again, and is told, when the writer adds the story
      if (repeated) ids_under_way_.erase(id);
    }
    if (repeated) {
      lock.unlock();
      deliver(number, {.kind = Outcome::kRepeated, .record = {}, .uri = story.source.uri, .status = {}});
      return;
    }
    tasks_.push_back({number, std::move(story), std::move(id)});
    changed_.notify_all();
  }

  std::optional<Task> next_task() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return !tasks_.empty() || ingest_done_ || abandoned_; });
    if (tasks_.empty() || abandoned_) return std::nullopt;
    Task task = std::move(tasks_.front());
    tasks_.pop_front();
    return task;
  }

  void deliver(int64_t number, Outcome outcome) {
    std::unique_lock lock(mutex_);
    outcomes_.emplace(number, std::move(outcome));
    changed_.notify_all();
  }

  const CodeOptions& options_;
  const Reader& reader_;
  const int jobs_;
  std::mutex mutex_;
  Timings& timings_;
  std::condition_variable changed_;
  std::deque<Task> tasks_;
  std::map<int64_t, Outcome> outcomes_;
  std::set<std::string> ids_under_way_;  // taken in this run and not yet committed
  int64_t numbers_ = 0;                  // outcomes promised so far
  int64_t taken_ = 0;                    // outcomes the writer has taken
  int64_t stories_ = 0;
  bool ingest_done_ = false;
  bool abandoned_ = false;
  const char* defect_ = nullptr;
};

// Abandons the pipeline at the end of the block, whatever ends it: the threads that are joined after it must not wait.
class AbandonAtExit {
 public:
  explicit AbandonAtExit(Pipeline& pipeline) : pipeline_(pipeline) {}
  ~AbandonAtExit() { pipeline_.abandon(); }
  AbandonAtExit(const AbandonAtExit&) = delete;
  AbandonAtExit& operator=(const AbandonAtExit&) = delete;

 private:
  Pipeline& pipeline_;
};

// OUT/errors.jsonl: what could not be read in the last run, a line each; no file when there was nothing.
class ErrorLog {
 public:
  explicit ErrorLog(std::string path) : path_(std::move(path)) { ::unlink(path_.c_str()); }
  ~ErrorLog() {
    if (file_ != nullptr) std::fclose(file_);
  }
  ErrorLog(const ErrorLog&) = delete;
  ErrorLog& operator=(const ErrorLog&) = delete;

  Status add(const Outcome& outcome) {
    if (file_ == nullptr) file_ = std::fopen(path_.c_str(), "w");
    const nlohmann::ordered_json line = {
        {"uri", outcome.uri}, {"code", static_cast<int>(outcome.status.code())}, {"message", outcome.status.message()}};
    // Names of files need not be UTF-8; what is not is replaced.
    const std::string text = line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
    const bool written =
        file_ != nullptr && std::fwrite(text.data(), 1, text.size(), file_) == text.size() && std::fflush(file_) == 0;
    return written ? Status()
                   : Status(errno == ENOSPC ? Code::kNoSpace : Code::kUnreadable, path_ + ": cannot be written");
  }

  const std::string& path() const { return path_; }

 private:
  std::string path_;
  std::FILE* file_ = nullptr;
};

// A line on a terminal that is written over, or a line every few seconds in a log.
class Progress {
 public:
  explicit Progress(bool quiet) : quiet_(quiet), tty_(::isatty(STDERR_FILENO) != 0) {}

  void show(const RunCounts& counts, const std::string& uri) {
    const auto now = Clock::now();
    if (quiet_ || now - last_ < (tty_ ? std::chrono::milliseconds(200) : std::chrono::milliseconds(5000))) return;
    last_ = now;
    const double seconds = std::chrono::duration<double>(now - start_).count();
    std::string line =
        fmt::format("{} stories, {:.1f} a second", counts.seen(), static_cast<double>(counts.seen()) / seconds);
    if (counts.failed > 0) line += fmt::format(", {} failed", counts.failed);
    if (!uri.empty()) line += "  " + uri.substr(uri.size() > 48 ? uri.size() - 48 : 0);
    line = printable(line);
    std::replace_if(
        line.begin(), line.end(), [](char c) { return c == '\n' || c == '\t'; }, ' ');
    std::fprintf(stderr, tty_ ? "\r\033[K%s" : "%s\n", line.c_str());
    shown_ = true;
  }
  void clear() const {
    if (tty_ && shown_) std::fputs("\r\033[K", stderr);
  }
  double seconds() const { return std::chrono::duration<double>(Clock::now() - start_).count(); }

 private:
  bool quiet_, tty_, shown_ = false;
  Clock::time_point start_ = Clock::now(), last_ = start_;
};

// Takes outcomes in order until the input ends, the output fails or a thread gives up. `ingest`: the ingest thread.
Status write_outcomes(Pipeline& pipeline, std::jthread& ingest, Output& output, ErrorLog& errors, Progress& progress,
                      RunCounts& counts) {
  std::vector<std::string> batch;
  auto last_commit = Clock::now();
  auto commit = [&]() -> Status {
    DRAGOMAN_RETURN_IF_ERROR(output.commit());
    pipeline.forget_ids(batch);
    batch.clear();
    last_commit = Clock::now();
    return {};
  };
  for (;;) {
    Outcome outcome;
    const Pipeline::Next next = pipeline.next_outcome(std::chrono::milliseconds(100), outcome);
    if (next == Pipeline::Next::kFinished) {
      DRAGOMAN_RETURN_IF_ERROR(commit());
      return pipeline.defect();
    }
    // The signal came to whichever thread the system chose; the one that may wait for input has to hear of it too.
    if (stop_signal != 0 && !pipeline.ingest_done()) ::pthread_kill(ingest.native_handle(), SIGUSR1);
    if (next == Pipeline::Next::kOutcome) {
      switch (outcome.kind) {
        case Outcome::kRecord:
          DRAGOMAN_RETURN_IF_ERROR(output.add(*outcome.record));
          batch.push_back(outcome.record->id);
          ++counts.coded;
          break;
        case Outcome::kRepeated:
          ++counts.repeated;
          break;
        case Outcome::kError:
          ++counts.failed;
          if (counts.first_error.empty()) counts.first_error = outcome.status.message();
          if (counts.failed <= kShownErrors) {
            progress.clear();
            std::fprintf(stderr, "dragoman: %s\n", printable(outcome.status.message()).c_str());
          } else if (counts.failed == kShownErrors + 1) {
            std::fprintf(stderr, "dragoman: more errors in %s\n", errors.path().c_str());
          }
          DRAGOMAN_RETURN_IF_ERROR(errors.add(outcome));
          break;
      }
    }
    progress.show(counts, outcome.uri);
    if (static_cast<int64_t>(batch.size()) >= kBatch || (!batch.empty() && Clock::now() - last_commit > kBatchTime)) {
      DRAGOMAN_RETURN_IF_ERROR(commit());
    }
  }
}

// Of all threads of the process.
double processor_seconds() {
  timespec t{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

// Seconds of each room and what they are beside those of the language model. `whole`: of the process since the reader
// was loaded; what no room took is ingest, putting the records together and writing them.
std::string timings_table(const Timings& timings, double whole) {
  const double model = timings.seconds[static_cast<size_t>(Room::kLanguage)];
  std::string out = "Processor seconds, and beside the language model\n";
  double rest = whole;
  auto row = [&](const char* name, double seconds) {
    out += fmt::format("  {:<10} {:>9.3f} {:>7.1f} %\n", name, seconds, model > 0 ? 100 * seconds / model : 0.0);
  };
  for (size_t i = 0; i < kRoomNames.size(); ++i) {
    row(kRoomNames[i], timings.seconds[i]);
    rest -= timings.seconds[i];
  }
  row("rest", rest);
  row("whole", whole);
  return out;
}

// An error while writing is about the output, whatever its code.
int fail_writing(const Status& status) {
  const int code = fail(status);
  return code == kDefect ? kDefect : kCannotWrite;
}

}  // namespace

int run_code(const CodeOptions& options) {
  Result<Format> format = format_of(options.format);
  if (!format.ok()) return fail(format.status());
  if (const Result<FieldMap> fields = FieldMap::parse(options.fields); !fields.ok()) return fail(fields.status());
  Result<Reader> reader = Reader::open(options.reader);
  if (!reader.ok()) {
    fail(reader.status());
    return kInstallation;
  }
  // Before the output is opened, so that nothing that it makes is taken for input.
  const std::vector<std::string> files = list_inputs(options.inputs, options.output);
  if (files.empty()) return fail(Status(Code::kNotFound, "no files in " + options.inputs.front()));
  Result<Output> output = Output::open(options.output);
  if (!output.ok()) return fail_writing(output.status());
  // A connection of its own for the ingest thread.
  Result<Store> known = Store::open(output->store_path(), Store::Mode::kReadOnly);
  if (!known.ok()) return fail_writing(known.status());

  const int cores = static_cast<int>(std::thread::hardware_concurrency());  // 0 when unknown
  const int jobs = options.jobs > 0 ? options.jobs : std::clamp(cores, 1, kMaxJobs);
  handle_signals();

  RunCounts counts;
  ErrorLog errors(options.output + "/errors.jsonl");
  Progress progress(options.quiet);
  Status written;
  Timings timings;
  const double begun = processor_seconds();
  {
    Pipeline pipeline(options, *reader, jobs, timings);
    std::vector<std::jthread> threads;
    const AbandonAtExit abandon(pipeline);  // after `threads`: destroyed before they are joined
    threads.emplace_back([&] { pipeline.ingest(files, *format, *known); });
    for (int i = 0; i < jobs; ++i) threads.emplace_back([&] { pipeline.read(); });
    written = write_outcomes(pipeline, threads.front(), *output, errors, progress, counts);
  }
  progress.clear();
  counts.seconds = progress.seconds();
  if (!written.ok()) {
    const int code = fail_writing(written);
    std::fprintf(stderr, "dragoman: %lld stories of this run are safe in %s; the same command goes on from there\n",
                 static_cast<long long>(output->added()), options.output.c_str());
    return code;
  }
  if (!options.quiet) {
    Result<std::string> summary = summarize(*output, counts, counts.failed > 0 ? errors.path() : "");
    if (!summary.ok()) return fail_writing(summary.status());
    std::fputs(summary->c_str(), stdout);
  }
  if (options.timings) std::fputs(timings_table(timings, processor_seconds() - begun).c_str(), stdout);
  if (stop_signal != 0) {
    std::fputs("dragoman: interrupted; the same command goes on from here\n", stderr);
    return kInterrupted;
  }
  if (counts.coded + counts.repeated == 0) {
    std::fprintf(stderr, "dragoman: nothing could be read%s%s\n",
                 counts.first_error.empty() ? "" : "; first error: ", counts.first_error.c_str());
    return kNothingRead;
  }
  return counts.failed > 0 ? kSomeFailed : kOk;
}

}  // namespace dragoman::cli
