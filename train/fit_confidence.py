"""Fits what makes up the confidence of a row: `confidence.txt` and the `prior` of frames and triggers.

    python3 -m train.fit_confidence --dev STORIES_DIR [--annotations EVENTS.jsonl --articles DIR] [--sentences SENTENCES.jsonl --table TSV]
                                    [--gsr FILE] [--plv FILE]
                                    [--program dragoman] [--lexicon lexicon/en] [--seen] [--write] [--report]

Runs `dragoman lexicon stats CORPUS --rows --min-confidence 0` on the development stories and on the stories annotated by
reading, whose text lies in DIR, and on the single sentences annotated so, which are lines of TSV, and fits a ridge-logistic model
of "this row is right" by Newton's method: a weight for each term, an effect of each frame, of each trigger that fired twice, and
of the set of stories.  Sentences with one labelled event each (a GSR file, PLV's table) teach too; they say nothing of the
other acts in a sentence, so that their wrong rows count for a part.  In a text of one sentence every term weighs a second weight more, as
such texts are about one act where stories tell of many.  With --seen the language model was trained on the
annotated stories and sentences: the terms that hold the model's opinion are then fitted on the other sets alone, on top of a fit of the other
terms and the effects to all sets.  --write puts weights (hundredths) into LEXICON/confidence.txt and
effects (tenths) into the frames.  --report prints precision, recall and the reliability table, cross-validated by story over
kFolds parts of the development stories.
"""
import argparse
import collections
import csv
import glob
import json
import os
import subprocess
import tempfile

import numpy as np
import scipy.linalg
import scipy.sparse

kFolds, kInnerFolds = 8, 6
kRidge, kEffectRidge = 1.0, 2.0
kSentenceWeight, kSentenceWrong = 0.6, 0.5
kAnnotatedSentenceWeight = 0.25
# PLV follows an older edition of the types: pairs of ours and its that are no error, and no proof.
kSame = {("CONCEDE", "YIELD"), ("RETREAT", "YIELD"), ("SANCTION", "COERCE"), ("COERCE", "ACCUSE"), ("COERCE", "ASSAULT"),
         ("CONSULT", "AGREE"), ("AGREE", "SUPPORT"), ("SUPPORT", "AGREE")}
kSeen = ("annotated", "sentences")
kLone = "lone:"  # before the name of a term: what is added to its weight in a text of one sentence
kModelTerms = ("head", "head-other", "model-alone", "model-head")
kModelTerms += tuple(kLone + t for t in kModelTerms)
# What weighs the same everywhere: a row of the model alone is as doubtful beside one labelled act as among many.
kNotLone = ("base", "model-alone")
# Where the one labelled event of a sentence is found, what is wanted or planned beside it is neither right nor wrong.
kBeside = ("wanted", "planned", "possible", "not", "denied")
kHead = """# What each term of a row's confidence weighs, in hundredths of log-odds (docs/lexicon.md says what the terms are).
# Written by train/fit_confidence.py; a line may be changed by hand.
"""


def write_story(folder, name, text, events):
    """NAME.txt beside NAME.json in `folder`, in the form of docs/eval.md."""
    open(f"{folder}/{name}.txt", "w", encoding="utf-8", newline="").write(text)
    json.dump({"events": [{"span": e["trigger"], "type": e["type"]} for e in events]}, open(f"{folder}/{name}.json", "w"))


def as_stories(annotations, articles, folder):
    """Stand-off annotations as stories in `folder`."""
    paths = {os.path.basename(p): p for p in glob.glob(f"{articles}/**/*.txt", recursive=True)}
    for line in open(annotations, encoding="utf-8"):
        story = json.loads(line)
        text = open(paths[story["file"]], encoding="utf-8").read() if story["file"] in paths else ""
        if len(text) != story["chars"] or text.startswith("{\\rtf"):
            continue
        write_story(folder, story["file"][:-4], text, story["events"])


def as_sentences(annotations, table, folder):
    """The same of single sentences, which are lines of a table."""
    lines = open(table, encoding="utf-8").read().split("\n")
    for line in open(annotations, encoding="utf-8"):
        sentence = json.loads(line)
        text = lines[sentence["line"] - 1].split("\t")[0]
        if len(text) != sentence["chars"]:
            continue
        write_story(folder, f"{sentence['line']:05}", text, sentence["events"])


def read_rows(program, corpus, name):
    out = subprocess.run([program, "lexicon", "stats", corpus, "--rows", "--min-confidence", "0"], check=True,
                         capture_output=True, text=True).stdout.split("\n")
    head = out[0].split("\t")
    rows, missed = [], collections.Counter()
    for line in out[1:]:
        row = dict(zip(head, line.split("\t")))
        if row.get("verdict") in ("missed", "other-type", "right"):
            missed[row["story"]] += 1  # acts of the gold
        if not line or row["verdict"] in ("missed", "unsure"):
            continue
        words = row["terms"].split()
        terms = dict(zip(words[::2], words[1::2]))
        trigger = terms.pop("trigger", "")
        terms.pop("prior", None)
        if "lone" in terms:
            terms |= {kLone + t: v for t, v in terms.items() if t not in kNotLone and not t.startswith("lone")}
        rows.append({"set": name, "story": row["story"], "frame": row["frame"],
                     "trigger": f"{row['frame']} {trigger}" if trigger else "", "right": row["verdict"] == "right", "type": row["type"],
                     "terms": {t: float(v) for t, v in terms.items()}})
    return rows, missed


def known(rows):
    """The rows of sentences with one labelled event each, without those of which the label says nothing."""
    found = {row["story"] for row in rows if row["right"]}
    return [r for r in rows if r["right"] or r["story"] not in found or not any(t in r["terms"] for t in kBeside)]


def read_plv(program, path):
    """PLV's sentences as a GSR file, judged; rows whose type an older edition calls by another name are left out."""
    root = {}
    with tempfile.TemporaryDirectory() as folder:
        rows = []
        for line in csv.DictReader(open(path, encoding="utf-8"), delimiter="\t"):
            root[line["sentence_id"]] = line["gold_root"]
            rows.append({"id": line["sentence_id"], "text": line["sentence"], "event": line["gold_root"], "source": [], "target": []})
        json.dump(rows, open(f"{folder}/plv.json", "w"))
        judged, _ = read_rows(program, f"{folder}/plv.json", "plv")
    return [row for row in judged if row["right"] or (row["type"], root[row["story"]]) not in kSame]


def newton(x, y, ridge, offset, weight):
    b = np.zeros(x.shape[1])
    for _ in range(40):
        p = 1 / (1 + np.exp(-(x @ b + offset)))
        curvature = (x.T @ x.multiply((weight * p * (1 - p))[:, None])).toarray() + np.diag(ridge)
        step = scipy.linalg.solve(curvature, x.T @ (weight * (y - p)) - ridge * b, assume_a="pos")
        b += step
        if np.abs(step).max() < 1e-6:
            break
    return b


def design(rows, columns):
    at = {c: i for i, c in enumerate(columns)}
    cells = {}
    for i, row in enumerate(rows):
        cells |= {(i, at["term", t]): v for t, v in row["terms"].items() if ("term", t) in at}
        keys = (("effect", row["frame"]), ("effect", row["trigger"]), ("set", row["set"]))
        cells |= {(i, at[key]): 1.0 for key in keys if key in at}
    ij = np.array(list(cells)).T
    return scipy.sparse.csr_array((list(cells.values()), ij), shape=(len(rows), len(columns)))


def weights_of(rows):
    def weight(row):
        if row["set"] in ("gsr", "plv"):
            return kSentenceWeight * (1 if row["right"] else kSentenceWrong)
        return kAnnotatedSentenceWeight if row["set"] == "sentences" else 1

    return np.array([weight(row) for row in rows])


def fit_terms(rows, terms):
    """-> weights of `terms`, effects of frames and triggers."""
    triggers = collections.Counter(row["trigger"] for row in rows if row["trigger"])
    effects = sorted({row["frame"] for row in rows} | {t for t, n in triggers.items() if n > 1})
    columns = [("term", t) for t in terms] + [("effect", e) for e in effects] + [("set", s) for s in ("annotated", "sentences", "gsr", "plv")]
    ridge = np.array([{"term": kRidge, "effect": kEffectRidge, "set": 0.1}[c[0]] if c[1] != "base" else 0.01 for c in columns])
    y = np.array([row["right"] for row in rows], float)
    b = newton(design(rows, columns), y, ridge, 0 * y, weights_of(rows))
    return ({c[1]: v for c, v in zip(columns, b) if c[0] == "term"}, {c[1]: v for c, v in zip(columns, b) if c[0] == "effect"})


def fit(rows, seen):
    """-> weights of all terms, effects of frames and triggers."""
    names = sorted({t for row in rows for t in row["terms"]})
    if not seen:
        return fit_terms(rows, names)
    # What the model's opinion adds, on the sets that it has not seen, to the sum of the rest, which counts for a part then. The rest is
    # taken from fits that have not seen the story: one that has would leave the model nothing to say.
    others = [n for n in names if n not in kModelTerms]
    own = [row for row in rows if row["set"] not in kSeen]
    stories = sorted({(row["set"], row["story"]) for row in own})
    part = {story: i % kInnerFolds for i, story in enumerate(stories)}
    rest = {}
    for k in range(kInnerFolds):
        out = {story for story in stories if part[story] == k}
        weights, effect = fit_terms([r for r in rows if (r["set"], r["story"]) not in out], others)
        rest |= {id(row): log_odds(row, weights, effect) for row in own if (row["set"], row["story"]) in out}
    columns = [("term", t) for t in kModelTerms if t in names] + [("term", "base"), ("set", "gsr"), ("set", "plv")]
    x = scipy.sparse.hstack([design(own, columns), np.array([[rest[id(row)]] for row in own])]).tocsr()
    ridge = np.array([0.3] * (len(columns) - 3) + [0.01, 0.1, 0.1, 0.3])
    b = newton(x, np.array([row["right"] for row in own], float), ridge, np.zeros(len(own)), weights_of(own))
    weights, effect = fit_terms(rows, others)
    weights = {t: v * b[-1] for t, v in weights.items()}
    effect = {e: v * b[-1] for e, v in effect.items()}
    for c, v in zip(columns, b):
        if c[0] == "term":
            weights[c[1]] = weights.get(c[1], 0) + v
    return weights, effect


def log_odds(row, weights, effect):
    return (sum(weights.get(t, 0) * v for t, v in row["terms"].items()) + effect.get(row["frame"], 0) +
            effect.get(row["trigger"], 0))


def report(rows, gold, seen):
    stories = sorted(gold)
    scored = []
    for k in range(kFolds):
        out = set(stories[k::kFolds])
        weights, effect = fit([r for r in rows if r["set"] != "dev" or r["story"] not in out], seen)
        for row in rows:
            if row["set"] == "dev" and row["story"] in out:
                scored.append((1 / (1 + np.exp(-log_odds(row, weights, effect))), row["right"]))
    acts = sum(gold.values())
    print("least confidence   P      R      F1")
    for least in np.arange(0.1, 0.75, 0.05):
        kept = [right for p, right in scored if p >= least]
        tp = sum(kept)
        print(f"{least:10.2f}      {100 * tp / max(1, len(kept)):5.1f}  {100 * tp / acts:5.1f}  {200 * tp / (len(kept) + acts):5.1f}")
    print("\n| confidence | rows | mean confidence | right |\n|---|---|---|---|")
    for low in np.arange(0, 1, 0.1):
        part = [(p, right) for p, right in scored if low <= p < low + 0.1]
        if part:
            print(f"| {low:.1f} to {low + 0.1:.1f} | {len(part)} | {np.mean([p for p, _ in part]):.2f} | {np.mean([r for _, r in part]):.2f} |")


def write(folder, weights, effect):
    weights = weights | {"model-alone": weights.get("model-alone", 0) + effect.get("model", 0)}
    with open(f"{folder}/confidence.txt", "w", encoding="utf-8") as out:
        out.write(kHead)
        for name in sorted({t.removeprefix(kLone) for t in weights}, key=lambda t: (t != "base", t)):
            more = f" {round(100 * weights[kLone + name]):+d}" if kLone + name in weights else ""
            out.write(f"{name} {round(100 * weights.get(name, 0)):+d}{more}\n")
    for path in sorted(glob.glob(f"{folder}/*.frames")):
        lines, frame = [], None
        for line in open(path, encoding="utf-8").read().split("\n"):
            key, _, value = line.partition(" ")
            if key == "frame":
                frame = value.split()[0]
                lines.append(line)
                tenths = round(10 * effect.get(frame, 0))
                if tenths:
                    lines.append(f"prior {tenths:+d}")
                continue
            if key == "prior":
                continue
            if key in ("verb", "noun", "adj", "aux"):
                triggers = []
                for trigger in value.split("|"):
                    words = [w for w in trigger.split() if not (w[0] in "+-" and w[1:].isdigit())]
                    tenths = round(10 * effect.get(f"{frame} {key}_{'_'.join(words)}", 0))
                    triggers.append(" ".join(words + ([f"{tenths:+d}"] if tenths else [])))
                line = f"{key} " + " | ".join(triggers)
            lines.append(line)
        open(path, "w", encoding="utf-8").write("\n".join(lines))


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--dev", required=True), ap.add_argument("--annotations"), ap.add_argument("--articles")
    ap.add_argument("--sentences"), ap.add_argument("--table"), ap.add_argument("--gsr"), ap.add_argument("--plv")
    ap.add_argument("--program", default="dragoman"), ap.add_argument("--lexicon", default="lexicon/en")
    ap.add_argument("--seen", action="store_true"), ap.add_argument("--write", action="store_true"), ap.add_argument("--report", action="store_true")
    o = ap.parse_args()
    rows, gold = read_rows(o.program, o.dev, "dev")
    if o.annotations:
        with tempfile.TemporaryDirectory() as folder:
            as_stories(o.annotations, o.articles, folder)
            rows += read_rows(o.program, folder, "annotated")[0]
    if o.sentences:
        with tempfile.TemporaryDirectory() as folder:
            as_sentences(o.sentences, o.table, folder)
            rows += read_rows(o.program, folder, "sentences")[0]
    if o.gsr:
        rows += known(read_rows(o.program, o.gsr, "gsr")[0])
    if o.plv:
        rows += known(read_plv(o.program, o.plv))
    print(f"{len(rows)} rows, {sum(r['right'] for r in rows)} right")
    if o.report:
        report(rows, gold, o.seen)
    weights, effect = fit(rows, o.seen)
    print("  ".join(f"{t} {v:+.2f}" for t, v in sorted(weights.items())))
    if o.write:
        write(o.lexicon, weights, effect)


if __name__ == "__main__":
    main()
