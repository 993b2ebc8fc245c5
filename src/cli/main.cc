// Arguments to verbs. The only file that sees CLI11.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <string>

#include "base/date.h"
#include "cli/printable.h"
#include "cli/verbs.h"
#include "knowledge/state_codes.h"

namespace dragoman::cli {

int fail(const Status& status) {
  std::fprintf(stderr, "dragoman: %s\n", printable(status.message()).c_str());
  switch (status.code()) {
    case Code::kOk:
      return kOk;
    case Code::kInvalidArgument:
      return kUsage;
    case Code::kNotFound:
    case Code::kUnreadable:
    case Code::kBadInput:
      return kNothingRead;
    case Code::kNoSpace:
      return kCannotWrite;
    case Code::kCorrupt:
      return kInstallation;
    case Code::kInternal:
      return kDefect;
  }
  return kDefect;
}

namespace {

const CLI::Validator kIsoDate(
    [](std::string& text) {
      const bool good = text.size() == 10 && parse_iso(text).has_value();
      return good ? std::string() : "'" + text + "' is no date of the form 2021-12-15";
    },
    "DATE");

const char* const kFormats[] = {"auto", "text", "html", "feed", "jsonl"};

void add_reader_options(CLI::App* verb, ReaderOptions& options) {
  verb->add_option("--model", options.model_dir, "Folder of the language model (default: the one installed)")
      ->type_name("DIR");
  verb->add_option("--lexicon", options.lexicon_dirs,
                   "Folder of frames that add to and override the lexicon; may be repeated")
      ->type_name("DIR");
  verb->add_option("--min-confidence", options.min_confidence,
                   "Leave out events below this confidence (default 0.3; 0 keeps all)")
      ->check(CLI::Range(0.0, 1.0))
      ->type_name("P");
  verb->add_flag(
      "--no-inferred-date", [&options](int64_t) { options.infer_date = false; },
      "Leave the date open where a story does not give it, instead of inferring it from its text");
  using Precision = ReaderOptions::Precision;
  verb->add_option_function<std::string>(
          "--precision",
          [&options](const std::string& name) {
            options.precision = name == "int8" ? Precision::kInt8 : name == "f32" ? Precision::kF32 : Precision::kAuto;
          },
          "Numbers the model computes in: auto (int8 on CPUs with VNNI, else f32), int8 or f32")
      ->check(CLI::IsMember({"auto", "int8", "f32"}))
      ->type_name("KIND");
}

void add_format(CLI::App* verb, std::string& format) {
  verb->add_option("--format", format, "auto (by content), text, html, feed or jsonl")
      ->check(CLI::IsMember(std::vector<std::string>(std::begin(kFormats), std::end(kFormats))))
      ->type_name("KIND");
}

void add_published(CLI::App* verb, std::string& published) {
  verb->add_option("--published", published, "Day of publication, over what the story says")
      ->check(kIsoDate)
      ->type_name("DATE");
}

// Each of these adds one verb and what it takes; its options are filled when the arguments are parsed.
const CLI::App* add_code(CLI::App& app, CodeOptions& code) {
  CLI::App* verb =
      app.add_subcommand("code", "Read stories and write records.jsonl and dragoman.db; goes on where it stopped");
  verb->add_option("INPUT", code.inputs, "Files, folders (all that is in them), or - for standard input")->required();
  verb->add_option("-o,--output", code.output, "Folder for the output; made if need be")->required()->type_name("DIR");
  verb->add_option("-j,--jobs", code.jobs, "Stories read at once, at most 64 (default: one a CPU core)")
      ->check(CLI::Range(1, kMaxJobs))
      ->type_name("N");
  verb->add_option("--fields", code.fields,
                   "JSONL: which field holds what: text=body,headline=title,published=date,uri=url")
      ->type_name("MAP");
  verb->add_option("--limit", code.limit, "Take only the first N stories of the input")
      ->check(CLI::PositiveNumber)
      ->type_name("N");
  verb->add_flag("-q,--quiet", code.quiet, "No progress and no summary");
  verb->add_flag("--timings", code.timings, "At the end print the processor seconds of each part");
  add_format(verb, code.format);
  add_published(verb, code.published);
  add_reader_options(verb, code.reader);
  return verb;
}

const CLI::App* add_read(CLI::App& app, StoryArguments& read) {
  CLI::App* verb = app.add_subcommand("read", "Show the record of one story for people");
  verb->add_option("STORY", read.story, "A file, or - for standard input")->required();
  verb->add_option("--nth", read.nth, "Which story of the file (default 1)")
      ->check(CLI::PositiveNumber)
      ->type_name("N");
  verb->add_flag("--json", read.json, "Print the record as JSON instead");
  add_format(verb, read.format);
  add_published(verb, read.published);
  add_reader_options(verb, read.reader);
  return verb;
}

const CLI::App* add_explain(CLI::App& app, StoryArguments& explain) {
  CLI::App* verb = app.add_subcommand("explain", "Show why the rows of a story are there");
  verb->add_option("STORY", explain.story, "A file, or - for standard input")->required();
  verb->add_option("ROW", explain.row, "An id such as e3, q1, f2 or a4 (default: everything)");
  add_published(verb, explain.published);
  add_reader_options(verb, explain.reader);
  return verb;
}

const CLI::App* add_doctor(CLI::App& app, ReaderOptions& doctor) {
  CLI::App* verb = app.add_subcommand("doctor", "Check the installation: versions, model, CPU, what is missing");
  add_reader_options(verb, doctor);
  return verb;
}

CLI::App& add_lexicon(CLI::App& app) {
  CLI::App* verb = app.add_subcommand("lexicon", "Check, count or compare event frames");
  verb->require_subcommand(1);
  return *verb;
}

const CLI::App* add_lexicon_check(CLI::App& lexicon, ReaderOptions& options) {
  CLI::App* verb = lexicon.add_subcommand("check", "Read the example sentences of all frames and compare the rows");
  add_reader_options(verb, options);
  return verb;
}

const CLI::App* add_lexicon_stats(CLI::App& lexicon, LexiconArguments& stats) {
  CLI::App* verb = lexicon.add_subcommand(
      "stats", "Count frames and triggers, or how often each frame fires and is right on a corpus");
  verb->add_option("CORPUS", stats.corpus, "A folder of annotated stories, or a GSR file (docs/eval.md)");
  verb->add_flag("--rows", stats.rows, "Print every row as tab-separated values instead");
  add_reader_options(verb, stats.reader);
  return verb;
}

const CLI::App* add_lexicon_diff(CLI::App& lexicon, LexiconArguments& diff) {
  CLI::App* verb = lexicon.add_subcommand("diff", "Rows that lexicon B adds on a corpus and loses, against lexicon A");
  verb->add_option("A", diff.before, "A folder of frames, or - for the installed lexicon alone")->required();
  verb->add_option("B", diff.after, "The same")->required();
  verb->add_option("CORPUS", diff.corpus, "A folder of annotated stories, or a GSR file (docs/eval.md)")->required();
  add_reader_options(verb, diff.reader);
  return verb;
}

const CLI::App* add_who(CLI::App& app, WhoArguments& who) {
  CLI::App* verb = app.add_subcommand("who", "Look up a person, an office, an organisation or a country in the tables");
  verb->add_option("NAME", who.name, "\"Xi\", \"foreign minister of Georgia\", \"NATO\", \"Peru\"")->required();
  verb->add_option("--date", who.date, "Only what holds on that day")->check(kIsoDate)->type_name("DATE");
  verb->add_flag("--json", who.json, "One line of JSON for each answer");
  return verb;
}

const CLI::App* add_convert(CLI::App& app, ConvertArguments& convert) {
  const std::vector<std::string> lists(std::begin(kCodeLists), std::end(kCodeLists));
  CLI::App* verb = app.add_subcommand("convert", "Convert codes and names of states, valid on a day");
  verb->add_option("CODE", convert.codes, "Codes or names; - for one a line of standard input")->required();
  verb->add_option("--date", convert.date, "Only codes that hold on that day")->check(kIsoDate)->type_name("DATE");
  verb->add_option("--from", convert.from, "The list that the codes are of (default: any)")
      ->check(CLI::IsMember(lists))
      ->type_name("LIST");
  verb->add_option("--to", convert.to, "Print only the code of this list")
      ->check(CLI::IsMember(lists))
      ->type_name("LIST");
  verb->add_flag("--json", convert.json, "One line of JSON for each state");
  return verb;
}

const CLI::App* add_eval(CLI::App& app, EvalArguments& eval) {
  CLI::App* verb = app.add_subcommand("eval", "Score the engine against gold of your own, from raw text");
  verb->add_option("KIND", eval.kind,
                   "ud (CoNLL-U), names (token and tag a line), quotes (PolNeAR), stories or gsr (rows as JSON)")
      ->required()
      ->check(CLI::IsMember({"ud", "names", "quotes", "stories", "gsr"}));
  verb->add_option("GOLD", eval.gold, "ud, gsr: a file; names, quotes, stories: a folder (docs/eval.md)")->required();
  verb->add_flag("--candidates", eval.candidates,
                 "names, quotes, stories: list instead what names, contents of quotes and sides of events are "
                 "chosen from, with features (docs/model.md, docs/lexicon.md)");
  add_reader_options(verb, eval.reader);
  return verb;
}

int run(int argc, char** argv) {
  CLI::App app{
      "Reads English newswire and writes an auditable record: who did what to whom, when, where, and who said so."};
  app.name("dragoman");
  app.set_version_flag("--version", "dragoman " DRAGOMAN_VERSION);
  app.require_subcommand(1);
  app.footer(
      "Exit codes: 0 done, 1 some stories failed, 2 wrong arguments, 3 nothing could be read, 4 output cannot be "
      "written,\n"
      "5 installation incomplete, 70 a defect, 130 interrupted. Full reference: docs/cli.md");

  // In the order of the help.
  CodeOptions code;
  StoryArguments read, explain;
  ReaderOptions doctor, check;
  LexiconArguments stats, diff;
  WhoArguments who;
  ConvertArguments convert;
  EvalArguments eval;
  const CLI::App* code_verb = add_code(app, code);
  const CLI::App* read_verb = add_read(app, read);
  const CLI::App* explain_verb = add_explain(app, explain);
  const CLI::App* doctor_verb = add_doctor(app, doctor);
  CLI::App& lexicon = add_lexicon(app);
  const CLI::App* check_verb = add_lexicon_check(lexicon, check);
  const CLI::App* stats_verb = add_lexicon_stats(lexicon, stats);
  const CLI::App* diff_verb = add_lexicon_diff(lexicon, diff);
  const CLI::App* who_verb = add_who(app, who);
  const CLI::App* convert_verb = add_convert(app, convert);
  const CLI::App* eval_verb = add_eval(app, eval);

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kOk : kUsage;
  }
  if (*code_verb) return run_code(code);
  if (*read_verb) return run_read(read);
  if (*explain_verb) return run_explain(explain);
  if (*doctor_verb) return run_doctor(doctor);
  if (*check_verb) return run_lexicon_check(check);
  if (*stats_verb) return run_lexicon_stats(stats);
  if (*diff_verb) return run_lexicon_diff(diff);
  if (*who_verb) return run_who(who);
  if (*convert_verb) return run_convert(convert);
  if (*eval_verb) return run_eval(eval);
  return kDefect;  // a verb that nobody runs
}

}  // namespace
}  // namespace dragoman::cli

int main(int argc, char** argv) {
  try {
    return dragoman::cli::run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "dragoman: internal error: %s\n", error.what());
    return dragoman::cli::kDefect;
  }
}
