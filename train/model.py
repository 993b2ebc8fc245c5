"""The network: a BERT encoder with word-shape embeddings, and heads that read the first piece of each word.

What ships has four layers with ReLU products half as wide as the backbone's; it is cut from a trained six-layer network
(train.shrink), which then teaches it.
Each task group reads its own learned mix of the layers. Everything that needs the whole window is computed in the graph
(tags, arc scores, pair vectors); the pair scorers themselves run natively in the engine for the few pairs it needs
(docs/model.md), and here for training.
"""
import math

import torch
import torch.nn.functional as F
from torch import nn

HIDDEN, HEAD = 384, 32  # width of the encoder and of one head of its attention
ARC, LABEL, QUOTE, ROLE = 256, 64, 64, 32  # ranks
BACKBONE = {"layers": 6, "inner": 1536, "relu": False, "heads": 12}
GROUPS = ("morph", "parse", "ner", "quote", "event")
TAG_HEADS = ("sent", "upos", "feats", "lemma", "ner", "cue", "source", "content", "event")
GROUP_OF = {
    "sent": "morph", "upos": "morph", "feats": "morph", "lemma": "morph", "ner": "ner", "cue": "quote",
    "source": "quote", "content": "quote", "event": "event",
}
BUCKETS = 33


def bucket(delta):
    """Distance bucket of w - a: exact to 8 words, then 9-12, 13-20, 21-36, ... (docs/model.md)."""
    mag = delta.abs()
    far = 9 + torch.floor(torch.log2(((mag - 5).clamp(min=4)).float() / 4)).long()
    mag = torch.where(mag <= 8, mag, far).clamp(max=16)
    return 16 + torch.sign(delta) * mag


class Dropout(nn.Module):
    """Dropout with masks cut at random places from one pool: drawing fresh bits took an eighth of a step on a CPU."""

    pool = {}
    SIZE = 1 << 25

    def __init__(self, p):
        super().__init__()
        self.p = p

    def forward(self, x):
        if not self.training:
            return x
        key = (self.p, x.dtype, x.device)
        if key not in Dropout.pool:
            keep = (torch.rand(Dropout.SIZE, device=x.device) >= self.p).to(x.dtype)
            Dropout.pool[key] = keep / (1.0 - self.p)
        pool, n = Dropout.pool[key], x.numel()
        at = int(torch.randint(Dropout.SIZE - n, ()))
        return x * pool[at : at + n].view(x.shape)


class Layer(nn.Module):
    def __init__(self, inner, relu, heads, dropout):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(HIDDEN, 3 * heads * HEAD)
        self.out = nn.Linear(heads * HEAD, HIDDEN)
        self.norm1 = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.up = nn.Linear(HIDDEN, inner)
        self.down = nn.Linear(inner, HIDDEN)
        self.norm2 = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.act = F.relu if relu else F.gelu
        self.dropout = Dropout(dropout)

    def forward(self, x, bias):
        b, t, _ = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, self.heads, HEAD).permute(2, 0, 3, 1, 4).unbind(0)
        if self.training:  # in f32: the bf16 kernel for CPUs is half as fast
            with torch.autocast(x.device.type, enabled=False):
                a = F.scaled_dot_product_attention(q.float(), k.float(), v.float(), attn_mask=bias.float()).to(q.dtype)
        else:
            a = F.scaled_dot_product_attention(q, k, v, attn_mask=bias.to(q.dtype))
        a = a.transpose(1, 2).reshape(b, t, self.heads * HEAD)
        x = self.norm1(x + self.dropout(self.out(a)))
        return self.norm2(x + self.dropout(self.down(self.act(self.up(x)))))


class Model(nn.Module):
    """`sizes`: number of labels of each head of TAG_HEADS and of `deprel`. `form`: layers, the inner width of their
    feed-forward products, whether these have ReLU instead of GELU, and the heads of attention of a layer; the default is the
    backbone's, for single entries too."""

    def __init__(self, sizes, form=None, vocab=30522, dropout=0.1):
        super().__init__()
        self.sizes = sizes
        self.form = BACKBONE | (form or {})
        count = self.form["layers"]
        self.folded = False  # whether the scales of the pair scorers are in the weights (export)
        self.word = nn.Embedding(vocab, HIDDEN)
        self.position = nn.Embedding(512, HIDDEN)
        self.kind = nn.Parameter(torch.zeros(HIDDEN))  # BERT's token-type row 0
        self.shape = nn.Embedding(16, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        form = [self.form[k] for k in ("inner", "relu", "heads")]
        self.layers = nn.ModuleList(Layer(*form, dropout) for _ in range(count))
        self.mix = nn.Parameter(torch.zeros(len(GROUPS), count + 1))
        self.dropout = Dropout(0.15)
        self.input_dropout = Dropout(0.1)

        self.morph = nn.Linear(HIDDEN, sum(sizes[h] for h in TAG_HEADS if GROUP_OF[h] == "morph"))
        self.ner_hidden = nn.Linear(HIDDEN, 256)
        self.ner = nn.Linear(256, sizes["ner"])
        self.quote_hidden = nn.Linear(HIDDEN, HIDDEN)
        self.quote_tags = nn.Linear(HIDDEN, sizes["cue"] + sizes["source"] + sizes["content"])
        self.quote_pair = nn.Linear(HIDDEN, 2 * 5 * QUOTE + 5)
        self.event_hidden = nn.Linear(HIDDEN, 256)
        self.event = nn.Linear(256, sizes["event"])
        self.role_pair = nn.Linear(256, 2 * 3 * ROLE + 3)
        self.parse = nn.Linear(HIDDEN, 2 * ARC + 2 * LABEL)
        self.arc = nn.Linear(ARC, ARC)
        self.arc_head = nn.Linear(ARC, 1)
        self.root = nn.Parameter(torch.randn(ARC) * 0.05)
        n = sizes["deprel"]
        self.label_u = nn.Parameter(torch.randn(n, LABEL, LABEL) * 0.02)
        self.label_dep = nn.Linear(LABEL, n)
        self.label_head = nn.Linear(LABEL, n, bias=False)
        self.quote_distance = nn.Parameter(torch.zeros(5, BUCKETS))
        self.role_distance = nn.Parameter(torch.zeros(3, BUCKETS))
        nn.init.normal_(self.shape.weight, std=0.01)

    def encoder_parameters(self):
        return [list(l.parameters()) for l in self.layers]

    def load_backbone(self, path):
        from safetensors.torch import load_file

        s = load_file(path)
        s = {k.removeprefix("bert."): v.float() for k, v in s.items()}
        e = "embeddings."
        with torch.no_grad():
            self.word.weight.copy_(s[e + "word_embeddings.weight"])
            self.position.weight.copy_(s[e + "position_embeddings.weight"])
            self.kind.copy_(s[e + "token_type_embeddings.weight"][0])
            self.norm.weight.copy_(s[e + "LayerNorm.weight"])
            self.norm.bias.copy_(s[e + "LayerNorm.bias"])
            for i, l in enumerate(self.layers):
                p = f"encoder.layer.{i}."
                for what in ("weight", "bias"):
                    a = [s[f"{p}attention.self.{n}.{what}"] for n in ("query", "key", "value")]
                    getattr(l.qkv, what).copy_(torch.cat(a))
                    for mine, theirs in (
                        (l.out, "attention.output.dense"), (l.norm1, "attention.output.LayerNorm"),
                        (l.up, "intermediate.dense"), (l.down, "output.dense"), (l.norm2, "output.LayerNorm"),
                    ):
                        getattr(mine, what).copy_(s[f"{p}{theirs}.{what}"])

    def mixes(self, pieces, shapes, mask, words):
        """The vectors [B,W,HIDDEN] that each task group reads: its mix of the layers at the first piece of every word."""
        t = pieces.shape[1]
        x = self.word(pieces) + self.position.weight[:t] + self.kind + self.shape(shapes)
        x = self.input_dropout(self.norm(x))
        bias = ((1.0 - mask.float()) * -10000.0)[:, None, None, :]
        index = words.unsqueeze(-1).expand(-1, -1, HIDDEN)
        states = [torch.gather(x, 1, index)]
        for layer in self.layers:
            x = layer(x, bias)
            states.append(torch.gather(x, 1, index))
        weights = torch.softmax(self.mix.float(), dim=1)
        g = {}
        for i, name in enumerate(GROUPS):
            m = states[0] * weights[i, 0]
            for k in range(1, len(states)):
                m = m + states[k] * weights[i, k]
            g[name] = self.dropout(m)
        return g

    def forward(self, pieces, shapes, mask, words):
        """The exported graph: tags [B,W,K], arcs [B,W,W+1], reps [B,W,R]."""
        g = self.mixes(pieces, shapes, mask, words)
        ner = self.ner(self.dropout(F.gelu(self.ner_hidden(g["ner"]))))
        quote = self.dropout(F.gelu(self.quote_hidden(g["quote"])))
        event = self.dropout(F.gelu(self.event_hidden(g["event"])))
        tags = torch.cat([self.morph(g["morph"]), ner, self.quote_tags(quote), self.event(event)], dim=-1)

        parse = self.dropout(F.gelu(self.parse(g["parse"])))
        dep, head, label = parse.split([ARC, ARC, 2 * LABEL], dim=-1)
        b = dep.shape[0]
        heads = torch.cat([self.root.to(head.dtype).expand(b, 1, ARC), head], dim=1)
        arcs = torch.matmul(self.arc(dep), heads.transpose(1, 2)) * (1.0 / math.sqrt(ARC))
        arcs = arcs + self.arc_head(heads).transpose(1, 2)
        reps = torch.cat([self.quote_pair(quote), self.role_pair(event), label], dim=-1)
        return tags, arcs, reps

    # --- what the engine does natively --------------------------------------------------------------------------------

    def slices(self):
        """Begin of each slice of reps."""
        q, r = 5 * QUOTE, 3 * ROLE
        begins = {"quote_a": 0, "quote_w": q, "quote_b": 2 * q}
        begins["role_a"] = 2 * q + 5
        begins["role_w"] = begins["role_a"] + r
        begins["role_b"] = begins["role_w"] + r
        begins["label_dep"] = begins["role_b"] + 3
        begins["label_head"] = begins["label_dep"] + LABEL
        begins["end"] = begins["label_head"] + LABEL
        return begins

    def pair_scores(self, reps, which, batch, anchor):
        """Scores [N, W, tags] for the N anchors (batch[n], anchor[n])."""
        s = self.slices()
        n, rank = (5, QUOTE) if which == "quote" else (3, ROLE)
        a = reps[batch, anchor, s[which + "_a"] : s[which + "_a"] + n * rank].view(-1, n, rank)
        w = reps[:, :, s[which + "_w"] : s[which + "_w"] + n * rank]
        b = reps[:, :, s[which + "_b"] : s[which + "_b"] + n]
        words = reps.shape[1]
        w = w.view(w.shape[0], words, n, rank)[batch]
        scale = 1.0 if self.folded else 1.0 / math.sqrt(rank)
        score = torch.einsum("ntr,nwtr->nwt", a, w) * scale + b[batch]
        delta = torch.arange(words, device=reps.device)[None] - anchor[:, None]
        table = self.quote_distance if which == "quote" else self.role_distance
        return score.float() + table.t()[bucket(delta)]

    def label_scores(self, reps, batch, word, head):
        """Scores [N, deprels] of the arcs word[n] <- head[n] (word indices)."""
        s = self.slices()
        dep = reps[batch, word, s["label_dep"] : s["label_dep"] + LABEL]
        hd = reps[batch, head, s["label_head"] : s["label_head"] + LABEL]
        u = torch.einsum("nr,lrs->nls", dep, self.label_u)
        return (torch.einsum("nls,ns->nl", u, hd) + self.label_dep(dep) + self.label_head(hd)).float()

    def split_tags(self, tags):
        out, k = {}, 0
        for h in TAG_HEADS:
            out[h] = tags[..., k : k + self.sizes[h]]
            k += self.sizes[h]
        return out
