"""The invariants of docs/record.md on records as JSON, seen from outside: what `dragoman::check` sees, done again in another
language, and what it cannot see, that raw_spans lead back to the file.

    python tests/invariants.py RECORDS.jsonl      prints every violation; exit code 1 if there is one
"""
import gzip
import html
import json
import re
import sys

LIMIT = 20  # violations told for one record


def squeeze(text):
    """Text without white space and zero-width marks, which extraction folds or drops (docs/ingest.md)."""
    return re.sub(r"[\s\u200b\ufeff\u00ad]+", "", text)


def violations(record):
    """What the record itself shows to be wrong: a list of messages, empty if all is well."""
    wrong = []
    text = record["text"]
    size = len(text)
    actors = {a["id"] for a in record["actors"]}
    events = {e["id"] for e in record["events"]}
    quotes = {q["id"] for q in record["quotes"]}

    def span(what, row):
        if row is None or (row.get("begin") is None and row.get("end") is None):
            return
        if not (0 <= row["begin"] < row["end"] <= size):
            wrong.append(f"{what}: span {row['begin']}..{row['end']} not inside 0..{size}")

    def ordered(what, rows):
        for row in rows:
            span(what, row)
        keys = [(r["begin"], r["end"]) for r in rows]
        if keys != sorted(keys):
            wrong.append(f"{what}: not in order of position")

    def known(what, ids, pool):
        wrong.extend(f"{what}: unknown id {i}" for i in ids if i not in pool)

    for name in ("sentences", "times", "open_times", "places", "figures"):
        ordered(name, record[name])
    if record["published"]:
        ordered("evidence of published", record["published"]["evidence"])
        if (record["published"]["from"] == "inferred") != bool(record["published"]["evidence"]):
            wrong.append("published: an inferred date, and no other, has evidence")
    at, body, kept = 0, (0, 0), []
    for part in record["parts"]:
        span("parts", part)
        if part["role"] == "dateline":
            if not (body[0] <= part["begin"] and part["end"] <= body[1]):
                wrong.append("parts: dateline outside its body line")
            continue
        if part["begin"] != at:
            wrong.append(f"parts: gap or overlap at {at}")
        at = part["end"]
        if part["role"] == "body":
            body = (part["begin"], part["end"])
        if part["role"] in ("body", "headline"):
            kept.append((part["begin"], part["end"]))
    if at != size:
        wrong.append(f"parts: end at {at}, text at {size}")

    def in_story(what, *rows):
        """Each span lies whole in one part of headline or body."""
        for row in rows:
            span(what, row)
            if row and row.get("begin") is not None and not any(b <= row["begin"] and row["end"] <= e for b, e in kept):
                wrong.append(f"{what}: {row['begin']}..{row['end']} does not lie in one part of headline or body")

    # What is said may run on over the next parts (a list after a colon); all that it covers must be headline or body.
    runs = []
    for b, e in kept:
        if runs and runs[-1][1] == b:
            runs[-1] = (runs[-1][0], e)
        else:
            runs.append((b, e))

    for name in ("times", "open_times", "places"):
        in_story(name, *record[name])
    for a in record["actors"]:
        ordered(a["id"], a["mentions"])
        in_story(a["id"], *a["mentions"])
    for e in record["events"]:
        ordered(e["id"], e["mentions"])
        in_story(e["id"], e["trigger"], *e["mentions"], *e["source"], *e["target"])
        known(e["id"], [r["actor"] for r in e["source"] + e["target"]] + e["said_by"], actors)
        if not e["source"] and not e["target"]:
            wrong.append(f"{e['id']}: neither source nor target")
        if e["quote"]:
            known(e["id"], [e["quote"]], quotes)
        if not 0 <= e["sentence"] < len(record["sentences"]):
            wrong.append(f"{e['id']}: no sentence {e['sentence']}")
        in_story(e["id"], (e["date"] or {}).get("span"), e["place"])
    for q in record["quotes"]:
        ordered(q["id"], q["content"])
        in_story(q["id"], q["cue"], q["speaker_span"])
        for row in q["content"]:
            if not any(b <= row["begin"] and row["end"] <= e for b, e in runs):
                wrong.append(f"{q['id']}: {row['begin']}..{row['end']} covers text that is neither headline nor body")
        known(q["id"], q["speakers"] + q["via"] + q["addressee"], actors)
    for f in record["figures"]:
        in_story(f["id"], f, f["what"])
        known(f["id"], f["said_by"], actors)
        known(f["id"], f["events"], events)
    raw = record["raw_spans"]
    for one, two in zip(raw, raw[1:]):
        if two["begin"] < one["end"]:
            wrong.append(f"raw_spans: overlap at {two['begin']}")
    return wrong[:LIMIT]


def raw_violations(record, data, kind, encoding="utf-8"):
    """Whether raw_spans lead back to `data`, the bytes of the file (unpacked if it was gzip). kind: text, html, feed or jsonl."""
    wrong = []
    text = record["text"]
    covered = 0
    for row in record["raw_spans"]:
        there = data[row["raw_begin"]:row["raw_end"]].decode(encoding, "replace")
        if kind == "jsonl":
            there = json.loads(f'"{there}"', strict=False)
        if kind in ("jsonl", "html", "feed"):
            if kind == "feed":
                there = re.sub(r"<!\[CDATA\[|\]\]>", "", there)
            # A feed may escape its markup twice.
            there = html.unescape(html.unescape(there))
        here = text[row["begin"]:row["end"]]
        if squeeze(there) != squeeze(html.unescape(here) if kind != "text" else here):
            wrong.append(f"raw_spans: bytes {row['raw_begin']}..{row['raw_end']} are {there[:60]!r}, the text has {here[:60]!r}")
        covered += len(squeeze(here))
    if covered != len(squeeze(text)):
        wrong.append(f"raw_spans: cover {covered} of {len(squeeze(text))} characters")
    return wrong[:LIMIT]


def file_bytes(path):
    data = open(path, "rb").read()
    return gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    bad = 0
    for line in open(sys.argv[1], encoding="utf-8"):
        record = json.loads(line)
        for message in violations(record):
            bad += 1
            print(f"{record['source']['uri']}: {message}")
    print(f"{bad} violations")
    sys.exit(bad > 0)
