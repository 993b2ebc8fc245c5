"""The Python package, the C ABI and the installed C++ library."""
import ctypes
import importlib.metadata
import json
import pathlib
import subprocess
import sys
import threading

import dragoman
import pytest
from conftest import ROOT, SAMPLES, records_of, run
from invariants import violations

TEXT = "France expelled two Russian diplomats on Wednesday, the foreign ministry said."
PREFIX = pathlib.Path(sys.prefix)


def test_read_gives_the_record_as_a_dict():
    record = dragoman.read(TEXT, published="2021-12-15", uri="mem:1")
    assert record["schema"] == "dragoman.record/1"
    assert record["text"].strip() == TEXT
    assert record["published"]["start"] == "2021-12-15" and record["source"]["uri"] == "mem:1"
    assert not violations(record)
    assert dragoman.__version__ == record["engine"]["version"] == importlib.metadata.version("dragoman")


def test_spans_count_code_points():
    record = dragoman.read("“Żółć” 😀 met: " + TEXT)
    triggers = [record["text"][e["trigger"]["begin"]:e["trigger"]["end"]] for e in record["events"]]
    assert any(trigger.startswith("expelled") for trigger in triggers), triggers
    assert not violations(record)


def test_read_file_equals_the_command_line(samples_out):
    for record in records_of(samples_out):
        path = pathlib.Path(record["source"]["uri"])
        if path.suffix == ".txt":
            assert dragoman.read_file(path) == record


def test_errors_are_exceptions(tmp_path):
    with pytest.raises(FileNotFoundError):
        dragoman.read_file(tmp_path / "none")
    with pytest.raises(ValueError):
        dragoman.read(TEXT, published="yesterday")
    with pytest.raises((FileNotFoundError, OSError)):
        dragoman.Reader(model=tmp_path)
    with pytest.raises(ValueError):
        dragoman.read("x" * (9 << 20))
    with pytest.raises(TypeError):
        dragoman.read(None)


def test_an_inferred_date_may_be_left_open():
    text = "Ferry owners met President Joe Biden and Prime Minister Imran Khan at the pier on August 3."
    assert dragoman.read(text)["published"]["from"] == "inferred"
    assert dragoman.Reader(infer_date=False).read(text)["published"] is None


def test_threads_give_the_same(samples_out):
    reader = dragoman.Reader()
    expected = reader.read(TEXT)
    results = []
    threads = [threading.Thread(target=lambda: results.append([reader.read(TEXT) for _ in range(5)])) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 4 and all(r == expected for result in results for r in result)


def test_explain():
    reader = dragoman.Reader()
    assert "expelled" in reader.explain(TEXT)


class Options(ctypes.Structure):
    _fields_ = [("uri", ctypes.c_char_p), ("published", ctypes.c_char_p)]


def test_c_abi():
    c = ctypes.CDLL(str(PREFIX / "lib" / "libdragoman.so"))
    c.dragoman_version.restype = ctypes.c_char_p
    c.dragoman_open.restype = ctypes.c_void_p
    c.dragoman_read.restype = ctypes.c_void_p
    assert c.dragoman_version().decode() == dragoman.__version__
    error = ctypes.c_void_p()
    reader = ctypes.c_void_p(c.dragoman_open(None, ctypes.byref(error)))
    assert reader and not error
    data = TEXT.encode()
    length = ctypes.c_size_t()
    options = Options(b"mem:1", b"2021-12-15")
    json_text = ctypes.c_void_p(c.dragoman_read(reader, data, ctypes.c_size_t(len(data)), ctypes.byref(options), ctypes.byref(length), ctypes.byref(error)))
    assert json_text and not error
    assert json.loads(ctypes.string_at(json_text, length.value)) == dragoman.read(TEXT, published="2021-12-15", uri="mem:1")
    c.dragoman_free(json_text)
    options = Options(None, b"yesterday")
    assert not c.dragoman_read(reader, data, ctypes.c_size_t(len(data)), ctypes.byref(options), None, ctypes.byref(error))
    assert b"yesterday" in ctypes.string_at(error)
    c.dragoman_free(error)
    c.dragoman_close(reader)


def run_program(source, language, argument, folder):
    """Builds a program as a user would build it, with the CMake configuration that the package installs, and runs it."""
    (folder / "CMakeLists.txt").write_text(
        f"cmake_minimum_required(VERSION 3.20)\nproject(example {language})\nfind_package(dragoman REQUIRED)\n"
        f"add_executable(example {source})\ntarget_link_libraries(example dragoman::dragoman)\n")
    for command in (["cmake", "-S", folder, "-B", folder / "build", f"-DCMAKE_PREFIX_PATH={PREFIX}"], ["cmake", "--build", folder / "build"]):
        subprocess.run(command, check=True, capture_output=True)
    done = subprocess.run([folder / "build" / "example", argument], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done


def test_the_whole_c_abi_from_c(tmp_path):
    run_program(ROOT / "tests" / "c_api_test.c", "C", min(SAMPLES.glob("text/*.txt")), tmp_path)


def test_a_program_against_the_installed_library(tmp_path):
    sample = min(SAMPLES.glob("text/*.txt"))
    done = run_program(ROOT / "docs" / "reader_example.cc", "CXX", sample, tmp_path)
    events = json.loads(run("read", sample, "--json").stdout)["events"]
    assert len(done.stdout.splitlines()) == len(events)
