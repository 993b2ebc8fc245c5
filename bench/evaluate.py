"""`make eval`: codes the development sets with the installed program, scores them, checks the invariants of every record, and writes the
tables into docs/results.md between its markers.

Data and scorers are not part of this repository: DRAGOMAN_DATA (default ../shared/data) and DRAGOMAN_EVAL (default ../shared/eval) name their
folders. A set that is not there is left out, and said so.
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys

from results import write_section
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
    return lines, held("stories", records, files)


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


def model():
    """The language model from raw text on treebanks, names and attributions: what `dragoman eval` prints."""
    sets = (("ud", "ud/EWT/test.conllu"), ("ud", "ud/GUM/test.conllu"), ("names", "en-worldwide/test"), ("quotes", "polnear/dev"))
    lines = ["### The language model from raw text (`dragoman eval KIND FILE`; test sets, never tuned on, but for PolNeAR)", "", "```"]
    for kind, name in sets:
        if not (DATA / name).exists():
            continue
        done = subprocess.run([DRAGOMAN, "eval", kind, DATA / name], capture_output=True, text=True)
        lines += [f"dragoman eval {kind} {name}", (done.stdout if done.returncode == 0 else done.stderr).rstrip(), ""]
    return lines[:-1] + ["```", ""]


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    version = subprocess.run([DRAGOMAN, "doctor"], capture_output=True, text=True).stdout
    engine = next((line.split("ok")[1].split("  (loads")[0].strip() for line in version.splitlines() if line.startswith("model")), "unknown")
    lines, kept = [f"Engine: model {engine}.", "",
                   "The event head of the model has seen these stories and the rules were tuned on them: expect less elsewhere.", ""], []
    for name, path, measure in (("stories", DATA / "stories", stories), ("GSR", DATA / "plover", gsr), ("PolNeAR", DATA / "polnear", quotes),
                                ("LGL", DATA / "geoparsing", toponyms)):
        if not path.exists() or not SCORERS.exists():
            print(f"{name}: {path} or {SCORERS} is not there: left out", file=sys.stderr)
            continue
        section, invariants = measure()
        lines += section + [""]
        kept.append(invariants)
    lines += model()
    if not kept:
        sys.exit("nothing to score: docs/results.md stays as it is")
    lines += ["### Invariants", ""] + [f"- {line}" for line in kept]
    write_section("eval", lines)
    print("\n".join(lines))


if __name__ == "__main__":
    main()
