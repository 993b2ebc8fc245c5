"""Readers of the training corpora: every corpus becomes documents of paragraphs of words with labels.

A document keeps what the engine would see: paragraphs in order, words with the white space before them. Labels that a
corpus does not have are absent, and the loss skips them. `windows()` packs paragraphs as docs/model.md says.
The folder of the corpora is the environment variable DRAGOMAN_DATA, by default ../shared/data.
"""
import collections
import glob
import json
import os
import re

from .tokenizer import shape, tokenize

DATA = os.environ.get("DRAGOMAN_DATA", os.path.join(os.path.dirname(__file__), "..", "..", "shared", "data"))

EVENT_TYPES = (
    "AGREE CONSULT SUPPORT COOPERATE AID CONCEDE RETREAT ACCUSE REQUEST REJECT THREATEN PROTEST MOBILIZE SANCTION COERCE ASSAULT"
).split()
NAME_TYPES = "PER ORG LOC FAC NORP DATE MONEY PRODUCT MISC".split()
NAMES_FROM = {
    "Person": "PER", "Organization": "ORG", "Location": "LOC", "Facility": "FAC", "NORP": "NORP", "Date": "DATE",
    "Money": "MONEY", "Product": "PRODUCT", "Misc": "MISC",
}
FEATURES = frozenset("Tense Mood VerbForm Voice Number Person Polarity Degree PronType".split())
# GUM genres whose texts are not stated to be free for any use (fiction and wikiHow are stated to be non-commercial).
GUM_LEFT_OUT = frozenset("fiction whow essay letter podcast".split())
QUOTE_TAGS = ["O", "B-content", "I-content", "B-source", "I-source"]
ROLE_TAGS = ["none", "source", "target"]


class Para:
    """One paragraph: words, white space before each, and per-word labels by head name."""

    __slots__ = ("words", "spaces", "labels", "offsets", "pieces")

    def __init__(self, words, spaces, offsets=None):
        self.words, self.spaces, self.offsets = words, spaces, offsets
        self.labels = {}
        self.pieces = None


class Doc:
    """`cues` and `triggers`: (document word index of the anchor, {document word index: tag id})."""

    __slots__ = ("name", "corpus", "paras", "cues", "triggers", "text")

    def __init__(self, name, corpus):
        self.name, self.corpus = name, corpus
        self.paras, self.cues, self.triggers, self.text = [], [], [], None


def text_doc(name, corpus, text):
    """Document of running text: one paragraph a line."""
    doc = Doc(name, corpus)
    doc.text = text
    for m in re.finditer(r"[^\n\r]+", text):
        spans = tokenize(m.group())
        if not spans:
            continue
        line, base = m.group(), m.start()
        spaces = [i == 0 or spans[i - 1][1] < b for i, (b, e) in enumerate(spans)]
        doc.paras.append(Para([line[b:e] for b, e in spans], spaces, [(base + b, base + e) for b, e in spans]))
    return doc


def word_index(doc):
    """All word offsets of a document in order."""
    return [o for p in doc.paras for o in p.offsets]


def covered(offsets, spans):
    """Indices of the words that share a character with a span, as one sorted list for each span."""
    import bisect

    begins = [b for b, e in offsets]
    out = []
    for b, e in spans:
        i = bisect.bisect_right(begins, b) - 1
        i = max(i, 0)
        ws = []
        while i < len(offsets) and offsets[i][0] < e:
            if offsets[i][1] > b:
                ws.append(i)
            i += 1
        out.append(ws)
    return out


def set_doc_labels(doc, head, flat):
    k = 0
    for p in doc.paras:
        p.labels[head] = flat[k : k + len(p.words)]
        k += len(p.words)


def lemma_rule(form, lemma, upos):
    """`case|cut|append` that turns the form into the lemma."""
    def rule(base, case):
        n = 0
        while n < len(base) and n < len(lemma) and base[n] == lemma[n]:
            n += 1
        return f"{case}|{len(base) - n}|{lemma[n:]}", len(base) - n + len(lemma) - n

    low, keep = rule(form.lower(), "l"), rule(form, "k")
    if upos == "PROPN":
        return keep[0] if keep[1] <= low[1] else low[0]
    return low[0] if low[1] <= keep[1] else keep[0]


def bundle(feats):
    if feats == "_":
        return "_"
    return "|".join(f for f in sorted(feats.split("|")) if f.split("=")[0] in FEATURES) or "_"


def read_ud(path, corpus, leave_out=frozenset()):
    """UD sentences joined into the paragraphs and documents that the comments mark."""
    docs, doc, para, genre = [], None, None, None
    sent_words = []

    def flush_sentence():
        nonlocal sent_words, para
        if not sent_words:
            return
        if para is None:
            para = Para([], [])
            para.labels = {k: [] for k in ("sent", "upos", "feats", "lemma", "head", "deprel", "lemma_gold")}
            doc.paras.append(para)
        base, L = len(para.words), para.labels
        for i, (form, lemma, upos, feats, head, rel, space) in enumerate(sent_words):
            para.words.append(form)
            para.spaces.append(space or not base and not i)
            L["sent"].append("start" if i == 0 else "in")
            L["upos"].append(upos)
            L["feats"].append(bundle(feats))
            L["lemma"].append(lemma_rule(form, lemma, upos))
            L["lemma_gold"].append(lemma)
            L["head"].append(base + head - 1 if head else -1)
            L["deprel"].append(rel)
        sent_words = []

    space = True
    mwt_end, mwt_space = 0, True
    with open(path, encoding="utf-8") as f:
        for line in f:
            line = line.rstrip("\n")
            if line.startswith("# newdoc"):
                doc = Doc(line.split("=", 1)[1].strip(), corpus)
                docs.append(doc)
                para, space, genre = None, True, None
            elif line.startswith("# newpar"):
                para, space = None, True
            elif line.startswith("# meta::genre"):
                genre = line.split("=", 1)[1].strip()
                if genre in leave_out:
                    docs.remove(doc)
            elif not line:
                flush_sentence()
            elif line[0] != "#":
                c = line.split("\t")
                if "." in c[0]:
                    continue
                if "-" in c[0]:
                    mwt_end, mwt_space = int(c[0].split("-")[1]), "SpaceAfter=No" not in c[9]
                    continue
                n = int(c[0])
                sent_words.append((c[1], c[2], c[3], c[5], int(c[6]), c[7], space))
                if n < mwt_end:
                    space = False
                elif n == mwt_end:
                    space, mwt_end = mwt_space, 0
                else:
                    space = "SpaceAfter=No" not in c[9]
        flush_sentence()
    return [d for d in docs if d.paras]


def read_brat(path):
    """PolNeAR attributions: list of {role: [(b, e), ...]} in file order."""
    spans, events = {}, []
    with open(path, encoding="utf-8") as f:
        for line in f:
            c = line.rstrip("\n").split("\t")
            if len(c) < 2:  # the rest of a text with a line break in it
                continue
            if c[0][:1] == "T":
                kind, where = c[1].split(" ", 1)
                spans[c[0]] = [tuple(map(int, x.split())) for x in where.split(";")]
            elif c[0][:1] == "E":
                events.append([x.split(":") for x in c[1].split()])
    out = []
    for e in events:
        a = {"cue": [], "source": [], "content": []}
        for role, t in e:
            role = re.sub(r"\d+$", "", role).lower()
            if role in a:
                a[role] += spans.get(t, [])
        out.append(a)
    return out


def bio(n, span_words, tag=None):
    """BIO labels from lists of word indices; earlier lists win, so pass the longest first for the outermost."""
    out = ["O"] * n
    for ws in span_words:
        if not ws or any(out[w] != "O" for w in ws):
            continue
        for k, w in enumerate(ws):
            out[w] = ("B" if k == 0 else "I") + ("-" + tag if tag else "")
    return out


EDGE = set("\"\u201c\u201d\u2018\u2019'.,;:\u2014\u2013-()[]`")


def trim(spans, words):
    """Spans without quotation marks and stops at their edges, which annotators include or leave out as it happens; the
    engine adds the marks that belong to a quotation."""
    out = []
    for ws in spans:
        b, e = 0, len(ws)
        while b < e and set(words[ws[b]]) <= EDGE:
            b += 1
        while e > b and set(words[ws[e - 1]]) <= EDGE:
            e -= 1
        if b < e:
            out.append(ws[b:e])
    return out


def read_polnear(split):
    docs = []
    root = os.path.join(DATA, "polnear", split)
    for t in sorted(glob.glob(root + "/text/*.txt")):
        name = os.path.basename(t)[:-4]
        anns = sorted(glob.glob(root + "/attributions/" + glob.escape(name) + "_????.ann"))
        if not anns:
            continue
        with open(t, encoding="utf-8", newline="") as f:
            doc = text_doc(name, "polnear", f.read())
        offsets = word_index(doc)
        n = len(offsets)
        doc_words = [w for p in doc.paras for w in p.words]
        cues, sources, contents = [], [], []
        for a in read_brat(anns[0]):
            cue = covered(offsets, sorted(a["cue"]))
            source = covered(offsets, sorted(a["source"]))
            content = covered(offsets, sorted(a["content"]))
            # The first fragment of a broken cue ("told ... that") stands for it: one anchor a cue.
            source, content = trim(source, doc_words), trim(content, doc_words)
            cues += [c for c in cue[:1] if c]
            sources += [s for s in source if s]
            contents += [c for c in content if c]
            if cue and cue[0]:
                tags = {}
                for kind, base in ((content, 1), (source, 3)):
                    for ws in kind:
                        for k, w in enumerate(ws):
                            tags.setdefault(w, base if k == 0 else base + 1)
                doc.cues.append((cue[0][0], tags))
        longest = lambda s: (-len(s), s)
        set_doc_labels(doc, "cue", bio(n, sorted(cues, key=longest), "cue"))
        set_doc_labels(doc, "source", bio(n, sorted(sources, key=longest), "source"))
        set_doc_labels(doc, "content", bio(n, sorted(contents, key=longest), "content"))
        docs.append(doc)
    return docs


def align(tokens, text):
    """Offsets of the tokens in the text, or None for those that are not found near the last one."""
    out, pos = [], 0
    for t in tokens:
        i = text.find(t, pos, pos + 400 + len(t))
        if i < 0:
            out.append(None)
        else:
            out.append((i, i + len(t)))
            pos = i + len(t)
    return out


def read_worldwide(split):
    """Names: spans of the token file carried over to the running text of the article."""
    docs = []
    root = os.path.join(DATA, "en-worldwide")
    for p in sorted(glob.glob(f"{root}/{split}/*.tsv")):
        name = os.path.basename(p)[:-4]
        article = f"{root}/articles/{name}"
        if not os.path.exists(article):
            continue
        with open(article, encoding="utf-8") as f:
            text = f.read()
        rows = []
        with open(p, encoding="utf-8") as f:
            for line in f:
                # A name within a name has a further column; the outer label is the first. A few lines have spaces for the tab.
                c = line.strip().split("\t") if "\t" in line else line.strip().rsplit(None, 1)
                if len(c) > 1 and c[0].strip():
                    rows.append((c[0].strip(), c[1].strip()))
        found = align([r[0] for r in rows], text)
        if not rows or sum(f is None for f in found) > len(rows) * 0.02:
            continue
        spans, cur = [], None
        for (tok, tag), at in zip(rows, found):
            kind = NAMES_FROM.get(tag[2:]) if tag != "O" else None
            if kind is None or at is None:
                cur = None
                continue
            if tag[0] in "BS" or cur is None or cur[2] != kind:
                cur = [at[0], at[1], kind]
                spans.append(cur)
            else:
                cur[1] = at[1]
        doc = text_doc(name, "worldwide", text)
        offsets = word_index(doc)
        labels = ["O"] * len(offsets)
        for (b, e, kind), ws in zip(spans, covered(offsets, [s[:2] for s in spans])):
            for k, w in enumerate(ws):
                if labels[w] == "O":
                    labels[w] = ("B-" if k == 0 else "I-") + kind
        set_doc_labels(doc, "ner", labels)
        docs.append(doc)
    return docs


# --- events ---------------------------------------------------------------------------------------------------------

NO_SPACE_BEFORE = set(",.;:!?)]%\u201d\u2019'-\u2013")
NO_SPACE_AFTER = set("([\u201c\u2018$-\u2013")


def join_tokens(tokens):
    """Running text of separated tokens, with the offsets of each token."""
    text, at, glue = "", [], True
    for i, t in enumerate(tokens):
        apostrophe = t in ("'", "\u2019")
        if not glue and t not in NO_SPACE_BEFORE:
            text += " "
        at.append((len(text), len(text) + len(t)))
        text += t
        nxt = tokens[i + 1].lower() if i + 1 < len(tokens) else ""
        glue = t in NO_SPACE_AFTER or apostrophe and nxt in ("s", "t", "re", "ve", "ll", "d", "m")
    return text, at


def wikievents():
    """(name, running text) of each training document of WikiEvents, which come as tokens without paragraphs; the text is cut after
    about every fifth sentence."""
    root = os.path.join(DATA, "wikievents", "train", "data")
    with open(os.path.join(root, "wikievents", "wiki-train-human.jsonl"), encoding="utf-8") as f:
        for line in f:
            d = json.loads(line)
            tokens = d["tokens"]
            text, at = join_tokens(tokens)
            text = list(text)
            ends = [i for i, t in enumerate(tokens[:-1]) if t in (".", "\u201d") and tokens[i + 1][:1].isupper()]
            for i in ends[4::5]:
                if at[i][1] < len(text) and text[at[i][1]] == " ":
                    text[at[i][1]] = "\n"
            yield d["docid"], "".join(text)


def read_stories():
    """The annotated development stories: triggers with types; roles where every actor is named in the trigger's paragraph."""
    docs = []
    for p in sorted(glob.glob(os.path.join(DATA, "stories", "dev", "*.json"))):
        with open(p, encoding="utf-8") as f:
            story = json.load(f)
        with open(p[:-5] + ".txt", encoding="utf-8") as f:
            text = f.read()
        docs.append(story_doc(os.path.basename(p)[:-5], text, story))
    return docs


def story_doc(name, text, story):
    doc = text_doc(name, "events", text)
    offsets = word_index(doc)
    words = [w for p in doc.paras for w in p.words]
    para = [i for i, p in enumerate(doc.paras) for _ in p.words]
    labels = ["O"] * len(offsets)
    names = {a["id"]: a["name"].split() for a in story["actors"]}
    for ev in story["events"]:
        i = text.find(ev["context"])
        if i < 0:
            continue
        b = i + ev["context"].find(ev["trigger"])
        ws = covered(offsets, [(b, b + len(ev["trigger"]))])[0]
        if not ws:
            continue
        if all(labels[w] == "O" for w in ws):
            for k, w in enumerate(ws):
                labels[w] = ("I-" if k else "B-") + ev["type"]
        tags, whole = {}, True
        for tag, actors in ((1, ev["source"]), (2, ev["target"])):
            for a in actors:
                last = names.get(a, ["?"])[-1]
                near = [w for w in range(len(words)) if words[w] == last and para[w] == para[ws[0]]]
                if near:
                    tags[min(near, key=lambda w: abs(w - ws[0]))] = tag
                else:
                    whole = False
        if whole and tags:
            doc.triggers.append((ws[0], tags))
    set_doc_labels(doc, "event", labels)
    return doc


ANNOTATIONS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "annotations")
HEAD_ENDS = {"of", "in", "from", "for", "at", "on", "to", "who", "which", "that", "with", ","}


def read_rows(name):
    with open(os.path.join(ANNOTATIONS, name), encoding="utf-8") as f:
        return [json.loads(line) for line in f]


def read_annotated():
    """Stories annotated by reading (annotations/README.md): triggers with types, and the head words of their sides."""
    docs = []
    for rows, folder in (("events.jsonl", "en-worldwide/articles"), ("polnear.jsonl", "polnear/train/text")):
        for row in read_rows(rows):
            path = os.path.join(DATA, folder, row["file"])
            with open(path, encoding="utf-8") as f:
                docs.append(annotated_doc(path, f.read(), row))
    rows = {row["file"]: row for row in read_rows("wikievents.jsonl")}
    return docs + [annotated_doc(name, text, rows[name]) for name, text in wikievents()]


def read_sentences():
    """Single sentences annotated in the same way, those of cameo_class.train.tsv."""
    path = os.path.join(DATA, "cameo", "cameo_class.train.tsv")
    with open(path, encoding="utf-8") as f:
        texts = [line.rstrip("\n").rsplit("\t", 1)[0] for line in f]
    rows = read_rows("sentences.jsonl")
    return [annotated_doc(f"{path}:{row['line']}", texts[row["line"] - 1], row) for row in rows]


def annotated_doc(name, text, row):
    if len(text) != row["chars"]:
        raise ValueError(f"{name}: not the text that was annotated ({len(text)} characters, {row['chars']} expected)")
    doc = text_doc(os.path.basename(name), "events", text)
    offsets = word_index(doc)
    words = [w for p in doc.paras for w in p.words]
    labels = ["O"] * len(offsets)
    for ev in row["events"]:
        ws = covered(offsets, [tuple(ev["trigger"])])[0]
        if not ws:
            continue
        if all(labels[w] == "O" for w in ws):
            for k, w in enumerate(ws):
                labels[w] = ("I-" if k else "B-") + ev["type"]
        tags = {}
        for tag, side in ((1, ev["source"]), (2, ev["target"])):
            for span in side:
                inside = covered(offsets, [tuple(span)])[0]
                if inside:
                    tags[phrase_head(words, inside)] = tag
        if tags:
            doc.triggers.append((ws[0], tags))
    set_doc_labels(doc, "event", labels)
    return doc


def phrase_head(words, inside):
    """The last word of a noun phrase's core: `leaders` of `the leaders of the party`."""
    for k, w in enumerate(inside):
        if k and words[w].lower() in HEAD_ENDS:
            return inside[k - 1]
    return inside[-1]


def read_unlabelled():
    """News texts for a teacher to label: LGL's articles and those of en-worldwide that no split has (no test article)."""
    import xml.etree.ElementTree

    docs = []
    tree = xml.etree.ElementTree.parse(os.path.join(DATA, "geoparsing", "lgl.xml"))
    for i, article in enumerate(tree.iter("article")):
        docs.append(text_doc(f"lgl-{i}", "unlabelled", article.findtext("text") or ""))
    root = os.path.join(DATA, "en-worldwide")
    split = {os.path.basename(p)[:-4] for p in glob.glob(f"{root}/*/*.tsv")}
    story = {os.path.basename(p) for p in glob.glob(os.path.join(DATA, "stories", "*", "*.txt"))}
    for path in sorted(glob.glob(f"{root}/articles/*")):
        name = os.path.basename(path)
        if name not in split and name not in story:
            with open(path, encoding="utf-8") as f:
                docs.append(text_doc(name, "unlabelled", f.read()))
    return [d for d in docs if d.paras]


# --- windows --------------------------------------------------------------------------------------------------------

MAX_PIECES = 256  # of a window in training
READ_PIECES = 192  # of a window that the engine reads: as accurate, and 7 % quicker, since attention grows with the square
FINAL = re.compile(r"[.!?\u2026]+$")
CLOSERS = set("\"'\u201d\u2019)]\u00bb")


def cuts(words, counts, room):
    """Ranges of words of a paragraph, each of at most `room` pieces: cut after sentence-final punctuation where possible."""
    out, b = [], 0
    n = len(words)
    while b < n:
        e, total = b, 0
        while e < n and total + counts[e] <= room:
            total += counts[e]
            e += 1
        if e == b:
            e = b + 1
        if e < n:
            k = e
            while k > b + 1:
                w = words[k - 1]
                if FINAL.match(w) and words[k][0] not in CLOSERS:
                    break
                if w in CLOSERS and k - 2 >= b and FINAL.match(words[k - 2]):
                    break
                k -= 1
            if k > b + 1:
                e = k
        out.append((b, e))
        b = e
    return out


def windows(doc, pieces, limit=MAX_PIECES):
    """Windows of a document: lists of (para, begin word, end word, document word index of begin)."""
    out, cur, used, at = [], [], 1, 0
    for p in doc.paras:
        if p.pieces is None:
            p.pieces = [pieces(w) for w in p.words]
        counts = [len(x) for x in p.pieces]
        for b, e in cuts(p.words, counts, limit - 2):
            need = sum(counts[b:e]) + 1
            if cur and used + need > limit:
                out.append(cur)
                cur, used = [], 1
            cur.append((p, b, e, at + b))
            used += need
        at += len(p.words)
    if cur:
        out.append(cur)
    return out


class Window:
    """Arrays of one window, ready to batch. `cues` and `triggers` are (anchor, tags over the words)."""

    __slots__ = ("pieces", "shapes", "words", "labels", "cues", "triggers", "forms", "at", "doc", "sentence")


def build(doc, parts, pieces, labels):
    """A Window from the parts that windows() gives; labels: {head: {label: id}}."""
    w = Window()
    w.doc = doc
    w.pieces, w.shapes, w.words, w.forms, w.at = [pieces.cls], [0], [], [], []
    w.labels = {}
    names = set()
    for p, b, e, at in parts:
        names.update(p.labels)
    n = sum(e - b for _, b, e, _ in parts)
    for h in names:
        if h in labels or h == "head":
            w.labels[h] = [-100] * n
    base = 0
    for p, b, e, at in parts:
        for i in range(b, e):
            w.words.append(len(w.pieces))
            ids = p.pieces[i]
            s = shape(p.words[i])
            w.pieces.extend(ids)
            w.shapes.append(s + 8 if p.spaces[i] or i == 0 else s)
            w.shapes.extend([s] * (len(ids) - 1))
            w.forms.append(p.words[i])
            w.at.append(at + i - b)
        for h, v in p.labels.items():
            if h == "head":
                for i in range(b, e):
                    g = v[i]
                    w.labels[h][base + i - b] = 0 if g < 0 else g - b + base + 1 if b <= g < e else -100
            elif h in labels:
                ids = labels[h]
                for i in range(b, e):
                    w.labels[h][base + i - b] = ids.get(v[i], -100)
        base += e - b
        w.pieces.append(pieces.sep)
        w.shapes.append(0)
    if "sent" in w.labels:
        k, w.sentence = -1, []
        for s in w.labels["sent"]:
            k += s == labels["sent"]["start"]
            w.sentence.append(max(k, 0))
    else:
        w.sentence = None
    w.cues = local(doc.cues, w.at)
    w.triggers = local(doc.triggers, w.at)
    return w


def local(anchored, at):
    """Anchors that lie in the window, with their tags over its words."""
    if not anchored or not at:
        return []
    index = {g: i for i, g in enumerate(at)}
    out = []
    for a, tags in anchored:
        if a in index:
            row = [0] * len(at)
            for g, t in tags.items():
                if g in index:
                    row[index[g]] = t
            out.append((index[a], row))
    return out


def label_sets(ud_docs):
    """Label lists of every head; those of the treebanks are counted, rare ones left out of training."""
    counts = collections.defaultdict(collections.Counter)
    for d in ud_docs:
        for p in d.paras:
            for h in ("upos", "feats", "lemma", "deprel"):
                counts[h].update(p.labels[h])
    out = {"sent": ["in", "start"]}
    for h, least in (("upos", 1), ("feats", 5), ("lemma", 4), ("deprel", 5)):
        out[h] = [k for k, v in sorted(counts[h].items(), key=lambda x: (-x[1], x[0])) if v >= least]
    both = lambda types: ["O"] + [f"{x}-{t}" for t in types for x in "BI"]
    out["ner"] = both(NAME_TYPES)
    out["cue"], out["source"], out["content"] = both(["cue"]), both(["source"]), both(["content"])
    out["event"] = both(EVENT_TYPES)
    return out


def label_ids(labels):
    """{head: {label: id}}."""
    return {h: {x: i for i, x in enumerate(v)} for h, v in labels.items()}


LEXICON = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lexicon", "en")


def lexicon_verbs():
    """Verbs that trigger a frame of the lexicon."""
    out = set()
    for path in sorted(glob.glob(f"{LEXICON}/*.frames")):
        with open(path, encoding="utf-8") as f:
            for line in f:
                if line.startswith("verb "):
                    out.update(t.split()[0] for t in line[5:].split("|") if t.split())
    return out


def inflections(verb):
    """Regular forms of a verb; of one whose last syllable may be stressed or not (`expel`, `open`), those of both."""
    vowels = "aeiou"
    if verb.endswith("e"):
        ing = verb[:-2] + "ying" if verb.endswith("ie") else verb + "ing" if verb[-2] in "eoy" else verb[:-1] + "ing"
        return {verb + "s", verb + "d", ing}
    if verb.endswith("y") and verb[-2] not in vowels:
        return {verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"}
    out = {verb + ("es" if re.search("(s|x|z|ch|sh|o)$", verb) else "s")}
    before = verb[-3:-2] if verb[-4:-2] != "qu" else ""  # `acquitted`: the u of `qu` is no vowel
    single = verb[-1] not in vowels + "wxyh" and verb[-2] in vowels and (not before or before not in vowels)
    syllables = len(re.findall("[aeiouy]+", verb))
    if single:
        out |= {verb + verb[-1] + "ed", verb + verb[-1] + "ing"}
    if not single or syllables > 1:
        out |= {verb + "ed", verb + "ing"}
    return out


def regular_forms(verbs):
    """form -> lemma for the regular forms of `verbs`; a form of two of them, or that is itself one of them, is left out."""
    of = collections.defaultdict(set)
    for v in verbs:
        for form in inflections(v):
            of[form].add(v)
    return {form: min(v) for form, v in of.items() if len(v) == 1 and form not in verbs}


def lemma_exceptions(ud_docs, rules):
    """(form, UPOS) -> lemma: what the treebanks agree on (at least twice) where no trained rule gives it, regular forms of the verbs of
    the treebanks and of the lexicon, and irregular verbs."""
    seen = collections.defaultdict(collections.Counter)
    verbs = collections.Counter()
    for d in ud_docs:
        for p in d.paras:
            for w, u, g in zip(p.words, p.labels["upos"], p.labels["lemma_gold"]):
                seen[(w.lower(), u)][g] += 1
                verbs[g] += u == "VERB"
    known = {v for v, n in verbs.items() if n > 1} | lexicon_verbs()
    out = {(form, "VERB"): lemma for form, lemma in regular_forms({v for v in known if re.fullmatch("[a-z]{3,}", v)}).items()}
    rules = set(rules)
    for (form, upos), c in seen.items():
        lemma, n = c.most_common(1)[0]
        if n > 1 and lemma_rule(form, lemma, upos) not in rules and n * 2 > sum(c.values()) and "\t" not in form:
            out[(form, upos)] = lemma
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "irregular.tsv"), encoding="utf-8") as f:
        for line in f:
            if not line.startswith("#"):
                form, lemma = line.rstrip("\n").split("\t")
                out[(form, "VERB")] = lemma
    return out


HELD_OUT_NAMES = 12  # every 12th training article of en-worldwide is the development set for names


def split_names(docs):
    """(learnt from, held out) of the training articles of en-worldwide."""
    return [d for i, d in enumerate(docs) if i % HELD_OUT_NAMES], docs[::HELD_OUT_NAMES]


def ud(treebank, split, leave_out=frozenset()):
    return read_ud(os.path.join(DATA, "ud", treebank, split + ".conllu"), treebank.lower(), leave_out)


def load_ud_train():
    return ud("EWT", "train") + ud("GUM", "train", GUM_LEFT_OUT)


def load():
    """All corpora: {"train": {corpus: docs}, "dev": {corpus: docs}}. The 48 stories of stories/dev are never trained on,
    and of the articles that names are scored on nothing is."""
    names, scored_names = split_names(read_worldwide("train"))
    held_out = {d.name for d in scored_names}
    train = {
        "ewt": ud("EWT", "train"),
        "gum": ud("GUM", "train", GUM_LEFT_OUT),
        "polnear": read_polnear("train"),
        "names": names,
        "events": [d for d in read_annotated() + read_sentences() if d.name not in held_out],
    }
    dev = {
        "ewt": ud("EWT", "dev"),
        "gum": ud("GUM", "dev"),
        "polnear": read_polnear("dev"),
        "names": scored_names,
        "events": read_stories(),
    }
    return {"train": train, "dev": dev}
