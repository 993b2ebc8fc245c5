"""Runs every test there is and ends with one line, `N passed, N failed`; exit code 1 if one failed.

    python tests/run_all.py BUILD [--no-installed]      --no-installed: only the C++ tests of BUILD
"""
import pathlib
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

ROOT = pathlib.Path(__file__).resolve().parent.parent


def counts(report):
    """Passed, failed and skipped of a JUnit file; a file that is missing or broken counts as one failure."""
    try:
        cases = xml.etree.ElementTree.parse(report).getroot().iter("testcase")
    except (OSError, xml.etree.ElementTree.ParseError):
        return [0, 1, 0]
    total = [0, 0, 0]
    for case in cases:
        kinds = {child.tag for child in case}
        skipped = "skipped" in kinds or case.get("status") == "notrun"
        total[1 if kinds & {"failure", "error"} else 2 if skipped else 0] += 1
    return total


def main():
    build = pathlib.Path(sys.argv[1])
    total = [0, 0, 0]
    with tempfile.TemporaryDirectory() as folder:
        runs = [(p.name, [str(p), "--gtest_brief=1"], "--gtest_output=xml:") for p in sorted((build / "tests").glob("*_test")) if p.is_file()]
        if "--no-installed" not in sys.argv:
            runs.append(("pytest", [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(ROOT / "tests")], "--junitxml="))
        for name, command, option in runs:
            report = pathlib.Path(folder) / f"{name}.xml"
            done = subprocess.run([*command, option + str(report)], cwd=ROOT)
            found = counts(report)
            # A program that died after its last report has failed all the same.
            if done.returncode != 0 and found[1] == 0:
                found[1] = 1
            total = [a + b for a, b in zip(total, found)]
            print(f"{name}: {found[0]} passed, {found[1]} failed, {found[2]} skipped", flush=True)
    if total[2]:
        print(f"{total[2]} skipped")
    print(f"{total[0]} passed, {total[1]} failed")
    sys.exit(total[1] > 0 or total[0] == 0)


if __name__ == "__main__":
    main()
