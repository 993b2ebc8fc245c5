"""Checkpoint -> what the engine loads: `python -m train.export --run DIR --out models/en [--precision int8|f32]`.

Writes model.xml/model.bin (OpenVINO IR, dynamic batch, pieces and words), model.json, pairs.bin, vocab.txt and lemmas.tsv as
docs/model.md describes. int8 is static: weights per channel, activations calibrated on training windows of all corpora (NNCF).
"""
import argparse
import json
import math
import os
import random
import shutil

import torch

from . import corpora, evaluate
from .model import QUOTE, ROLE, TAG_HEADS
from .tokenizer import Pieces

VERSION = "en-5"


def fold_scales(model):
    """Puts the 1/sqrt(rank) of the pair scorers into the vectors of the anchors, so that the engine has plain products."""
    with torch.no_grad():
        n = 5 * QUOTE
        model.quote_pair.weight[:n] /= math.sqrt(QUOTE)
        model.quote_pair.bias[:n] /= math.sqrt(QUOTE)
        n = 3 * ROLE
        model.role_pair.weight[:n] /= math.sqrt(ROLE)
        model.role_pair.bias[:n] /= math.sqrt(ROLE)
    model.folded = True


def write_json(model, labels, out):
    heads, k = [], 0
    for h in TAG_HEADS:
        heads.append({"name": h, "begin": k, "size": len(labels[h]), "labels": labels[h]})
        k += len(labels[h])
    pairs = (
        ("quote_distance", model.quote_distance), ("role_distance", model.role_distance), ("label_u", model.label_u),
        ("label_dep_weight", model.label_dep.weight), ("label_head_weight", model.label_head.weight),
        ("label_bias", model.label_dep.bias),
    )
    with open(os.path.join(out, "pairs.bin"), "wb") as f:
        for _, p in pairs:
            f.write(p.detach().cpu().numpy().astype("<f4").tobytes())
    begins = list(model.slices().items())
    meta = {
        "version": VERSION,
        "max_pieces": corpora.READ_PIECES,
        "heads": heads,
        "reps": [{"name": n, "begin": b, "size": e - b} for (n, b), (_, e) in zip(begins, begins[1:])],
        "pairs": [{"name": n, "shape": list(p.shape)} for n, p in pairs],
        "pair_labels": {"quote": corpora.QUOTE_TAGS, "role": corpora.ROLE_TAGS, "label": labels["deprel"]},
    }
    with open(os.path.join(out, "model.json"), "w", encoding="utf-8") as f:
        json.dump(meta, f, ensure_ascii=False, indent=1)
        f.write("\n")


def write_lemmas(labels, out):
    docs = corpora.load_ud_train()
    rows = corpora.lemma_exceptions(docs, labels["lemma"])
    with open(os.path.join(out, "lemmas.tsv"), "w", encoding="utf-8") as f:
        for (form, upos), lemma in sorted(rows.items()):
            f.write(f"{form}\t{upos}\t{lemma}\n")


def convert(model):
    import openvino as ov

    example = (
        torch.randint(1000, 2000, (2, 40)), torch.ones(2, 40, dtype=torch.long), torch.ones(2, 40, dtype=torch.long),
        torch.arange(30).repeat(2, 1),
    )
    dynamic = ov.PartialShape([-1, -1])
    graph = ov.convert_model(model, example_input=example, input=[(dynamic, ov.Type.i64)] * 4)
    for port, name in zip(graph.inputs, ("pieces", "shapes", "mask", "words")):
        port.get_tensor().set_names({name})
        port.get_node().set_friendly_name(name)
    for port, name in zip(graph.outputs, ("tags", "arcs", "reps")):
        port.get_tensor().set_names({name})
    graph.validate_nodes_and_infer_types()
    return graph


def calibration(pieces, labels, count, seed=7):
    """Windows of every corpus as inputs of the graph."""
    from .train import collate

    rng = random.Random(seed)
    ids = corpora.label_ids(labels)
    out = []
    for docs in corpora.load()["train"].values():
        parts = []
        while len(parts) < count // 5:
            d = rng.choice(docs)
            parts.append((d, rng.choice(corpora.windows(d, pieces))))
        for d, p in parts:
            b = collate([corpora.build(d, p, pieces, ids)])
            out.append({k: b[k].numpy() for k in ("pieces", "shapes", "mask", "words")})
    rng.shuffle(out)
    return out


def main():
    from .train import backbone

    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--run", required=True)
    ap.add_argument("--out", required=True)
    ap.add_argument("--precision", default="int8", choices=("int8", "f32"))
    ap.add_argument("--windows", type=int, default=250, help="windows of calibration")
    args = ap.parse_args()
    import openvino as ov

    os.makedirs(args.out, exist_ok=True)
    model, labels = evaluate.load_run(args.run)
    fold_scales(model)
    root = backbone()
    pieces = Pieces(os.path.join(root, "vocab.txt"))
    graph = convert(model)
    if args.precision == "int8":
        import nncf

        data = calibration(pieces, labels, args.windows)
        graph = nncf.quantize(
            graph, nncf.Dataset(data), model_type=nncf.ModelType.TRANSFORMER, preset=nncf.QuantizationPreset.MIXED,
            subset_size=len(data),
        )
    ov.save_model(graph, os.path.join(args.out, "model.xml"), compress_to_fp16=False)
    write_json(model, labels, args.out)
    write_lemmas(labels, args.out)
    shutil.copyfile(os.path.join(root, "vocab.txt"), os.path.join(args.out, "vocab.txt"))
    for f in sorted(os.listdir(args.out)):
        print(f, os.path.getsize(os.path.join(args.out, f)))


if __name__ == "__main__":
    main()
