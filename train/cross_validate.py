"""What the whole pipeline reaches on annotated stories with weights that have not seen them: `python -m train.cross_validate PROGRAM`.

For each part of the stories (every K-th) the weights of sides and of confidence are fitted on the others, with everything else that
`make fit` gives them, into a copy of the lexicon, and `dragoman eval stories` scores the part; found, predicted and gold are
summed. The frames and rules were written looking at the stories, and the language model's weights of contents and names were
not fitted on them: no fold undoes the first, and none is needed for the second. PROGRAM: `dragoman`, with DRAGOMAN_HOME set to
the folder that holds models, lexicon and knowledge.
"""
import argparse
import collections
import os
import re
import shutil
import subprocess
import sys
import tempfile

from . import corpora

MEASURES = ("placed", "type", "dyad", "row")


def run(args, home):
    env = os.environ | {"DRAGOMAN_HOME": home}
    return subprocess.run(args, check=True, stdout=subprocess.PIPE, encoding="utf-8", env=env).stdout


def home_copy(source, folder):
    """A home of its own: the lexicon copied, the rest linked."""
    for name in ("models", "knowledge"):
        os.symlink(os.path.abspath(os.path.join(source, name)), os.path.join(folder, name))
    shutil.copytree(os.path.join(source, "lexicon"), os.path.join(folder, "lexicon"))
    return os.path.join(folder, "lexicon", "en")


def linked(names, source, folder):
    """A folder of links to the stories of these names."""
    os.makedirs(folder)
    for name in names:
        for end in (".txt", ".json"):
            os.symlink(os.path.join(source, name + end), os.path.join(folder, name + end))
    return folder


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("program"), ap.add_argument("--folds", type=int, default=4)
    o = ap.parse_args()
    home = os.environ.get("DRAGOMAN_HOME", ".")
    data, here = os.path.abspath(corpora.DATA), os.path.dirname(os.path.abspath(__file__))
    stories = os.path.join(data, "stories", "dev")
    names = sorted(f[:-4] for f in os.listdir(stories) if f.endswith(".txt"))
    articles, events = os.path.join(data, "en-worldwide", "articles"), os.path.join(here, "annotations", "events.jsonl")
    sums = {m: collections.Counter() for m in MEASURES}
    for fold in range(o.folds):
        with tempfile.TemporaryDirectory() as folder:
            lexicon = home_copy(home, folder)
            rest = linked([n for i, n in enumerate(names) if i % o.folds != fold], stories, os.path.join(folder, "rest"))
            part = linked(names[fold :: o.folds], stories, os.path.join(folder, "part"))
            python = [sys.executable, "-m"]
            run(python + ["train.fit_sides", o.program, articles, events, rest, "--write", os.path.join(lexicon, "sides.tsv")], folder)
            run(python + [
                "train.fit_confidence", "--dev", rest, "--annotations", events, "--articles", articles,
                "--sentences", os.path.join(here, "annotations", "sentences.jsonl"),
                "--table", os.path.join(data, "cameo", "cameo_class.train.tsv"), "--gsr", os.path.join(data, "plover", "gsr_dev.json"),
                "--plv", os.path.join(data, "plv", "PLV_train.tsv"), "--program", o.program, "--lexicon", lexicon, "--seen", "--write",
            ], folder)
            for line in run([o.program, "eval", "stories", part], folder).split("\n"):
                found = re.match(r"(\w+) .* (\d+) of (\d+) found, (\d+) predicted", line)
                if found and found[1] in sums:
                    sums[found[1]].update(dict(zip(("found", "gold", "predicted"), map(int, found.groups()[1:]))))
        print(f"part {fold + 1} of {o.folds}", file=sys.stderr, flush=True)
    for measure, n in sums.items():
        precision, recall, f1 = n["found"] / n["predicted"], n["found"] / n["gold"], 2 * n["found"] / (n["predicted"] + n["gold"])
        counts = f"{n['found']} of {n['gold']} found, {n['predicted']} predicted"
        print(f"{measure:8} P {100 * precision:5.1f}  R {100 * recall:5.1f}  F1 {100 * f1:5.1f}   {counts}")


if __name__ == "__main__":
    main()
