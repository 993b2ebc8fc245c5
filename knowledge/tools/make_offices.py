"""Writes knowledge/offices.tsv, persons.tsv and contradictions.tsv from dated lists of office-holders.

Sources, in order of trust (the later fills what the earlier lacks):
  editor    offices_editor.txt beside this script: states without a snapshot and changes after it
  wikidata  $DRAGOMAN_DATA/facts/officeholders-wd (Wikidata, CC0), holders since 2001, snapshots of 2022-23
  reign     $DRAGOMAN_DATA/facts/reign (MIT), effective national leaders 1950-2021; full names from the actor dictionaries of
            PETRARCH2 (MIT) where a name, the state and the years of both ends agree, or from reign_names.txt beside this script
  wlc       $DRAGOMAN_DATA/facts/world-leaders-current, August 2026: only compared with the rest (dates of `seen`), and the
            holders who are new there

What happens to a row: its post gets a key (head of state, foreign minister ...); the same person's neighbouring spells in one
post become one; a post that only one person can hold has no two holders on one day: an overlap of up to 60 days is a
handover (the earlier row ends the day before), a longer one is written to contradictions.tsv and cut the same way. Open ends
of a snapshot keep the snapshot's date in `seen`.

    python knowledge/tools/make_offices.py
"""

import csv
import os
import re
import sys
import unicodedata
from collections import defaultdict
from datetime import date, timedelta
from difflib import SequenceMatcher
from pathlib import Path

HERE = Path(__file__).resolve().parent
OUT = HERE.parent
DATA = Path(os.environ.get("DRAGOMAN_DATA", OUT.parent.parent / "shared" / "data"))
EDITOR_SEEN = "2025-12-31"

COUNTRY_OF_FOLDER = {
    "congo-brazzaville": "COG",
    "congo-kinshasa": "COD",
    "ivory-coast": "CIV",
    "luhansk": "",
    "scotland": "",
    "swiss-federal-council": "CHE",
    "uae": "ARE",
    "us": "USA",
    "us-governors": "",
    "world": "",
    "eu-cabinets": "",
    "world-leaders-2021": "",
    "current-governments-enwiki": "",
    "saudi": "SAU",
    "bosnia-herzegovina": "BIH",
    "czech": "CZE",
    "hong-kong": "HKG",
}

# First rule that matches the (lower case) position names the key; a rule of None drops the row.
RULES = [
    (
        r"first lady|first gentleman|lord mayor|member of|junior lord|lord of the treasury|page of|usher|spouse|consort|almoner",
        None,
    ),
    (r"ambassador|permanent representative|high commissioner|envoy|consul", "envoy"),
    (
        r"governor of the (central|national|reserve) bank|(central|national|reserve) bank|bank of|monetary",
        "central bank governor",
    ),
    (
        r"president of the (senate|national assembly|chamber|house|parliament|congress|federal council \(germany\)|council of states|"
        r"legislative|federation council|sejm|diet|constituent|people's|general national)|speaker|president of (parliament|the parliament)|"
        r"marshal of the s|chair(man|person|woman)? of the (state duma|federation council|parliament|national people|standing committee|"
        r"supreme soviet|majlis|mazhilis|house|senate)|president pro tempore|knesset",
        "speaker",
    ),
    (
        r"(supreme|constitutional|high|appeal|federal) (court|tribunal)|chief justice|judge|justice of|court of|magistrate|ombuds",
        "judge",
    ),
    (
        r"prosecutor|attorney[- ]general|solicitor[- ]general|director of public prosecutions|advocate general",
        "attorney general",
    ),
    (
        r"deputy|vice[- ](prime|premier|chancellor|minister|chair)|assistant|undersecretary|under-secretary|parliamentary secretary|"
        r"state secretary|secretary of state (for|to|at|of) the|minister of state|junior minister|parliamentary under",
        "deputy",
    ),
    (
        r"chief of (the )?(defen[cs]e|general|army|air|naval|navy|joint|staff of the (army|armed|navy|air))|commander[- ]in[- ]chief|"
        r"chief of staff of the (army|armed|navy|air)|joint chiefs|chief of the (army|navy|air|armed|general|defen|joint)|"
        r"commander of the|army commander|supreme commander|inspector general of the (army|armed|bundes)",
        "military chief",
    ),
    (
        r"chief of (the )?(national )?police|police commissioner|commissioner of police|inspector[- ]general of police|director of the federal bureau",
        "police chief",
    ),
    (
        r"(director|head|chief|chair\w*) .*(intelligence|security service|federal security|secret service|mossad|central intelligence|"
        r"state security)",
        "spy chief",
    ),
    (r"spokes|press secretary", "spokesperson"),
    (
        r"national security advis|secretary of the (national )?security council|security council",
        "national security adviser",
    ),
    (
        r"chief of staff|chief cabinet secretary|head of the (office|presidential|cabinet|administration)|cabinet secretary$|"
        r"secretary[- ]general (to|of) the pres|advis",
        "chief of staff",
    ),
    (r"leader of the opposition", "opposition leader"),
    (r"mayor|governor of(?! the)|^governor$|lieutenant governor|prefect", "governor"),
    (r"vice[- ]president", "vice president"),
    (
        r"prime minister|^premier\b|premier of (the )?(people|rep|cabinet)|^chancellor( of (austria|germany))?$|federal chancellor|taoiseach|"
        r"chair(man|person) of the (cabinet|council) of ministers|chair(man|person) of the (cabinet|council of ministers)|president of the government|"
        r"president of the council( of ministers)?$|head of government|minister of state of monaco|chief executive|"
        r"premier$|minister-president|president of the executive yuan|chief adviser",
        "head of government",
    ),
    (
        r"foreign|external (affairs|relations)|international relations|^secretary of state$|united states secretary of state",
        "foreign minister",
    ),
    (r"defen[cs]e|armed forces|\bwar\b", "defence minister"),
    (
        r"minister (of|for) (the )?(interior|internal|home)\b|home secretary|home affairs|ministry of interior|internal affairs|homeland security|"
        r"public security|of the interior$",
        "interior minister",
    ),
    (r"financ|treasur|exchequer|secretary of the treasury", "finance minister"),
    (r"justice", "justice minister"),
    (
        r"^(president|king|queen|emperor|sultan|emir|monarch|grand duke|grand duchess|prince|captain regent|pope|head of state|"
        r"supreme leader|governor[- ]general|co-prince|yang di|amir)\b(?!.*(council|court|bank|party|commission|committee|assembly|senate))|"
        r"^(acting|interim) president|president of the (republic|federal republic|people|union|confederation|transition)|"
        r"president of the (swiss|state)|chair(man|person|woman)? of the (presidency|presidential council|transitional|sovereign)",
        "head of state",
    ),
    (r"minist|secretary of|secretary for|tanaiste|commissioner for|federal council", "minister"),
]
RULES = [(re.compile(pattern), key) for pattern, key in RULES]

# The six posts that are looked up by date must be the national ones: once the state's own name is taken off, the position must be
# wholly one of these forms; otherwise it is a junior or regional post and counts as plain "minister" (or is dropped).
PORTFOLIO = (
    r"(?:(?:federal |state |union |cabinet |acting |first )?"
    r"(?:minister|secretary of state|secretary|ministry|state secretary) (?:of|for|in charge of|at) (?:the )?)"
)
FORMS = {
    "head of state": r"(?:(?:acting |interim |transitional )?(?:president|king|queen|emperor|sultan|emir|amir|monarch|grand duke|prince|"
    r"captain regent|pope|head of state|supreme leader|(?:episcopal )?co-prince|yang di-pertuan agong|governor-general)"
    r"(?: of the (?:republic|people's republic|federation|federal republic|union|state|confederation|islamic republic|swiss confederation|"
    r"hellenic republic|transition|state affairs commission|governing council|transitional government|transitional sovereign council))?|"
    r"chair(?:man|person|woman) of the (?:presidency|presidential council|presidential leadership council|transitional sovereignty council|"
    r"sovereignty council|transitional sovereign council|council of state|state council|national defence commission|state affairs commission|"
    r"presidium of the supreme people's assembly)|king|sovereign prince|leader of the islamic emirate|president of the state affairs commission|"
    r"president of the council of state|general secretary.*)",
    "head of government": r"(?:(?:acting |interim |transitional |first )?(?:prime minister|premier|chancellor|federal chancellor|taoiseach|head of government|"
    r"minister of state|chief executive|chief adviser|chief cabinet minister)(?: of the (?:republic|people's republic|state council|"
    r"federation|union|government of national (?:accord|unity)|people))?|"
    r"chair(?:man|person|woman) of the (?:cabinet|council) of ministers(?: \(prime minister\))?|"
    r"president of the (?:government|council of ministers|council|executive yuan|ministry)|"
    r"prime minister.*palestin.*|premier of the (?:cabinet|state council).*)",
    "foreign minister": PORTFOLIO
    + r"?(?:foreign|external|international)(?: and .*)? ?(?:affairs|relations|policy)?.*|.*\b(?:foreign|external) (?:affairs|relations)\b.*|"
    r"foreign (?:minister|secretary)|secretary of state",
    "defence minister": PORTFOLIO
    + r"(?:people's |national )?(?:defen[cs]e|armed forces|war)(?:,? (?:and|of) .*|,.*)?|.*secretary of defen[cs]e|defen[cs]e (?:minister|secretary)|"
    r"minister of .* and (?:national )?defen[cs]e|minister of (?:the )?people's armed forces|minister of the revolutionary armed forces.*|"
    r"minister of power for defen[cs]e",
    "interior minister": r".*",
    "finance minister": PORTFOLIO
    + r"(?:the )?(?:(?:[a-z]+,? )*(?:and )?)?(?:public )?finances?(?:,? (?:and|of|&) .*|,.*)?|finance (?:minister|secretary)|treasurer|"
    r"chancellor of the exchequer|secretary of the treasury|minister of (?:the )?treasury.*",
}
FORMS = {key: re.compile(form) for key, form in FORMS.items()}
# Parts of states whose governments the snapshots list beside the national one.
PARTS = re.compile(
    r"new south wales|victoria$|queensland|tasmania|western australia|south australia|northern territory|capital territory|wallon|"
    r"flanders|flemish|brussels|french community|scotland|scottish|wales|welsh|northern ireland|bavaria|quebec|ontario|alberta|british columbia|"
    r"manitoba|saskatchewan|nova scotia|newfoundland|new brunswick|prince edward|yukon|nunavut|northwest territories|catalonia|madrid|"
    r"buenos aires|province|autonomous|republika srpska|federation of bosnia|canton|district|kurdistan|greenland|faroe|curacao|aruba|"
    r"zanzibar|punjab|sindh|balochistan|khyber|kashmir|abkhazia|ossetia|transnistria|crimea|donetsk|luhansk|chechen|dagestan|tatarstan|"
    r"county|city|region of|oblast|krai|state of (?!palestine|the)|vojvodina|bougainville|somaliland|puntland",
    re.I,
)

SINGLE = {
    "head of state",
    "head of government",
    "foreign minister",
    "defence minister",
    "finance minister",
    "interior minister",
}
SHARED_STATES = {
    ("BIH", "head of state"),
    ("SMR", "head of state"),
    ("AND", "head of state"),
    ("CHE", "head of state"),
    ("KHM", "head of government"),
    ("LBY", "head of government"),
    ("LBY", "head of state"),
    ("YEM", "head of government"),
    ("YEM", "head of state"),
}
KEYS = {
    "S": "head of state",
    "G": "head of government",
    "F": "foreign minister",
    "D": "defence minister",
    "I": "interior minister",
    "M": "finance minister",
    "V": "vice president",
    "O": "head of organisation",
}

# REIGN names one effective leader a spell. Here he is the head of government, elsewhere head of state.
REIGN_PREMIERS = set(
    """GBR CAN AUS NZL IRL NLD BEL LUX DEU AUT ITA GRC MLT CZE SVK HUN SVN EST LVA BGR MKD ALB NOR SWE DNK ISL
    ISR IND JPN MYS SGP JAM BHS BRB TTO MUS PNG SLB VUT FJI TUV WSM TON BLZ ATG DMA GRD KNA LCA VCT ETH LSO KHM NPL BGD IRQ SRB XKX
    MNE ARM MNG THA CSK SUR BTN ZAF""".split()
)
REIGN_PREMIERS_SINCE = {
    "ESP": 1976,
    "PRT": 1976,
    "GRC": 1974,
    "TUR": 1950,
    "FIN": 2000,
    "HRV": 2000,
    "HUN": 1990,
    "BGR": 1990,
    "CZE": 1993,
    "ALB": 1992,
    "ETH": 1991,
    "KHM": 1993,
    "IRQ": 2005,
    "NPL": 1990,
    "BGD": 1991,
    "BTN": 1998,
    "ARM": 2018,
    "MNG": 1990,
    "SRB": 2003,
    "SUR": 9999,
    "DMA": 1978,
    "FJI": 1970,
    "CSK": 9999,
    "TON": 2010,
    "LSO": 1993,
    "THA": 1932,
    "MUS": 1968,
    "SWZ": 9999,
}
REIGN_PREMIERS_UNTIL = {"TUR": 2014, "SRB": 2017, "ZAF": 1978}
REIGN_CODES = """USA USA|CAN CAN|BHM BHS|CUB CUB|HAI HTI|DOM DOM|JAM JAM|TRI TTO|BAR BRB|DMA DMA|GRN GRD|SLU LCA|SVG VCT|AAB ATG|SKN KNA|
MEX MEX|BLZ BLZ|GUA GTM|HON HND|SAL SLV|NIC NIC|COS CRI|PAN PAN|COL COL|VEN VEN|GUY GUY|SUR SUR|ECU ECU|PER PER|BRA BRA|BOL BOL|PAR PRY|CHL CHL|
ARG ARG|URU URY|UKG GBR|IRE IRL|NTH NLD|BEL BEL|LUX LUX|FRN FRA|MNC MCO|LIE LIE|SWZ CHE|SPN ESP|AND AND|POR PRT|GMY DEU|GFR DEU|GDR DDR|POL POL|
AUS AUT|HUN HUN|CZE CSK|CZR CZE|SLO SVK|ITA ITA|SNM SMR|MLT MLT|ALB ALB|MNG MNE|MAC MKD|CRO HRV|YUG YUG|BOS BIH|KOS XKX|SLV SVN|GRC GRC|CYP CYP|BUL BGR|
MLD MDA|ROM ROU|RUS RUS|EST EST|LAT LVA|LIT LTU|UKR UKR|BLR BLR|ARM ARM|GRG GEO|AZE AZE|FIN FIN|SWD SWE|NOR NOR|DEN DNK|ICE ISL|CAP CPV|STP STP|
GNB GNB|EQG GNQ|GAM GMB|MLI MLI|SEN SEN|BEN BEN|MAA MRT|NIR NER|CDI CIV|GUI GIN|BFO BFA|LBR LBR|SIE SLE|GHA GHA|TOG TGO|CAO CMR|NIG NGA|GAB GAB|
CEN CAF|CHA TCD|CON COG|DRC COD|UGA UGA|KEN KEN|TAZ TZA|BUI BDI|RWA RWA|SOM SOM|DJI DJI|ETH ETH|ERI ERI|ANG AGO|MZM MOZ|ZAM ZMB|ZIM ZWE|MAW MWI|
SAF ZAF|NAM NAM|LES LSO|BOT BWA|SWA SWZ|MAG MDG|COM COM|MAS MUS|SEY SYC|MOR MAR|ALG DZA|TUN TUN|LIB LBY|SUD SDN|SSD SSD|IRN IRN|TUR TUR|IRQ IRQ|
EGY EGY|SYR SYR|LEB LBN|JOR JOR|ISR ISR|SAU SAU|YAR YEM|YEM YEM|YPR YMD|KUW KWT|BAH BHR|QAT QAT|UAE ARE|OMA OMN|AFG AFG|TKM TKM|TAJ TJK|KYR KGZ|
UZB UZB|KZK KAZ|CHN CHN|MON MNG|PRK PRK|ROK KOR|JPN JPN|IND IND|BHU BTN|PAK PAK|BNG BGD|MYA MMR|SRI LKA|MAD MDV|NEP NPL|THI THA|CAM KHM|LAO LAO|
DRV VNM|RVN RVN|MAL MYS|SIN SGP|BRU BRN|PHI PHL|INS IDN|ETM TLS|AUL AUS|PNG PNG|NEW NZL|VAN VUT|SOL SLB|KIR KIR|TUV TUV|FIJ FJI|TON TON|NAU NRU|
MSI MHL|PAL PLW|FSM FSM|WSM WSM"""
REIGN_CODE = dict(pair.split() for pair in REIGN_CODES.replace("\n", "").split("|"))


def fold(text):
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return " ".join(re.sub(r"[^a-z ]", " ", text).split())


def first_day(text):
    parts = [int(p) for p in text.split("-")]
    return date(*(parts + [1, 1])[:3])


def last_day(text):
    parts = [int(p) for p in text.split("-")]
    if len(parts) == 3:
        return date(*parts)
    year, month = (parts + [12])[:2]
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def countries():
    rows = [line.split("\t") for line in (OUT / "countries.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    return {row[0]: row[2] for row in rows}


NAMES = countries()
BY_NAME = {fold(name): code for code, name in NAMES.items()}
WITH_ARTICLE = {
    "United States",
    "United Kingdom",
    "Netherlands",
    "Philippines",
    "Czech Republic",
    "Democratic Republic of the Congo",
    "Republic of the Congo",
    "Central African Republic",
    "United Arab Emirates",
    "Dominican Republic",
    "Bahamas",
    "Maldives",
    "Gambia",
    "Solomon Islands",
    "Marshall Islands",
    "Soviet Union",
}


def of_country(code):
    name = NAMES[code]
    return "of the " + name if name in WITH_ARTICLE else "of " + name


def country_of_folder(folder):
    base = re.sub(r"-(ministers|cabinet)$", "", folder)
    if base in COUNTRY_OF_FOLDER:
        return COUNTRY_OF_FOLDER[base]
    if folder in COUNTRY_OF_FOLDER:
        return COUNTRY_OF_FOLDER[folder]
    return BY_NAME.get(fold(base), "")


ADJECTIVES = {}
for line in (OUT / "country_names.tsv").read_text(encoding="utf-8").splitlines()[1:]:
    _name, _code, _kind = line.split("\t")[:3]
    if _kind in ("name", "official", "demonym"):
        ADJECTIVES.setdefault(_code, []).append(re.escape(_name.lower().removeprefix("the ")))


def key_of(position, own):
    """The key of a position; `own`: patterns of the state's names and adjectives."""
    text = position.lower()
    for pattern, key in RULES:
        if pattern.search(text):
            break
    else:
        return None
    if "governor-general" in text or "governor general" in text:
        return "governor-general"  # stands in for the head of state, and is not one
    if key in FORMS:
        bare = re.sub(
            r"\s+",
            " ",
            re.sub(
                rf"\s*(of|in|for)? (the )?(republic of |state of |kingdom of |islamic republic of )?({'|'.join(own)})$|"
                rf"^({'|'.join(own)})('s)? ",
                "",
                text,
            ),
        ).strip()
        if key == "foreign minister" and (
            "delegate" in text
            or "state minister" in text
            or not re.search(
                r"(foreign|external|international|public) (affairs|relations|policy)|foreign (minister|secretary)|secretary of state$",
                bare,
            )
        ):
            return "minister"
        if PARTS.search(position) or not FORMS[key].fullmatch(bare):
            return "minister" if key not in ("head of state", "head of government") else None
    return key


def title_of(position, country):
    """ "Minister of Finance" -> "Minister of Finance of Russia"; a title that names its state already stays."""
    name = NAMES[country]
    if name.lower() in position.lower() or position.lower().startswith("ambassador"):
        return position
    return f"{position} {of_country(country)}"


class Row:
    __slots__ = (
        "person",
        "country",
        "key",
        "title",
        "start",
        "end",
        "seen",
        "organisation",
        "wikidata",
        "origin",
        "gender",
    )

    def __init__(
        self,
        person,
        country,
        key,
        title,
        start,
        end,
        seen="",
        organisation="",
        wikidata="",
        origin="",
        gender="",
    ):
        self.person, self.country, self.key, self.title = person, country, key, title
        self.start, self.end, self.seen, self.organisation = start, end, seen, organisation
        self.wikidata, self.origin, self.gender = wikidata, origin, gender

    def post(self):
        return (self.organisation or self.country, self.key)


def clean_name(name):
    return re.sub(r"\s*\([^)]*\)$", "", name.strip())


def read_wikidata():
    rows, base = [], DATA / "facts" / "officeholders-wd"
    for folder in sorted(p for p in base.iterdir() if p.is_dir()):
        country = country_of_folder(folder.name)
        if not country:
            continue
        seen = (folder / "ORIGIN_COMMIT.txt").read_text().split()[1]
        for name in ("holders21.csv", "current.csv"):
            path = folder / "html" / name
            if not path.exists():
                continue
            for r in csv.DictReader(open(path, encoding="utf-8")):
                position, person = r["position"].strip(), clean_name(r["person"])
                if (
                    not re.fullmatch(r"\d{4}(-\d\d){0,2}", r["start"] or "")
                    or re.fullmatch(r"Q\d+", person)
                    or not person
                ):
                    continue
                key = key_of(position, ADJECTIVES[country])
                if key in (None, "judge") or (
                    country == "CHE" and "Chancellor" in position
                ):  # head of the chancellery, no more
                    continue
                end = r.get("end") or ""
                end = end if re.fullmatch(r"\d{4}(-\d\d){0,2}", end) else ""
                if country == "IRN" and key == "head of state" and "resident" in position:
                    key = "head of government"  # its head of state is the Supreme Leader
                if key == "minister" and (end or seen) < "2012":
                    continue  # minor ministers of long ago: they cost more than they tell
                if key == "deputy":
                    title = position.lower()
                    key = (
                        "deputy head of government"
                        if "prime" in title or "premier" in title or "chancellor" in title
                        else "deputy foreign minister" if "foreign" in title else "deputy minister"
                    )
                    if key == "deputy minister" and (end or seen) < "2015":
                        continue
                rows.append(
                    Row(
                        person,
                        country,
                        key,
                        title_of(position, country),
                        r["start"],
                        end,
                        "" if end else seen,
                        wikidata=r["personID"],
                        origin="wikidata",
                    )
                )
    return rows


def read_editor():
    rows = []
    for line in (HERE / "offices_editor.txt").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        fields = line.split(";") + [""] * 6
        where, key, person, start, end, title = fields[:6]
        key = KEYS.get(key, key)
        organisation = where[1:] if where.startswith("@") else ""
        country = "IGO" if organisation else where
        if organisation in (
            "Hamas",
            "Hezbollah",
            "Houthis",
            "Al-Qaeda",
            "Islamic State",
            "Boko Haram",
            "Wagner Group",
            "Rapid Support Forces",
            "Libyan National Army",
            "Kurdistan Workers' Party",
            "Polisario Front",
            "Taliban",
            "Sinn Fein",
            "FARC",
            "Liberation Tigers of Tamil Eelam",
        ):
            country = {
                "Hamas": "PSE",
                "Hezbollah": "LBN",
                "Houthis": "YEM",
                "Al-Qaeda": "",
                "Islamic State": "IRQ",
                "Boko Haram": "NGA",
                "Wagner Group": "RUS",
                "Rapid Support Forces": "SDN",
                "Libyan National Army": "LBY",
                "Kurdistan Workers' Party": "TUR",
                "Polisario Front": "ESH",
                "Taliban": "AFG",
                "Sinn Fein": "IRL",
                "FARC": "COL",
                "Liberation Tigers of Tamil Eelam": "LKA",
            }[organisation]
        elif organisation in ("Red Cross", "Amnesty International", "Human Rights Watch"):
            country = "NGO"
        if not title:
            default = {
                "head of state": "President",
                "head of government": "Prime Minister",
                "foreign minister": "Minister of Foreign Affairs",
                "defence minister": "Minister of Defence",
                "interior minister": "Minister of the Interior",
                "finance minister": "Minister of Finance",
                "vice president": "Vice President",
            }[key]
            title = f"{default} {of_country(country)}"
        seen = "" if end else max(EDITOR_SEEN, (start + "-01-01")[:10])
        rows.append(Row(person, country, key, title, start, end, seen, organisation, origin="editor"))
    return rows


def petrarch_names():
    """ISO3 -> [(words, set of years)] of the actor dictionary's dated names."""
    path = DATA / "petrarch2" / "petrarch2" / "data" / "dictionaries" / "Phoenix.Countries.actors.txt"
    people, name = defaultdict(list), ""
    for line in open(path, encoding="utf-8", errors="replace"):
        m = re.match(r"^([A-Z][A-Z_'.-]+?)_?\s*(#.*|\[.*)?$", line.rstrip())
        if m and not line.startswith("+"):
            name = m[1]
        for code, since, until in re.findall(
            r"\[([A-Z]{3})(?:GOV|ELI|MIL)[A-Z]* (\d{6}|[<>]\d{6})-?(\d{6})?\]", line
        ):
            since = since.lstrip("<>")
            year = lambda d: (1900 if int(d[:2]) > 30 else 2000) + int(d[:2])
            people[code].append(
                (
                    name.replace("_", " ").strip().title(),
                    year(since),
                    year(until) if until else year(since) + 1,
                )
            )
    return people


# Full names of those whom REIGN gives by surname, or that no dictionary gives right.
REIGN_FULL = {
    (country, name): full
    for country, name, full in (
        line.split(";")
        for line in (HERE / "reign_names.txt").read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    )
}


def utf8_or_latin1(line):
    """The list mixes both, line by line."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("latin-1")


def read_reign(known):
    """Spells of REIGN that no known row covers. `known`: post -> rows."""
    people = petrarch_names()
    rows, disputes = [], []
    by_surname = defaultdict(list)
    for post_rows in known.values():
        for row in post_rows:
            by_surname[row.country].append(row)
    table = (DATA / "facts" / "reign" / "data_sets" / "leaderlist_3_21.csv").read_bytes().splitlines()
    for r in csv.DictReader(utf8_or_latin1(line) for line in table):
        country = REIGN_CODE.get(r["stateabb"].strip())
        if not country:
            continue
        start = f"{int(r['syear']):04}-{int(r['smonth']):02}-{int(r['sdate']):02}"
        end = f"{int(r['eyear']):04}-{int(r['emonth']):02}" if r["eyear"].strip() else ""
        year = int(r["syear"])
        premier = country in REIGN_PREMIERS or country in REIGN_PREMIERS_SINCE
        premier = (
            premier
            and year >= REIGN_PREMIERS_SINCE.get(country, 0)
            and year < REIGN_PREMIERS_UNTIL.get(country, 9999)
        )
        key = "head of government" if premier else "head of state"
        leader = re.sub(r"\s*\(.*\)$", "", r["leader"].strip())
        leader = re.sub(r"^([^,]+), ((?:[A-Z]\.)+)$", r"\2 \1", leader)  # "Atassi, H."
        if country == "RUS" and year < 1991:
            country = "SUN"
        if country == "YUG" and year > 2003:
            country = "SRB"
        surname = fold(leader).split()[-1] if fold(leader) else ""
        if not surname:
            continue
        until = last_day(end) if end else date(2021, 3, 1)
        same = [
            row
            for row in by_surname[country]
            if surname in fold(row.person).split()
            and row.key in ("head of state", "head of government")
            and first_day(row.start) <= until
            and (not row.end or last_day(row.end) >= first_day(start))
        ]
        days = lambda a, b: max(
            0, (min(last_day(a.end) if a.end else until, until) - max(first_day(a.start), b)).days
        )
        # A short turn in the other post is no proof that the spell is known.
        if (
            any(row.key == key for row in same)
            or sum(days(row, first_day(start)) for row in same) * 2 > (until - first_day(start)).days
        ):
            for row in same:
                if "reign" not in row.origin:
                    row.origin += "+reign"
                if row.origin.startswith("wikidata") and row.key == key and not row.gender:
                    row.gender = "m" if r["gender"] == "1" else "f"
            # A source that knows only the later of two terms: the time before comes from here.
            first = min((row for row in same if row.key == key), key=lambda row: row.start, default=None)
            if first and (first_day(first.start) - first_day(start)).days > 60:
                rows.append(
                    Row(
                        first.person,
                        country,
                        key,
                        first.title,
                        start,
                        (first_day(first.start) - timedelta(days=1)).isoformat(),
                        wikidata=first.wikidata,
                        origin="reign",
                        gender="m" if r["gender"] == "1" else "f",
                    )
                )
            continue
        rivals = [
            row
            for row in known.get((country, key), [])
            if first_day(row.start) <= until - timedelta(days=60)
            and (last_day(row.end) if row.end else date(2023, 1, 1)) >= first_day(start) + timedelta(days=60)
        ]
        if rivals:
            alike = lambda a, b: any(
                SequenceMatcher(None, x, y).ratio() >= 0.75
                for x in fold(a).split()
                for y in fold(b).split()
                if len(x) > 3
            )
            for rival in rivals:
                if alike(rival.person, leader):
                    continue
                disputes.append(
                    (country, key, rival, f"reign has {leader} as effective leader {start}..{end}")
                )
            continue
        full = REIGN_FULL.get((country, r["leader"].strip())) or REIGN_FULL.get(
            ("RUS" if country == "SUN" else country, leader)
        )
        named = bool(full)
        if not full:
            words = set(fold(leader).split())
            matches = {
                name
                for name, since, to in people[country]
                if since == year
                and to == until.year
                and words & set(fold(name).split())
                and len(name.split()) > 1
            }
            full = min(matches, key=lambda m: (len(m), m)) if matches else leader
        full = full.removeprefix("Lyonpo ")  # a title
        noun = "Prime Minister" if premier else "Leader"
        rows.append(
            Row(
                full,
                country,
                key,
                f"{noun} {of_country(country)}",
                start,
                end,
                "" if end else "2021-03-01",
                origin="reign+editor" if named else "reign",
                gender="m" if r["gender"] == "1" else "f",
            )
        )
    return rows, disputes


def same_person(a, b):
    if a.wikidata and b.wikidata:
        return a.wikidata == b.wikidata
    if b.person in ALIASES.get(a.person, ()) or a.person in ALIASES.get(b.person, ()):
        return True
    x, y = fold(a.person).split(), fold(b.person).split()
    return (
        set(x) <= set(y)
        or set(y) <= set(x)
        or (len(x) > 1 and len(y) > 1 and x[-1] == y[-1] and x[0] == y[0])
    )


def alike(a, b):
    """Two rows of one post that begin together: spellings of one person's name, or two people?"""
    particles = {"bin", "ibn", "al", "el", "de", "da", "von", "van"}
    x, y = ([w for w in fold(row.person).split() if w not in particles] for row in (a, b))
    if same_person(a, b) or not x or not y:
        return True
    if "of" in x + y:  # a monarch by style: "Hamad II of Bahrain" is Hamad bin Isa
        x, y = x[:1], y[:1]
    near = lambda v, w: v == w or (len(v) > 2 and len(w) > 2 and SequenceMatcher(None, v, w).ratio() >= 0.75)
    return sum(any(near(v, w) for w in y) for v in x) * 2 > min(len(x), len(y))


def begin_together(a, b):
    return abs((first_day(a) - first_day(b)).days) <= 20 or a.startswith(b) or b.startswith(a)


MERGED = defaultdict(set)  # person -> other spellings met


def join_spells(post, rows, disputes):
    """One row for the same person's touching or overlapping spells under one title."""
    out = []
    for row in sorted(rows, key=lambda r: (first_day(r.start), r.end or "9999", r.person)):
        for other in reversed(out):
            one_took_office = (
                row.key in SINGLE
                and post not in SHARED_STATES
                and begin_together(row.start, other.start)
                and (row.origin.startswith("editor") or other.origin.startswith("editor"))
            )
            if one_took_office or (
                same_person(other, row) and (other.title == row.title or row.key in SINGLE)
            ):
                if not other.end or first_day(row.start) <= last_day(other.end) + timedelta(days=40):
                    if row.origin.startswith("editor") and other.origin.startswith("editor"):
                        out.append(row)  # two terms, written as two
                        break
                    if one_took_office and not alike(other, row):
                        # The sources name two people for one taking of office: the editor's stands.
                        kept, cut = (other, row) if other.origin.startswith("editor") else (row, other)
                        before = cut.end and first_day(cut.start) < first_day(kept.start)
                        if before and last_day(cut.end) <= first_day(kept.start) + timedelta(days=7):
                            continue  # he stood in until the other came
                        disputes.append((*post, cut, f"editor has {kept.person} {kept.start}..{kept.end}"))
                        if kept is row:
                            out[out.index(other)] = row
                        break
                    if row.origin.startswith("editor"):
                        row.wikidata, row.gender = row.wikidata or other.wikidata, row.gender or other.gender
                        other.start, other.end, other.seen, other.title = (
                            row.start,
                            row.end,
                            row.seen,
                            row.title,
                        )
                        row.origin, other.origin = other.origin, row.origin  # the editor's word comes first
                        other.person, row.person = row.person, other.person
                    if other.origin.startswith("editor"):
                        other.wikidata, other.gender = (
                            other.wikidata or row.wikidata,
                            other.gender or row.gender,
                        )
                        other.origin = "+".join(dict.fromkeys((other.origin + "+" + row.origin).split("+")))
                        if fold(other.person) != fold(row.person):
                            MERGED[other.person].add(row.person)
                    elif not row.end or not other.end:
                        other.end, other.seen = "", max(other.seen, row.seen)
                    elif last_day(row.end) > last_day(other.end):
                        other.end = row.end
                    break
        else:
            out.append(row)
    return out


def part_handovers(post, rows, disputes):
    """No two holders on one day in a post for one."""
    order = lambda r: (first_day(r.start), r.end or "9999")
    rows = sorted(rows, key=order)
    kept = []
    while rows:
        row = rows.pop(0)
        while kept:
            before = kept[-1]
            before_end = last_day(before.end) if before.end else date(9999, 1, 1)
            if before_end < first_day(row.start):
                break
            overlap = (
                min(before_end, last_day(row.end) if row.end else date(2026, 11, 1)) - first_day(row.start)
            ).days
            unknown_end = not before.end
            if before.origin.startswith("editor") and not row.origin.startswith("editor"):
                # The editor's row stands; what the source adds inside it is dropped, a longer overlap is reported.
                if overlap > 60:
                    disputes.append((*post, row, f"editor has {before.person} {before.start}..{before.end}"))
                row = None
                break
            cut = first_day(row.start) - timedelta(days=1)
            vague = before.end and len(before.end) < 10 and row.start.startswith(before.end[:4])
            if overlap > 60 and not unknown_end and not vague:
                disputes.append((*post, before, f"{row.origin} has {row.person} {row.start}..{row.end}"))
            if cut < first_day(before.start):
                kept.pop()  # nothing is left of it
                continue
            # An interim holder inside a longer term: the term goes on after him.
            if row.end and before_end > last_day(row.end) + timedelta(days=30) and not unknown_end:
                rest = Row(
                    before.person,
                    before.country,
                    before.key,
                    before.title,
                    (last_day(row.end) + timedelta(days=1)).isoformat(),
                    before.end,
                    before.seen,
                    before.organisation,
                    before.wikidata,
                    before.origin,
                    before.gender,
                )
                rows = sorted(rows + [rest], key=order)
            before.end, before.seen = cut.isoformat(), ""
            break
        if row is not None:
            kept.append(row)
    return kept


ALIASES = {}
for line in """Xi Jinping=Xi
Vladimir Putin=Putin|Vladimir Vladimirovich Putin
Recep Tayyip Erdoğan=Erdogan|Tayyip Erdogan|Recep Tayyip Erdogan
Volodymyr Zelensky=Zelensky|Zelenskyy|Zelenskiy|Volodymyr Zelenskyy|Volodymyr Zelenskiy|Vladimir Zelensky
Volodymyr Zelenskyy=Zelensky|Zelenskyy|Zelenskiy|Volodymyr Zelensky|Volodymyr Zelenskiy|Vladimir Zelensky
Donald Trump=Trump|Donald J. Trump
Joe Biden=Biden|Joseph Biden
Barack Obama=Obama|Barack Hussein Obama
George W. Bush=George Bush
Bill Clinton=Clinton
Antony Blinken=Blinken|Tony Blinken
Marco Rubio=Rubio
Emmanuel Macron=Macron
Angela Merkel=Merkel
Olaf Scholz=Scholz
Friedrich Merz=Merz
Sergey Lavrov=Lavrov|Sergei Lavrov
Sergei Shoigu=Shoigu|Sergey Shoigu
Dmitry Medvedev=Medvedev|Dmitri Medvedev
Dmitry Peskov=Peskov|Dmitri Peskov
Benjamin Netanyahu=Netanyahu|Bibi Netanyahu|Binyamin Netanyahu|Bibi
Mahmoud Abbas=Abbas|Abu Mazen
Yasser Arafat=Arafat|Yasir Arafat
Bashar al-Assad=Assad|Bashar Assad|al-Assad|Bashar Al-Assad
Narendra Modi=Modi
Kim Jong-un=Kim Jong Un
Kim Jong-il=Kim Jong Il
Kim Il-sung=Kim Il Sung
Yoon Suk-yeol=Yoon Suk Yeol|Yoon
Lee Jae-myung=Lee Jae Myung
Moon Jae-in=Moon Jae In
Nicolás Maduro=Maduro|Nicolas Maduro Moros
Hugo Chávez=Chavez
Luiz Inácio Lula da Silva=Lula|Lula da Silva|Luiz Inacio Lula
Jair Bolsonaro=Bolsonaro
Javier Milei=Milei
Gustavo Petro=Petro
Andrés Manuel López Obrador=Lopez Obrador|AMLO|Andres Manuel Lopez Obrador
Claudia Sheinbaum=Sheinbaum|Claudia Sheinbaum Pardo
Miguel Díaz-Canel=Diaz-Canel|Miguel Diaz-Canel Bermudez
Ferdinand Marcos Jr.=Bongbong Marcos|Ferdinand Romualdez Marcos Jr.|Ferdinand Marcos Jr|Marcos Jr.|Ferdinand "Bongbong" Marcos Jr.
Rodrigo Duterte=Duterte
Joko Widodo=Jokowi|Widodo
Prabowo Subianto=Prabowo
Abdel Fattah el-Sisi=Sisi|el-Sisi|al-Sisi|Abdel Fattah al-Sisi|Abdel-Fattah el-Sissi|Abdel Fattah El-Sisi|el-Sissi
Mohammed bin Salman=MBS|Mohammed bin Salman bin Abdulaziz|Mohammad bin Salman|Prince Mohammed bin Salman
Mohamed bin Zayed=Mohammed bin Zayed|MBZ|Mohamed bin Zayed Al Nahyan|Mohammed bin Zayed Al Nahyan
Salman bin Abdulaziz=King Salman|Salman bin Abdulaziz Al Saud
Tamim bin Hamad Al Thani=Sheikh Tamim|Tamim bin Hamad|Tamim bin Hamad al-Thani
Ali Khamenei=Khamenei|Ayatollah Ali Khamenei|Ayatollah Khamenei
Ruhollah Khomeini=Khomeini|Ayatollah Khomeini
Ebrahim Raisi=Raisi|Ebrahim Raissi|Raissi
Masoud Pezeshkian=Pezeshkian
Hassan Rouhani=Rouhani|Hassan Rohani|Rohani
Mahmoud Ahmadinejad=Ahmadinejad
Mohammad Javad Zarif=Zarif|Javad Zarif
Saddam Hussein=Saddam
Muammar Gaddafi=Gaddafi|Qaddafi|Gadhafi|Moammar Gadhafi|Muammar Qaddafi|Muammar al-Gaddafi|Moamer Kadhafi
Alexander Lukashenko=Lukashenko|Aleksandr Lukashenko|Alyaksandr Lukashenka|Lukashenka
Viktor Orbán=Orban|Viktor Orban
Rishi Sunak=Sunak
Keir Starmer=Starmer
Boris Johnson=Johnson
Liz Truss=Truss
Andy Burnham=Burnham
Margaret Thatcher=Thatcher
Tony Blair=Blair
Justin Trudeau=Trudeau
Mark Carney=Carney
Shinzō Abe=Abe|Shinzo Abe
Fumio Kishida=Kishida
Shigeru Ishiba=Ishiba
Sanae Takaichi=Takaichi
Imran Khan=Imran Khan Niazi
Shehbaz Sharif=Shahbaz Sharif
Sheikh Hasina=Hasina|Sheikh Hasina Wazed
Muhammad Yunus=Yunus
Ashraf Ghani=Ghani|Ashraf Ghani Ahmadzai
Hamid Karzai=Karzai
Cyril Ramaphosa=Ramaphosa
Jacob Zuma=Zuma
Nelson Mandela=Mandela
Robert Mugabe=Mugabe
Emmerson Mnangagwa=Mnangagwa
William Ruto=Ruto
Uhuru Kenyatta=Uhuru
Abiy Ahmed=Abiy|Abiy Ahmed Ali
Yoweri Museveni=Museveni
Paul Kagame=Kagame
Muhammadu Buhari=Buhari
Bola Tinubu=Tinubu|Bola Ahmed Tinubu
Paul Biya=Biya
Omar al-Bashir=Bashir|Omar al Bashir|Omar Hassan al-Bashir
Abdel Fattah al-Burhan=Burhan|al-Burhan|Abdel-Fattah al-Burhan|Abdel Fattah Burhan
Mohamed Hamdan Dagalo=Hemedti|Mohamed Hamdan Daglo|Hemeti
Salva Kiir=Kiir|Salva Kiir Mayardit
Riek Machar=Machar
Isaias Afwerki=Isaias|Isayas Afewerki
Mikhail Gorbachev=Gorbachev
Boris Yeltsin=Yeltsin
António Guterres=Guterres|Antonio Guterres
Ban Ki-moon=Ban Ki Moon
Kofi Annan=Annan
Jens Stoltenberg=Stoltenberg
Mark Rutte=Rutte
Ursula von der Leyen=von der Leyen
Josep Borrell=Borrell|Josep Borrell Fontelles
Kaja Kallas=Kallas
Tedros Adhanom Ghebreyesus=Tedros|Tedros Adhanom
Rafael Grossi=Grossi|Rafael Mariano Grossi
Volker Türk=Volker Turk
Aung San Suu Kyi=Suu Kyi
Tsai Ing-wen=Tsai
Lai Ching-te=William Lai
Osama bin Laden=bin Laden|Usama bin Laden|Bin Laden
Ayman al-Zawahiri=Zawahiri|al-Zawahiri|Ayman al-Zawahri
Abu Bakr al-Baghdadi=Baghdadi|al-Baghdadi
Hassan Nasrallah=Nasrallah|Sayyed Hassan Nasrallah
Ismail Haniyeh=Haniyeh|Ismail Haniya|Haniya
Yahya Sinwar=Sinwar|Yehya Sinwar
Khaled Mashal=Khaled Meshaal|Meshaal|Mashaal|Khaled Mashaal
Yevgeny Prigozhin=Prigozhin|Yevgeniy Prigozhin
Khalifa Haftar=Haftar|Khalifa Hifter|Hifter
Abdullah Öcalan=Ocalan|Abdullah Ocalan
Abdul-Malik al-Houthi=Abdul Malik al-Houthi
Pope Francis=Jorge Mario Bergoglio
Pope Leo XIV=Leo XIV|Robert Prevost
Benedict XVI=Pope Benedict XVI|Pope Benedict|Joseph Ratzinger
John Paul II=Pope John Paul II|Karol Wojtyla
Charles III=King Charles III|King Charles
Elizabeth II=Queen Elizabeth II|Queen Elizabeth
Ahmed al-Sharaa=Abu Mohammed al-Golani|al-Sharaa|Ahmad al-Sharaa|Abu Mohammed al-Jolani|al-Jolani
Nayib Bukele=Bukele
Daniel Ortega=Ortega
Fidel Castro=Castro
Augusto Pinochet=Pinochet
Slobodan Milošević=Milosevic
Nicolae Ceaușescu=Ceausescu
Josip Broz Tito=Tito
Leonid Brezhnev=Brezhnev
Joseph Stalin=Stalin|Josef Stalin
Nikita Khrushchev=Khrushchev
Mao Zedong=Mao|Mao Tse-tung|Chairman Mao
Hosni Mubarak=Mubarak
Mohamed Morsi=Morsi|Mohammed Morsi|Mursi
Gamal Abdel Nasser=Nasser
Anwar Sadat=Sadat|Anwar el-Sadat
Idi Amin=Idi Amin Dada
Nawaz Sharif=Nawaz
Pervez Musharraf=Musharraf
S. Jaishankar=Jaishankar|Subrahmanyam Jaishankar
Thaksin Shinawatra=Thaksin
Yingluck Shinawatra=Yingluck
Prayut Chan-o-cha=Prayut|Prayuth|Prayuth Chan-ocha|Prayuth Chan-o-cha
Srettha Thavisin=Srettha
Paetongtarn Shinawatra=Paetongtarn
Anutin Charnvirakul=Anutin
Mahathir Mohamad=Mahathir
Anwar Ibrahim=Anwar
Najib Razak=Najib|Najib Abdul Razak|Najib Tun Razak
Muhyiddin Yassin=Muhyiddin
Lee Hsien Loong=Lee Hsien-Loong
Nguyễn Phú Trọng=Nguyen Phu Trong|Trong
Nguyen Phu Trong=Trong
Kais Saied=Saied|Kais Saïed
Abdelmadjid Tebboune=Tebboune
Abdelaziz Bouteflika=Bouteflika
Sadyr Japarov=Japarov|Sadyr Zhaparov
Kassym-Jomart Tokayev=Tokayev|Qasym-Zhomart Toqaev
Nursultan Nazarbayev=Nazarbayev
Ilham Aliyev=Aliyev
Nikol Pashinyan=Pashinyan|Pashinian
Salome Zourabichvili=Zourabichvili|Zurabishvili
Aleksandar Vučić=Vucic
Andrzej Duda=Duda
Donald Tusk=Tusk
Mateusz Morawiecki=Morawiecki
Maia Sandu=Sandu
Giorgia Meloni=Meloni
Mario Draghi=Draghi
Silvio Berlusconi=Berlusconi
Pedro Sánchez=Sanchez|Pedro Sanchez
Kyriakos Mitsotakis=Mitsotakis
Scott Morrison=Morrison
Anthony Albanese=Albanese
Jacinda Ardern=Ardern
Félix Tshisekedi=Tshisekedi
Evo Morales=Morales
Dilma Rousseff=Rousseff
Michelle Bachelet=Bachelet
Rafael Correa=Correa
Pedro Castillo=Castillo
Dina Boluarte=Boluarte
Alberto Fujimori=Fujimori
Jovenel Moïse=Moise|Moïse
Gotabaya Rajapaksa=Gotabaya
Mahinda Rajapaksa=Mahinda
Ranil Wickremesinghe=Wickremesinghe|Ranil
Anura Kumara Dissanayake=Dissanayake
Pushpa Kamal Dahal=Prachanda
Janet Yellen=Yellen
Pete Hegseth=Hegseth
Hillary Clinton=Hillary Rodham Clinton
Mike Pompeo=Pompeo
John Kerry=Kerry
Condoleezza Rice=Condi Rice
Colin Powell=Powell
Nana Akufo-Addo=Nana Addo Dankwa Akufo-Addo|Akufo-Addo
Denis Moncada=Denis Moncada Colindres
Henry Kissinger=Kissinger
Shunichi Suzuki=Shun'ichi Suzuki
Abdul Hamid Dbeibah=Dbeibah|Dbeibeh|Abdulhamid Dbeibeh|Abdulhamid Dbeibah|Abdul Hamid Dbeibeh
Mullah Yaqoob=Mohammad Yaqoob|Mullah Mohammad Yaqoob|Mawlawi Yaqoob
A. K. Abdul Momen=Abul Kalam Abdul Momen|AK Abdul Momen
Shirley Ayorkor Botchwey=Shirley Ayorkor Botchway|Shirley Botchwey
Morissanda Kouyaté=Mory Sandan Kouyaté
Ruslan Zhaksylykov=Ruslan Jaqsylyqov
Dee-Maxwell Saah Kemayah=Dee-Maxwell Saah Kemaya Sr.|Dee-Maxwell Kemayah
Rana Sanaullah=Rana Sana Ullah Khan|Rana Sanaullah Khan
Sirojiddin Muhriddin=Sirodjidin Aslov|Sirojiddin Aslov
Rashid Meredov=Raşit Meredow
Mohammad Bagher Ghalibaf=Mohammad Baqer Qalibaf|Ghalibaf|Qalibaf
Najla Mangoush=Najla al-Mangoush|Najla El-Mangoush
Zabihullah Mujahid=Zabiullah Mujahid
Sabah Al-Khalid Al-Sabah=Sabah Al-Khaled Al-Sabah|Sabah Al-Khaled Al-Hamad Al-Sabah|Sabah Khaled Al-Hamad Al-Sabah|Sabah Al-Khalid Al-Hamad Al-Sabah
Mishal Al-Ahmad=Mishal Al-Ahmad Al-Jaber Al-Sabah|Meshal Al-Ahmad|Mishal Al-Ahmad Al-Sabah
Nawaf Al-Ahmad=Nawaf Al-Ahmad Al-Jaber Al-Sabah|Nawaf Al-Ahmad Al-Sabah
Marzouq Al-Ghanim=Marzouq Al-Ghanem
Luvsannamsrain Oyun-Erdene=L. Oyun-Erdene|Oyun-Erdene Luvsannamsrain
Khurelsukh Ukhnaa=U. Khurelsukh|Ukhnaagiin Khurelsukh|Khurelsukh
Cristina Fernández de Kirchner=Cristina Kirchner|Fernandez de Kirchner|Cristina Fernandez
Alexei Navalny=Navalny|Aleksei Navalny|Alexey Navalny
Sviatlana Tsikhanouskaya=Tsikhanouskaya|Svetlana Tikhanovskaya|Tikhanovskaya|Sviatlana Tikhanovskaya
Kemal Kılıçdaroğlu=Kilicdaroglu|Kemal Kilicdaroglu
Raila Odinga=Raila
Bobi Wine=Robert Kyagulanyi|Robert Kyagulanyi Ssentamu
K. P. Sharma Oli=KP Sharma Oli|KP Oli|Khadga Prasad Sharma Oli|Khadga Prasad Oli
Fazlur Rehman=Maulana Fazlur Rehman|Fazal-ur-Rehman|Maulana Fazl-ur-Rehman
Muqtada al-Sadr=Moqtada al-Sadr|Moqtada Sadr|Muqtada Sadr
Ali al-Sistani=Ali Sistani|Sistani|Ayatollah Ali al-Sistani
Qasem Soleimani=Qassem Soleimani|Qassim Suleimani|Soleimani
Esmail Qaani=Esmail Ghaani|Ismail Qaani
Dalai Lama=Tenzin Gyatso
Patriarch Kirill=Kirill|Patriarch Kirill of Moscow
Jimmy Chérizier=Barbecue Cherizier|Jimmy "Barbecue" Cherizier
Mostafa Madbouly=Moustafa Madbouli|Mostafa Madbouli|Mostafa Madbuli
Mamata Banerjee=Mamata
Priyanka Gandhi Vadra=Priyanka Gandhi
J. P. Nadda=JP Nadda|Jagat Prakash Nadda
M. K. Stalin=MK Stalin
Prawit Wongsuwon=Prawit Wongsuwan|Prawit
Chadchart Sittipunt=Chadchart
María Corina Machado=Corina Machado
Juan Guaidó=Guaido
Edmundo González=Edmundo Gonzalez Urrutia
Rached Ghannouchi=Rachid Ghannouchi|Ghannouchi
Abdulla Aripov=Abdulla Nigmatovich Aripov""".splitlines():
    person, _, names = line.partition("=")
    ALIASES[person] = [n for n in names.split("|") if n != person]


# Where people bear two surnames and are called by the first: "Denis Moncada Colindres" is Denis Moncada.
TWO_SURNAMES = set("MEX GTM SLV HND NIC CRI PAN CUB DOM COL VEN ECU PER BOL CHL ARG PRY URY ESP GNQ".split())


def simple_aliases(person, country):
    """Forms that the loader's folding does not give: without middle initials, without the second surname."""
    out = []
    plain = re.sub(r"\s+[A-Z]\.(?=\s)", "", person)
    if plain != person and len(plain.split()) > 1:
        out.append(plain)
    words = person.split()
    if country in TWO_SURNAMES and not any(
        w in ("de", "del", "la", "las", "los", "van", "von", "y", "e") for w in words
    ):
        if len(words) == 3:
            out.append(" ".join(words[:2]))
        elif len(words) == 4:
            out += [" ".join((words[0], words[2])), " ".join(words[:3])]
    return out


def main():
    if not (DATA / "facts").is_dir():
        sys.exit(f"{DATA / 'facts'}: not there; DRAGOMAN_DATA names the folder of the corpora")
    disputes = []
    rows = read_editor() + read_wikidata()
    posts = defaultdict(list)
    for row in rows:
        posts[row.post()].append(row)
    reign_rows, reign_disputes = read_reign(posts)
    disputes += reign_disputes
    for row in reign_rows:
        posts[row.post()].append(row)

    # The list of August 2026 confirms or extends.
    for r in csv.DictReader(
        open(
            DATA / "facts" / "world-leaders-current" / "data" / "current" / "all-leaders.csv",
            encoding="utf-8",
        )
    ):
        country = BY_NAME.get(fold(r["Country"])) or {"south korea": "KOR"}.get(fold(r["Country"]))
        for key, name, since, title in (
            ("head of government", "Head of Government", "HoG Since", "HoG Title"),
            ("head of state", "Head of State", "HoS Since", "HoS Title"),
        ):
            if (
                not country
                or not r[name]
                or (key == "head of government" and r[name] == r["Head of State"])
                or country == "SAU"
            ):
                continue
            probe = Row(r[name], country, key, "", r[since] or "2000-01-01", "")
            held = [row for row in posts[country, key] if not row.end and same_person(row, probe)]
            if held:
                for row in held:
                    row.seen, row.origin = "2026-08-22", row.origin + "+wlc"
            elif r[since]:
                posts[country, key].append(
                    Row(
                        r[name],
                        country,
                        key,
                        f"{r[title]} {of_country(country)}",
                        r[since],
                        "",
                        "2026-08-22",
                        origin="wlc",
                    )
                )

    out = []
    for post, members in sorted(posts.items()):
        members = join_spells(post, members, disputes)
        for row in members:
            if row.end and last_day(row.end) < first_day(row.start):
                disputes.append((*post, row, "ends before it starts"))
        members = [row for row in members if not (row.end and last_day(row.end) < first_day(row.start))]
        if post[1] in SINGLE and post not in SHARED_STATES:
            members = part_handovers(post, members, disputes)
        elif post in SHARED_STATES:
            for row in members:
                row.origin += "+joint"
        out += members

    ids = defaultdict(set)
    for row in out:
        if row.wikidata:
            ids[row.person].add(row.wikidata)
    for row in out:
        if not row.wikidata and len(ids[row.person]) == 1:
            row.wikidata = next(iter(ids[row.person]))

    # One spelling of a person for one Wikidata id: the editor's, else the most frequent.
    spellings = defaultdict(lambda: defaultdict(int))
    for row in out:
        if row.wikidata:
            spellings[row.wikidata][row.person] += 1000 if row.origin.startswith("editor") else 1
    extra = defaultdict(set)
    for row in out:
        if row.wikidata:
            best = max(sorted(spellings[row.wikidata]), key=lambda n: spellings[row.wikidata][n])
            if best != row.person:
                extra[best].add(row.person)
                row.person = best

    # A source's spelling that is known as an alias of another name in the same state.
    names = {(row.person, row.country) for row in out}
    for person, aliases in ALIASES.items():
        for row in out:
            if row.person in aliases and " " in row.person and (person, row.country) in names:
                if alike(row, Row(person, row.country, row.key, "", "", "")):
                    extra[person].add(row.person)
                    row.person = person

    order = [
        "head of state",
        "head of government",
        "head of organisation",
        "vice president",
        "deputy head of government",
        "foreign minister",
        "defence minister",
        "interior minister",
        "finance minister",
    ]
    rank = lambda key: (order.index(key) if key in order else len(order), key)
    out.sort(key=lambda r: (r.country, r.organisation, rank(r.key), r.start, r.person, r.title))
    with open(OUT / "offices.tsv", "w", encoding="utf-8") as f:
        f.write("person\tcountry\toffice\ttitle\tstart\tend\tseen\torganisation\twikidata\torigin\n")
        for r in out:
            f.write(
                "\t".join(
                    (
                        r.person,
                        r.country,
                        r.key,
                        r.title,
                        r.start,
                        r.end,
                        r.seen,
                        r.organisation,
                        r.wikidata,
                        r.origin,
                    )
                )
                + "\n"
            )

    given = dict(
        line.split("\t") for line in (OUT / "given_names.tsv").read_text(encoding="utf-8").splitlines()[1:]
    )
    given = {fold(name): gender for name, gender in given.items()}
    people = {}
    for r in out:
        entry = people.setdefault(
            r.person, {"gender": "", "wikidata": "", "aliases": [], "country": r.country}
        )
        entry["gender"] = entry["gender"] or r.gender
        entry["wikidata"] = entry["wikidata"] or r.wikidata
    by_folded = {fold(person): person for person in people}
    for person, names in ALIASES.items():
        target = person if person in people else by_folded.get(fold(person))
        if target:
            people[target]["aliases"] += names
    with open(OUT / "persons.tsv", "w", encoding="utf-8") as f:
        f.write("person\taliases\tgender\twikidata\n")
        for person in sorted(people, key=lambda p: (fold(p), p)):
            entry = people[person]
            aliases = sorted(
                set(entry["aliases"])
                | extra[person]
                | MERGED[person]
                | set(simple_aliases(person, entry["country"]))
            )
            aliases = [a for a in aliases if a != person]
            if aliases or (entry["gender"] and given.get(fold(person).split(" ")[0]) != entry["gender"]):
                f.write("\t".join((person, "|".join(aliases), entry["gender"], entry["wikidata"])) + "\n")

    with open(OUT / "contradictions.tsv", "w", encoding="utf-8") as f:
        f.write("country\toffice\tperson\tstart\tend\torigin\tagainst\n")
        lines = {
            "\t".join((where, key, r.person, r.start, r.end, r.origin, why))
            for where, key, r, why in disputes
        }
        f.write("".join(line + "\n" for line in sorted(lines)))
    print(len(out), "offices,", len(people), "people,", len(lines), "contradictions", file=sys.stderr)


main()
