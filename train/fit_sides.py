"""Fits the weights by which the sides of an event are chosen (lexicon/en/sides.tsv; src/reading/events/sides.cc).

    python3 -m train.fit_sides DRAGOMAN ARTICLES_DIR EVENTS.jsonl STORIES_DIR [--write FILE] [--folds N]

DRAGOMAN is the program; EVENTS.jsonl (train/annotations) gives the spans of the sides in the files of ARTICLES_DIR; STORIES_DIR holds
annotated stories (NAME.txt, NAME.json) that name the actors of the sides. `dragoman eval stories DIR --candidates` lists for each row
all candidates and their features; a log-linear model is fitted that gives the right ones, among them nobody, the most weight (L-BFGS, L2).
The two annotations differ in how often they leave a side empty: the features of `nobody` and of what the rules imply have a copy for
the first, which is not written. --folds N: side accuracy on STORIES_DIR, cross-validated by story, before and after.
Needs numpy and scipy.
"""
import argparse
import collections
import glob
import json
import os
import re
import subprocess
import tempfile

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from train.fit_confidence import as_stories

kL2 = 3.0
kLeastCount = 4
kLeastWeight = 0.08
kStoryWeight = 4  # a row of STORIES_DIR counts so often
kMargins = {"S:": 0.75, "T:": 0.75}
kStop = set("the a an of and for in on to s mr mrs ms dr president minister prime government republic state".split())


def meet(a, b):
    return min(a[1], b[1]) > max(a[0], b[0])


def rows(program, folder):
    """-> of each NAME.txt of a folder its rows: span, type, candidates (actors, spans, features)."""
    run = subprocess.run([program, "eval", "stories", folder, "--candidates"], check=True, stdout=subprocess.PIPE, encoding="utf-8")
    out = {}
    for line in run.stdout.split("\n"):
        part = line.split("\t")
        if part[0] == "story":
            story = out[part[1]] = []
        elif part[0] == "row":
            story.append({"span": (int(part[1]), int(part[2])), "type": part[3], "candidates": []})
        elif part[0] == "candidate":
            actors = [a.rsplit("|", 2) for a in part[1].split(";") if a.count("|") >= 2]
            spans = [tuple(map(int, s.split("-"))) for s in part[2].split()]
            story[-1]["candidates"].append((actors, spans, part[3:]))
    return {name: [r for r in story if any(c[2] for c in r["candidates"])] for name, story in out.items()}


def letter(row):
    return next(f[:2] for c in row["candidates"] for f in c[2])


def words(name):
    all_words = set(re.findall(r"\w+", (name or "").casefold()))
    return all_words - kStop or all_words


def same(gold, actor):
    a, b = words(gold["name"]), words(actor[0])
    if a and b and (a <= b or b <= a):
        return True
    return bool(gold.get("country")) and gold["country"] == actor[1] and gold.get("sector") == actor[2]


def example(story, row, right):
    """None if no candidate is right."""
    base = next((i for i, c in enumerate(row["candidates"]) if any(f[2:] in ("chosen", "implied") for f in c[2])), None)
    if base is None:
        base = next((i for i, c in enumerate(row["candidates"]) if not c[0]), 0)
    if not any(right):
        return None
    return {"story": story, "features": [list(c[2]) for c in row["candidates"]], "right": np.array(right, bool), "base": base,
            "side": letter(row), "stated": any(f[2:] == "first" for f in row["candidates"][base][2])}


def from_spans(story, read, events):
    for row in read:
        gold = next((e for e in events if e["type"] == row["type"] and meet(e["trigger"], row["span"])), None)
        if not gold:
            continue
        side = gold["source" if letter(row) == "S:" else "target"]
        right = [any(meet(s, g) for s in spans for g in side) if actors else not side for actors, spans, _ in row["candidates"]]
        e = example(story, row, right)
        if e:
            for fs in e["features"]:
                fs += [f + "@spans" for f in fs if f[2:].startswith("none") or f[2:] in ("implied", "chosen")]
            yield e


def from_actors(story, read, text, gold):
    actors = {a["id"]: a for a in gold["actors"]}
    for row in read:
        hit = None
        for e in gold["events"]:
            begin = text.find(e["context"])
            trigger = begin + e["context"].find(e["trigger"])
            if e["type"] != row["type"] or e.get("unsure"):
                continue
            if meet((trigger, trigger + len(e["trigger"])), row["span"]):
                hit = e
                break
            if not hit and meet((begin, begin + len(e["context"])), row["span"]):
                hit = e
        if not hit:
            continue
        side = [actors[i] for i in hit["source" if letter(row) == "S:" else "target"]]
        right = [any(same(g, a) for g in side for a in who) if who and side else not who and not side for who, _, _ in row["candidates"]]
        e = example(story, row, right)
        if e:
            yield e


def fit(examples):
    count = collections.Counter(f for e in examples for fs in e["features"] for f in fs)
    names = sorted(f for f, n in count.items() if n >= kLeastCount)
    index = {f: i for i, f in enumerate(names)}
    rows, columns, right, starts = [], [], [], [0]
    for e in examples:
        for fs, ok in zip(e["features"], e["right"]):
            for f in fs:
                if f in index:
                    rows.append(len(right))
                    columns.append(index[f])
            right.append(ok)
        starts.append(len(right))
    x = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(right), len(names)))
    right = np.array(right)
    first = np.array(starts[:-1])
    segment = np.repeat(np.arange(len(examples)), np.diff(starts))

    def loss(w):
        s = x @ w
        z = np.exp(s - np.maximum.reduceat(s, first)[segment])
        total = np.add.reduceat(z, first)
        good = np.where(right, z, 0)
        total_good = np.add.reduceat(good, first)
        gradient = x.T @ (z / total[segment] - good / total_good[segment]) + kL2 * w
        return -np.log(total_good / total).sum() + kL2 / 2 * (w @ w), gradient

    return dict(zip(names, minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 150}).x))


def chosen(e, weights):
    if e["stated"]:
        return e["base"]
    s = [sum(weights.get(f, 0) for f in fs) for fs in e["features"]]
    top = int(np.argmax(s))
    return top if s[top] - s[e["base"]] > kMargins[e["side"]] else e["base"]


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("program"), ap.add_argument("articles"), ap.add_argument("events"), ap.add_argument("stories")
    ap.add_argument("--write"), ap.add_argument("--folds", type=int, default=0)
    o = ap.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        as_stories(o.events, o.articles, folder)
        read = rows(o.program, folder)
    spans = []
    for line in open(o.events, encoding="utf-8"):
        story = json.loads(line)
        spans += from_spans(story["file"], read.get(story["file"], []), story["events"])
    named = []
    read = rows(o.program, o.stories)
    for path in sorted(glob.glob(f"{o.stories}/*.json")):
        name = os.path.basename(path)
        text = open(f"{path[:-5]}.txt", encoding="utf-8").read()
        named += from_actors(name, read[f"{name[:-5]}.txt"], text, json.load(open(path, encoding="utf-8")))
    for side in ("S:", "T:"):
        mine = [e for e in named if e["side"] == side]
        if o.folds:
            names = sorted({e["story"] for e in mine})
            right = 0
            for k in range(o.folds):
                out = set(names[k::o.folds])
                w = fit([e for e in spans if e["side"] == side] + [e for e in mine if e["story"] not in out] * kStoryWeight)
                right += sum(e["right"][chosen(e, w)] for e in mine if e["story"] in out)
            print(f"{side} {len(mine)} sides: right by rules {sum(e['right'][e['base']] for e in mine)}, by weights {right}")
    if o.write:
        with open(o.write, "w", encoding="utf-8") as f:
            f.write("# Weights of the features by which the sides of an event are chosen (src/reading/events/sides.cc), fitted by\n"
                    "# train/fit_sides.py. S: the source, T: the target. `feature<TAB>weight`.\n")
            for side in ("S:", "T:"):
                w = fit([e for e in spans if e["side"] == side] + [e for e in named if e["side"] == side] * kStoryWeight)
                f.writelines(f"{k}\t{v:.2f}\n" for k, v in sorted(w.items()) if abs(v) >= kLeastWeight and not k.endswith("@spans"))


if __name__ == "__main__":
    main()
