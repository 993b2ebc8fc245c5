"""Places against the LGL corpus (Lieberman, Samet and Sankaranarayanan 2010: local news with toponyms and their points), from raw text.

A toponym of the gold is found when a place of the record overlaps it, one for one, the one with the most characters in common first.
Every toponym counts: also those that the record holds to be actors and not places (`Moscow said`) and the demonyms (`Russian`), which
are half of what is missed. A place found is
right when it lies within 161 km (100 miles) of the gold's point; those that the gold has no point for are left out.
"""
import math
import xml.etree.ElementTree as ElementTree

NEAR_KM = 161


def read_gold(path):
    """[(id, text, [(begin, end, (lat, lon) or None)])]"""
    articles = []
    for article in ElementTree.parse(path).getroot().iter("article"):
        toponyms = []
        for t in article.iter("toponym"):
            at = t.find("gaztag") if t.find("gaztag") is not None else t
            lat, lon = at.findtext("lat"), at.findtext("lon")
            toponyms.append((int(t.findtext("start")), int(t.findtext("end")), (float(lat), float(lon)) if lat and lon else None))
        articles.append((article.get("docid"), article.findtext("text"), toponyms))
    return articles


def km(a, b):
    (lat1, lon1), (lat2, lon2) = (tuple(map(math.radians, p)) for p in (a, b))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371 * math.asin(min(1, math.sqrt(h)))


def to_record(text, other):
    """Positions of `text` in `other`, which differs from it in white space only."""
    if text == other:
        return None
    here = [i for i, c in enumerate(text) if not c.isspace()]
    there = [i for i, c in enumerate(other) if not c.isspace()]
    return dict(zip(here, there))


def score(gold, records):
    """Counts: toponyms, places, found, and of those found with a point in the gold how many, and how many are right."""
    by_id = {r["source"]["uri"]: r for r in records}
    total = predicted = found = pointed = right = with_point = 0
    for name, text, toponyms in gold:
        total += len(toponyms)
        with_point += sum(point is not None for *_, point in toponyms)
        record = by_id.get(name)
        if record is None:
            continue
        at = to_record(text, record["text"])
        places = record["places"]
        predicted += len(places)
        taken = set()
        for begin, end, point in toponyms:
            if at is not None:
                begin, end = at.get(begin, begin), at.get(end - 1, end - 1) + 1
            common = [(min(end, p["end"]) - max(begin, p["begin"]), -i) for i, p in enumerate(places) if i not in taken]
            most, i = max(common, default=(0, 0))
            if most <= 0:
                continue
            taken.add(-i)
            found += 1
            if point is None:
                continue
            pointed += 1
            place = places[-i]
            right += place["lat"] is not None and km(point, (place["lat"], place["lon"])) <= NEAR_KM
    return {"toponyms": total, "places": predicted, "found": found, "pointed": pointed, "right": right, "with_point": with_point}
