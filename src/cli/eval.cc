// `dragoman eval`: the installed engine against gold of your own, from raw text.
#include <cstdio>
#include <string>

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

template <class Part>
int not_installed(const Result<Part>& part) {
  fail(part.status());
  return kInstallation;
}

// The candidates work without weights, and with those of another version, as they are what new ones are fitted on.
int names(const EvalArguments& arguments, const LanguageOptions& options, const Language& language) {
  const Result<Knowledge> knowledge = Knowledge::open(home_of(arguments.reader) + "/knowledge");
  if (!knowledge.ok()) return not_installed(knowledge);
  if (arguments.candidates) {
    const Result<SeenNames> seen = SeenNames::open(options.model_dir);
    if (!seen.ok()) return not_installed(seen);
    return print_rows(name_examples(language, *knowledge, *seen, arguments.gold));
  }
  const Result<NameModel> model = NameModel::open(options.model_dir);
  if (!model.ok()) return not_installed(model);
  return print(eval_names(language, *knowledge, *model, arguments.gold));
}

}  // namespace

int run_eval(const EvalArguments& arguments) {
  if (arguments.kind == "stories" || arguments.kind == "gsr") {
    Result<Reader> reader = Reader::open(arguments.reader);
    if (!reader.ok()) return not_installed(reader);
    if (arguments.candidates && arguments.kind == "stories") return print_rows(side_examples(*reader, arguments.gold));
    return arguments.kind == "stories" ? print(eval_stories(*reader, arguments.gold))
                                       : print(eval_gsr(*reader, arguments.gold));
  }
  LanguageOptions options = language_options(arguments.reader, home_of(arguments.reader));
  options.span_candidates = arguments.candidates && arguments.kind == "quotes";
  Result<Language> language = Language::open(options);
  if (!language.ok()) return not_installed(language);
  if (arguments.kind == "ud") return print(eval_ud(*language, arguments.gold));
  if (arguments.kind == "names") return names(arguments, options, *language);
  if (options.span_candidates) return print_rows(quote_candidates(*language, arguments.gold));
  return print(eval_quotes(*language, arguments.gold));
}

}  // namespace dragoman::cli
