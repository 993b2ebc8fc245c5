"""Sections of docs/results.md that programs write: what stands between `<!-- NAME:begin -->` and `<!-- NAME:end -->`."""
import pathlib

RESULTS = pathlib.Path(__file__).resolve().parent.parent / "docs" / "results.md"


def write_section(name, lines):
    begin, end = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
    text = RESULTS.read_text(encoding="utf-8")
    if begin not in text or end not in text:
        raise SystemExit(f"{RESULTS} has no markers for the section {name}")
    head, rest = text.split(begin, 1)
    tail = rest.split(end, 1)[1]
    RESULTS.write_text(head + begin + "\n" + "\n".join(lines).strip() + "\n" + end + tail, encoding="utf-8")
