"""Cuts a trained network down to a smaller one: `python -m train.shrink --from RUN --run DIR --layers 4 --inner 768 --heads 10`.

The upper layers are dropped, since they bring the least (docs/decisions.md). Of the inner units of the feed-forward products
and of the heads of attention those of each layer are kept that write most into the layer's output on training windows (for a
unit: squared activation times the squared norm of the outgoing weights). GELU becomes ReLU. What is left reads badly until it
has been trained for some minutes: with the larger network as its teacher (train.train --teacher).
"""
import argparse
import os
import random

import torch

from . import corpora, evaluate
from .model import HEAD, HIDDEN
from .tokenizer import Pieces

WINDOWS = 60  # per corpus


def importance(model, labels):
    """For each layer what its inner units [inner] and its heads [heads] write into its output: sums of squares."""
    from .train import backbone

    pieces = Pieces(os.path.join(backbone(), "vocab.txt"))
    ids, rng, windows = corpora.label_ids(labels), random.Random(3), []
    for docs in corpora.load()["train"].values():
        for doc in rng.sample(docs, min(WINDOWS, len(docs))):
            windows.append(corpora.build(doc, rng.choice(corpora.windows(doc, pieces)), pieces, ids))
    units = [torch.zeros(model.form["inner"]) for _ in model.layers]
    heads = [torch.zeros(model.form["heads"], HEAD, HEAD) for _ in model.layers]

    def see(total, of):
        def hook(_, x):  # what a hook returns would replace the input
            total.add_(of(x[0].float()))

        return hook

    def products(x):
        """[heads, HEAD, HEAD]: sums of products of the values that each head puts out."""
        x = x.reshape(-1, x.shape[-1] // HEAD, HEAD)
        return torch.einsum("nha,nhb->hab", x, x)

    hooks = []
    for layer, u, h in zip(model.layers, units, heads):
        hooks.append(layer.down.register_forward_pre_hook(see(u, lambda x: x.pow(2).sum((0, 1)))))
        hooks.append(layer.out.register_forward_pre_hook(see(h, products)))
    run = evaluate.TorchRunner(model)
    for k in range(0, len(windows), 8):
        run(windows[k : k + 8])
    for hook in hooks:
        hook.remove()
    units = [u * layer.down.weight.detach().pow(2).sum(0) for layer, u in zip(model.layers, units)]
    weights = [layer.out.weight.detach().view(HIDDEN, -1, HEAD) for layer in model.layers]
    return units, [torch.einsum("oha,hab,ohb->h", w, h, w) for w, h in zip(weights, heads)]


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--from", required=True, dest="large", help="folder of the checkpoint of the larger network")
    ap.add_argument("--run", required=True, help="folder that gets last.pt")
    ap.add_argument("--layers", type=int, default=4)
    ap.add_argument("--inner", type=int, default=768)
    ap.add_argument("--heads", type=int, default=10, help="of 32 dimensions each")
    args = ap.parse_args()
    large, labels = evaluate.load_run(args.large)
    units, heads = importance(large, labels)
    small = evaluate.make_model(labels, {"layers": args.layers, "inner": args.inner, "heads": args.heads, "relu": True})
    state = {k: v for k, v in large.state_dict().items() if k in small.state_dict()}
    state["mix"] = state["mix"][:, : args.layers + 1]

    def cut(name, axis, keep):
        state[name] = state[name].index_select(axis, keep)

    for i in range(args.layers):
        keep = units[i].topk(args.inner).indices.sort().values
        for name, axis in (("up.weight", 0), ("up.bias", 0), ("down.weight", 1)):
            cut(f"layers.{i}.{name}", axis, keep)
        keep = heads[i].topk(args.heads).indices.sort().values
        keep = (keep[:, None] * HEAD + torch.arange(HEAD)).flatten()
        every = torch.cat([keep + part * large.form["heads"] * HEAD for part in range(3)])  # query, key, value
        for name, axis, which in (("qkv.weight", 0, every), ("qkv.bias", 0, every), ("out.weight", 1, keep)):
            cut(f"layers.{i}.{name}", axis, which)
    small.load_state_dict(state)
    evaluate.start_run(args.run, small, labels)


if __name__ == "__main__":
    main()
