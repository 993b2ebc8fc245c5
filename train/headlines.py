"""Headlines made from sentences of the treebanks, which have few: `documents(docs)`.

A headline has no full stop, no articles, a comma for `and` (`Russia, Ukraine swap prisoners`), `to` for `will`, the present tense for
the past, and leaves out the auxiliary of a passive and many a copula (`Three held after raid`, `Minister ready to resign`). A sentence with its tree gives
one by such changes, and the tree goes along. Some get capitals throughout, as American papers print them. Nothing here is drawn by
chance that is not the same at every call.
"""
import random
import re

from . import corpora

LEAST_WORDS, MOST_WORDS = 4, 22
# Share of the sentences without anything to change but the full stop that are taken, and of the headlines in title case.
PLAIN, TITLED = 0.25, 0.25
COPULA_LEFT_OUT = 0.6
TIMES = 2
LABELS = ("sent", "upos", "feats", "lemma", "head", "deprel", "lemma_gold")
SMALL = frozenset("a an the of in on at to for from by with and or as than but over after".split())


def sentences(para):
    """(begin, end) of each sentence of a paragraph of a treebank."""
    starts = [i for i, label in enumerate(para.labels["sent"]) if label == "start"]
    return zip(starts, starts[1:] + [len(para.words)])


def coordinated(words, head, rel, upos):
    """Indices of each `and` that joins two names, nouns or adjectives that stand side by side, without a third."""
    out = []
    for i, w in enumerate(words):
        if w != "and" or rel[i] != "cc" or rel[head[i]] != "conj":
            continue
        second, first = head[i], head[head[i]]
        if i and words[i - 1] == ",":
            continue
        joined = [k for k in range(len(words)) if head[k] == first and rel[k] == "conj"]
        if len(joined) == 1 and {upos[first], upos[second]} <= {"PROPN", "NOUN", "ADJ"} and first < i < second:
            out.append(i)
    return out


def third(lemma):
    """Third person of the present tense."""
    if lemma == "have":
        return "has"
    if re.search("[^aeiou]y$", lemma):
        return lemma[:-1] + "ies"
    return lemma + ("es" if re.search("(s|x|z|ch|sh|o)$", lemma) else "s")


def headline(para, begin, end, rng):
    """A paragraph with the sentence [begin, end) of `para` as a headline, or None where it makes none."""
    n = end - begin
    labels = {h: para.labels[h][begin:end] for h in LABELS}
    words, spaces = list(para.words[begin:end]), list(para.spaces[begin:end])
    head = [g - begin if g >= 0 else -1 for g in labels["head"]]
    rel, upos = labels["deprel"], labels["upos"]
    if not LEAST_WORDS <= n <= MOST_WORDS or words[-1] != "." or any(not -1 <= g < n for g in head):
        return None
    root = head.index(-1)
    subjects = [i for i in range(n) if head[i] == root and rel[i].startswith("nsubj")]
    if upos[root] not in ("VERB", "ADJ", "NOUN") or not subjects or upos[subjects[0]] not in ("NOUN", "PROPN"):
        return None
    if any(w in ("I", "you", "You", "me", "my", "your", '"', "“", "?", "!", ":", "(", "--") for w in words):
        return None
    parents, gone, changed = set(head), {n - 1}, False
    for i in coordinated(words, head, rel, upos):
        changed = True
        words[i], spaces[i], rel[i], upos[i] = ",", False, "punct", "PUNCT"
        labels["feats"][i], labels["lemma_gold"][i], labels["lemma"][i] = "_", ",", corpora.lemma_rule(",", ",", "PUNCT")
    for i in range(n):
        told = labels["feats"][i].split("|")
        if upos[i] == "VERB" and {"Person=3", "Tense=Past", "VerbForm=Fin"} <= {*told} and (i == root or (head[i], rel[i]) == (root, "conj")):
            changed = True
            words[i] = third(labels["lemma_gold"][i]) if "Number=Sing" in told else labels["lemma_gold"][i]
            labels["feats"][i] = labels["feats"][i].replace("Tense=Past", "Tense=Pres")
    for i in range(n - 1):
        low = words[i].lower()
        if i in parents:
            continue
        if low in ("the", "a", "an") and upos[i] == "DET":
            gone.add(i)
        elif head[i] == root and (rel[i] == "aux:pass" and low != "got" or rel[i] == "cop" and rng.random() < COPULA_LEFT_OUT):
            before = [k for k in range(n) if head[k] == root and (rel[k] == "aux" or words[k].lower() in ("not", "n't", "never"))]
            if all(labels["lemma_gold"][k] == "have" for k in before):
                gone.update([i, *before])
                changed = True
        elif low == "will" and (rel[i], head[i], upos[root]) == ("aux", root, "VERB") and words[i + 1].lower() not in ("not", "n't", "be"):
            changed = True
            words[i], upos[i], rel[i], labels["feats"][i] = "to", "PART", "mark", "_"
            labels["lemma_gold"][i], labels["lemma"][i] = "to", corpora.lemma_rule("to", "to", "PART")
    if not changed and rng.random() >= PLAIN:
        return None
    keep = [i for i in range(n) if i not in gone]
    at = {old: new for new, old in enumerate(keep)}
    if any(head[i] >= 0 and head[i] not in at for i in keep) or len(keep) < LEAST_WORDS - 1:
        return None
    out = corpora.Para([words[i] for i in keep], [spaces[i] or k == 0 for k, i in enumerate(keep)])
    out.labels = {h: [v[i] for i in keep] for h, v in labels.items()}
    out.labels["head"] = [at[head[i]] if head[i] >= 0 else -1 for i in keep]
    out.labels["sent"] = ["start"] + ["in"] * (len(keep) - 1)
    titled = rng.random() < TITLED
    out.words = [w[0].upper() + w[1:] if k == 0 or titled and out.spaces[k] and w not in SMALL else w for k, w in enumerate(out.words)]
    # The rule that makes the lemma depends on the case that the word has now.
    out.labels["lemma"] = [corpora.lemma_rule(*x) for x in zip(out.words, out.labels["lemma_gold"], out.labels["upos"])]
    return out


def documents(docs):
    """Documents of headlines, one a paragraph, TIMES for each of `docs` that gives any."""
    rng, out = random.Random(11), []
    for doc in docs * TIMES:
        made = corpora.Doc(doc.name + " headlines", doc.corpus)
        for para in doc.paras:
            made.paras += filter(None, (headline(para, b, e, rng) for b, e in sentences(para)))
        if made.paras:
            out.append(made)
    return out
