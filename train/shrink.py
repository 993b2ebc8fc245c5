"""Cuts a trained network down to a smaller one: `python -m train.shrink --from RUN --run DIR --layers 4 --inner 768`.

The upper layers are dropped, since they bring the least (docs/decisions.md), and of the inner units of the feed-forward products those
are kept whose outputs carry the most variance on training windows (squared activation times the squared norm of the
outgoing weights); GELU becomes ReLU. What is left reads badly until it has been trained for some minutes: with the larger
network as its teacher (train.train --teacher).
"""
import argparse
import os
import random

import torch

from . import corpora, evaluate
from .tokenizer import Pieces

WINDOWS = 60  # per corpus


def importance(model, labels):
    """One tensor [inner] for each layer."""
    from .train import backbone

    pieces = Pieces(os.path.join(backbone(), "vocab.txt"))
    ids, rng, windows = corpora.label_ids(labels), random.Random(3), []
    for docs in corpora.load()["train"].values():
        for doc in rng.sample(docs, min(WINDOWS, len(docs))):
            windows.append(corpora.build(doc, rng.choice(corpora.windows(doc, pieces)), pieces, ids))
    sums = [torch.zeros(model.form["inner"]) for _ in model.layers]
    hooks = [
        layer.down.register_forward_pre_hook(lambda _, x, total=total: total.add_(x[0].float().pow(2).sum((0, 1))))
        for layer, total in zip(model.layers, sums)
    ]
    run = evaluate.TorchRunner(model)
    for k in range(0, len(windows), 8):
        run(windows[k : k + 8])
    for hook in hooks:
        hook.remove()
    return [total * layer.down.weight.detach().pow(2).sum(0) for layer, total in zip(model.layers, sums)]


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--from", required=True, dest="large", help="folder of the checkpoint of the larger network")
    ap.add_argument("--run", required=True, help="folder that gets last.pt")
    ap.add_argument("--layers", type=int, default=4)
    ap.add_argument("--inner", type=int, default=768)
    args = ap.parse_args()
    large, labels = evaluate.load_run(args.large)
    units = importance(large, labels)
    small = evaluate.make_model(labels, {"layers": args.layers, "inner": args.inner, "relu": True})
    state = {k: v for k, v in large.state_dict().items() if k in small.state_dict()}
    state["mix"] = state["mix"][:, : args.layers + 1]
    for i in range(args.layers):
        keep = units[i].topk(args.inner).indices.sort().values
        for name, axis in (("up.weight", 0), ("up.bias", 0), ("down.weight", 1)):
            key = f"layers.{i}.{name}"
            state[key] = state[key].index_select(axis, keep)
    small.load_state_dict(state)
    evaluate.start_run(args.run, small, labels)


if __name__ == "__main__":
    main()
