"""Fits the weights by which candidates for names are judged (models/en/names.tsv; src/reading/names).

    python3 -m train.fit_names DRAGOMAN [--model DIR] [--write FILE] [--seen FILE] [--folds N]

DRAGOMAN is the program. `dragoman eval names DIR --candidates` prints all candidates in the articles of en-worldwide (DRAGOMAN_DATA) that the
model has not learnt from, and their features. Where candidates share words, the ways to choose among them exclude each other; a log-linear
model is fitted (L-BFGS, L2) that gives the right way the most weight, a way's score being the sum of its candidates' (a semi-Markov
conditional random field). While fitting, a way's score is raised by its errors, so that the right way has to win by a margin (softmax-margin).
Each weight is a sum of one for all kinds and one for the kind. --folds N: F1, cross-validated by article.
--seen FILE first writes the names of the articles that the model has learnt from (models/en/seen_names.tsv); the program has to find it
beside its model. Needs numpy and scipy.
"""
import argparse
import collections
import os
import subprocess
import tempfile

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, hstack

from . import corpora

kKinds = corpora.NAME_TYPES
kL2All, kL2Kind = 2.0, 4.0
kCostWrong, kCostMissed = 1.0, 0.5  # by which a wrong candidate and a missed name raise the score of a way while fitting
kMostWays = 4096  # of choosing among candidates that hang together; where there are more, nothing is learnt
kLongestSeen = 4  # words of a name in the table of seen names


def write_seen(articles, path):
    """Names of several words and kinds with the number of articles that have them; dates and sums of money are none."""
    count = collections.Counter()
    for doc in articles:
        found = set()
        for para in doc.paras:
            tags = para.labels["ner"]
            for i, tag in enumerate(tags):
                if tag[0] != "B" or tag[2:] in ("DATE", "MONEY"):
                    continue
                end = i + 1
                while end < len(tags) and tags[end] == "I" + tag[1:]:
                    end += 1
                name = "".join(" " * (s and k > 0) + w for k, (w, s) in enumerate(zip(para.words[i:end], para.spaces[i:end])))
                if end - i <= kLongestSeen and name[0] != "#":
                    found.add((name, tag[2:]))
        count.update(found)
    with open(path, "w", encoding="utf-8") as f:
        f.write("name\tkind\tarticles\n")
        f.write("# Names of up to four words in the articles that the model has learnt from, by train/fit_names.py (docs/model.md).\n")
        f.writelines(f"{name}\t{kind}\t{n}\n" for (name, kind), n in sorted(count.items()))


def candidates_of(program, model, articles):
    """What the program prints for the articles, which lie in a folder of their own for it."""
    root = os.path.join(os.path.abspath(corpora.DATA), "en-worldwide")
    with tempfile.TemporaryDirectory() as folder:
        os.symlink(f"{root}/articles", f"{folder}/articles")
        os.mkdir(f"{folder}/held_out")
        for doc in articles:
            os.symlink(f"{root}/train/{doc.name}.tsv", f"{folder}/held_out/{doc.name}.tsv")
        command = [program, "eval", "names", f"{folder}/held_out", "--candidates", *(["--model", model] if model else [])]
        return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()


def read(lines):
    """Articles: number of gold names; candidates (begin, end, kind, right, {feature: value})."""
    articles = []
    for line in lines:
        part = line.rstrip("\n").split("\t")
        if part[0] == "article":
            articles.append((int(part[2]), []))
        else:
            features = {f: float(v) for f, v in (x.rsplit("=", 1) for x in part[4:])}
            articles[-1][1].append((int(part[0]), int(part[1]), kKinds.index(part[2]), int(part[3]), features))
    return articles


def matrix(candidates, names):
    """One column a feature, then one a feature and kind."""
    index = {f: i for i, f in enumerate(names)}
    rows, columns, values, kinds = [], [], [], []
    for i, (_, _, kind, _, features) in enumerate(candidates):
        for f, v in features.items():
            if f in index:
                rows.append(i), columns.append(index[f]), values.append(v), kinds.append(kind)
    n = len(names)
    columns, kinds = np.array(columns), np.array(kinds)
    shape = len(candidates)
    return hstack([csr_matrix((values, (rows, columns)), (shape, n)),
                   csr_matrix((values, (rows, columns * len(kKinds) + kinds)), (shape, n * len(kKinds)))]).tocsr()


def ways(candidates):
    """For each run of candidates that hang together by shared words: all sets of them of which no two share any, as lists of indices."""
    order = sorted(range(len(candidates)), key=lambda i: candidates[i][:2])
    runs, end = [], -1
    for i in order:
        if candidates[i][0] >= end:
            runs.append([])
            end = -1
        runs[-1].append(i)
        end = max(end, candidates[i][1])
    for run in runs:
        found = [()]
        for i in sorted(run, key=lambda i: candidates[i][1]):
            found += [w + (i,) for w in found if not w or candidates[w[-1]][1] <= candidates[i][0]]
            if len(found) > kMostWays:
                break
        if len(found) <= kMostWays:
            yield found


class Ways:
    """The ways of all articles, one a row: `sums` adds up what its candidates have."""

    def __init__(self, articles):
        rows, columns, self.right, self.first, self.article, self.cost = [], [], [], [], [], []
        base = 0
        for a, (_, candidates) in enumerate(articles):
            for found in ways(candidates):
                self.first.append(len(self.right))
                gold = {i for way in found for i in way if candidates[i][3]}
                for way in found:
                    rows += [len(self.right)] * len(way)
                    columns += [base + i for i in way]
                    self.right.append(set(way) == gold)
                    self.cost.append(kCostWrong * len(set(way) - gold) + kCostMissed * len(gold - set(way)))
                    self.article.append(a)
            base += len(candidates)
        self.sums = csr_matrix((np.ones(len(rows)), (rows, columns)), (len(self.right), base))
        self.right, self.article, self.cost = np.array(self.right), np.array(self.article), np.array(self.cost)
        self.run = np.repeat(np.arange(len(self.first)), np.diff([*self.first, len(self.right)]))


def fit(x, n, all_ways, used):
    """Weights [feature][kind] from the rows `used` of the ways."""
    l2 = np.full(x.shape[1], kL2Kind)
    l2[:n] = kL2All
    features = (all_ways.sums[used] @ x).tocsr()
    transposed = features.T.tocsr()
    right, run, cost = all_ways.right[used], all_ways.run[used], all_ways.cost[used]
    starts = np.r_[True, run[1:] != run[:-1]]
    first, run = np.flatnonzero(starts), np.cumsum(starts) - 1

    def loss(w):
        s = features @ w + cost
        z = np.exp(s - np.maximum.reduceat(s, first)[run])
        p = z / np.add.reduceat(z, first)[run]
        return -np.log(p[right]).sum() + (l2 * w) @ w / 2, transposed @ (p - right) + l2 * w

    w = minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    return w[:n, None] + w[n:].reshape(n, len(kKinds))


def choose(candidates, scores):
    """Indices of candidates that share no words and have the greatest sum; the engine's read_names does the same."""
    order = sorted(range(len(candidates)), key=lambda i: candidates[i][1])
    ends = [candidates[i][1] for i in order]
    best, take = [0.0], []
    for k, i in enumerate(order):
        before = min(int(np.searchsorted(ends, candidates[i][0], side="right")), k)
        sum_with = best[before] + scores[i]
        take.append((sum_with > best[-1], before))
        best.append(max(sum_with, best[-1]))
    out, k = [], len(order)
    while k > 0:
        taken, before = take[k - 1]
        if taken:
            out.append(order[k - 1])
        k = before if taken else k - 1
    return out


def f1(articles, scores):
    right = found = gold = at = 0
    for n, candidates in articles:
        picked = choose(candidates, scores[at : at + len(candidates)])
        right += sum(candidates[i][3] for i in picked)
        found += len(picked)
        gold += n
        at += len(candidates)
    return 200 * right / (found + gold)


def write_weights(path, names, w):
    with open(path, "w", encoding="utf-8") as f:
        f.write("\t".join(["feature", *kKinds]) + "\n")
        f.write("# Weights by which candidates for names are judged (docs/model.md), fitted by train/fit_names.py.\n")
        f.writelines("\t".join([name, *(f"{v:.3f}" for v in row)]) + "\n" for name, row in zip(names, w))


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("program")
    ap.add_argument("--model"), ap.add_argument("--write"), ap.add_argument("--seen"), ap.add_argument("--folds", type=int, default=6)
    o = ap.parse_args()
    learnt, held_out = corpora.split_names(corpora.read_worldwide("train"))
    if o.seen:
        write_seen(learnt, o.seen)
    articles = read(candidates_of(o.program, o.model, held_out))
    candidates = [c for _, cs in articles for c in cs]
    names = sorted({f for c in candidates for f in c[4]})
    n, x = len(names), matrix(candidates, names)
    of = np.repeat(np.arange(len(articles)), [len(cs) for _, cs in articles])
    all_ways = Ways(articles)
    print(f"{len(articles)} articles, {sum(a for a, _ in articles)} names; {len(candidates)} candidates, {sum(c[3] for c in candidates)} of them "
          f"right; {len(all_ways.right)} ways to choose")
    scores = np.zeros(len(candidates))
    for k in range(o.folds):
        w = fit(x, n, all_ways, all_ways.article % o.folds != k)
        out = of % o.folds == k
        scores[out] = x[out] @ np.concatenate([np.zeros(n), w.reshape(-1)])
    if o.folds:
        print(f"cross-validated F1 {f1(articles, scores):.2f}")
    if o.write:
        write_weights(o.write, names, fit(x, n, all_ways, np.ones(len(all_ways.right), bool)))


if __name__ == "__main__":
    main()
