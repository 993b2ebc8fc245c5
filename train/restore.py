"""Weights as shipped -> a checkpoint to train on: `python -m train.restore --model models/en --run DIR`.

The inverse of train.export: int8 weights times their scales, with the scales of SmoothQuant put back into them and those of
the pair scorers taken out again. What int8 has rounded stays rounded, which costs a tenth of a point; the optimizer starts
anew. With it training can go on where no checkpoint is left.
"""
import argparse
import json
import math
import os

import numpy as np
import torch

from . import evaluate
from .model import GROUPS, HEAD, QUOTE, ROLE

# The task group that each module which reads a mix of the layers belongs to.
MODULE_GROUP = {"morph": "morph", "parse": "parse", "ner_hidden": "ner", "quote_hidden": "quote", "event_hidden": "event"}
PAIR_NAMES = {"label_dep_weight": "label_dep.weight", "label_head_weight": "label_head.weight", "label_bias": "label_dep.bias"}


def value(output):
    """The constant that a graph of Constant, Convert, Multiply and Subtract amounts to, or None."""
    node = output.get_node()
    kind = node.get_type_name()
    if kind == "Constant":
        return np.array(node.data)
    inputs = [value(i.get_source_output()) for i in node.inputs()]
    if any(v is None for v in inputs):
        return None
    if kind == "Convert":
        return inputs[0].astype(np.float32)
    if kind == "Multiply":
        return inputs[0] * inputs[1]
    if kind == "Subtract":
        return inputs[0] - inputs[1]
    return None


def source(node, i, kinds):
    """The node before input i, past nodes of the given kinds."""
    node = node.input_value(i).get_node()
    while node.get_type_name() in kinds:
        node = node.input_value(0).get_node()
    return node


def users(node):
    return [t.get_node() for t in node.output(0).get_target_inputs()]


def linear(node):
    """Weight and bias of a MatMul with constant weights, its inputs' smoothing undone."""
    weight = value(node.input_value(1))
    before = source(node, 0, ("FakeQuantize",))
    if before.get_friendly_name().endswith("nncf_smooth_quant"):
        weight = weight * value(before.input_value(1)).reshape(1, -1)
    add = next((u for u in users(node) if u.get_type_name() == "Add"), None)
    bias = value(add.input_value(1)) if add is not None else None
    return weight, None if bias is None else bias.reshape(-1)


def destination(node):
    """The module of the first product with constant weights that the values of a node reach through sums."""
    while node.get_type_name() != "MatMul":
        node = next(u for u in users(node) if u.get_type_name() in ("Add", "Multiply", "FakeQuantize", "MatMul"))
    return module(node)


def module(node):
    return node.get_friendly_name().removeprefix("__module.").split("/")[0]


def parameters(graph):
    """{name of Model's state: array} of what the graph holds, and the form of the encoder."""
    out, mixes = {}, {}
    for node in graph.get_ordered_ops():
        name, kind = node.get_friendly_name(), node.get_type_name()
        if kind == "MatMul" and "aten::linear" in name:
            weight, bias = linear(node)
            out[module(node) + ".weight"] = weight
            if bias is not None:
                out[module(node) + ".bias"] = bias
        elif kind == "MVN":
            scale = next(u for u in users(node) if u.get_type_name() == "Multiply")
            shift = next(u for u in users(scale) if u.get_type_name() == "Add")
            out[module(node) + ".weight"] = value(scale.input_value(1)).reshape(-1)
            out[module(node) + ".bias"] = value(shift.input_value(1)).reshape(-1)
        elif kind == "Gather" and module(node) in ("word", "shape"):
            out[module(node) + ".weight"] = value(node.input_value(0))
        elif name == "self.position.weight":
            out["position.weight"] = value(node.output(0))
        elif name == "aten::add/Add_1":
            out["kind"] = value(node.input_value(1)).reshape(-1)
        elif name == "aten::expand/Broadcast_1":
            out["root"] = value(node.input_value(0)).reshape(-1)
        elif kind == "GatherElements":
            layer = int((name.split("_") + ["0"])[1]) if "_" in name else 0
            for user in users(node):
                mixes[(MODULE_GROUP[destination(user)], layer)] = float(value(user.input_value(1)).reshape(()))
    mix = np.array([[mixes[(g, k)] for k in range(max(k for _, k in mixes) + 1)] for g in GROUPS])
    out["mix"] = np.log(mix / mix.sum(axis=1, keepdims=True))
    relu = any(n.get_type_name() == "Relu" for n in graph.get_ordered_ops())
    inner, heads = out["layers.0.up.weight"].shape[0], out["layers.0.out.weight"].shape[1] // HEAD
    return out, {"layers": mix.shape[1] - 1, "inner": inner, "relu": relu, "heads": heads}


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--model", required=True, help="a folder as train.export writes it")
    ap.add_argument("--run", required=True, help="folder that gets last.pt")
    args = ap.parse_args()
    import openvino as ov

    found, form = parameters(ov.Core().read_model(os.path.join(args.model, "model.xml")))
    with open(os.path.join(args.model, "model.json"), encoding="utf-8") as f:
        meta = json.load(f)
    labels = {h["name"]: h["labels"] for h in meta["heads"]}
    labels["deprel"] = meta["pair_labels"]["label"]
    raw, at = np.fromfile(os.path.join(args.model, "pairs.bin"), "<f4"), 0
    for p in meta["pairs"]:
        n = int(np.prod(p["shape"]))
        name = PAIR_NAMES.get(p["name"], p["name"])
        found[name] = raw[at : at + n].reshape(p["shape"])
        at += n
    for name, rows, rank in (("quote_pair", 5 * QUOTE, QUOTE), ("role_pair", 3 * ROLE, ROLE)):
        for part in ("weight", "bias"):
            found[f"{name}.{part}"][:rows] *= math.sqrt(rank)
    model = evaluate.make_model(labels, form)
    state = {k: torch.from_numpy(np.ascontiguousarray(v, dtype=np.float32)) for k, v in found.items()}
    model.load_state_dict({k: state[k].reshape(v.shape) for k, v in model.state_dict().items()})
    evaluate.start_run(args.run, model, labels)


if __name__ == "__main__":
    main()
