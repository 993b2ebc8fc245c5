"""Sets a few label biases on the development sets: `python -m train.calibrate --run DIR`, after training, before export.

Cross-entropy gives probabilities; the figures count whole spans, for which a rare label may need to be chosen sooner or later.
One bias for each of: the begin and the inside of a cue, the begin of a content fragment (each costs one), and the rare
classes of names. They go to DIR/biases.json, which evaluation and export add to the weights.
"""
import argparse
import json
import os

import numpy as np

from . import corpora, evaluate
from .tokenizer import Pieces


def search(score, start, grids, order):
    """Coordinate search: the best value of each coordinate in turn."""
    best, top = dict(start), score(start)
    for k in order:
        for v in grids[k]:
            trial = dict(best, **{k: v})
            s = score(trial)
            if s > top + 0.02:
                best, top = trial, s
    return best


def main():
    from .train import backbone

    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--run", required=True)
    args = ap.parse_args()
    path = os.path.join(args.run, "biases.json")
    if os.path.exists(path):
        os.remove(path)
    model, labels = evaluate.load_run(args.run)
    pieces = Pieces(os.path.join(backbone(), "vocab.txt"))
    run = evaluate.TorchRunner(model)

    docs = corpora.read_polnear("dev")
    windows = evaluate.quote_windows(run, model, docs, pieces, labels)

    def quotes(x):
        found = evaluate.decode_quotes(windows, labels, (x["b"], x["i"]), x["content"])
        f = evaluate.count_quotes(found, docs)
        return f["cue_exact"] + f["content_exact"] + f["source_exact"] + f["link_all"]

    q = search(quotes, {"b": 0.0, "i": 0.0, "content": 0.0},
               {"b": (-0.3, -0.6), "i": (0.4, 0.8), "content": (-1.0, -2.0, -3.0)}, ("content", "i", "b"))

    _, names = corpora.split_names(corpora.read_worldwide("train"))
    scores, lengths, gold = evaluate.name_windows(run, model, names, pieces, labels)

    def name_f1(x):
        add = np.zeros(len(labels["ner"]), np.float32)
        for k, v in x.items():
            for side in "BI":
                add[labels["ner"].index(f"{side}-{k}")] = v
        return evaluate.count_names(scores + add, lengths, gold, labels)["names"]

    rare = ("MISC", "FAC", "PRODUCT", "ORG")
    n = search(name_f1, {k: 0.0 for k in rare}, {k: (-0.4, 0.4, 0.8, 1.2) for k in rare}, rare)
    biases = {
        "cue": {"B-cue": q["b"], "I-cue": q["i"]},
        "quote": {"B-content": q["content"]},
        "ner": {f"{side}-{k}": v for k, v in n.items() for side in "BI"},
    }
    with open(path, "w", encoding="utf-8") as f:
        json.dump(biases, f, indent=1)
    print(json.dumps(biases))


if __name__ == "__main__":
    main()
