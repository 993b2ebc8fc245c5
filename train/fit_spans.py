"""Fits what makes a span the content of a cue: MODEL/spans.tsv (docs/model.md, "Contents as spans").

    python3 -m train.fit_spans --model models/en [--program dragoman] [--write]

Runs `dragoman eval quotes DEV --candidates` on PolNeAR's development articles, which the language model has not seen (on those
it was trained on it is too sure of itself), and fits one weight a feature: of all sets of candidates of a cue, none touching
another, the one that is its content in the gold shall be likely.  Cues without a gold content among their candidates teach
nothing.  The least probability of a cue with its content is the one that is best for cue, source, content and links together.
Prints the figures cross-validated by article over kFolds parts, the least probability of a part chosen on the others; --write
puts the weights fitted on all articles into MODEL/spans.tsv.
"""
import argparse
import collections
import os
import random
import subprocess

import numpy as np
from scipy.optimize import minimize

from . import corpora, evaluate

kFolds = 6
kRidge = 60.0
kLeastCount = 8  # candidates that a feature must have been seen on
kLeast = (0.0, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35)
kRoles = ("cue", "source", "content")
kHead = """# What each feature of a span weighs in the choice of a content (docs/model.md, "Contents as spans"), and the least probability
# of a cue with its content. Written by train/fit_spans.py for the weights beside it: after another training it is written anew.
"""


class Cue:
    """A cue with the candidates of its content: spans in code points, features, and the structure of sets of them."""

    def __init__(self, article, span, probability):
        self.article, self.span, self.probability = article, span, probability
        self.sources, self.spans, self.features = [], [], []
        self.gold = None  # indices of the candidates that are the content

    def prepare(self, characters, columns):
        """`characters`: how many count before each code point."""
        self.x = np.zeros((len(self.spans), len(columns)))
        for row, features in zip(self.x, self.features):
            for name, value in features:
                if name in columns:
                    row[columns[name]] = value
        at = [(characters[b], characters[e]) for b, e in self.spans]
        ends = sorted({e for _, e in at})
        self.places = len(ends)
        # By place (number of ends passed): candidates that end there, and the place before each.
        self.ending = [[] for _ in range(len(ends) + 1)]
        self.before = []
        for i, (b, e) in enumerate(at):
            self.ending[ends.index(e) + 1].append(i)
            self.before.append(int(np.searchsorted(ends, b)))  # ends before b: one character at least between

    def forward(self, scores):
        total = np.zeros(self.places + 1)
        for k in range(1, self.places + 1):
            terms = [total[k - 1]] + [total[self.before[i]] + scores[i] for i in self.ending[k]]
            top = max(terms)
            total[k] = top + np.log(sum(np.exp(t - top) for t in terms))
        return total

    def loss(self, weights):
        """Negative log-probability of the gold and its gradient."""
        scores = self.x @ weights
        total = self.forward(scores)
        back = np.zeros(self.places + 1)
        back[-1] = 1
        share = np.zeros(len(scores))
        for k in range(self.places, 0, -1):
            back[k - 1] += back[k] * np.exp(total[k - 1] - total[k])
            for i in self.ending[k]:
                share[i] = back[k] * np.exp(total[self.before[i]] + scores[i] - total[k])
                back[self.before[i]] += share[i]
        share[self.gold] -= 1
        return total[-1] - scores[self.gold].sum(), self.x.T @ share

    def best(self, weights):
        """-> the best set of spans and its probability."""
        scores = self.x @ weights
        best, chosen = np.zeros(self.places + 1), [-1] * (self.places + 1)
        for k in range(1, self.places + 1):
            best[k] = best[k - 1]
            for i in self.ending[k]:
                if best[self.before[i]] + scores[i] > best[k]:
                    best[k], chosen[k] = best[self.before[i]] + scores[i], i
        out, k = [], self.places
        while k > 0:
            if chosen[k] < 0:
                k -= 1
            else:
                out.append(self.spans[chosen[k]])
                k = self.before[chosen[k]]
        return out[::-1], float(np.exp(best[-1] - self.forward(scores)[-1]))


def read_candidates(program, model, folder):
    text = subprocess.run([program, "eval", "quotes", folder, "--candidates", "--model", model], check=True,
                          capture_output=True, text=True).stdout
    cues, article = [], ""
    for line in text.splitlines():
        kind, *fields = line.split("\t")
        if kind == "article":
            article = fields[0]
            continue
        span = (int(fields[0]), int(fields[1]))
        if kind == "cue":
            cues.append(Cue(article, span, float(fields[2])))
        elif kind == "source":
            cues[-1].sources.append(span)
        else:
            cues[-1].spans.append(span)
            cues[-1].features.append([(n, float(v)) for n, v in zip(fields[2::2], fields[3::2])])
    return cues


def gold_of(cue, content, chars, text):
    """Candidates that together are the content, or None."""
    found, left = [], set(content)
    sets = [chars([s], text) for s in cue.spans]
    while left:
        first = min(left)
        inside = [i for i, s in enumerate(sets) if s and min(s) == first and s <= left]
        if not inside:
            return None
        found.append(max(inside, key=lambda i: len(sets[i])))
        left -= sets[found[-1]]
    return found or None


def prepare(cues, folder, scorer):
    """Gives each cue the gold attribution that shares most with it, each once; -> names of the features in order."""
    counts = collections.Counter(name for cue in cues for features in cue.features for name, _ in features)
    columns = {name: i for i, name in enumerate(sorted(n for n, c in counts.items() if c >= kLeastCount))}
    by_article = collections.defaultdict(list)
    for cue in cues:
        by_article[cue.article].append(cue)
    for article, own in by_article.items():
        with open(f"{folder}/text/{article}.txt", encoding="utf-8", newline="") as f:
            text = f.read()
        passed = scorer.PUN
        characters = np.concatenate([[0], np.cumsum([c not in passed and not c.isspace() for c in text])])
        names = sorted(n for n in os.listdir(folder + "/attributions") if n[:-9] == article and n.endswith(".ann"))
        gold = [{r: scorer.chars(a[r], text) for r in kRoles} for a in corpora.read_brat(f"{folder}/attributions/{names[0]}")]
        pairs = []
        for i, cue in enumerate(own):
            cue.prepare(characters, columns)
            at = scorer.chars([cue.span], text)
            reached = frozenset().union(*[scorer.chars([s], text) for s in cue.spans])
            for k, g in enumerate(gold):
                score = 2 * scorer.jac(at, g["cue"]) + scorer.jac(reached, g["content"])
                if at & g["cue"] or (reached and g["content"] and score > 0.3):
                    pairs.append((-score, i, k))
        used = set()
        for _, i, k in sorted(pairs):
            if ("cue", i) in used or ("gold", k) in used:
                continue
            used |= {("cue", i), ("gold", k)}
            found = gold_of(own[i], gold[k]["content"], scorer.chars, text)
            # Only marks between two of them, which the engine would join: not a set that it can choose.
            if found and all(characters[own[i].spans[a][1]] < characters[own[i].spans[b][0]] for a, b in zip(found, found[1:])):
                own[i].gold = found
    return list(columns)


def fit(cues, size):
    cues = [cue for cue in cues if cue.gold]

    def loss(weights):
        value, gradient = kRidge / 2 * weights @ weights, kRidge * weights
        for cue in cues:
            v, g = cue.loss(weights)
            value, gradient = value + v, gradient + g
        return value, gradient

    return minimize(loss, np.zeros(size), jac=True, method="L-BFGS-B", options={"maxiter": 30}).x


def count(chosen, least, folder, scorer):
    """Counts of the scorer for [(cue, content, probability)]; a cue below `least` or without content is left out."""
    found = {cue.article: [] for cue, _, _ in chosen}
    for cue, content, probability in chosen:
        if content and cue.probability * probability >= least:
            found[cue.article].append({"cue": [cue.span], "source": cue.sources, "content": content})
    return scorer.evaluate(folder, found, only=set(found))


def figures(c):
    out = {r: evaluate.prf(c[r, "ex"], c[r, "p"], c[r, "g"]) for r in kRoles}
    return out | {"link " + n: evaluate.prf(c[n, "j5src"], c[n, "p"], c[n, "g"]) for n in ("all", "direct", "indirect")}


def joint(c):
    f = figures(c)
    return sum(f[k] for k in (*kRoles, "link all"))


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--model", required=True, help="the folder of the language model")
    ap.add_argument("--program", default="dragoman")
    ap.add_argument("--write", action="store_true")
    args = ap.parse_args()
    folder, scorer = os.path.join(corpora.DATA, "polnear", "dev"), evaluate.quote_scorer()
    cues = read_candidates(args.program, args.model, folder)
    names = prepare(cues, folder, scorer)
    print(f"{len(cues)} cues, {sum(cue.gold is not None for cue in cues)} with their gold content among "
          f"{sum(len(cue.spans) for cue in cues)} candidates, {len(names)} features")

    articles = sorted({cue.article for cue in cues})
    random.Random(0).shuffle(articles)
    part = {a: i % kFolds for i, a in enumerate(articles)}
    counts = {}  # by part and least probability
    for k in range(kFolds):
        weights = fit([cue for cue in cues if part[cue.article] != k], len(names))
        chosen = [(cue, *cue.best(weights)) for cue in cues if part[cue.article] == k]
        for least in kLeast:
            counts[k, least] = count(chosen, least, folder, scorer)

    def total(least, parts):
        return sum((counts[k, least] for k in parts), collections.Counter())

    everything = range(kFolds)
    honest = collections.Counter()
    for k in everything:
        others = [j for j in everything if j != k]
        honest += counts[k, max(kLeast, key=lambda least: joint(total(least, others)))]
    print("least\t" + "\t".join(figures(honest)))
    for least in kLeast:
        print(f"{least:.2f}\t" + "\t".join(f"{v:.2f}" for v in figures(total(least, everything)).values()))
    print("nested\t" + "\t".join(f"{v:.2f}" for v in figures(honest).values()))
    if not args.write:
        return
    least = max(kLeast, key=lambda least: joint(total(least, everything)))
    weights = fit(cues, len(names))
    with open(os.path.join(args.model, "spans.tsv"), "w", encoding="utf-8") as f:
        f.write(kHead + f"least\t{least}\n")
        for name, weight in zip(names, weights):
            if abs(weight) >= 0.005:
                f.write(f"{name}\t{weight:.2f}\n")


if __name__ == "__main__":
    main()
