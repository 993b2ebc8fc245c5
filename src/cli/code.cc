// `dragoman code`: a pipeline of three kinds of threads.
//
//   ingest (one)  -> a queue of stories, numbered in input order -> readers (--jobs) -> results by number -> writer
//   (the main thread)
//
// The writer takes results in input order, so the output does not depend on --jobs. The ingest thread waits while too
// many stories are under way, which bounds memory. A story that the output folder already has, or that came earlier in
// this run, is only counted: that is what resuming is. The writer commits every kBatch stories or kBatchTime, whichever
// comes first.
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <cstdio>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/inputs.h"
#include "cli/summary.h"
#include "cli/verbs.h"
#include "ingest/ingest.h"
#include "reading/read_story.h"
#include "store/output.h"

namespace dragoman::cli {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int64_t kBatch = 64;
constexpr auto kBatchTime = std::chrono::seconds(2);
constexpr int kUnderWay = 8;          // stories under way for each job
constexpr int64_t kShownErrors = 20;  // on standard error; all are in errors.jsonl

volatile std::sig_atomic_t stop_signal = 0;
void on_signal(int signal) {
  stop_signal = signal;
  std::signal(signal, SIG_DFL);  // the second one ends the process at once
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
  Pipeline(const CodeOptions& options, const Reader& reader, int jobs)
      : options_(options), reader_(reader), jobs_(jobs) {}

  // Called by the ingest thread -----------------------------------------------------------------
  void ingest(const std::vector<std::string>& files, Format format, Store& known) {
    for (const std::string& file : files) {
      if (!keep_going()) break;
      const IngestOptions options{.format = format, .uri = file, .field_map = options_.fields};
      Status status = ingest_file(file, options, [&](Result<Story> story) {
        if (!story.ok()) {
          deliver_error(file, story.status());
        } else {
          take(*std::move(story), known);
        }
        return keep_going();
      });
      if (!status.ok()) deliver_error(file, status);
    }
    std::lock_guard lock(mutex_);
    ingest_done_ = true;
    changed_.notify_all();
  }

  // Called by each reader thread ----------------------------------------------------------------
  void read() {
    while (std::optional<Task> task = next_task()) {
      Result<Record> record = read_story(reader_, task->story, {.uri = "", .published = options_.published});
      Outcome outcome;
      outcome.uri = task->story.source.uri;
      if (record.ok()) {
        outcome.kind = Outcome::kRecord;
        outcome.record = *std::move(record);
      } else {
        outcome.status = record.status().at(outcome.uri);
      }
      deliver(task->number, std::move(outcome));
    }
  }

  // Called by the writer -------------------------------------------------------------------------
  enum class Next { kOutcome, kWaiting, kFinished };
  // The next outcome in input order; kWaiting after `patience` without one.
  Next next_outcome(std::chrono::milliseconds patience, Outcome& outcome) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, patience,
                      [&] { return outcomes_.contains(taken_) || (ingest_done_ && taken_ == numbers_); });
    auto found = outcomes_.find(taken_);
    if (found == outcomes_.end()) return ingest_done_ && taken_ == numbers_ ? Next::kFinished : Next::kWaiting;
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
  // Drops all that is not read yet and lets the threads end.
  void abandon() {
    std::lock_guard lock(mutex_);
    abandoned_ = true;
    tasks_.clear();
    changed_.notify_all();
  }

 private:
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
    std::unique_lock lock(mutex_);
    if (!promise(lock, number)) return;
    ++stories_;
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
  std::condition_variable changed_;
  std::deque<Task> tasks_;
  std::map<int64_t, Outcome> outcomes_;
  std::set<std::string> ids_under_way_;  // taken in this run and not yet committed
  int64_t numbers_ = 0;                  // outcomes promised so far
  int64_t taken_ = 0;                    // outcomes the writer has taken
  int64_t stories_ = 0;
  bool ingest_done_ = false;
  bool abandoned_ = false;
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

// Takes outcomes in order until the input ends or the output fails.
Status write_outcomes(Pipeline& pipeline, Output& output, ErrorLog& errors, Progress& progress, RunCounts& counts) {
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
    if (next == Pipeline::Next::kFinished) return commit();
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
            std::fprintf(stderr, "dragoman: %s\n", outcome.status.message().c_str());
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

// An error while writing is about the output, whatever its code.
int fail_writing(const Status& status) {
  const int code = fail(status);
  return code == kDefect ? kDefect : kCannotWrite;
}

}  // namespace

int run_code(const CodeOptions& options) {
  Result<Format> format = format_of(options.format);
  if (!format.ok()) return fail(format.status());
  Result<Reader> reader = Reader::open(options.reader);
  if (!reader.ok()) {
    fail(reader.status());
    return kInstallation;
  }
  Result<Output> output = Output::open(options.output);
  if (!output.ok()) return fail_writing(output.status());
  const std::vector<std::string> files = list_inputs(options.inputs, options.output);
  if (files.empty()) return fail(Status(Code::kNotFound, "no files in " + options.inputs.front()));
  // A connection of its own for the ingest thread.
  Result<Store> known = Store::open(output->store_path(), Store::Mode::kReadOnly);
  if (!known.ok()) return fail_writing(known.status());

  const int jobs = options.jobs > 0 ? options.jobs : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  std::signal(SIGINT, on_signal);
  std::signal(SIGTERM, on_signal);

  RunCounts counts;
  ErrorLog errors(options.output + "/errors.jsonl");
  Progress progress(options.quiet);
  Status written;
  {
    Pipeline pipeline(options, *reader, jobs);
    std::vector<std::jthread> threads;
    threads.emplace_back([&] { pipeline.ingest(files, *format, *known); });
    for (int i = 0; i < jobs; ++i) threads.emplace_back([&] { pipeline.read(); });
    written = write_outcomes(pipeline, *output, errors, progress, counts);
    if (!written.ok()) pipeline.abandon();
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
