"""Where the things under test lie: the installed command line, the samples, and a run over the samples that several tests share."""
import json
import os
import pathlib
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "samples"
DRAGOMAN = os.environ.get("DRAGOMAN", str(pathlib.Path(sys.executable).parent / "dragoman"))

sys.path.insert(0, str(ROOT / "tests"))


def run(*arguments, timeout=300, **options):
    """Runs the command line and gives the finished process, its output as text."""
    return subprocess.run([DRAGOMAN, *map(str, arguments)], capture_output=True, text=True, timeout=timeout, **options)


def records_of(folder):
    with open(pathlib.Path(folder) / "records.jsonl", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


@pytest.fixture(scope="session")
def samples_out(tmp_path_factory):
    """The output folder of one run over all samples with one job."""
    out = tmp_path_factory.mktemp("samples")
    done = run("code", SAMPLES, "-o", out, "--jobs", 1)
    assert done.returncode == 0, done.stderr
    return out
