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

int print_rows(const Result<std::string>& rows) {
  if (!rows.ok()) return fail(rows.status());
  std::fputs(rows->c_str(), stdout);
  return kOk;
}

int names(const EvalArguments& arguments, const Language& language) {
  const Result<Knowledge> knowledge = Knowledge::open(data_dir() + "/knowledge");
  const Result<NameModel> model = NameModel::open(language_options(arguments.reader, data_dir()).model_dir);
  if (!knowledge.ok() || !model.ok()) {
    fail(knowledge.ok() ? model.status() : knowledge.status());
    return kInstallation;
  }
  return print(eval_names(language, *knowledge, *model, arguments.gold));
}

// Works without weights, and with those of another version, as it is what new ones are fitted on.
int name_candidates(const EvalArguments& arguments, const Language& language) {
  const Result<Knowledge> knowledge = Knowledge::open(data_dir() + "/knowledge");
  const Result<SeenNames> seen = SeenNames::open(language_options(arguments.reader, data_dir()).model_dir);
  if (!knowledge.ok() || !seen.ok()) {
    fail(knowledge.ok() ? seen.status() : knowledge.status());
    return kInstallation;
  }
  return print_rows(name_examples(language, *knowledge, *seen, arguments.gold));
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
  if (arguments.kind == "names" && arguments.candidates) return name_candidates(arguments, *language);
  if (arguments.kind == "names") return names(arguments, *language);
  if (options.span_candidates) return print_rows(quote_candidates(*language, arguments.gold));
  return print(eval_quotes(*language, arguments.gold));
}

}  // namespace dragoman::cli
