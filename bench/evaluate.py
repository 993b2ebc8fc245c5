"""`make eval`: codes the development sets with the installed program, scores them, checks the invariants of every record, and writes the
tables into docs/results.md between its markers.

Data and scorers are not part of this repository: DRAGOMAN_DATA (default ../shared/data) and DRAGOMAN_EVAL (default ../shared/eval) name their
folders. A set that is not there is left out, and said so.
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from results import write_section
from score_times import SETS as TIME_SETS
from score_times import code as code_times
from score_times import read_folder as meantime_documents
from score_times import score as score_times
from toponyms import read_gold
from toponyms import score as score_toponyms

ROOT = pathlib.Path(__file__).resolve().parent.parent
DATA = pathlib.Path(os.environ.get("DRAGOMAN_DATA", ROOT / "../shared/data"))
SCORERS = pathlib.Path(os.environ.get("DRAGOMAN_EVAL", ROOT / "../shared/eval"))
OUT = ROOT / "build" / "eval"
DRAGOMAN = os.environ.get("DRAGOMAN", pathlib.Path(sys.executable).parent / "dragoman")

sys.path.insert(0, str(ROOT / "tests"))
from invariants import raw_violations, violations  # noqa: E402


def code(name, inputs, *options):
    """Codes `inputs` anew into OUT/name and gives the records."""
    folder = OUT / name
    shutil.rmtree(folder, ignore_errors=True)
    done = subprocess.run([DRAGOMAN, "code", *inputs, "-o", folder, "--quiet", *options])
    if done.returncode != 0:
        print(f"{name}: dragoman code ended with {done.returncode}", file=sys.stderr)
    with open(folder / "records.jsonl", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def save(name, rows):
    path = OUT / f"{name}.jsonl"
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return path


def score(script, *arguments):
    done = subprocess.run([sys.executable, SCORERS / script, *arguments], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{script}: {done.stderr}")
    return done.stdout


def percent(x):
    return f"{100 * x:.1f}"


def held(name, records, files=None):
    """Counts records that break an invariant; tells the first violations of each."""
    broken = 0
    for record in records:
        wrong = violations(record)
        if files:
            wrong += raw_violations(record, pathlib.Path(record["source"]["uri"]).read_bytes(), "text")
        broken += bool(wrong)
        for message in wrong[:2]:
            print(f"{name}: {record['source']['uri']}: {message}", file=sys.stderr)
    return f"{len(records)} records of {name}, {broken} break an invariant"


def stories():
    files = sorted((DATA / "stories" / "dev").glob("*.txt"))
    records = code("stories", files)
    result = json.loads(score("score_stories.py", DATA / "stories" / "dev", OUT / "stories" / "records.jsonl", "--json"))
    lines = ["### Stories (48 annotated newswire stories, `score_stories.py`)", "", "| | P | R | F1 | found of gold | predicted |", "|---|---|---|---|---|---|"]
    for name, row in result.items():
        if name not in ("accuracy", "types"):
            lines.append(f"| {name} | {percent(row['p'])} | {percent(row['r'])} | {percent(row['f1'])} | {row['tp']} of {row['gold']} | {row['pred']} |")
    lines += ["", "On rows whose type is right: " + ", ".join(f"{k} {percent(v)}" for k, v in result["accuracy"].items() if v is not None) + ".", "",
              "| type | P | R | F1 | found of gold | predicted |", "|---|---|---|---|---|---|"]
    for name, row in result["types"].items():
        lines.append(f"| {name} | {percent(row['p'])} | {percent(row['r'])} | {percent(row['f1'])} | {row['tp']} of {row['gold']} | {row['pred']} |")
    return lines + confidence(), held("stories", records, files)


def confidence():
    """What `dragoman eval stories` counts beyond the scorer: actors by name, and the rows by their confidence."""
    printed = run_dragoman("eval", "stories", DATA / "stories" / "dev", "--min-confidence", "0")
    shares = dict(re.findall(r"^  (country|sector) +([\d.]+)", run_dragoman("eval", "stories", DATA / "stories" / "dev"), re.MULTILINE))
    lines = ["", f"Actors on rows found (same name, `dragoman eval stories`): country {shares.get('country', '?')}, sector {shares.get('sector', '?')}.", "",
             "How far confidence can be trusted (`dragoman eval stories DIR --min-confidence 0`; its weights were fitted on these stories, see",
             "docs/lexicon.md):", "",
             "| confidence | rows | mean confidence, % | type right, % |", "|---|---|---|---|"]
    for low, high, right, rows, mean in re.findall(r"^  ([\d.]+) to ([\d.]+) +([\d.]+) +\d+ of (\d+), mean confidence ([\d.]+)", printed, re.MULTILINE):
        lines.append(f"| {low} to {high} | {rows} | {100 * float(mean):.0f} | {right} |")
    return lines


def gsr():
    gold = DATA / "plover" / "gsr_dev.json"
    inputs = [json.loads(line) for line in score("score_gsr.py", gold, "--dump-inputs").splitlines()]
    path = save("gsr-inputs", inputs)
    records = code("gsr", [path], "--fields", "uri=id,published=date,text=text")
    # The engine keeps equal texts once; the gold may hold one text under two ids.
    by_text = {r["text"].strip(): r for r in records}
    rows = []
    for item in inputs:
        record = by_text.get(item["text"].strip())
        if record:
            rows.append(record | {"source": record["source"] | {"uri": item["id"]}})
    predicted = OUT / "gsr.pred.jsonl"
    predicted.write_text(score("convert_records.py", "gsr", save("gsr-records", rows)), encoding="utf-8")
    result = json.loads(score("score_gsr.py", gold, predicted, "--json"))
    lines = ["### PLOVER gold records (168 sentences, `score_gsr.py`)", "", "| | " + " | ".join(("type", "source", "target", "dyad", "triple")) + " | sector |",
             "|---|" + "---|" * 6]
    for name in ("strict", "focal"):
        cells = ["/".join(f"{x:.1f}" for x in result[name][k]) for k in ("type", "source", "target", "dyad", "triple")]
        lines.append(f"| {name} P/R/F1 | " + " | ".join(cells) + f" | {result[name]['sector_acc'][0]} |")
    lines += ["", f"All three right in one event: {result['any']} % of {result['records_with_dyad']}; "
                  f"{result['records_coded']} of {result['records']} sentences gave an event, {result['events_predicted']} events."]
    return lines, held("GSR", records)


def quotes():
    folder = DATA / "polnear" / "dev"
    files = sorted((folder / "text").glob("*.txt"))
    records = code("polnear", files)
    mapped = [to_file_offsets(r) for r in records]
    predicted = OUT / "polnear.pred.jsonl"
    predicted.write_text(score("convert_records.py", "quotes", save("polnear-records", mapped)), encoding="utf-8")
    return ["### Quotes (PolNeAR development articles, `score_quotes.py`)", "", "```", score("score_quotes.py", folder, predicted).rstrip(), "```"], \
        held("PolNeAR", records, files)


def to_file_offsets(record):
    """The record with quote spans in code points of the file, by raw_spans, for gold that counts in the file."""
    data = pathlib.Path(record["source"]["uri"]).read_bytes()
    if record["text"].encode() == data:
        return record
    at = {}  # code point of the text -> byte of the file
    for row in record["raw_spans"]:
        byte = row["raw_begin"]
        for i in range(row["begin"], row["end"]):
            at[i] = byte
            byte += len(record["text"][i].encode())

    def moved(span):
        if span is None:
            return None
        begin, last = at[span["begin"]], at[span["end"] - 1] + len(record["text"][span["end"] - 1].encode())
        begin, end = (len(data[:x].decode("utf-8", "replace")) for x in (begin, last))
        return {"begin": begin, "end": end}

    quotes = [q | {"content": [moved(s) for s in q["content"]], "cue": moved(q["cue"]), "speaker_span": moved(q["speaker_span"])} for q in record["quotes"]]
    return record | {"quotes": quotes}


def toponyms():
    gold = read_gold(DATA / "geoparsing" / "lgl.xml")
    path = save("lgl-inputs", [{"uri": name, "text": text} for name, text, _ in gold])
    records = code("lgl", [path], "--fields", "uri=uri,text=text")
    n = score_toponyms(gold, records)
    p, r = n["found"] / n["places"], n["found"] / n["toponyms"]
    return ["### Places (LGL, 588 articles of local news from raw text, `bench/toponyms.py`)", "",
            "| toponyms P | R | F1 | within 161 km, of those found | of all |", "|---|---|---|---|---|",
            "| " + " | ".join(map(percent, (p, r, 2 * p * r / (p + r), n["right"] / n["pointed"], n["right"] / n["with_point"]))) + " |", "",
            "The weights that decide between places of one name were learnt on this corpus (each half scores the other as well as itself:",
            "docs/places.md)."], \
        held("LGL", records)


def times():
    """TIMEX3 values from raw text on MEANTIME, which the rules were tuned on."""
    documents = meantime_documents(DATA / "meantime" / "intra_cross-doc_annotation")
    records = code_times(documents)
    lines = ["### Times (MEANTIME, 120 Wikinews articles, `bench/score_times.py`; tuned on)", "", "```"]
    for name, lists, types in TIME_SETS:
        lines.append(f"{name:<15} {score_times(documents, records, lists, types, 0)}")
    return lines + ["```"], held("MEANTIME", list(records.values()))


def knowledge():
    """The tables as `dragoman doctor` finds them, and how many expressions of our own with their answers the tests hold."""
    tables = re.findall(r"^  table +ok  (\S+)\.tsv, (\d+) rows", run_dragoman("doctor"), re.MULTILINE)
    gazetteer = re.search(r"^gazetteer +ok  (.*?)  \(", run_dragoman("doctor"), re.MULTILINE)
    cases = []
    for room in ("times", "places", "figures", "knowledge"):
        lines = [line for file in sorted((ROOT / "tests" / "cases" / room).glob("*.tsv"))
                 for line in file.read_text(encoding="utf-8").splitlines()[1:] if line.strip() and not line.startswith("#")]
        cases.append(f"{room} {len(lines)}")
    return ["### Knowledge", "", "Rows: " + ", ".join(f"{name} {int(rows):,}" for name, rows in tables) + ".",
            f"Gazetteer: {gazetteer[1] if gazetteer else 'missing'}.", "",
            "Expressions and questions of our own with their answers, which `make test` runs: " + ", ".join(cases) + "."]


# The sets of the language model: kind of eval, gold, what of its output goes into the table (name there, start of the line, column).
MODEL_SETS = (
    ("ud", "ud/EWT/test.conllu", [("EWT test " + x, x, 0) for x in ("LAS", "UAS", "UPOS", "lemmas", "sents")]),
    ("ud", "ud/GUM/test.conllu", [("GUM test " + x, x, 0) for x in ("LAS", "UAS", "UPOS", "lemmas", "sents")]),
    ("names", "en-worldwide/test", [("names, en-worldwide test", "all", 0)]),
    ("quotes", "polnear/dev", [(f"PolNeAR dev, {x} exact", x, 2) for x in ("source", "cue", "content")] +
     [(f"PolNeAR dev, link with source, content J >= 0.5, {x}", x, 8) for x in ("all", "direct", "indirect")]),
)


def model():
    """The language model from raw text on treebanks, names and attributions: what `dragoman eval` prints, int8 beside f32."""
    jobs = [(kind, name, precision) for kind, name, _ in MODEL_SETS if (DATA / name).exists() for precision in ("int8", "f32")]
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # each run has one thread
        printed = dict(zip(jobs, pool.map(lambda job: run_dragoman("eval", job[0], DATA / job[1], "--precision", job[2]), jobs)))
    lines = ["### The language model from raw text", "",
             "`dragoman eval KIND GOLD --precision int8|f32`, F1 by the definitions of the CoNLL 2018 evaluation for the treebanks. EWT, GUM and",
             "en-worldwide are test sets, never tuned on; PolNeAR's is the development set.", "",
             "| figure | int8 | f32 | `dragoman eval` |", "|---|---|---|---|"]
    for kind, name, figures in MODEL_SETS:
        if (kind, name, "int8") not in printed:
            continue
        for title, start, column in figures:
            cells = [figure_of(printed[kind, name, precision], start, column) for precision in ("int8", "f32")]
            lines.append(f"| {title} | {cells[0]} | {cells[1]} | `{kind} {name}` |")
    lines += ["", "In full, int8:", "", "```"]
    for kind, name, precision in jobs:
        if precision == "int8":
            lines += [f"dragoman eval {kind} {name} --precision int8", printed[kind, name, precision].rstrip(), ""]
    return lines[:-1] + ["```", ""]


def figure_of(printed, start, column):
    """The number in that column of the line that begins with `start`."""
    for line in printed.splitlines():
        if line.split()[:1] == [start]:
            return line.split()[1 + column]
    return "?"


def run_dragoman(*arguments):
    done = subprocess.run([DRAGOMAN, *map(str, arguments)], capture_output=True, text=True)
    return done.stdout if done.returncode == 0 else done.stderr


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    version = subprocess.run([DRAGOMAN, "doctor"], capture_output=True, text=True).stdout
    engine = next((line.split("ok")[1].split("  (loads")[0].strip() for line in version.splitlines() if line.startswith("model")), "unknown")
    lines, kept = [f"Engine: model {engine}.", "",
                   "Lexicon, rules and the weights of confidence were made looking at the stories and the PLOVER sentences, but the model was not",
                   "trained on the stories: expect less elsewhere.", ""], []
    for name, path, measure in (("stories", DATA / "stories", stories), ("GSR", DATA / "plover", gsr), ("PolNeAR", DATA / "polnear", quotes),
                                ("MEANTIME", DATA / "meantime", times), ("LGL", DATA / "geoparsing", toponyms)):
        if not path.exists() or not SCORERS.exists():
            print(f"{name}: {path} or {SCORERS} is not there: left out", file=sys.stderr)
            continue
        print(f"{name} ...", file=sys.stderr)
        section, invariants = measure()
        lines += section + [""]
        kept.append(invariants)
    print("the language model ...", file=sys.stderr)
    lines += knowledge() + [""] + model()
    if not kept:
        sys.exit("nothing to score: docs/results.md stays as it is")
    lines += ["### Invariants", ""] + [f"- {line}" for line in kept]
    write_section("eval", lines)
    print("\n".join(lines))


if __name__ == "__main__":
    main()
