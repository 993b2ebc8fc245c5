#!/usr/bin/env python3
"""Score the layout room alone: which text is body, which lines are not the story.

    score_layout.py TOOL [--data DIR] [--set articles|readability|goose3|stories|all] [--show N]

TOOL is the built tests/tools/layout_extract. DIR holds the data (default $DRAGOMAN_DATA, else ../shared/data).
  articles     article-extraction: word-level F1 of the body (bag of words), mean over pages
  readability  pages/readability, likewise against the text of expected.html (keeps captions and the like, so lower)
  goose3       pages/goose3 content pages: gold is only the first 200 characters or so, so look at R
  stories      stories/dev: F1 of the lines that are neither headline nor body
Body is what has the role body or subhead: the gold of the page sets counts subheads as text of the article.
"""
import argparse
import collections
import glob
import html
import json
import os
import re
import subprocess


def words(text):
    return collections.Counter(re.findall(r"\w+", text.casefold()))


def f1(pred, gold):
    p, g = words(pred), words(gold)
    both = sum((p & g).values())
    if not p or not g:
        return 1.0 if not p and not g else 0.0, 0.0, 0.0
    precision, recall = both / sum(p.values()), both / sum(g.values())
    return (2 * precision * recall / (precision + recall) if both else 0.0), precision, recall


def extract(tool, files):
    out = {}
    run = subprocess.run([tool, "--json", *files], capture_output=True, text=True)
    for line in filter(None, run.stdout.split("\n")):
        r = json.loads(line)
        out[r["uri"]] = r
    return out


def body_of(record):
    return "\n".join(t for role, t in record["parts"] if role in ("body", "subhead")) if record else ""


def articles(data):
    gold = json.load(open(f"{data}/article-extraction/ground-truth.json", encoding="utf-8"))
    for key, g in sorted(gold.items()):
        yield f"{data}/article-extraction/html/{key}.html.gz", g["articleBody"]


def readability(data):
    for d in sorted(glob.glob(f"{data}/pages/readability/test/test-pages/*/")):
        markup = open(d + "expected.html", encoding="utf-8").read()
        yield d + "source.html", html.unescape(re.sub(r"<[^>]+>", " ", markup))


def goose3(data):
    for j in sorted(glob.glob(f"{data}/pages/goose3/tests/data/content/*.json")):
        page = j[:-5] + ".html"
        text = json.load(open(j, encoding="utf-8")).get("expected", {}).get("cleaned_text")
        if text and os.path.exists(page):
            yield page, text


def score_pages(tool, rows, show):
    rows = list(rows)
    records = extract(tool, [r[0] for r in rows])
    scored = []
    for path, gold in rows:
        pred = body_of(records.get(path))
        scored.append((*f1(pred, gold), path, pred, gold))
    n = len(scored)
    for s in sorted(scored)[:show]:
        print(f"  F1 {s[0]:.3f} P {s[1]:.3f} R {s[2]:.3f} {s[3]}")
    return f"F1 {sum(s[0] for s in scored)/n:.3f} P {sum(s[1] for s in scored)/n:.3f} R {sum(s[2] for s in scored)/n:.3f} ({n} pages)"


def score_stories(tool, data, show):
    tp = pred_n = gold_n = 0
    files = sorted(glob.glob(f"{data}/stories/dev/*.txt"))
    records = extract(tool, files)
    for path in files:
        gold = {l.strip() for l in json.load(open(path[:-4] + ".json", encoding="utf-8"))["nonbody"] if l.strip()}
        pred = set()
        for role, t in records[path]["parts"] if path in records else []:
            if role not in ("headline", "body", "dateline"):
                pred |= {l.strip() for l in t.split("\n") if l.strip()}
        tp += len(gold & pred)
        pred_n += len(pred)
        gold_n += len(gold)
        for l in sorted(gold - pred)[:show]:
            print("  missed", os.path.basename(path), l[:120])
        for l in sorted(pred - gold)[:show]:
            print("  extra ", os.path.basename(path), l[:120])
    p, r = tp / max(pred_n, 1), tp / max(gold_n, 1)
    return f"F1 {2*p*r/max(p+r, 1e-9):.3f} P {p:.3f} R {r:.3f} ({tp} of {gold_n} gold lines, {pred_n} found)"


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("tool")
    ap.add_argument("--data", default=os.environ.get("DRAGOMAN_DATA", "../shared/data"))
    ap.add_argument("--set", default="all")
    ap.add_argument("--show", type=int, default=0)
    o = ap.parse_args()
    for name, rows in (("articles", articles), ("readability", readability), ("goose3", goose3)):
        if o.set in (name, "all"):
            print(f"{name:12}", score_pages(o.tool, rows(o.data), o.show))
    if o.set in ("stories", "all"):
        print(f"{'stories':12}", score_stories(o.tool, o.data, o.show))


if __name__ == "__main__":
    main()
