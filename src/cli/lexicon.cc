// `dragoman lexicon`: the event frames. `check` reads every example sentence that the frames carry and compares the
// rows; `stats` counts what there is, or what the frames do on a corpus; `diff` compares two lexicons on one.
#include <algorithm>
#include <cstdio>

#include "cli/verbs.h"
#include "eval/frames.h"
#include "knowledge/cameo.h"
#include "reading/events/lexicon.h"
#include "reading/read_story.h"

namespace dragoman::cli {

static Result<Lexicon> open_lexicon(const ReaderOptions& options) {
  const std::string home = home_of(options);
  return Lexicon::open(home + "/lexicon/en", options.lexicon_dirs);
}

// An error in a lexicon is in the user's own text as likely as in ours: its message names file and line.
int run_lexicon_check(const ReaderOptions& options) {
  Result<Lexicon> lexicon = open_lexicon(options);
  if (!lexicon.ok()) {
    fail(lexicon.status());
    return kInstallation;
  }
  Result<Reader> reader = Reader::open(options);
  if (!reader.ok()) {
    fail(reader.status());
    return kInstallation;
  }
  LexiconReport report;
  const Status status = check_lexicon(
      *lexicon, [&](std::string_view text) { return reader->read_text(text); }, &report);
  if (!status.ok()) return fail(status);
  for (const std::string& failure : report.failures) std::printf("%s\n", failure.c_str());
  std::printf("%d examples, %d failed, %d known to fail\n", report.examples, report.failed, report.known);
  return report.failed > 0 ? kSomeFailed : kOk;
}

// How many of the CAMEO codes of the sixteen types the lexicon gives, and which it does not. A code that ends in 0 says
// no more than the one without it, and 01 (statements) is no event.
static int print_codes(const Lexicon& lexicon, const ReaderOptions& options) {
  const std::string home = home_of(options);
  Result<Cameo> cameo = Cameo::open(home + "/knowledge");
  if (!cameo.ok()) {
    fail(cameo.status());
    return kInstallation;
  }
  const std::vector<std::string> given = lexicon.codes();
  std::string missing;
  int all = 0, have = 0;
  for (const CameoCode& code : cameo->codes()) {
    if (code.code.starts_with("01") || code.code.ends_with('0')) continue;
    ++all;
    if (std::binary_search(given.begin(), given.end(), code.code))
      ++have;
    else
      missing += " " + code.code;
  }
  std::printf("codes     %d of %d%s%s\n", have, all, missing.empty() ? "" : "; without a line:", missing.c_str());
  return kOk;
}

int run_lexicon_stats(const LexiconArguments& arguments) {
  Result<Lexicon> lexicon = open_lexicon(arguments.reader);
  if (!lexicon.ok()) {
    fail(lexicon.status());
    return kInstallation;
  }
  if (arguments.corpus.empty()) {
    std::printf("lexicon   %s\nframes    %zu\ntriggers  %zu\n", lexicon->version().c_str(), lexicon->frame_count(),
                lexicon->trigger_count());
    return print_codes(*lexicon, arguments.reader);
  }
  Result<Reader> reader = Reader::open(arguments.reader);
  if (!reader.ok()) {
    fail(reader.status());
    return kInstallation;
  }
  Result<std::vector<JudgedRow>> rows = judge_corpus(*reader, arguments.corpus);
  if (!rows.ok()) return fail(rows.status());
  std::fputs((arguments.rows ? rows_table(*rows) : frame_table(*rows)).c_str(), stdout);
  return kOk;
}

int run_lexicon_diff(const LexiconArguments& arguments) {
  std::vector<JudgedRow> judged[2];
  const std::string* folders[2] = {&arguments.before, &arguments.after};
  for (int side = 0; side < 2; ++side) {
    ReaderOptions options = arguments.reader;
    if (*folders[side] != "-") options.lexicon_dirs.push_back(*folders[side]);
    Result<Reader> reader = Reader::open(options);
    if (!reader.ok()) {
      fail(reader.status());
      return kInstallation;
    }
    Result<std::vector<JudgedRow>> rows = judge_corpus(*reader, arguments.corpus);
    if (!rows.ok()) return fail(rows.status());
    judged[side] = *std::move(rows);
  }
  std::fputs(diff_table(judged[0], judged[1]).c_str(), stdout);
  return kOk;
}

}  // namespace dragoman::cli
