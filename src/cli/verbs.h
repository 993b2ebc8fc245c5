// The verbs of the command line, one file each. main.cc fills the options from the arguments and
// returns what the verb returns.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "dragoman/reader.h"

namespace dragoman::cli {

// Exit codes, documented in docs/cli.md. Do not change the values.
enum Exit : int {
  kOk = 0,
  kSomeFailed = 1,     // some stories or files could not be read; the others were
  kUsage = 2,          // the arguments make no sense
  kNothingRead = 3,    // no story could be read
  kCannotWrite = 4,    // the output cannot be written: disk full, no permission, another run is writing there
  kInstallation = 5,   // model, lexicon or knowledge missing or damaged
  kDefect = 70,        // an error of Dragoman's own
  kInterrupted = 130,  // stopped by a signal; what was committed stays, and the same command goes on
};

// More threads than that only take memory.
inline constexpr int kMaxJobs = 64;

struct CodeOptions {
  ReaderOptions reader;
  std::vector<std::string> inputs;
  std::string output;
  std::string published;
  std::string format = "auto";
  std::string fields;
  int64_t limit = 0;  // stories taken from the input; 0 = all
  int jobs = 0;       // stories read at once, at most kMaxJobs; 0 = one a CPU core
  bool quiet = false;
  bool timings = false;  // print the processor seconds of each room at the end
};
int run_code(const CodeOptions& options);

struct StoryArguments {
  ReaderOptions reader;
  std::string story;  // file, or "-"
  std::string row;    // explain: "e3"; empty for all
  std::string published;
  std::string format = "auto";
  bool json = false;  // read: the record's JSON instead
  int64_t nth = 1;    // which story of the file
};
int run_read(const StoryArguments& arguments);
int run_explain(const StoryArguments& arguments);

int run_doctor(const ReaderOptions& options);
int run_lexicon_check(const ReaderOptions& options);

struct LexiconArguments {
  ReaderOptions reader;
  std::string corpus;         // stats: empty to count frames and triggers only
  std::string before, after;  // diff: folders of frames, or "-" for the installed lexicon
  bool rows = false;          // stats: every row as TSV
};
int run_lexicon_stats(const LexiconArguments& arguments);
int run_lexicon_diff(const LexiconArguments& arguments);

struct EvalArguments {
  ReaderOptions reader;
  std::string kind;         // ud, names, quotes, stories or gsr
  std::string gold;         // file or folder
  bool candidates = false;  // names, quotes, stories: what is chosen from, instead of scores
};
int run_eval(const EvalArguments& arguments);

struct WhoArguments {
  std::string name;
  std::string date;  // ISO day; empty: at any time
  bool json = false;
};
int run_who(const WhoArguments& arguments);

struct ConvertArguments {
  std::vector<std::string> codes;  // "-": a code a line of standard input
  std::string date;                // ISO day; empty: at any time
  std::string from;                // list in which the codes are looked up; empty: all
  std::string to;                  // print only the code of this list; empty: all
  bool json = false;
};
int run_convert(const ConvertArguments& arguments);

// Says why on standard error and gives the exit code that goes with the status.
int fail(const Status& status);

}  // namespace dragoman::cli
