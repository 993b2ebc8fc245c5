"""Tunes the event head on the annotated stories: `python -m train.events --run DIR [--cross-validate]`.

The stories are few, so the encoder stays as it is and only the event group's head and role scorer learn, from vectors computed
once: a minute or two of work. The head is written back into DIR/last.pt (the exponential mean). With --cross-validate it is
tuned on half of the stories and scored on the other half, both ways, and nothing is written: those are the figures to report,
as the shipped head has seen all stories.
"""
import argparse
import os
import random

import torch
import torch.nn.functional as F

from . import corpora, evaluate
from .tokenizer import Pieces

PARTS = ("event_hidden.", "event.", "role_pair.", "role_distance")
EPOCHS, RATE, DROPOUT = 14, 1.5e-3, 0.3
NO_EVENT = (0.0, -1.0, -2.0, -3.0)  # additions to the score of "no event" that cross-validation tries


def vectors(model, docs, pieces, labels):
    """(window, vectors [W, HIDDEN]) of every window, in order."""
    from .train import collate

    ids = corpora.label_ids(labels)
    out = []
    for d in docs:
        for p in corpora.windows(d, pieces):
            w = corpora.build(d, p, pieces, ids)
            b = collate([w])
            with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
                g = model.mixes(b["pieces"], b["shapes"], b["mask"], b["words"])["event"]
            out.append((w, g[0].float()))
    return out


def role_scores(model, hidden, anchors):
    """Scores [N, W, 3] of the role scorer for anchors in one window."""
    pair = model.role_pair(hidden)[None]
    begin = model.slices()["role_a"]
    reps = F.pad(pair, (begin, 0))
    return model.pair_scores(reps, "role", torch.zeros_like(anchors), anchors)


def tune(model, data, seed):
    torch.manual_seed(seed)
    rng = random.Random(seed)
    own = [p for n, p in model.named_parameters() if n.startswith(PARTS)]
    optimizer = torch.optim.AdamW(own, lr=RATE, weight_decay=0.05)
    steps = EPOCHS * ((len(data) + 7) // 8)
    step = 0
    for _ in range(EPOCHS):
        order = list(range(len(data)))
        rng.shuffle(order)
        for k in range(0, len(order), 8):
            loss, words = 0.0, 0
            for i in order[k : k + 8]:
                w, g = data[i]
                h = F.dropout(F.gelu(model.event_hidden(F.dropout(g, DROPOUT))), DROPOUT)
                y = torch.tensor(w.labels["event"])
                loss = loss + F.cross_entropy(model.event(h), y, reduction="sum", label_smoothing=0.02)
                words += len(y)
                if w.triggers:
                    s = role_scores(model, h, torch.tensor([a for a, _ in w.triggers]))
                    t = torch.tensor([x for _, x in w.triggers])
                    loss = loss + 0.2 * F.cross_entropy(s.reshape(-1, 3), t.reshape(-1), reduction="sum")
            for group in optimizer.param_groups:
                group["lr"] = RATE * (1 - step / steps)
            optimizer.zero_grad()
            (loss / words).backward()
            optimizer.step()
            step += 1


def score(model, data, labels, no_event=0.0):
    """(trigger and type, trigger alone, roles) counts [right, predicted, gold]; a trigger is right if it shares a word."""
    model.event.bias.data[0] += no_event
    typed, plain, roles = [0, 0, 0], [0, 0, 0], [0, 0, 0]
    for w, g in data:
        with torch.no_grad():
            h = F.gelu(model.event_hidden(g))
            pred = evaluate.runs(evaluate.viterbi(model.event(h)[None].numpy(), labels["event"])[0], labels["event"])
        gold = evaluate.runs([max(x, 0) for x in w.labels["event"]], labels["event"])
        for count, same in ((typed, lambda p, q: p[2] == q[2]), (plain, lambda p, q: True)):
            used = set()
            for p in pred:
                for j, q in enumerate(gold):
                    if j not in used and p[0] < q[1] and q[0] < p[1] and same(p, q):
                        used.add(j)
                        break
            count[0] += len(used)
            count[1] += len(pred)
            count[2] += len(gold)
        if w.triggers:
            with torch.no_grad():
                s = role_scores(model, h, torch.tensor([a for a, _ in w.triggers])).argmax(-1)
            t = torch.tensor([x for _, x in w.triggers])
            roles[0] += int(((s == t) & (t > 0)).sum())
            roles[1] += int((s > 0).sum())
            roles[2] += int((t > 0).sum())
    model.event.bias.data[0] -= no_event
    return typed, plain, roles


def main():
    from .train import backbone

    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--run", required=True)
    ap.add_argument("--cross-validate", action="store_true")
    ap.add_argument("--seed", type=int, default=1)
    args = ap.parse_args()
    pieces = Pieces(os.path.join(backbone(), "vocab.txt"))
    biases = os.path.join(args.run, "biases.json")
    if os.path.exists(biases):  # calibration comes after this
        os.remove(biases)
    model, labels = evaluate.load_run(args.run)
    if args.cross_validate:
        annotated = vectors(model, corpora.read_annotated(), pieces, labels)
        half = {x: vectors(model, corpora.read_stories(x), pieces, labels) for x in ("even", "odd")}
        totals = {x: [[0, 0, 0] for _ in range(3)] for x in NO_EVENT}
        for learn, test in (("even", "odd"), ("odd", "even")):
            model, labels = evaluate.load_run(args.run)
            tune(model, half[learn] + annotated, args.seed)
            for x, total in totals.items():
                for t, c in zip(total, score(model, half[test], labels, x)):
                    for i in range(3):
                        t[i] += c[i]
        for x, total in totals.items():
            for name, (r, p, g) in zip(("trigger and type", "trigger", "role heads"), total):
                f = evaluate.prf(r, p, g)
                print(f"{x:+.0f} {name}\tP {100 * r / max(p, 1):.1f} R {100 * r / max(g, 1):.1f} F {f:.1f}")
        return
    docs = corpora.read_stories("all") + corpora.read_annotated()
    tune(model, vectors(model, docs, pieces, labels), args.seed)
    path = os.path.join(args.run, "last.pt")
    state = torch.load(path, weights_only=False)
    for n, p in model.named_parameters():
        if n.startswith(PARTS):
            state["ema"][n] = p.detach().clone()
    torch.save(state, path + ".tmp")
    os.replace(path + ".tmp", path)


if __name__ == "__main__":
    main()
