// `dragoman eval`: the installed engine against gold of your own, from raw text.
#include <cstdio>
#include <string>

#include "base/data_dir.h"
#include "cli/verbs.h"
#include "eval/eval.h"
#include "eval/records.h"
#include "language/language.h"
#include "reading/read_story.h"

namespace dragoman::cli {
namespace {

template <class Scores>
int print(const Result<Scores>& scores) {
  if (!scores.ok()) return fail(scores.status());
  std::fputs(to_table(*scores).c_str(), stdout);
  return kOk;
}

}  // namespace

int run_eval(const EvalArguments& arguments) {
  if (arguments.kind == "stories" || arguments.kind == "gsr") {
    Result<Reader> reader = Reader::open(arguments.reader);
    if (!reader.ok()) {
      fail(reader.status());
      return kInstallation;
    }
    return arguments.kind == "stories" ? print(eval_stories(*reader, arguments.gold))
                                       : print(eval_gsr(*reader, arguments.gold));
  }
  LanguageOptions options = language_options(arguments.reader, data_dir());
  options.span_candidates = arguments.candidates && arguments.kind == "quotes";
  Result<Language> language = Language::open(options);
  if (!language.ok()) {
    fail(language.status());
    return kInstallation;
  }
  if (arguments.kind == "ud") return print(eval_ud(*language, arguments.gold));
  if (arguments.kind == "names") return print(eval_names(*language, arguments.gold));
  if (options.span_candidates) {
    const Result<std::string> rows = quote_candidates(*language, arguments.gold);
    if (!rows.ok()) return fail(rows.status());
    std::fputs(rows->c_str(), stdout);
    return kOk;
  }
  return print(eval_quotes(*language, arguments.gold));
}

}  // namespace dragoman::cli
