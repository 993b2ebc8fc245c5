// The names of units as tables: signs and codes before a number, words after it, measures of one or
// two words, durations, irregular plurals. The longer name of a currency is tried before the shorter;
// a shared name (dinar, peso) needs its country.
#include "reading/figures/units.h"

#include <array>
#include <unordered_map>
#include <unordered_set>

#include "base/words.h"

namespace dragoman {
namespace {

using std::string_view;

struct Entry {
  string_view form, unit;
  double factor = 1;
};

// As written before a number. Signs and abbreviations of the world's press; "$" alone is the US dollar.
constexpr std::array<Entry, 127> kBefore = {
    {{"$", "USD"},        {"US$", "USD"},    {"USD", "USD"},    {"U.S.$", "USD"},  {"\u20ac", "EUR"},
     {"EUR", "EUR"},      {"\u00a3", "GBP"}, {"GBP", "GBP"},    {"\u00a5", "JPY"}, {"JPY", "JPY"},
     {"CN\u00a5", "CNY"}, {"RMB", "CNY"},    {"CNY", "CNY"},    {"\u20b9", "INR"}, {"Rs", "INR"},
     {"Rs.", "INR"},      {"INR", "INR"},    {"PKR", "PKR"},    {"\u20a6", "NGN"}, {"NGN", "NGN"},
     {"N", "NGN"},        {"\u20a9", "KRW"}, {"KRW", "KRW"},    {"\u20bd", "RUB"}, {"RUB", "RUB"},
     {"\u20ba", "TRY"},   {"TL", "TRY"},     {"TRY", "TRY"},    {"\u20aa", "ILS"}, {"NIS", "ILS"},
     {"ILS", "ILS"},      {"\u0e3f", "THB"}, {"THB", "THB"},    {"\u20b1", "PHP"}, {"PHP", "PHP"},
     {"Php", "PHP"},      {"P", "PHP"},      {"A$", "AUD"},     {"AU$", "AUD"},    {"AUD", "AUD"},
     {"C$", "CAD"},       {"CA$", "CAD"},    {"CAD", "CAD"},    {"HK$", "HKD"},    {"HKD", "HKD"},
     {"NZ$", "NZD"},      {"NZD", "NZD"},    {"S$", "SGD"},     {"SGD", "SGD"},    {"NT$", "TWD"},
     {"R$", "BRL"},       {"BRL", "BRL"},    {"R", "ZAR"},      {"ZAR", "ZAR"},    {"RM", "MYR"},
     {"MYR", "MYR"},      {"Rp", "IDR"},     {"IDR", "IDR"},    {"Tk", "BDT"},     {"BDT", "BDT"},
     {"KSh", "KES"},      {"Ksh", "KES"},    {"KSH", "KES"},    {"Sh", "KES"},     {"KES", "KES"},
     {"USh", "UGX"},      {"Shs", "UGX"},    {"UGX", "UGX"},    {"TSh", "TZS"},    {"GH\u20b5", "GHS"},
     {"GH\u00a2", "GHS"}, {"GHS", "GHS"},    {"CHF", "CHF"},    {"KD", "KWD"},     {"BD", "BHD"},
     {"JD", "JOD"},       {"Dh", "AED"},     {"Dhs", "AED"},    {"AED", "AED"},    {"SR", "SAR"},
     {"SAR", "SAR"},      {"QR", "QAR"},     {"RO", "OMR"},     {"LE", "EGP"},     {"EGP", "EGP"},
     {"\u20ab", "VND"},   {"VND", "VND"},    {"\u20b4", "UAH"}, {"UAH", "UAH"},    {"\u20b8", "KZT"},
     {"KZT", "KZT"},      {"\u20be", "GEL"}, {"GEL", "GEL"},    {"PLN", "PLN"},    {"SEK", "SEK"},
     {"NOK", "NOK"},      {"DKK", "DKK"},    {"HUF", "HUF"},    {"CZK", "CZK"},    {"RON", "RON"},
     {"MXN", "MXN"},      {"ARS", "ARS"},    {"COP", "COP"},    {"CLP", "CLP"},    {"PEN", "PEN"},
     {"MX$", "MXN"},      {"J$", "JMD"},     {"TT$", "TTD"},    {"Z$", "ZWL"},     {"LKR", "LKR"},
     {"NPR", "NPR"},      {"TZS", "TZS"},    {"GHc", "GHS"},    {"ETB", "ETB"},    {"IQD", "IQD"},
     {"KWD", "KWD"},      {"BHD", "BHD"},    {"QAR", "QAR"},    {"OMR", "OMR"},    {"JOD", "JOD"},
     {"LBP", "LBP"},      {"XAF", "XAF"},    {"XOF", "XOF"},    {"FCFA", "XOF"},   {"CFA", "XOF"},
     {"MAD", "MAD"},      {"DZD", "DZD"}}};

// After a number, in lower case; one word.
constexpr std::array<Entry, 128> kAfter = {
    {{"dollar", "USD"},      {"dollars", "USD"},  {"usd", "USD"},       {"bucks", "USD"},     {"cents", "USD", 0.01},
     {"euro", "EUR"},        {"euros", "EUR"},    {"eur", "EUR"},       {"sterling", "GBP"},  {"gbp", "GBP"},
     {"pence", "GBP", 0.01}, {"yen", "JPY"},      {"yuan", "CNY"},      {"renminbi", "CNY"},  {"rmb", "CNY"},
     {"won", "KRW"},         {"baht", "THB"},     {"ringgit", "MYR"},   {"rand", "ZAR"},      {"rands", "ZAR"},
     {"naira", "NGN"},       {"rupiah", "IDR"},   {"dong", "VND"},      {"kyat", "MMK"},      {"kyats", "MMK"},
     {"taka", "BDT"},        {"hryvnia", "UAH"},  {"hryvnias", "UAH"},  {"hryvnya", "UAH"},   {"ruble", "RUB"},
     {"rubles", "RUB"},      {"rouble", "RUB"},   {"roubles", "RUB"},   {"zloty", "PLN"},     {"zlotys", "PLN"},
     {"forint", "HUF"},      {"forints", "HUF"},  {"leu", "RON"},       {"lei", "RON"},       {"leva", "BGN"},
     {"koruna", "CZK"},      {"tenge", "KZT"},    {"lari", "GEL"},      {"drams", "AMD"},     {"shekel", "ILS"},
     {"shekels", "ILS"},     {"lira", "TRY"},     {"liras", "TRY"},     {"reais", "BRL"},     {"reals", "BRL"},
     {"soles", "PEN"},       {"bolivars", "VES"}, {"bolivares", "VES"}, {"quetzals", "GTQ"},  {"lempiras", "HNL"},
     {"cordobas", "NIO"},    {"colones", "CRC"},  {"guarani", "PYG"},   {"guaranies", "PYG"}, {"birr", "ETB"},
     {"cedis", "GHS"},       {"cedi", "GHS"},     {"kwacha", "ZMW"},    {"pula", "BWP"},      {"metical", "MZN"},
     {"meticais", "MZN"},    {"kwanza", "AOA"},   {"kwanzas", "AOA"},   {"dalasi", "GMD"},    {"afghanis", "AFN"},
     {"leks", "ALL"},        {"lek", "ALL"},      {"denars", "MKD"},    {"dram", "AMD"},      {"somoni", "TJS"},
     {"kip", "LAK"},         {"riel", "KHR"},     {"riels", "KHR"},     {"tugrik", "MNT"},    {"tugriks", "MNT"},
     {"ariary", "MGA"},      {"leones", "SLE"},   {"ouguiya", "MRU"},   {"nakfa", "ERN"},     {"kina", "PGK"},
     {"vatu", "VUV"},        {"gourdes", "HTG"},  {"gourde", "HTG"},    {"balboas", "PAB"},   {"bolivianos", "BOB"},
     {"rufiyaa", "MVR"},     {"ngultrum", "BTN"}, {"patacas", "MOP"},   {"korunas", "CZK"},   {"koruny", "CZK"},
     {"lev", "BGN"},         {"grivna", "UAH"},   {"laris", "GEL"},     {"\u20ac", "EUR"},    {"\u20bd", "RUB"},
     {"\u20ab", "VND"},      {"\u20b4", "UAH"},   {"\u20b8", "KZT"},    {"\u20be", "GEL"},    {"cny", "CNY"},
     {"jpy", "JPY"},         {"aud", "AUD"},      {"cad", "CAD"},       {"chf", "CHF"},       {"inr", "INR"},
     {"pkr", "PKR"},         {"ngn", "NGN"},      {"zar", "ZAR"},       {"aed", "AED"},       {"sar", "SAR"},
     {"uah", "UAH"},         {"pln", "PLN"},      {"sek", "SEK"},       {"nok", "NOK"},       {"dkk", "DKK"},
     {"huf", "HUF"},         {"czk", "CZK"},      {"krw", "KRW"},       {"thb", "THB"},       {"php", "PHP"},
     {"idr", "IDR"},         {"myr", "MYR"},      {"sgd", "SGD"}}};

// Money whose noun many countries share: the country's word stands before it or in the story.
struct Shared {
  string_view noun, country, unit;
};
constexpr std::array<Shared, 87> kShared = {
    {{"dollar", "canad", "CAD"},    {"dollar", "austral", "AUD"},     {"dollar", "hong", "HKD"},
     {"dollar", "singapor", "SGD"}, {"dollar", "new zealand", "NZD"}, {"dollar", "zealand", "NZD"},
     {"dollar", "taiwan", "TWD"},   {"dollar", "zimbabwe", "ZWL"},    {"dollar", "jamaica", "JMD"},
     {"dollar", "namibia", "NAD"},  {"dollar", "american", "USD"},    {"dollar", "u.s.", "USD"},
     {"dollar", "us", "USD"},       {"dollar", "kong", "HKD"},        {"pound", "egypt", "EGP"},
     {"pound", "british", "GBP"},   {"pound", "britain", "GBP"},      {"pound", "syria", "SYP"},
     {"pound", "leban", "LBP"},     {"pound", "sudan", "SDG"},        {"lira", "leban", "LBP"},
     {"lira", "turk", "TRY"},       {"peso", "mexic", "MXN"},         {"peso", "argentin", "ARS"},
     {"peso", "chile", "CLP"},      {"peso", "colombia", "COP"},      {"peso", "philippin", "PHP"},
     {"peso", "filipin", "PHP"},    {"peso", "cuba", "CUP"},          {"peso", "urugua", "UYU"},
     {"peso", "dominican", "DOP"},  {"rupee", "india", "INR"},        {"rupee", "pakistan", "PKR"},
     {"rupee", "sri", "LKR"},       {"rupee", "lanka", "LKR"},        {"rupee", "nepal", "NPR"},
     {"rupee", "mauriti", "MUR"},   {"dinar", "kuwait", "KWD"},       {"dinar", "iraq", "IQD"},
     {"dinar", "jordan", "JOD"},    {"dinar", "algeria", "DZD"},      {"dinar", "tunisia", "TND"},
     {"dinar", "libya", "LYD"},     {"dinar", "serbia", "RSD"},       {"dinar", "bahrain", "BHD"},
     {"dirham", "emirat", "AED"},   {"dirham", "uae", "AED"},         {"dirham", "morocc", "MAD"},
     {"dirham", "dubai", "AED"},    {"riyal", "saudi", "SAR"},        {"riyal", "qatar", "QAR"},
     {"riyal", "yemen", "YER"},     {"rial", "iran", "IRR"},          {"rial", "oman", "OMR"},
     {"rial", "yemen", "YER"},      {"franc", "swiss", "CHF"},        {"franc", "switzerland", "CHF"},
     {"franc", "cfa", "XOF"},       {"franc", "rwanda", "RWF"},       {"franc", "congo", "CDF"},
     {"franc", "burundi", "BIF"},   {"franc", "guinea", "GNF"},       {"shilling", "kenya", "KES"},
     {"shilling", "uganda", "UGX"}, {"shilling", "tanzania", "TZS"},  {"shilling", "somali", "SOS"},
     {"krona", "swed", "SEK"},      {"krone", "norw", "NOK"},         {"krone", "danish", "DKK"},
     {"krone", "denmark", "DKK"},   {"krona", "iceland", "ISK"},      {"kronor", "swed", "SEK"},
     {"kroner", "norw", "NOK"},     {"kroner", "danish", "DKK"},      {"kroner", "denmark", "DKK"},
     {"crown", "czech", "CZK"},     {"manat", "azerbaijan", "AZN"},   {"manat", "turkmen", "TMT"},
     {"som", "kyrgyz", "KGS"},      {"som", "uzbek", "UZS"},          {"kwacha", "malawi", "MWK"},
     {"real", "brazil", "BRL"},     {"sol", "peru", "PEN"},           {"ruble", "belarus", "BYN"},
     {"rouble", "belarus", "BYN"},  {"toman", "iran", "IRR"},         {"dollar", "liberia", "LRD"}}};

// UCUM. A long ton and a short ton are read as the tonne, as news does not tell them apart.
struct Measure {
  string_view words;  // one or two words
  string_view unit;
  double factor = 1;
};
constexpr std::array<Measure, 139> kMeasures = {{{"square kilometers", "km2"},
                                                 {"square kilometres", "km2"},
                                                 {"square kilometer", "km2"},
                                                 {"square kilometre", "km2"},
                                                 {"square km", "km2"},
                                                 {"sq km", "km2"},
                                                 {"square miles", "[smi_us]2"},
                                                 {"square mile", "[smi_us]2"},
                                                 {"square meters", "m2"},
                                                 {"square metres", "m2"},
                                                 {"square feet", "[sft_i]"},
                                                 {"cubic meters", "m3"},
                                                 {"cubic metres", "m3"},
                                                 {"cubic feet", "[cft_i]"},
                                                 {"kilometers", "km"},
                                                 {"kilometres", "km"},
                                                 {"kilometer", "km"},
                                                 {"kilometre", "km"},
                                                 {"km", "km"},
                                                 {"kms", "km"},
                                                 {"meters", "m"},
                                                 {"metres", "m"},
                                                 {"meter", "m"},
                                                 {"metre", "m"},
                                                 {"centimeters", "cm"},
                                                 {"centimetres", "cm"},
                                                 {"cm", "cm"},
                                                 {"millimeters", "mm"},
                                                 {"millimetres", "mm"},
                                                 {"mm", "mm"},
                                                 {"miles", "[mi_i]"},
                                                 {"mile", "[mi_i]"},
                                                 {"feet", "[ft_i]"},
                                                 {"foot", "[ft_i]"},
                                                 {"inches", "[in_i]"},
                                                 {"inch", "[in_i]"},
                                                 {"yards", "[yd_i]"},
                                                 {"nautical miles", "[nmi_i]"},
                                                 {"nautical mile", "[nmi_i]"},
                                                 {"hectares", "har"},
                                                 {"hectare", "har"},
                                                 {"ha", "har"},
                                                 {"acres", "[acr_us]"},
                                                 {"acre", "[acr_us]"},
                                                 {"rai", "rai"},
                                                 {"tonnes", "t"},
                                                 {"tonne", "t"},
                                                 {"tons", "t"},
                                                 {"ton", "t"},
                                                 {"metric tons", "t"},
                                                 {"metric tonnes", "t"},
                                                 {"mt", "t"},
                                                 {"kilotons", "kt"},
                                                 {"megatons", "Mt"},
                                                 {"kilograms", "kg"},
                                                 {"kilogrammes", "kg"},
                                                 {"kilogram", "kg"},
                                                 {"kilos", "kg"},
                                                 {"kilo", "kg"},
                                                 {"kg", "kg"},
                                                 {"kgs", "kg"},
                                                 {"grams", "g"},
                                                 {"grammes", "g"},
                                                 {"milligrams", "mg"},
                                                 {"ounces", "[oz_av]"},
                                                 {"ounce", "[oz_av]"},
                                                 {"lbs", "[lb_av]"},
                                                 {"liters", "L"},
                                                 {"litres", "L"},
                                                 {"liter", "L"},
                                                 {"litre", "L"},
                                                 {"gallons", "[gal_us]"},
                                                 {"gallon", "[gal_us]"},
                                                 {"barrels", "[bbl_us]"},
                                                 {"barrel", "[bbl_us]"},
                                                 {"bpd", "[bbl_us]/d"},
                                                 {"megawatts", "MW"},
                                                 {"megawatt", "MW"},
                                                 {"mw", "MW"},
                                                 {"gigawatts", "GW"},
                                                 {"gigawatt", "GW"},
                                                 {"gw", "GW"},
                                                 {"kilowatts", "kW"},
                                                 {"kwh", "kW.h"},
                                                 {"mph", "[mi_i]/h"},
                                                 {"kph", "km/h"},
                                                 {"km/h", "km/h"},
                                                 {"degrees celsius", "Cel"},
                                                 {"degrees centigrade", "Cel"},
                                                 {"degrees fahrenheit", "[degF]"},
                                                 {"knots", "[kn_i]"},
                                                 {"gigabytes", "GBy"},
                                                 {"terabytes", "TBy"},
                                                 {"degrees", "deg"},
                                                 {"\u00b0c", "Cel"},
                                                 {"\u00b0f", "[degF]"},
                                                 {"\u00b0 c", "Cel"},
                                                 {"\u00b0 f", "[degF]"},
                                                 {"knots", "[kn_i]"},
                                                 {"knot", "[kn_i]"},
                                                 {"square yards", "[syd_i]"},
                                                 {"cubic kilometers", "km3"},
                                                 {"cubic kilometres", "km3"},
                                                 {"cubic meter", "m3"},
                                                 {"cubic metre", "m3"},
                                                 {"km\u00b2", "km2"},
                                                 {"m\u00b2", "m2"},
                                                 {"m\u00b3", "m3"},
                                                 {"kilowatt hours", "kW.h"},
                                                 {"megawatt hours", "MW.h"},
                                                 {"gigawatt hours", "GW.h"},
                                                 {"mwh", "MW.h"},
                                                 {"gwh", "GW.h"},
                                                 {"twh", "TW.h"},
                                                 {"watts", "W"},
                                                 {"kw", "kW"},
                                                 {"volts", "V"},
                                                 {"mmbtu", "10*6.[Btu_IT]"},
                                                 {"bushels", "[bu_us]"},
                                                 {"carats", "[car_m]"},
                                                 {"troy ounces", "[oz_tr]"},
                                                 {"stone", "[stone_av]"},
                                                 {"milliliters", "mL"},
                                                 {"millilitres", "mL"},
                                                 {"ml", "mL"},
                                                 {"micrograms", "ug"},
                                                 {"kilotonnes", "kt"},
                                                 {"megatonnes", "Mt"},
                                                 {"millisieverts", "mSv"},
                                                 {"becquerels", "Bq"},
                                                 {"kilobytes", "kBy"},
                                                 {"megabytes", "MBy"},
                                                 {"gigabytes", "GBy"},
                                                 {"terabytes", "TBy"},
                                                 {"hertz", "Hz"},
                                                 {"megahertz", "MHz"},
                                                 {"decibels", "dB"},
                                                 {"calories", "[Cal]"},
                                                 {"kilojoules", "kJ"}}};

constexpr std::array<Entry, 18> kDurations = {{{"second", "second"},
                                               {"minute", "minute"},
                                               {"hour", "hour"},
                                               {"hr", "hour"},
                                               {"day", "day"},
                                               {"night", "night"},
                                               {"week", "week"},
                                               {"fortnight", "week", 2},
                                               {"month", "month"},
                                               {"year", "a"},
                                               {"decade", "a", 10},
                                               {"century", "a", 100},
                                               {"centurie", "a", 100},
                                               {"weekend", "weekend"},
                                               {"min", "minute"},
                                               {"hour", "hour"},
                                               {"yr", "a"},
                                               {"century-long", "a", 100}}};

// Nouns for people beyond those the knowledge tables give as agents; singular.
const std::unordered_set<string_view>& person_nouns() {
  static const std::unordered_set<string_view> nouns = {
      "person",         "people",      "man",          "woman",        "child",       "boy",         "girl",
      "baby",           "infant",      "teenager",     "youth",        "adult",       "pensioner",   "citizen",
      "resident",       "villager",    "inhabitant",   "civilian",     "soldier",     "troop",       "police",
      "policeman",      "policewoman", "officer",      "fighter",      "militant",    "rebel",       "insurgent",
      "terrorist",      "gunman",      "attacker",     "assailant",    "bomber",      "guerrilla",   "commando",
      "marine",         "sailor",      "airman",       "pilot",        "peacekeeper", "guard",       "cadet",
      "recruit",        "conscript",   "reservist",    "veteran",      "general",     "colonel",     "commander",
      "protester",      "protestor",   "demonstrator", "activist",     "dissident",   "striker",     "rioter",
      "looter",         "suspect",     "defendant",    "prisoner",     "inmate",      "detainee",    "hostage",
      "captive",        "convict",     "criminal",     "smuggler",     "trafficker",  "dealer",      "thief",
      "robber",         "kidnapper",   "pirate",       "gangster",     "accomplice",  "victim",      "casualty",
      "fatality",       "survivor",    "patient",      "refugee",      "migrant",     "immigrant",   "emigrant",
      "asylum-seeker",  "seeker",      "evacuee",      "returnee",     "worker",      "employee",    "labourer",
      "laborer",        "farmer",      "fisherman",    "miner",        "driver",      "passenger",   "motorist",
      "cyclist",        "pedestrian",  "tourist",      "visitor",      "traveller",   "traveler",    "pilgrim",
      "worshipper",     "teacher",     "student",      "pupil",        "schoolgirl",  "schoolboy",   "professor",
      "academic",       "scientist",   "researcher",   "expert",       "analyst",     "economist",   "engineer",
      "technician",     "doctor",      "nurse",        "medic",        "physician",   "surgeon",     "lawyer",
      "attorney",       "judge",       "magistrate",   "justice",      "juror",       "prosecutor",  "witness",
      "journalist",     "reporter",    "editor",       "photographer", "cameraman",   "writer",      "author",
      "artist",         "actor",       "actress",      "musician",     "player",      "athlete",     "fan",
      "spectator",      "politician",  "lawmaker",     "legislator",   "senator",     "congressman", "congresswoman",
      "representative", "deputy",      "mp",           "mla",          "mep",         "councillor",  "councilor",
      "minister",       "president",   "governor",     "mayor",        "ambassador",  "diplomat",    "envoy",
      "official",       "bureaucrat",  "adviser",      "advisor",      "aide",        "spokesman",   "spokesperson",
      "candidate",      "voter",       "supporter",    "opponent",     "critic",      "member",      "leader",
      "chief",          "head",        "director",     "executive",    "manager",     "chairman",    "businessman",
      "businesswoman",  "trader",      "vendor",       "shopkeeper",   "investor",    "shareholder", "customer",
      "client",         "consumer",    "user",         "subscriber",   "owner",       "tenant",      "buyer",
      "seller",         "delegate",    "participant",  "attendee",     "guest",       "mourner",     "parent",
      "mother",         "father",      "son",          "daughter",     "brother",     "sister",      "sibling",
      "wife",           "husband",     "widow",        "orphan",       "relative",    "neighbour",   "neighbor",
      "friend",         "colleague",   "counterpart",  "partner",      "ally",        "volunteer",   "rescuer",
      "firefighter",    "fireman",     "contractor",   "mercenary",    "national",    "native",      "foreigner",
      "local",          "compatriot",  "jew",          "muslim",       "christian",   "catholic",    "hindu",
      "sikh",           "priest",      "bishop",       "imam",         "monk",        "nun",         "cleric",
      "pastor",         "missionary",  "loyalist",     "separatist",   "nationalist", "communist",   "islamist",
      "extremist",      "radical",     "hacker",       "spy",          "agent",       "informant",   "individual",
      "human",          "soul",        "taxpayer",     "beneficiary",  "applicant",   "graduate",    "scholar",
      "intellectual",   "elder",       "chieftain",    "king",         "prince",      "princess",    "backer",
      "sympathiser",    "sympathizer", "follower",     "hunter",       "herder",      "settler",     "occupant",
      "donor",          "founder",     "scout",        "monitor",      "observer",    "inspector",   "investigator",
      "detective",      "operative",   "personnel",    "staff",        "staffer",     "crew",        "crewman",
      "servant",        "maid",        "cleaner",      "cook",         "chef",        "servicemen",  "serviceman",
      "servicewoman",   "infantryman", "gunner",       "sniper",       "jihadist",    "jihadi",      "fugitive",
      "deserter",       "defector",    "exile",        "expatriate",   "expat",       "newborn",     "toddler",
      "schoolchild",    "grandchild",  "kid",          "guy",          "lady",        "gentleman",   "celebrity",
      "star",           "minor",       "mp.",          "lawmaker",     "arrival",     "lord",        "boss",
      "kingpin",        "troopers",    "trooper"};
  return nouns;
}

template <size_t N>
const Entry* find(const std::array<Entry, N>& entries, string_view form) {
  for (const Entry& e : entries) {
    if (e.form == form) return &e;
  }
  return nullptr;
}

bool ends(string_view word, string_view tail) {
  return word.size() >= tail.size() && word.substr(word.size() - tail.size()) == tail;
}

}  // namespace

string_view currency_before(string_view form) {
  static const std::unordered_map<string_view, string_view> units = [] {
    std::unordered_map<string_view, string_view> out;
    for (const Entry& entry : kBefore) out.emplace(entry.form, entry.unit);
    return out;
  }();
  if (form.size() > 5) return {};
  const auto unit = units.find(form);
  return unit == units.end() ? string_view() : unit->second;
}

string_view currency_of(string_view country, string_view noun) {
  for (const Shared& shared : kShared) {
    if (shared.noun == noun && country.substr(0, shared.country.size()) == shared.country) return shared.unit;
  }
  return {};
}

bool currency_after(const std::vector<std::string>& low, int at, int limit, UnitMatch& out) {
  if (at >= limit) return false;
  // "Canadian dollars", "new Taiwan dollars", "Hong Kong dollars", "CFA francs"
  for (int words = 3; words >= 2; --words) {
    if (at + words > limit) continue;
    const std::string& noun_form = low[at + words - 1];
    const std::string noun =
        noun_form.size() > 3 && noun_form.back() == 's' ? noun_form.substr(0, noun_form.size() - 1) : noun_form;
    const string_view unit = currency_of(low[at + words - 2], noun);
    if (unit.empty()) continue;
    if (words == 3 && low[at] != "hong" && low[at] != "new" && low[at] != "sri" && low[at] != "south" &&
        low[at] != "saudi")
      continue;
    out = {unit, 1, words};
    return true;
  }
  if (low[at] == "us" && at + 1 < limit && (low[at + 1] == "dollars" || low[at + 1] == "cents")) {
    out = {"USD", low[at + 1] == "cents" ? 0.01 : 1, 2};
    return true;
  }
  if (const Entry* entry = find(kAfter, low[at])) {
    out = {entry->unit, entry->factor, 1};
    return true;
  }
  return false;
}

namespace {

// "per day", "an hour", "per hectare", "/ h" behind a measure: a rate of it, "[bbl_us]/d".
void take_rate(const std::vector<std::string>& low, int at, int limit, UnitMatch& out) {
  struct Rate {
    string_view word, code;
  };
  static constexpr std::array<Rate, 14> kRates = {{{"second", "/s"},
                                                   {"sec", "/s"},
                                                   {"s", "/s"},
                                                   {"minute", "/min"},
                                                   {"hour", "/h"},
                                                   {"h", "/h"},
                                                   {"hr", "/h"},
                                                   {"day", "/d"},
                                                   {"week", "/wk"},
                                                   {"month", "/mo"},
                                                   {"year", "/a"},
                                                   {"annum", "/a"},
                                                   {"hectare", "/har"},
                                                   {"acre", "/[acr_us]"}}};
  const int next = at + out.words;
  if (next + 1 >= limit || out.unit.find('/') != string_view::npos) return;
  if (low[next] != "per" && low[next] != "a" && low[next] != "an" && low[next] != "/") return;
  for (const Rate& rate : kRates) {
    if (rate.word != low[next + 1]) continue;
    out.per = rate.code;
    out.words += 2;
    return;
  }
}

}  // namespace

bool measure_after(const std::vector<std::string>& low, int at, int limit, UnitMatch& out) {
  if (at >= limit) return false;
  const string_view first = low[at];
  // "square-kilometer": the hyphen is a word.
  const int gap = at + 2 < limit && low[at + 1] == "-" &&
                          (first == "square" || first == "cubic" || first == "nautical" || first == "metric")
                      ? 2
                      : 1;
  const string_view second = at + gap < limit ? string_view(low[at + gap]) : string_view();
  for (const Measure& measure : kMeasures) {
    const size_t space = measure.words.find(' ');
    const string_view head = measure.words.substr(0, space);
    if (head != first) continue;
    if (space == string_view::npos) {
      out = {measure.unit, measure.factor, 1};
    } else if (measure.words.substr(space + 1) == second) {
      out = {measure.unit, measure.factor, gap + 1};
    } else {
      continue;
    }
    take_rate(low, at, limit, out);
    return true;
  }
  return false;
}

bool duration_after(const std::vector<std::string>& low, int at, int limit, UnitMatch& out) {
  if (at >= limit) return false;
  string_view word = low[at];
  if (word.size() > 3 && word.back() == 's') word.remove_suffix(1);
  const Entry* entry = find(kDurations, word);
  if (!entry) return false;
  out = {entry->unit, entry->factor, 1};
  return true;
}

bool is_person_noun(string_view lemma) {
  if (person_nouns().count(lemma)) return true;
  // -man, -woman, -ist, -ian: nearly always people.
  return lemma.size() > 5 &&
         (ends(lemma, "sman") || ends(lemma, "woman") || ends(lemma, "ologist") || ends(lemma, "maker") ||
          ends(lemma, "holder") || ends(lemma, "keeper") || ends(lemma, "goer") || ends(lemma, "seeker"));
}

std::string singular(string_view plural) {
  static constexpr std::array<std::pair<string_view, string_view>, 22> kIrregular = {
      {{"people", "person"},   {"men", "man"},           {"women", "woman"},  {"children", "child"},
       {"lives", "life"},      {"wives", "wife"},        {"knives", "knife"}, {"halves", "half"},
       {"feet", "foot"},       {"teeth", "tooth"},       {"mice", "mouse"},   {"crises", "crisis"},
       {"bases", "base"},      {"buses", "bus"},         {"movies", "movie"}, {"series", "series"},
       {"species", "species"}, {"aircraft", "aircraft"}, {"troops", "troop"}, {"cases", "case"},
       {"houses", "house"},    {"causes", "cause"}}};
  for (const auto& [form, lemma] : kIrregular) {
    if (form == plural) return std::string(lemma);
  }
  std::string word(plural);
  if (ends(plural, "men") && plural.size() > 4) return word.substr(0, word.size() - 2) + "an";
  if (ends(plural, "ies") && plural.size() > 4) return word.substr(0, word.size() - 3) + "y";
  if (ends(plural, "sses") || ends(plural, "xes") || ends(plural, "ches") || ends(plural, "shes") ||
      ends(plural, "zzes"))
    return word.substr(0, word.size() - 2);
  if (ends(plural, "s") && !ends(plural, "ss") && !ends(plural, "us") && !ends(plural, "is") && plural.size() > 2)
    word.pop_back();
  return word;
}

bool looks_plural(string_view word) {
  static constexpr std::array<string_view, 20> kPlural = {
      "people",    "men",      "women",          "children", "police", "troops", "personnel",
      "staff",     "aircraft", "cattle",         "sheep",    "fish",   "feet",   "crew",
      "policemen", "lawmen",   "schoolchildren", "infantry", "clergy", "cavalry"};
  if (contains(kPlural, word)) return true;
  if (ends(word, "men") && word.size() > 5) return true;
  if (word.size() < 3 || word.back() != 's') return false;
  static constexpr std::array<string_view, 23> kNot = {
      "others", "was",     "has",     "its",        "his",       "this",   "is",      "as",
      "us",     "does",    "yes",     "less",       "perhaps",   "always", "across",  "plus",
      "versus", "towards", "besides", "afterwards", "sometimes", "thus",   "overseas"};
  if (contains(kNot, word)) return false;
  return !ends(word, "ss") && !ends(word, "ous") && !ends(word, "us") && !ends(word, "is") && word != "'s";
}

}  // namespace dragoman
