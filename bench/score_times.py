"""Scores expressions of time against TIMEX3 annotation: MEANTIME (NAF-like XML with tokens) or TimeML (.tml with inline tags).

    bench/score_times.py FOLDER [--show N]

Every .xml or .tml below FOLDER is coded with the installed program (DRAGOMAN names another), with its creation time as the
date of publication. A gold expression is found when a row overlaps it, each row once (relaxed span); its value is right when
the strings are equal. Rows are those of `times` and `open_times`; the second line leaves out open_times and the gold
durations and sets. MEANTIME annotates the first five sentences and the title: what stands behind is not looked at.
"""
import argparse
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

DRAGOMAN = os.environ.get("DRAGOMAN", pathlib.Path(sys.executable).parent / "dragoman")
# What is scored: name, lists of the record, types of the gold.
SETS = (("all TIMEX3", ("times", "open_times"), ("DATE", "TIME", "DURATION", "SET")), ("dates and times", ("times",), ("DATE", "TIME")))
LAST_SENTENCE = 5  # of MEANTIME's annotation, the title being 0
GLUED = re.compile(r"[.,;:!?)%\]]|'s|n't|'")


def meantime(root):
    """Text, gold rows (begin, end, type, value), creation time and end of the annotated part."""
    text, at, last, limit = "", {}, None, 0
    for token in root.iter("token"):
        sentence, word = token.get("sentence"), token.text or ""
        if last is not None and sentence != last:
            text += "\n\n"
        elif text and not GLUED.fullmatch(word) and not text.endswith(("(", "$", "€", "£", "[")):
            text += " "
        at[token.get("t_id")] = (len(text), len(text) + len(word))
        text += word
        last = sentence
        if int(sentence) <= LAST_SENTENCE:
            limit = len(text)
    gold, created = [], None
    for timex in root.iter("TIMEX3"):
        if timex.get("functionInDocument") == "CREATION_TIME":
            created = timex.get("value")
            continue
        spans = [at[anchor.get("t_id")] for anchor in timex.findall("token_anchor")]
        if spans and spans[0][0] < limit:
            gold.append((min(b for b, _ in spans), max(e for _, e in spans), timex.get("type"), timex.get("value")))
    return text, sorted(gold), created, limit


def timeml(root):
    gold, pieces, length = [], [], 0

    def add(piece):
        nonlocal length
        pieces.append(piece or "")
        length += len(piece or "")

    def walk(node):  # TimeML nests a few tags deep
        begin = length
        add(node.text)
        for child in node:
            walk(child)
            add(child.tail)
        if node.tag == "TIMEX3":
            gold.append((begin, length, node.get("type"), node.get("value")))

    walk(root.find("TEXT"))
    created = root.find("DCT/TIMEX3")
    return "".join(pieces), gold, created.get("value") if created is not None else None, length


def read_folder(folder):
    """{name: (text, gold, creation time, end of the annotated part)} of all that is annotated below `folder`."""
    documents = {}
    for path in sorted(p for p in folder.rglob("*") if p.suffix in (".xml", ".tml")):
        root = ElementTree.parse(path).getroot()
        documents[path.name] = timeml(root) if path.suffix == ".tml" else meantime(root)
    return documents


def code(documents):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "in.jsonl"
        with open(path, "w", encoding="utf-8") as file:
            for name, (text, _, created, _) in documents.items():
                date = created[:10] if created and re.match(r"\d{4}-\d\d-\d\d", created) else None
                file.write(json.dumps({"id": name, "text": text, "published": date}, ensure_ascii=False) + "\n")
        subprocess.run([DRAGOMAN, "code", path, "-o", f"{folder}/out", "--quiet", "--fields", "uri=id,published=published,text=text"], check=True)
        with open(f"{folder}/out/records.jsonl", encoding="utf-8") as file:
            return {r["source"]["uri"]: r for r in map(json.loads, file)}


def shift(record, text):
    """How far the record's text lies behind the file's, by leading white space that was dropped."""
    return text.find(record["text"].strip()[:40]) - (len(record["text"]) - len(record["text"].lstrip()))


def score(documents, records, lists, types, show):
    found = valued = golds = predicted = 0
    for name, (text, gold, _, limit) in documents.items():
        record = records.get(name)
        wanted, other = [g for g in gold if g[2] in types], [g for g in gold if g[2] not in types]
        golds += len(wanted)
        if record is None:
            continue
        by = shift(record, text)
        rows = sorted((t["begin"] + by, t["end"] + by, t["timex"]) for key in lists for t in record[key])
        rows = [r for r in rows if r[0] < limit]
        used = set()
        for begin, end, _, value in wanted:
            hits = [i for i, r in enumerate(rows) if i not in used and r[0] < end and begin < r[1]]
            if hits:
                best = min(hits, key=lambda i: (rows[i][:2] != (begin, end), i))
                used.add(best)
                found += 1
                valued += rows[best][2] == value
            if show and (not hits or rows[best][2] != value):
                show -= 1
                print(f"{name}: {text[begin:end]!r} {value}: {rows[best] if hits else 'missed'}")
        predicted += sum(i in used or not any(r[0] < g[1] and g[0] < r[1] for g in other) for i, r in enumerate(rows))
    precision, recall = found / max(predicted, 1), found / max(golds, 1)
    f1 = 2 * found / max(predicted + golds, 1)
    value_f1 = 2 * valued / max(predicted + golds, 1)
    spans = f"span P {100 * precision:.1f} R {100 * recall:.1f} F1 {100 * f1:.1f}"
    return f"{spans}   value F1 {100 * value_f1:.1f}   ({found} of {golds} found, {predicted} predicted)"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--show", type=int, default=0, help="print so many of the gold rows that are missed or of another value")
    options = parser.parse_args()
    documents = read_folder(options.folder)
    if not documents:
        sys.exit(f"{options.folder}: no .xml or .tml in it")
    records = code(documents)
    for i, (name, lists, types) in enumerate(SETS):
        print(f"{name:<15}", score(documents, records, lists, types, options.show if i == 0 else 0))


if __name__ == "__main__":
    main()
