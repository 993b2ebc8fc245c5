#!/usr/bin/env python3
"""Writes knowledge/cameo.tsv: every CAMEO code with its name, its type of the codebook and its Goldstein score.

    make_cameo.py DATA > knowledge/cameo.tsv      DATA: the folder of training data ($DRAGOMAN_DATA)

Reads facts/icews-sample/data-raw/cameo-codes.csv (names and scores, MIT) and plover/CAMEO2PLOVER-2021.txt (code to type).
Codes of the roots 01 and 02 have no type of their own but for 02, whose appeals are REQUEST.
"""
import csv
import re
import sys

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


def main(data):
    table = {}
    for line in open(f"{data}/plover/CAMEO2PLOVER-2021.txt", encoding="utf-8"):
        if m := re.match(r"(\d{3,4}):\s*([A-Z]+)", line):
            table[m[1]] = m[2]
    print("code\tname\ttype\tgoldstein")
    path = f"{data}/facts/icews-sample/data-raw/cameo-codes.csv"
    rows = {r["code"]: r for r in csv.DictReader(open(path, encoding="utf-8", errors="replace"))}
    for code, row in sorted(rows.items()):
        if re.fullmatch(r"\d{2,4}", code):
            name = row["name"].strip()
            name = name.capitalize() if name.isupper() else name
            print(f"{code}\t{name}\t{type_of(code, table)}\t{row['goldstein']}")


if __name__ == "__main__":
    main(sys.argv[1])
