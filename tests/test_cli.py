"""The command line end to end: exit codes, output, resuming, and input that is no good. Every test runs the installed program."""
import gzip
import json
import os
import pathlib
import pty
import random
import signal
import sqlite3
import subprocess
import time

import pytest
from conftest import DRAGOMAN, SAMPLES, records_of, run

STORY = (
    "Ostland recalls ambassador from Westmark\n\n"
    "PARIS, Dec. 15 (Wire) - France expelled two Russian diplomats on Wednesday, the foreign ministry said.\n\n"
    "\"We will respond,\" Russian Foreign Minister Sergei Lavrov told reporters in Moscow.\n\n"
    "Germany and France held talks in Berlin on Tuesday. At least 17 villagers were killed in the raid, police said.\n"
)


def story(number):
    return STORY.replace("two Russian", f"{number + 2} Russian").replace("Ostland", f"Ostland {number}")


def write_jsonl(path, count, text=story):
    with open(path, "w", encoding="utf-8") as file:
        for i in range(count):
            file.write(json.dumps({"text": text(i), "date": "2021-12-15", "url": f"http://example.org/{i}"}) + "\n")
    return path


def bytes_of(folder):
    return (pathlib.Path(folder) / "records.jsonl").read_bytes()


# ---- arguments ------------------------------------------------------------------------------------------------------------


def test_help_and_version():
    assert run("--version").stdout.startswith("dragoman ")
    for verb in ("code", "read", "explain", "doctor", "eval", "lexicon"):
        done = run(verb, "--help")
        assert done.returncode == 0 and verb in done.stdout
        assert verb in run("--help").stdout


@pytest.mark.parametrize(
    "arguments",
    [[], ["code"], ["code", "x.txt"], ["no-such-verb"], ["code", "x", "-o", "y", "--format", "pdf"], ["code", "x", "-o", "y", "--jobs", "0"],
     ["code", "x", "-o", "y", "--jobs", "65"], ["code", "x", "-o", "y", "--precision", "2"],
     ["read", "x", "--published", "2021-13-01"], ["explain", "x", "--published", "tomorrow"],
     ["code", "x", "-o", "y", "--published", "15 December"], ["code", "x", "-o", "y", "--published", "2021-02-30"], ["read"], ["explain"]],
)
def test_wrong_arguments_are_exit_2(arguments):
    done = run(*arguments)
    assert done.returncode == 2, done.stderr
    assert done.stderr


def test_wrong_fields_are_exit_2_before_anything_is_read_or_written(tmp_path):
    (tmp_path / "a.txt").write_text(STORY)
    done = run("code", tmp_path / "a.txt", "-o", tmp_path / "out", "--fields", "nonsense=text", "--model", tmp_path / "none")
    assert done.returncode == 2 and "nonsense" in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_missing_model_is_exit_5(tmp_path):
    (tmp_path / "a.txt").write_text(STORY)
    done = run("code", tmp_path / "a.txt", "-o", tmp_path / "out", "--model", tmp_path / "none")
    assert done.returncode == 5 and "none" in done.stderr
    assert run("doctor", "--model", tmp_path / "none").returncode == 5


# ---- code -------------------------------------------------------------------------------------------------------------------


def test_code_writes_records_and_store(samples_out):
    records = records_of(samples_out)
    assert len(records) >= 24
    assert len({r["id"] for r in records}) == len(records)
    store = sqlite3.connect(samples_out / "dragoman.db")
    assert [r[0] for r in store.execute("SELECT id FROM stories ORDER BY story")] == [r["id"] for r in records]
    for table in ("actors", "events", "quotes", "figures", "times", "open_times", "places", "parts", "sentences"):
        counted = store.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        assert counted == sum(len(r[table]) for r in records), table
    assert store.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert sum(len(r["events"]) for r in records) > 0 and sum(len(r["quotes"]) for r in records) > 0
    assert not (samples_out / "errors.jsonl").exists()


def test_the_summary_tells_what_was_found_and_where(tmp_path):
    (tmp_path / "a.txt").write_text(STORY)
    done = run("code", tmp_path / "a.txt", "-o", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    for word in ("a second", "1 new", "Events", "Quotes", "Figures", "Actors", str(tmp_path / "out" / "records.jsonl"), "dragoman.db"):
        assert word in done.stdout, word
    assert run("code", tmp_path / "a.txt", "-o", tmp_path / "out2", "--quiet").stdout == ""


def test_jobs_and_order_of_files_do_not_change_a_record(samples_out, tmp_path):
    done = run("code", SAMPLES, "-o", tmp_path / "four", "--jobs", 4)
    assert done.returncode == 0, done.stderr
    assert bytes_of(tmp_path / "four") == bytes_of(samples_out)
    files = sorted((p for p in SAMPLES.rglob("*") if p.is_file()), reverse=True)
    assert run("code", *files, "-o", tmp_path / "reverse", "--jobs", 3).returncode == 0
    by_id = lambda folder: sorted(bytes_of(folder).splitlines())  # noqa: E731
    assert by_id(tmp_path / "reverse") == by_id(samples_out)


def test_a_second_run_adds_nothing(tmp_path):
    write_jsonl(tmp_path / "a.jsonl", 5)
    assert run("code", tmp_path / "a.jsonl", "-o", tmp_path / "out").returncode == 0
    before = bytes_of(tmp_path / "out")
    done = run("code", tmp_path / "a.jsonl", "-o", tmp_path / "out")
    assert done.returncode == 0 and "0 new, 5 already" in done.stdout
    assert bytes_of(tmp_path / "out") == before


def test_limit_takes_the_first_stories_and_a_later_run_the_rest(tmp_path):
    write_jsonl(tmp_path / "a.jsonl", 7)
    assert run("code", tmp_path / "a.jsonl", "-o", tmp_path / "whole").returncode == 0
    assert run("code", tmp_path / "a.jsonl", "-o", tmp_path / "out", "--limit", 3).returncode == 0
    assert [r["source"]["uri"][-1] for r in records_of(tmp_path / "out")] == ["0", "1", "2"]
    assert run("code", tmp_path / "a.jsonl", "-o", tmp_path / "out").returncode == 0
    assert bytes_of(tmp_path / "out") == bytes_of(tmp_path / "whole")


def test_equal_stories_are_kept_once(tmp_path):
    write_jsonl(tmp_path / "a.jsonl", 6, text=lambda i: story(i % 2))
    done = run("code", tmp_path / "a.jsonl", "-o", tmp_path / "out", "--jobs", 4)
    assert done.returncode == 0 and "2 new, 4 already" in done.stdout
    assert [r["source"]["uri"][-1] for r in records_of(tmp_path / "out")] == ["0", "1"]


def test_standard_input_and_kinds_by_content(tmp_path):
    done = subprocess.run([DRAGOMAN, "code", "-", "-o", tmp_path / "out"], input=STORY.encode(), capture_output=True, timeout=120)
    assert done.returncode == 0, done.stderr
    page = "<html><head><title>T</title></head><body><article><p>" + story(4).replace("\n\n", "</p><p>") + "</p></article></body></html>"
    (tmp_path / "page").write_text(page)
    (tmp_path / "packed").write_bytes(gzip.compress(page.replace("6 Russian", "seven Russian").encode()))
    assert run("code", tmp_path / "page", tmp_path / "packed", "-o", tmp_path / "out").returncode == 0
    records = records_of(tmp_path / "out")
    assert len(records) == 3 and "<p>" not in records[1]["text"] and "seven Russian" in records[2]["text"]


def test_published_and_fields(tmp_path):
    (tmp_path / "a.txt").write_text(STORY)
    assert run("code", tmp_path / "a.txt", "-o", tmp_path / "a", "--published", "2021-12-16").returncode == 0
    assert records_of(tmp_path / "a")[0]["published"] == {"start": "2021-12-16", "end": "2021-12-16", "from": "option", "evidence": []}
    (tmp_path / "b.jsonl").write_text(json.dumps({"body": STORY, "day": "2020-01-02", "where": "http://example.org/x"}) + "\n")
    done = run("code", tmp_path / "b.jsonl", "-o", tmp_path / "b", "--fields", "text=body,published=day,uri=where")
    assert done.returncode == 0, done.stderr
    record = records_of(tmp_path / "b")[0]
    assert record["published"]["start"] == "2020-01-02" and record["source"]["uri"] == "http://example.org/x"


def test_min_confidence_leaves_out_events(tmp_path):
    (tmp_path / "a.txt").write_text(STORY)
    assert run("code", tmp_path / "a.txt", "-o", tmp_path / "all").returncode == 0
    assert run("code", tmp_path / "a.txt", "-o", tmp_path / "none", "--min-confidence", "1").returncode == 0
    assert records_of(tmp_path / "all")[0]["events"]
    assert all(e["confidence"] >= 1 for e in records_of(tmp_path / "none")[0]["events"])


def test_the_output_folder_is_not_input(tmp_path):
    (tmp_path / "a.txt").write_text(STORY)
    for _ in range(2):
        done = run("code", tmp_path, "-o", tmp_path / "out")
        assert done.returncode == 0, done.stderr
    assert len(records_of(tmp_path / "out")) == 1


def test_the_output_may_go_into_the_folder_of_the_input(tmp_path):
    (tmp_path / "a.txt").write_text(STORY)
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "records.jsonl").write_text(json.dumps({"text": story(1)}) + "\n")
    for new in (2, 0):
        done = run("code", tmp_path, "-o", tmp_path)
        assert done.returncode == 0, done.stderr
        assert "Read 2 stories" in done.stdout and f"{new} new" in done.stdout
    assert len(records_of(tmp_path)) == 2


# ---- stopped runs -----------------------------------------------------------------------------------------------------------


def size_of(folder):
    path = folder / "records.jsonl"
    return path.stat().st_size if path.exists() else 0


def wait_for(condition, process, seconds=240):
    """Until the condition holds or the process has ended."""
    end = time.monotonic() + seconds
    while not condition() and process.poll() is None:
        assert time.monotonic() < end
        time.sleep(0.01)


def test_killed_runs_go_on_to_the_same_bytes(tmp_path):
    inputs = write_jsonl(tmp_path / "a.jsonl", 400)
    assert run("code", inputs, "-o", tmp_path / "whole", "--quiet").returncode == 0
    chance = random.Random(7)
    kills = 0
    for attempt in range(5):
        # Twice at any moment, the load of the model included; then soon after a batch was committed.
        before = size_of(tmp_path / "out")
        process = subprocess.Popen([DRAGOMAN, "code", inputs, "-o", tmp_path / "out", "--quiet"])
        if attempt >= 2:
            wait_for(lambda: size_of(tmp_path / "out") > before, process)
        time.sleep(chance.uniform(0, 0.8))
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            kills += 1
        process.wait()
        if (tmp_path / "out" / "dragoman.db").exists():
            store = sqlite3.connect(tmp_path / "out" / "dragoman.db")
            assert store.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            store.close()
    done = run("code", inputs, "-o", tmp_path / "out", "--quiet")
    assert done.returncode == 0, done.stderr
    assert kills >= 2
    assert bytes_of(tmp_path / "out") == bytes_of(tmp_path / "whole")
    dump = lambda folder: sqlite3.connect(folder / "dragoman.db").execute("SELECT story, id, record FROM stories").fetchall()  # noqa: E731
    assert dump(tmp_path / "out") == dump(tmp_path / "whole")


def test_an_interrupted_run_keeps_what_it_read(tmp_path):
    inputs = write_jsonl(tmp_path / "a.jsonl", 4000)
    process = subprocess.Popen([DRAGOMAN, "code", inputs, "-o", tmp_path / "out", "--quiet"], stderr=subprocess.PIPE, text=True)
    wait_for(lambda: size_of(tmp_path / "out") > 0, process)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=240)
    assert process.returncode == 130 and "goes on" in errors
    kept = [r["source"]["uri"] for r in records_of(tmp_path / "out")]
    assert kept == [f"http://example.org/{i}" for i in range(len(kept))] and 0 < len(kept) < 4000


def test_a_run_that_waits_for_input_can_be_interrupted(tmp_path):
    process = subprocess.Popen([DRAGOMAN, "code", "-", "-o", tmp_path / "out", "--quiet", "--format", "jsonl"], stdin=subprocess.PIPE, stderr=subprocess.PIPE)
    # The start of a second line, longer than what the program reads at once: it codes the first and waits for more.
    process.stdin.write(json.dumps({"text": STORY}).encode() + b'\n{"text": "' + b"x" * (3 << 20))
    process.stdin.flush()
    try:
        wait_for(lambda: size_of(tmp_path / "out") > 0, process)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 130
    finally:
        process.kill()
    process.stdin.close()
    assert b"goes on" in process.stderr.read()
    assert len(records_of(tmp_path / "out")) == 1 and not (tmp_path / "out" / "errors.jsonl").exists()


def test_two_runs_into_one_folder_are_kept_apart(tmp_path):
    inputs = write_jsonl(tmp_path / "a.jsonl", 2000)
    first = subprocess.Popen([DRAGOMAN, "code", inputs, "-o", tmp_path / "out", "--quiet"], stderr=subprocess.DEVNULL)
    try:
        wait_for(lambda: size_of(tmp_path / "out") > 0, first)
        done = run("code", inputs, "-o", tmp_path / "out")
        assert done.returncode == 4 and "another run" in done.stderr
    finally:
        first.kill()
        first.wait()


# ---- input that is no good --------------------------------------------------------------------------------------------------


def code_beside_a_good_one(tmp_path, bad):
    """Runs over the bad file and a good one: the good one is read, the bad one is named."""
    (tmp_path / "good.txt").write_text(STORY)
    done = run("code", bad, tmp_path / "good.txt", "-o", tmp_path / "out", timeout=600)
    good = [r for r in records_of(tmp_path / "out") if r["source"]["uri"].endswith("good.txt")]
    assert len(good) == 1, done.stderr
    return done


def assert_named(done, tmp_path, bad):
    assert done.returncode == 1, (done.returncode, done.stderr)
    assert str(bad) in done.stderr
    errors = [json.loads(line) for line in open(tmp_path / "out" / "errors.jsonl", encoding="utf-8")]
    assert len(errors) == 1 and str(bad) in errors[0]["message"] and errors[0]["code"] > 0
    assert len(records_of(tmp_path / "out")) == 1


def test_empty_file(tmp_path):
    bad = tmp_path / "empty.txt"
    bad.write_bytes(b"")
    assert_named(code_beside_a_good_one(tmp_path, bad), tmp_path, bad)


def test_binary_file(tmp_path):
    bad = tmp_path / "picture.txt"
    bad.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + random.Random(1).randbytes(100_000))
    assert_named(code_beside_a_good_one(tmp_path, bad), tmp_path, bad)


def test_missing_file_dangling_link_and_unreadable_file(tmp_path):
    bad = tmp_path / "none.txt"
    assert_named(code_beside_a_good_one(tmp_path, bad), tmp_path, bad)
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "link.txt").symlink_to(tmp_path / "nowhere")
    done = run("code", folder, "-o", tmp_path / "out2")
    assert done.returncode == 3 and "link.txt" in done.stderr
    # Memory of the process itself: exists, opens and cannot be read from the start, even by root.
    done = run("code", "/proc/self/mem", "-o", tmp_path / "out3")
    assert done.returncode == 3 and "/proc/self/mem" in done.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_forbidden_file(tmp_path):
    bad = tmp_path / "secret.txt"
    bad.write_text(STORY)
    bad.chmod(0)
    assert_named(code_beside_a_good_one(tmp_path, bad), tmp_path, bad)


def test_truncated_gzip(tmp_path):
    bad = tmp_path / "cut.gz"
    bad.write_bytes(gzip.compress((story(5) * 200).encode())[:-200])
    done = code_beside_a_good_one(tmp_path, bad)
    assert done.returncode == 1 and str(bad) in done.stderr


def test_a_bad_line_of_jsonl(tmp_path):
    bad = tmp_path / "lines.jsonl"
    good = [json.dumps({"text": story(i)}) for i in (11, 12)]
    bad.write_text("\n".join([good[0], '{"text": "cut', good[1]]) + "\n")
    done = code_beside_a_good_one(tmp_path, bad)
    assert done.returncode == 1 and f"{bad}:2" in done.stderr
    assert len(records_of(tmp_path / "out")) == 3


def test_broken_utf8_is_read_with_a_note(tmp_path):
    bad = tmp_path / "broken.txt"
    bad.write_bytes(STORY.encode().replace(b"Berlin", b"B\xffrlin"))
    (tmp_path / "good.txt").write_text(story(3))
    done = run("code", bad, tmp_path / "good.txt", "-o", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    record = records_of(tmp_path / "out")[0]
    assert any(note["code"] in ("encoding", "bad-encoding") for note in record["notes"])


def test_a_line_of_200_megabytes(tmp_path):
    bad = tmp_path / "line.txt"
    with open(bad, "wb") as file:
        for _ in range(200):
            file.write(b"talks of 12 " * 87_400)
    assert bad.stat().st_size > 200 << 20
    assert_named(code_beside_a_good_one(tmp_path, bad), tmp_path, bad)
    bad.unlink()


def test_html_nested_100000_deep(tmp_path):
    bad = tmp_path / "deep.html"
    bad.write_text("<html><body>" + "<div>" * 100_000 + "<p>" + story(9).replace("\n\n", "</p><p>") + "</p>" + "</div>" * 100_000)
    done = code_beside_a_good_one(tmp_path, bad)
    assert done.returncode == 0, done.stderr
    record = next(r for r in records_of(tmp_path / "out") if r["source"]["uri"] == str(bad))
    assert "France expelled 11 Russian diplomats" in record["text"] and record["events"]


def test_nothing_read_is_exit_3(tmp_path):
    (tmp_path / "folder").mkdir()
    done = run("code", tmp_path / "folder", "-o", tmp_path / "out")
    assert done.returncode == 3 and "no files" in done.stderr
    (tmp_path / "folder" / "a").write_bytes(b"")
    done = run("code", tmp_path / "folder", "-o", tmp_path / "out")
    assert done.returncode == 3 and "nothing could be read" in done.stderr


def test_output_that_cannot_be_written_is_exit_4(tmp_path):
    (tmp_path / "a.txt").write_text(STORY)
    done = run("code", tmp_path / "a.txt", "-o", tmp_path / "a.txt" / "out")
    assert done.returncode == 4 and "a.txt" in done.stderr
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "dragoman.db").write_bytes(b"something else" * 100)
    assert run("code", tmp_path / "a.txt", "-o", tmp_path / "out").returncode == 4
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "records.jsonl").symlink_to("/dev/full")
    assert run("code", tmp_path / "a.txt", "-o", tmp_path / "full").returncode == 4


def test_a_full_disk_keeps_what_was_committed(tmp_path):
    inputs = write_jsonl(tmp_path / "a.jsonl", 400)
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk], capture_output=True).returncode != 0:
        pytest.skip("a small disk cannot be mounted here")
    try:
        done = run("code", inputs, "-o", disk / "out", "--quiet")
        assert done.returncode == 4 and "no space left" in done.stderr, done.stderr
        kept = len(records_of(disk / "out"))
        assert f"{kept} stories" in done.stderr
        assert subprocess.run(["mount", "-o", "remount,size=200m", disk], capture_output=True).returncode == 0
        assert run("code", inputs, "-o", disk / "out", "--quiet").returncode == 0
        assert run("code", inputs, "-o", tmp_path / "whole", "--quiet").returncode == 0
        assert bytes_of(disk / "out") == bytes_of(tmp_path / "whole")
    finally:
        subprocess.run(["umount", disk], check=True)


def test_nul_is_replaced_so_that_spans_hold_in_the_store(tmp_path):
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": STORY.replace("Ostland", "Ost\0land"), "title": "A\0B"}) + "\n")
    assert run("code", tmp_path / "a.jsonl", "-o", tmp_path / "out").returncode == 0
    record = records_of(tmp_path / "out")[0]
    assert "\0" not in record["text"] and "Ost\ufffdland" in record["text"] and "\0" not in record["source"]["headline"]
    assert any(note["code"] == "nul" for note in record["notes"])
    store = sqlite3.connect(tmp_path / "out" / "dragoman.db")
    there = [r[0] for r in store.execute(
        "SELECT substr(text, trigger_begin + 1, trigger_end - trigger_begin) FROM events JOIN stories USING (story)")]
    assert there and sorted(there) == sorted(record["text"][e["trigger"]["begin"]:e["trigger"]["end"]] for e in record["events"])


# ---- read, explain, doctor --------------------------------------------------------------------------------------------------


def on_terminal(arguments, **environment):
    """What the program writes to a terminal."""
    master, slave = pty.openpty()
    process = subprocess.Popen([DRAGOMAN, *map(str, arguments)], stdout=slave, stderr=subprocess.PIPE, env=os.environ | environment)
    os.close(slave)
    out = b""
    while True:
        try:
            piece = os.read(master, 65536)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        out += piece
    os.close(master)
    assert process.wait() == 0
    return out.decode()


def test_read_shows_the_record(tmp_path):
    (tmp_path / "a.txt").write_text(STORY)
    done = run("read", tmp_path / "a.txt")
    assert done.returncode == 0, done.stderr
    for word in ("Events (", "Quotes (", "Figures (", "Not read as story (", "SANCTION", "actual", "Lavrov", "France expelled"):
        assert word in done.stdout, word
    assert "\033[" not in done.stdout
    environment = {k: v for k, v in os.environ.items() if k != "NO_COLOR"}
    assert "\033[" in on_terminal(["read", tmp_path / "a.txt"], **environment | {"NO_COLOR": ""})
    assert "\033[" not in on_terminal(["read", tmp_path / "a.txt"], NO_COLOR="1")
    as_json = json.loads(run("read", tmp_path / "a.txt", "--json").stdout)
    assert as_json["text"].startswith("Ostland")


def test_control_characters_of_a_story_do_not_reach_the_terminal(tmp_path):
    attack = "\033]0;owned\007\x9b31m\x7f"
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"text": STORY.replace("Lavrov", "Lavrov" + attack), "title": attack + "Title", "author": attack + "Ann",
                                "url": "http://example.org/" + attack}) + "\n")
    for arguments in (["read", path], ["explain", path]):
        done = run(*arguments)
        assert done.returncode == 0, done.stderr
        assert "0;owned" in done.stdout
        assert not [c for c in done.stdout if (c < " " and c not in "\t\n") or "\x7f" <= c <= "\x9f"], arguments
    done = run("read", tmp_path / attack.replace("/", ""))
    assert done.returncode == 3 and "\033" not in done.stderr and "owned" in done.stderr


def test_read_takes_the_nth_story(tmp_path):
    write_jsonl(tmp_path / "a.jsonl", 3)
    assert "Ostland 1 " in run("read", tmp_path / "a.jsonl", "--nth", 2).stdout
    done = run("read", tmp_path / "a.jsonl", "--nth", 9)
    assert done.returncode == 3 and "has 3" in done.stderr
    assert run("read", tmp_path / "none").returncode == 3


def test_explain_gives_the_grounds(tmp_path):
    (tmp_path / "a.txt").write_text(STORY)
    whole = run("explain", tmp_path / "a.txt")
    assert whole.returncode == 0 and "nsubj" in whole.stdout
    row = run("explain", tmp_path / "a.txt", "e1")
    assert row.returncode == 0 and 0 < len(row.stdout) < len(whole.stdout)
    done = run("explain", tmp_path / "a.txt", "e99")
    assert done.returncode == 2 and "e99" in done.stderr


def test_eval_scores_gold_of_your_own(tmp_path):
    (tmp_path / "a.txt").write_text(STORY)
    gold = {
        "actors": [{"id": "A1", "name": "France", "country": "FRA", "sector": "GOV"}, {"id": "A2", "name": "Russia", "country": "RUS", "sector": "GOV"},
                   {"id": "A3", "name": "the foreign ministry", "country": "FRA", "sector": "GOV"}],
        "events": [{"trigger": "expelled", "context": "France expelled two Russian diplomats", "type": "SANCTION", "source": ["A1"], "target": ["A2"],
                    "reciprocal": False, "status": "actual", "cameo": "161", "said_by": ["A3"]}],
        "quotes": [{"speaker": None, "content": ["We will respond"]}],
        "figures": [{"text": "At least 17 villagers", "value": 17, "unit": "person"}],
        "times": [{"text": "Wednesday", "value": "2021-12-15"}, {"text": "Tuesday", "value": "1999"}],
    }
    (tmp_path / "a.json").write_text(json.dumps(gold))
    done = run("eval", "stories", tmp_path)
    assert done.returncode == 0, done.stderr
    lines = {line.strip().split("  ")[0]: line for line in done.stdout.splitlines()}
    assert all("1 of 1 found" in lines[name] for name in ("placed", "type", "quad", "dyad"))
    assert all("100.0" in lines[name] for name in ("status", "said_by", "cameo", "country", "sector"))
    assert "date" not in lines  # the gold has none
    assert "1 of 1 found" in lines["row"] and "1 of 1 found" in lines["quote"] and "1 of 1 found" in lines["figure"]
    assert "0 of 2 found" in lines["time"] or "1 of 2 found" in lines["time"]
    done = run("eval", "stories", tmp_path, "--candidates")
    assert done.returncode == 0, done.stderr
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    at = STORY.index("expelled")
    assert rows[0] == ["story", "a.txt"] and ["row", str(at), str(at + len("expelled")), "SANCTION"] in rows
    sources = [row for row in rows if row[0] == "candidate" and row[1].endswith("|FRA|GOV") and "S:first" in row]
    assert sources and f"{STORY.index('France')}-{STORY.index('France') + 6}" in sources[0][2].split(" ")
    records = [{"id": "1", "date": "2021-12-15", "text": "France expelled two Russian diplomats.", "event": "SANCTION", "source": [{"code": "FRAGOV"}],
                "target": [{"code": "RUS"}]},
               {"id": "2", "date": "2021-12-15", "text": "The sun rose over the hills.", "event": "AID", "source": [{"code": "USA"}], "target": ""}]
    (tmp_path / "gsr.json").write_text(json.dumps(records))
    done = run("eval", "gsr", tmp_path / "gsr.json")
    assert done.returncode == 0 and "2 records, 1 without an event" in done.stdout and "1 of 2 found" in done.stdout
    (tmp_path / "a.json").write_text('{"events": 3}')
    done = run("eval", "stories", tmp_path)
    assert done.returncode == 3 and "a.json" in done.stderr
    (tmp_path / "a.txt").unlink()
    done = run("eval", "stories", tmp_path, "--candidates")
    assert done.returncode == 3 and "no NAME.txt" in done.stderr
    assert run("eval", "ud", tmp_path / "none").returncode == 3
    assert run("eval", "poems", tmp_path).returncode == 2


def test_lexicon_verbs(tmp_path):
    done = run("lexicon", "stats")
    assert done.returncode == 0 and "frames" in done.stdout
    (tmp_path / "broken.frames").write_text("this is no frame\n")
    done = run("lexicon", "stats", "--lexicon", tmp_path)
    assert done.returncode == 5 and "broken.frames:1" in done.stderr


def test_timings_of_each_part(tmp_path):
    (tmp_path / "a.txt").write_text(STORY)
    done = run("code", tmp_path / "a.txt", "-o", tmp_path / "out", "--quiet", "--timings", "--precision", "f32")
    assert done.returncode == 0, done.stderr
    seconds = {row[0]: float(row[1]) for row in map(str.split, done.stdout.splitlines()[1:])}
    assert set(seconds) == {"layout", "language", "names", "times", "figures", "places", "actors", "quotes", "events", "rest", "whole"}
    assert seconds["language"] > 0 and sum(seconds.values()) - seconds["whole"] == pytest.approx(seconds["whole"], abs=0.02)
    assert "f32" in run("doctor", "--precision", "f32").stdout and "int8" in run("doctor", "--precision", "int8").stdout


def test_doctor():
    done = run("doctor")
    assert done.returncode == 0, done.stdout
    for word in ("dragoman", "openvino", "model", "knowledge", "gazetteer", "offices.tsv", "lexicon", "everything is there"):
        assert word in done.stdout
