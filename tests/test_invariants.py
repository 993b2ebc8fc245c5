"""The invariants of docs/record.md over every sample."""
import pathlib
import re

import pytest
from conftest import SAMPLES, records_of
from invariants import file_bytes, raw_violations, violations

KINDS = {".txt": "text", ".html": "html", ".htm": "html", ".jsonl": "jsonl", ".rss": "feed", ".xml": "feed", ".atom": "feed"}


def test_records_hold_their_promises(samples_out):
    wrong = [f"{r['source']['uri']}: {v}" for r in records_of(samples_out) for v in violations(r)]
    assert not wrong, "\n".join(wrong)


def test_violations_are_seen(samples_out):
    """The check itself can fail: each damage to a good record is found."""
    record = next(r for r in records_of(samples_out) if r["events"] and r["quotes"])
    assert not violations(record)
    damages = [
        lambda r: r["events"][0]["trigger"].update(end=len(r["text"]) + 1),
        lambda r: r["events"][0].update(source=[], target=[]),
        lambda r: r["events"][0].update(said_by=["a999"]),
        lambda r: r["parts"].pop(0),
        lambda r: r["quotes"][0].update(speakers=["a999"]),
        lambda r: r["sentences"].reverse(),
        # Rows beyond the part that they begin in.
        lambda r: r["events"][0]["trigger"].update(end=len(r["text"])),
        lambda r: r["actors"][0]["mentions"][0].update(end=len(r["text"])),
        lambda r: r["quotes"][0]["cue"].update(end=len(r["text"])),
        # A quote in what is not read.
        lambda r: [p.update(role="boilerplate") for p in r["parts"] if p["role"] == "body"],
    ]
    for damage in damages:
        broken = next(r for r in records_of(samples_out) if r["id"] == record["id"])
        damage(broken)
        assert violations(broken)


@pytest.mark.parametrize("path", sorted(p for p in SAMPLES.rglob("*") if p.suffix in KINDS), ids=lambda p: p.name)
def test_raw_spans_lead_back_to_the_bytes(samples_out, path):
    records = [r for r in records_of(samples_out) if f"/{path.name}" in r["source"]["uri"] or path.suffix in (".jsonl", ".rss")]
    data = file_bytes(path)
    kind = KINDS[path.suffix]
    mine = [r for r in records if pathlib.Path(r["source"]["uri"]).name == path.name] if kind in ("text", "html") else records
    declared = re.search(rb"charset=[\"']?([\w-]+)", data[:1024])
    encoding = declared[1].decode() if declared else "utf-8"
    checked = 0
    for record in mine:
        if kind in ("jsonl", "feed") and record["source"]["uri"].encode() not in data:
            continue
        wrong = raw_violations(record, data, kind, encoding)
        assert not wrong, "\n".join(wrong)
        checked += 1
    assert checked > 0
