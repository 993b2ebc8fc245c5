"""`dragoman who` and `dragoman convert` as a person or a script meets them: output, JSON, exit codes."""
import json
import subprocess

from conftest import DRAGOMAN, run


def lines_of(done):
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_who_shows_person_dates_and_origin():
    done = run("who", "foreign minister of Georgia", "--date", "2021-06-01")
    assert done.returncode == 0, done.stderr
    head, row = done.stdout.splitlines()[:2]
    assert head == "foreign minister of Georgia (office, GEO, GOV)"
    assert "2018-06-21..2022-04-03" in row and "David Zalkaliani" in row and "editor" in row


def test_who_json():
    (answer,) = lines_of(run("who", "UN Security Council", "--date", "2022-03-01", "--json"))
    assert answer["kind"] == "organisation" and answer["country"] == "IGO"
    assert len(answer["members"]) == 15
    assert {m["member"] for m in answer["members"] if m["role"] == "permanent"} == {"CHN", "FRA", "GBR", "RUS", "USA"}
    assert all(m["origin"] for m in answer["members"])
    (person,) = lines_of(run("who", "Mr Xi", "--date", "2021-12-15", "--json"))
    assert person["name"] == "Xi Jinping" and "head of state" in [o["office"] for o in person["offices"]]


def test_who_lists_contradictions():
    (answer,) = lines_of(run("who", "foreign minister of Equatorial Guinea", "--date", "2021-01-01", "--json"))
    assert [c["person"] for c in answer["contradictions"]] == ["Carmelo Ovono Obiang"]
    assert "sources that disagree" in run("who", "foreign minister of Equatorial Guinea", "--date", "2021-01-01").stdout


def test_who_party_in_government():
    (answer,) = lines_of(run("who", "Awami League", "--date", "2021-12-15", "--json"))
    assert [g["role"] for g in answer["governing"]] == ["leads"]
    (answer,) = lines_of(run("who", "Awami League", "--date", "2025-12-15", "--json"))
    assert answer["governing"] == []


def test_who_unknown_and_wrong_arguments():
    done = run("who", "Nobody Whatsoever\x1b[31m")
    assert done.returncode == 3 and "Nobody Whatsoever" in done.stderr and "\x1b" not in done.stderr
    assert run("who", "Xi", "--date", "yesterday").returncode == 2
    assert run("who").returncode == 2


def test_convert_to_one_list():
    done = run("convert", "260", "--date", "2000-01-01", "--to", "iso3")
    assert (done.returncode, done.stdout) == (0, "260\tDEU\n")
    done = run("convert", "RUS", "Peruvian", "--to", "cow")
    assert (done.returncode, done.stdout) == (0, "RUS\t365\nPeruvian\t135\n")


def test_convert_reads_lines():
    done = subprocess.run([DRAGOMAN, "convert", "-", "--from", "fips", "--to", "iso3"], input=b"GM\r\n\nZZ\nCH\n", capture_output=True, timeout=60)
    assert done.returncode == 3 and done.stdout == b"GM\tDEU\nCH\tCHN\n" and b"'ZZ' is not in the list fips" in done.stderr


def test_convert_json_has_every_list():
    answers = lines_of(run("convert", "AUS", "--json"))
    assert [a["country"] for a in answers] == ["AUS", "AUT"]
    assert answers[0]["codes"]["cow"]["code"] == "900" and answers[1]["codes"]["gw"]["code"] == "305"


def test_convert_says_why_not():
    done = run("convert", "315", "--date", "2000-01-01")
    assert done.returncode == 3 and "Czechoslovakia 1945-05-10..1992-12-31" in done.stderr
    done = run("convert", "AU", "--to", "iso3")
    assert done.returncode == 2 and "ambiguous" in done.stderr
    assert run("convert", "ZZZ").returncode == 3
    assert run("convert", "RUS", "--to", "dewey").returncode == 2
