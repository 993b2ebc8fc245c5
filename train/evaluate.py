"""Accuracy of a model on the development sets: `python -m train.evaluate --run DIR [--model models/en]`.

Two columns: the checkpoint in f32 (PyTorch) and the exported model (OpenVINO, int8).

The treebank figures here use gold words (the engine's `eval ud` scores raw text); heads are the best-scoring word of the
sentence, without a tree constraint. Names and quotes read running text with the rule tokenizer. Quotes are scored with the
PolNeAR scorer that stands next to the data (DRAGOMAN_DATA/../eval/score_quotes.py).
"""
import argparse
import collections
import importlib.util
import json
import os

import numpy as np
import torch

from . import corpora
from .model import Model
from .tokenizer import Pieces


def allowed(labels):
    """[from, to] and [start] penalties of a BIO label list: I-x follows B-x or I-x."""
    n = len(labels)
    pen, start = np.zeros((n, n), np.float32), np.zeros(n, np.float32)
    for j, to in enumerate(labels):
        if to.startswith("I-"):
            start[j] = -1e9
            for i, frm in enumerate(labels):
                if frm[2:] != to[2:] or frm == "O":
                    pen[i, j] = -1e9
    return pen, start


def viterbi(scores, labels):
    """Best label ids [N, W] for scores [N, W, T] under the BIO constraint."""
    pen, start = allowed(labels)
    n, w, t = scores.shape
    best = scores[:, 0] + start
    back = np.zeros((n, w, t), np.int64)
    for i in range(1, w):
        m = best[:, :, None] + pen[None]
        back[:, i] = m.argmax(1)
        best = m.max(1) + scores[:, i]
    out = np.zeros((n, w), np.int64)
    out[:, -1] = best.argmax(1)
    for i in range(w - 1, 0, -1):
        out[:, i - 1] = np.take_along_axis(back[:, i], out[:, i : i + 1], 1)[:, 0]
    return out


def runs(tags, labels):
    """Spans (begin word, end word, kind) of BIO label ids."""
    out, cur = [], None
    for i, t in enumerate(tags):
        l = labels[t]
        if l[0] == "B" or (l[0] == "I" and (cur is None or cur[2] != l[2:])):
            if cur:
                out.append(tuple(cur))
            cur = [i, i + 1, l[2:]]
        elif l[0] == "I":
            cur[1] = i + 1
        else:
            if cur:
                out.append(tuple(cur))
            cur = None
    if cur:
        out.append(tuple(cur))
    return out


class TorchRunner:
    """Runs the PyTorch model on windows; in bf16 while training goes on, to be quick."""

    def __init__(self, model, bf16=True):
        self.model, self.bf16 = model, bf16
        self.device = next(model.parameters()).device

    def __call__(self, windows):
        from .train import collate

        return self.batch(collate(windows, self.device))

    def batch(self, b):
        """tags, arcs and reps of a batch as train.collate makes it."""
        with torch.no_grad(), torch.autocast(self.device.type, dtype=torch.bfloat16, enabled=self.bf16):
            tags, arcs, reps = self.model(b["pieces"], b["shapes"], b["mask"], b["words"])
        return tags.float(), arcs.float(), reps.float()


class OpenVinoRunner:
    """Runs the exported graph; the pair scorers run on the checkpoint's parameters, which are those in pairs.bin."""

    def __init__(self, folder, precision="f32"):
        import openvino as ov

        core = ov.Core()
        self.compiled = core.compile_model(
            os.path.join(folder, "model.xml"), "CPU", {"INFERENCE_PRECISION_HINT": precision, "INFERENCE_NUM_THREADS": 2}
        )

    def __call__(self, windows):
        from .train import collate

        return self.batch(collate(windows))

    def batch(self, b):
        """tags, arcs and reps of a batch as train.collate makes it."""
        r = self.compiled([b[k].numpy() for k in ("pieces", "shapes", "mask", "words")])
        return tuple(torch.from_numpy(np.array(r[k])) for k in ("tags", "arcs", "reps"))


def predict(run, model, docs, pieces, labels, size=12):
    """Yields (window, tags by head as numpy, arcs, reps, row) for every window of the documents."""
    ids = corpora.label_ids(labels)
    ws = [corpora.build(d, p, pieces, ids) for d in docs for p in corpora.windows(d, pieces)]
    order = sorted(range(len(ws)), key=lambda i: len(ws[i].pieces))
    out = [None] * len(ws)
    for k in range(0, len(order), size):
        part = order[k : k + size]
        tags, arcs, reps = run([ws[i] for i in part])
        by_head = {h: v.numpy() for h, v in model.split_tags(tags).items()}
        for r, i in enumerate(part):
            n = len(ws[i].words)
            out[i] = (ws[i], {h: v[r, :n] for h, v in by_head.items()}, arcs[r, :n, : n + 1].numpy(), reps[r : r + 1, :n])
    return out


def prf(right, predicted, gold):
    return 200.0 * right / (predicted + gold) if predicted + gold else 0.0


def score_ud(run, model, docs, pieces, labels, prefix):
    c = collections.Counter()
    by_rel = collections.Counter()
    for w, tags, arcs, reps in predict(run, model, docs, pieces, labels):
        L = w.labels
        n = len(w.words)
        for h in ("upos", "feats", "lemma"):
            y = np.array(L[h])
            c[h] += int((tags[h].argmax(-1) == y).sum())
        s = tags["sent"].argmax(-1)
        g = np.array(L["sent"])
        c["sent_right"] += int(((s == 1) & (g == 1)).sum())
        c["sent_gold"] += int((g == 1).sum())
        c["sent_pred"] += int((s == 1).sum())
        c["words"] += n
        sid = np.array(w.sentence)
        same = sid[:, None] == sid[None, :]
        same = np.concatenate([np.ones((n, 1), bool), same], 1)
        heads = np.where(same, arcs, -1e9).argmax(1)
        gold = np.array(L["head"])
        ok = heads == gold
        c["uas"] += int(ok.sum())
        rel = np.array(L["deprel"])
        idx = np.nonzero(heads > 0)[0]
        pred = np.full(n, labels["deprel"].index("root"))
        if len(idx):
            with torch.no_grad():
                sc = model.label_scores(reps.to(model.root.device), torch.zeros(len(idx), dtype=torch.long),
                                        torch.from_numpy(idx), torch.from_numpy(heads[idx] - 1))
            sc[:, labels["deprel"].index("root")] = -1e9
            pred[idx] = sc.argmax(-1).cpu().numpy()
        universal = np.array([labels["deprel"].index(x.split(":")[0]) if x.split(":")[0] in labels["deprel"] else i
                              for i, x in enumerate(labels["deprel"])])
        rel_u = np.where(rel >= 0, universal[np.maximum(rel, 0)], -1)
        good = ok & (universal[pred] == rel_u)
        c["las"] += int(good.sum())
        cc = labels["deprel"].index("ccomp")
        by_rel["gold"] += int((rel == cc).sum())
        by_rel["pred"] += int((pred == cc).sum())
        by_rel["right"] += int(((rel == cc) & (pred == cc) & ok).sum())
    n = c["words"]
    return {
        prefix + "_las": 100 * c["las"] / n, prefix + "_uas": 100 * c["uas"] / n, prefix + "_upos": 100 * c["upos"] / n,
        prefix + "_feats": 100 * c["feats"] / n, prefix + "_lemma": 100 * c["lemma"] / n,
        prefix + "_sent": prf(c["sent_right"], c["sent_pred"], c["sent_gold"]),
        prefix + "_ccomp": prf(by_rel["right"], by_rel["pred"], by_rel["gold"]),
    }


def name_windows(run, model, docs, pieces, labels):
    """(scores [N, W, labels], lengths, gold labels) of all windows."""
    found = predict(run, model, docs, pieces, labels)
    width = max(len(w.words) for w, *_ in found)
    scores = np.zeros((len(found), width, len(labels["ner"])), np.float32)
    for i, (w, tags, _, _) in enumerate(found):
        scores[i, : len(w.words)] = tags["ner"]
        scores[i, len(w.words) :, 0] = 1e3
    return scores, [len(w.words) for w, *_ in found], [w.labels["ner"] for w, *_ in found]


def count_names(scores, lengths, gold, labels):
    """F1 of all names and of each class."""
    c = collections.Counter()
    for row, n, g in zip(viterbi(scores, labels["ner"]), lengths, gold):
        p, g = set(runs(row[:n], labels["ner"])), set(runs(g, labels["ner"]))
        for kind in [None] + corpora.NAME_TYPES:
            k = kind or "all"
            pk = {x for x in p if kind in (None, x[2])}
            gk = {x for x in g if kind in (None, x[2])}
            c[k, "r"] += len(pk & gk)
            c[k, "p"] += len(pk)
            c[k, "g"] += len(gk)
    return {("names" if k == "all" else "names_" + k): prf(c[k, "r"], c[k, "p"], c[k, "g"])
            for k in ["all"] + corpora.NAME_TYPES}


def score_names(run, model, docs, pieces, labels):
    return count_names(*name_windows(run, model, docs, pieces, labels), labels)


def quote_scorer():
    path = os.path.join(corpora.DATA, "..", "eval", "score_quotes.py")
    spec = importlib.util.spec_from_file_location("score_quotes", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def quote_windows(run, model, docs, pieces, labels):
    """What the decoder of quotes needs of each window: (document, offsets, cue scores, likely anchors, pair scores)."""
    offsets = {d.name: corpora.word_index(d) for d in docs}
    out = []
    for w, tags, _, reps in predict(run, model, docs, pieces, labels):
        cue = tags["cue"]
        anchors = np.nonzero(cue[:, 1] > cue.max(-1) - 4)[0]
        if len(anchors):
            at = torch.from_numpy(anchors)
            with torch.no_grad():
                s = model.pair_scores(reps.to(model.root.device), "quote", torch.zeros_like(at), at).cpu().numpy()
            out.append((w.doc.name, [offsets[w.doc.name][a] for a in w.at], cue, list(anchors), s))
    return out


def decode_quotes(windows, labels, cue_bias=(0.0, 0.0), content_bias=0.0):
    """Attributions {doc: [{cue, source, content}]} with offsets; biases are added to B-cue, I-cue and B-content."""
    out = collections.defaultdict(list)
    for name, off, cue, anchors, pair in windows:
        cue = cue + np.array([0.0, *cue_bias], np.float32)
        cues = [c for c in runs(viterbi(cue[None], labels["cue"])[0], labels["cue"]) if c[0] in anchors]
        if not cues:
            continue
        s = pair[[anchors.index(c[0]) for c in cues]] + np.array([0, content_bias, 0, 0, 0], np.float32)
        for (b, e, _), row in zip(cues, viterbi(s, corpora.QUOTE_TAGS)):
            a = {"cue": [[off[b][0], off[e - 1][1]]], "source": [], "content": []}
            for x, y, kind in runs(row, corpora.QUOTE_TAGS):
                a[kind].append([off[x][0], off[y - 1][1]])
            if a["content"]:
                out[name].append(a)
    return out


def count_quotes(found, docs):
    c = quote_scorer().evaluate(os.path.join(corpora.DATA, "polnear", "dev"), found, only={d.name for d in docs})
    out = {}
    for r in ("source", "cue", "content"):
        out[r + "_exact"] = prf(c[r, "ex"], c[r, "p"], c[r, "g"])
        out[r + "_overlap"] = prf(c[r, "ov"], c[r, "p"], c[r, "g"])
    for n in ("all", "direct", "indirect"):
        out["link_" + n] = prf(c[n, "j5src"], c[n, "p"], c[n, "g"])
    return out


def score_quotes(run, model, docs, pieces, labels):
    return count_quotes(decode_quotes(quote_windows(run, model, docs, pieces, labels), labels), docs)


MIN_EVENT, MIN_TRIGGER, MIN_SIDE = 0.05, 0.35, 0.5  # as the engine's decoder; from MIN_TRIGGER on a trigger counts here


def event_spans(scores, labels):
    """(begin, end, type, probability) of the words that may be triggers, joined as the engine joins them."""
    p = np.exp(scores - scores.max(-1, keepdims=True))
    p /= p.sum(-1, keepdims=True)
    begin, inside = p[:, 1::2], p[:, 2::2]  # labels: O, then B-x and I-x in turn
    out, surest = [], 0.0
    for w in range(len(p)):
        some = 1 - p[w, 0]
        if some < MIN_EVENT:
            continue
        if not (begin[w].sum() * 2 < some and out and out[-1][1] == w):
            out.append([w, w, "", 0.0])
            surest = 0.0
        out[-1][1] = w + 1
        if some > surest:
            surest, types = some, begin[w] + inside[w]
            out[-1][2:] = [labels[1 + 2 * int(types.argmax())][2:], float(types.max())]
    return out


def score_events(run, model, docs, pieces, labels):
    """F1 of triggers (a shared word) with and without their type, and of the head words of the sides of gold triggers."""
    c = collections.Counter()
    for w, tags, _, reps in predict(run, model, docs, pieces, labels):
        found = [x for x in event_spans(tags["event"], labels["event"]) if x[3] >= MIN_TRIGGER]
        gold = runs([max(x, 0) for x in w.labels["event"]], labels["event"])
        for k, same in (("trigger", lambda x, g: True), ("event", lambda x, g: x[2] == g[2])):
            used = set()
            for x in found:
                hit = [j for j, g in enumerate(gold) if j not in used and x[0] < g[1] and g[0] < x[1] and same(x, g)]
                used.update(hit[:1])
            c[k, "r"] += len(used)
            c[k, "p"] += len(found)
            c[k, "g"] += len(gold)
        if w.triggers:
            at = torch.tensor([a for a, _ in w.triggers])
            with torch.no_grad():
                s = model.pair_scores(reps.to(model.root.device), "role", torch.zeros_like(at), at).softmax(-1).cpu().numpy()
            gold = np.array([x for _, x in w.triggers])
            for side in (1, 2):
                p = s[:, :, side] >= MIN_SIDE
                c["sides", "r"] += int((p & (gold == side)).sum())
                c["sides", "p"] += int(p.sum())
                c["sides", "g"] += int((gold == side).sum())
    return {("event" if k == "event" else "event_" + k): prf(c[k, "r"], c[k, "p"], c[k, "g"]) for k in ("trigger", "event", "sides")}


def figures(run, model, dev, labels, pieces):
    out = {}
    for tb in ("ewt", "gum"):
        out.update(score_ud(run, model, dev[tb], pieces, labels, tb))
    out.update(score_names(run, model, dev["names"], pieces, labels))
    out.update(score_quotes(run, model, dev["polnear"], pieces, labels))
    out.update(score_events(run, model, dev["events"], pieces, labels))
    return out


def quick(model, dev, labels, pieces):
    """The figures on half of the development documents, for the log of a training run."""
    model.eval()
    half = {k: v[::2] for k, v in dev.items()}
    out = figures(TorchRunner(model), model, half, labels, pieces)
    model.train()
    return out


def make_model(labels, form=None):
    """A network with a head of the size of each list of labels; `form` as Model takes it."""
    return Model({h: len(v) for h, v in labels.items()}, form)


def start_run(run, model, labels):
    """Writes RUN/last.pt with the weights of the model, for training that has not begun: no optimizer, no steps."""
    os.makedirs(run, exist_ok=True)
    ema = {k: v.detach().clone() for k, v in model.named_parameters()}
    state = {"model": model.state_dict(), "ema": ema, "step": 0, "labels": labels, "form": model.form, "spent": 0.0}
    torch.save(state, os.path.join(run, "last.pt"))


def load_run(run, ema=True):
    """(model, labels) of a checkpoint."""
    s = torch.load(os.path.join(run, "last.pt"), weights_only=False, map_location="cpu")
    model = make_model(s["labels"], s.get("form"))
    model.load_state_dict(s["model"])
    if ema:
        own = dict(model.named_parameters())
        with torch.no_grad():
            for n, v in s["ema"].items():
                own[n].copy_(v)
    model.eval()
    path = os.path.join(run, "biases.json")
    if os.path.exists(path):
        with open(path, encoding="utf-8") as f:
            add_biases(model, s["labels"], json.load(f))
    return model, s["labels"]


def add_biases(model, labels, biases):
    """Adds {head: {label: value}} to the scores of labels (`quote` are the tags of the pair scorer)."""
    with torch.no_grad():
        for head, values in biases.items():
            for label, v in values.items():
                if head == "quote":
                    model.quote_pair.bias[model.slices()["quote_b"] + corpora.QUOTE_TAGS.index(label)] += v
                elif head == "ner":
                    model.ner.bias[labels["ner"].index(label)] += v
                else:  # cue, source, content lie side by side
                    begin = {"cue": 0, "source": 3, "content": 6}[head]
                    model.quote_tags.bias[begin + labels[head].index(label)] += v


def main():
    from .export import fold_scales
    from .train import backbone

    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--run", required=True, help="folder of the checkpoint")
    ap.add_argument("--model", help="folder of the exported model, scored beside the checkpoint")
    ap.add_argument("--half", action="store_true", help="every second document only")
    ap.add_argument("--names-test", action="store_true", help="the test articles of en-worldwide as well: final figures only")
    args = ap.parse_args()
    model, labels = load_run(args.run)
    fold_scales(model)
    pieces = Pieces(os.path.join(backbone(), "vocab.txt"))
    dev = corpora.load()["dev"]
    if args.half:
        dev = {k: v[::2] for k, v in dev.items()}
    runners = {"f32": TorchRunner(model, bf16=False)}
    if args.model:
        runners["int8"] = OpenVinoRunner(args.model)
    columns = []
    for run in runners.values():
        f = figures(run, model, dev, labels, pieces)
        if args.names_test:
            test = score_names(run, model, corpora.read_worldwide("test"), pieces, labels)
            f.update({"test_" + k: v for k, v in test.items()})
        columns.append(f)
    print("\t".join(["figure", *runners]))
    for k in columns[0]:
        print("\t".join([k] + [f"{c[k]:.2f}" for c in columns]), flush=True)


if __name__ == "__main__":
    main()
