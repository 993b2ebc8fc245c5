"""How often each frame is right on gold, and the `prior` line that follows from it.

    python3 -m train.fit_events STORIES_DIR STORIES.jsonl [PAIRS.tsv PAIRS.jsonl] [--write LEXICON_DIR] [--folds N]

STORIES_DIR holds annotated stories (NAME.txt, NAME.json), STORIES.jsonl the engine's records of them; PAIRS.tsv sentences with one
labelled event each (`sentence_id`, `gold_root`), PAIRS.jsonl records whose source.uri is the sentence_id. A row is right when its trigger
lies on a gold event of its type. A sentence with one label says nothing of the other acts in it, so that its false rows
count for a part only. The share of right rows is drawn towards the mean of all frames by kStrength rows, and its log-odds less the
mean's are the frame's prior, in tenths. --folds shows what thresholds on the resulting confidence would do on stories that were
not used for the fit.
"""
import argparse
import collections
import csv
import glob
import json
import math
import os
import re

kStrength = 4.0
kPairWeight = 0.4
# The pairs follow an older edition of the types: a sanction was COERCE, a criminal charge ACCUSE, a cyber-attack ASSAULT; a planned
# meeting AGREE; CONCEDE and RETREAT were one class.
kSame = {("CONCEDE", "YIELD"), ("RETREAT", "YIELD"), ("SANCTION", "COERCE"), ("COERCE", "ACCUSE"), ("COERCE", "ASSAULT"),
         ("CONSULT", "AGREE"), ("AGREE", "SUPPORT"), ("SUPPORT", "AGREE")}


def story_rows(folder, records):
    """(story, rule, logit without prior, right) of each row that the gold says something about."""
    for path in sorted(glob.glob(f"{folder}/*.json")):
        name = os.path.basename(path)[:-5]
        if name not in records:
            continue
        text, gold, record = open(f"{folder}/{name}.txt").read(), json.load(open(path)), records[name]
        spans = []
        for e in gold["events"]:
            at = text.find(e["context"])
            begin = at + e["context"].find(e["trigger"])
            spans.append((begin, begin + len(e["trigger"]), e["type"], bool(e.get("unsure"))))
        shift = record["text"] == text
        for row in record["events"]:
            if not shift:
                break
            hit = [s for s in spans if any(m["begin"] < s[1] and s[0] < m["end"] for m in [row["trigger"], *row["mentions"]])]
            if any(s[3] for s in hit):
                continue
            yield name, row["because"]["rule"], row["confidence"], any(s[2] == row["type"] for s in hit)


def pair_rows(path, records):
    for line in csv.DictReader(open(path), delimiter="\t"):
        record = records.get(line["sentence_id"])
        for row in record["events"] if record else []:
            root = line["gold_root"]
            yield row["because"]["rule"], row["type"] == root or (row["type"], root) in kSame


def logit(p):
    return math.log(p / (1 - p))


def fit(rows):
    right, total = collections.Counter(), collections.Counter()
    for rule, ok, weight in rows:
        weight = 1.0 if ok else weight
        total[rule] += weight
        right[rule] += weight * ok
    mean = sum(right.values()) / sum(total.values())
    prior = {}
    for rule in total:
        p = (right[rule] + kStrength * mean) / (total[rule] + kStrength)
        prior[rule] = round(10 * (logit(p) - logit(mean)))
    return prior, mean, total


def write(folder, prior):
    for path in sorted(glob.glob(f"{folder}/*.frames")):
        out, rule = [], None
        for line in open(path):
            if line.startswith("frame "):
                rule = line.split()[1]
                out.append(line)
                if prior.get(rule):
                    out.append(f"prior {prior[rule]:+d}\n")
            elif line.startswith("prior ") and rule in prior:
                continue
            else:
                out.append(line)
        open(path, "w").writelines(out)


def read(path):
    return {re.sub(r"\.txt$", "", os.path.basename(r["source"]["uri"])): r for r in map(json.loads, open(path))}


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("stories"), ap.add_argument("records"), ap.add_argument("pairs", nargs="?"), ap.add_argument("pair_records", nargs="?")
    ap.add_argument("--write"), ap.add_argument("--folds", type=int, default=0)
    o = ap.parse_args()
    stories = list(story_rows(o.stories, read(o.records)))
    pairs = list(pair_rows(o.pairs, read(o.pair_records))) if o.pairs else []
    pair_part = [(rule, ok, kPairWeight) for rule, ok in pairs]
    prior, mean, total = fit([(rule, ok, 1.0) for _, rule, _, ok in stories] + pair_part)
    for rule in sorted(prior, key=lambda r: (prior[r], r)):
        print(f"{prior[rule]:+4d}  {total[rule]:6.1f}  {rule}")
    print(f"mean {mean:.3f} of {sum(total.values()):.0f}")
    if o.folds:
        names = sorted({s[0] for s in stories})
        held = []
        for k in range(o.folds):
            out = set(names[k::o.folds])
            p, m, _ = fit([(rule, ok, 1.0) for n, rule, _, ok in stories if n not in out] + pair_part)
            held += [(p.get(rule, 0) / 10, ok) for n, rule, _, ok in stories if n in out]
        for t in (-1.5, -1.0, -0.8, -0.6, -0.4, -0.2, 0):
            kept = [ok for p, ok in held if p >= t]
            print(f"prior >= {t:+.1f}: {sum(kept)} right of {len(kept)}")
    if o.write:
        write(o.write, prior)


if __name__ == "__main__":
    main()
