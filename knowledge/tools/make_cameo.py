#!/usr/bin/env python3
"""Writes knowledge/cameo.tsv: every CAMEO code with its name, its type of the codebook and its Goldstein score.

Reads $DRAGOMAN_DATA/facts/icews-sample/data-raw/cameo-codes.csv (names and scores, MIT) and plover/CAMEO2PLOVER-2021.txt (code to
type). Codes of the roots 01 and 02 have no type of their own but for 02, whose appeals are REQUEST.

    python knowledge/tools/make_cameo.py
"""

import csv
import os
import re
import sys
from pathlib import Path

OUT = Path(__file__).resolve().parent.parent / "cameo.tsv"
DATA = Path(os.environ.get("DRAGOMAN_DATA", OUT.parent.parent.parent / "shared" / "data"))

ROOT = {"02": "REQUEST", "03": "AGREE", "04": "CONSULT", "05": "SUPPORT", "06": "COOPERATE", "07": "AID", "08": "CONCEDE",
        "09": "ACCUSE", "10": "REQUEST", "11": "ACCUSE", "12": "REJECT", "13": "THREATEN", "14": "PROTEST",
        "15": "MOBILIZE", "16": "SANCTION", "17": "COERCE", "18": "ASSAULT", "19": "ASSAULT", "20": "ASSAULT"}


def type_of(code, table):
    if code[:3] in ("084", "085", "086", "087"):
        return "RETREAT"
    for n in range(len(code), 2, -1):
        if code[:n] in table:
            return table[code[:n]]
    return ROOT.get(code[:2], "")


def main():
    plover = DATA / "plover" / "CAMEO2PLOVER-2021.txt"
    codes = DATA / "facts" / "icews-sample" / "data-raw" / "cameo-codes.csv"
    for path in (plover, codes):
        if not path.exists():
            sys.exit(f"{path}: not there; DRAGOMAN_DATA names the folder of the corpora")
    table = {}
    for line in plover.read_text(encoding="utf-8").splitlines():
        if m := re.match(r"(\d{3,4}):\s*([A-Z]+)", line):
            table[m[1]] = m[2]
    rows = {r["code"]: r for r in csv.DictReader(open(codes, encoding="utf-8", errors="replace"))}
    with open(OUT, "w", encoding="utf-8") as out:
        out.write("code\tname\ttype\tgoldstein\n")
        for code, row in sorted(rows.items()):
            if re.fullmatch(r"\d{2,4}", code):
                name = row["name"].strip()
                name = name.capitalize() if name.isupper() else name
                out.write(f"{code}\t{name}\t{type_of(code, table)}\t{row['goldstein']}\n")


main()
