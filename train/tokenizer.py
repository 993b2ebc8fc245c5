"""The rule tokenizer of docs/model.md ("Tokenizer") and the word-to-piece step ("Words and pieces").

Training reads running text (quotes, names, stories) with the same words that the engine will see; `src/language/tokenizer`
is the C++ twin of this file and has to give the same words. All offsets are Unicode code points.
"""
import re
import unicodedata

# Words that keep their final period. Lower case, without the period.
ABBREVIATIONS = frozenset(
    """mr mrs ms messrs dr prof rev hon fr st ste sr jr esq gen gov sen rep reps sens govs lt col maj capt cpl sgt cmdr adm
    brig pvt pfc amb pres supt insp jan feb mar apr jun jul aug sep sept oct nov dec inc ltd co corp bros llc plc vs etc cf
    al ave blvd rd dept div est ft approx ariz ark calif colo conn del fla ga kan ky la md mich minn
    mont neb nev okla pa penn tenn tex va vt wis wyo messrs mme mlle ph viz assn hwy""".split()
)
# Words that keep it only when a number follows ("No. 5", "Fri. 3 May"): they are also ordinary words or sentence ends.
NUMBERED = frozenset("no nos art fig sec vol pp sat sun mon tue tues wed thu thur thurs fri".split())
# First parts that stay joined to what follows their hyphen, after the UD English treebanks.
PREFIXES = frozenset(
    """anti co counter cross e ex extra inter intra mega meta micro mid mini multi neo non para post pre pro proto pseudo
    psycho quasi re semi socio sub super trans ultra un""".split()
)
CONTRACTED = {"cannot": 3, "gonna": 3, "wanna": 3, "gotta": 3}
BARE_NEGATED = {w: len(w) - 2 for w in "dont didnt doesnt isnt wasnt couldnt wouldnt".split()}
CLITICS = ("'s", "'re", "'ve", "'ll", "'d", "'m")
LEADING_APOSTROPHE = frozenset("em til cause tis twas n bout".split())
UNITS = frozenset("am pm a.m. p.m. km kg cm mm mph bn mn tn".split())
TLDS = "com|org|net|gov|edu|int|info|io|tv|co|uk|us|eu|de|fr|ru|cn|in|ir|il|za|au|ca|jp|ke|ng|gh|eg|mx|ar|br|ae|sa|qa|kw|om|jo"
URL = re.compile(
    rf"(?:[a-zA-Z][a-zA-Z+.-]*://\S+|www\.\S+|[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.(?:{TLDS})(?:/\S*)?)$"
)
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+$")
DOTTED = re.compile(r"(?:[^\W\d_]\.){2,}$")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}$")
PHONE = re.compile(r"(?:\d{3}-)?\d{3}-\d{4}$")
NUMBER = re.compile(r"\d+(?:[.,:/]\d+)+$")
MONEY = re.compile(r"((?:US|HK|NZ|NT|A|C|S|R)\$)(?=\d)")
DASHES = "-\u2013\u2014_*=~"
APOSTROPHES = "'\u2019"
DOUBLE_QUOTES = "\"\u201c\u201d\u201e\u00ab\u00bb"
BRACKETS = "()[]{}<>"
CURRENCY = "$\u20ac\u00a3\u00a5\u20b9\u20a6\u20bd\u20a9\u20aa"
SPACE = re.compile(r"[^\s\u200b\ufeff]+")


def is_wordlike(c):
    """Letters, marks and digits: what can stand at the edge of a word."""
    return unicodedata.category(c)[0] in "LMN"


def run_end(s, i):
    """End of the run of marks that is one word at s[i]: periods, equal dashes, or `!` and `?` mixed."""
    j = i + 1
    if s[i] == "." or s[i] in DASHES:
        while j < len(s) and s[j] == s[i]:
            j += 1
    elif s[i] in "!?":
        while j < len(s) and s[j] in "!?":
            j += 1
    return j


def run_begin(s, j):
    """Begin of the run of marks that ends before j (mirror of run_end)."""
    i = j - 1
    if s[i] == "." or s[i] in DASHES:
        while i > 0 and s[i - 1] == s[i]:
            i -= 1
    elif s[i] in "!?":
        while i > 0 and s[i - 1] in "!?":
            i -= 1
    return i


def is_abbreviation(w, last, next_digit):
    """Whether w, which ends in a period, keeps it."""
    if DOTTED.match(w):
        return True
    stem = w[:-1]
    if len(stem) == 1 and stem.isupper():
        return not last
    low = stem.lower()
    if low in NUMBERED:
        return next_digit
    return low in ABBREVIATIONS


def keeps_front(s, b, e):
    c, rest = s[b], s[b + 1 : e]
    if c in APOSTROPHES:
        low = rest.lower()
        return low in LEADING_APOSTROPHE or re.match(r"\d+s\b", low) is not None
    if c in "#@":
        return bool(rest) and (rest[0].isalpha())
    if c in ".-+":
        return bool(rest) and rest[0].isdigit()
    return False


def clitics(s, b, e, out):
    """Append the words of s[b:e], its clitics cut off."""
    tail = []
    while True:
        w = s[b:e].lower().replace("\u2019", "'")
        cut = 0
        if w in CONTRACTED:
            cut = len(w) - CONTRACTED[w]
        elif w in BARE_NEGATED:
            cut = len(w) - BARE_NEGATED[w]
        elif w.endswith("n't") and len(w) > 3:
            cut = 3
        else:
            for c in CLITICS:
                if w.endswith(c) and len(w) > len(c):
                    cut = len(c)
        if not cut:
            break
        tail.append((e - cut, e))
        e -= cut
    out.append((b, e))
    out.extend(reversed(tail))


def middle(s, b, e, out):
    """Append the words of s[b:e], which begins and ends with a word-like character (or a kept mark)."""
    w = s[b:e]
    if (
        URL.match(w) or EMAIL.match(w) or NUMBER.match(w) or DATE.match(w) or PHONE.match(w) or DOTTED.match(w)
        or w[0] in "#@" and re.match(r"[#@]\w+$", w)
    ):
        out.append((b, e))
        return
    m = MONEY.match(w)
    if m:
        out.append((b, b + m.end()))
        middle(s, b + m.end(), e, out)
        return
    i = start = b
    while i < e:
        c = s[i]
        prev = s[i - 1] if i > start else ""
        nxt = s[i + 1] if i + 1 < e else ""
        cut = 0
        digits = prev.isdigit() and nxt.isdigit()
        if i == b and c in "'\u2019.-+#@":
            pass
        elif c in BRACKETS or c in DOUBLE_QUOTES or c in ";\u2026\u2013\u2014":
            cut = 1
        elif c in "!?":
            cut = run_end(s[:e], i) - i
        elif c == "." and nxt == ".":
            cut = run_end(s[:e], i) - i
        elif c == "-" and nxt == "-":
            cut = run_end(s[:e], i) - i
        elif c in ",:" and not digits:
            cut = 1
        elif c == "/" and not digits and s[b:e].lower() not in ("w/o", "c/o", "b/c"):
            cut = 1
        elif c == "." and prev.islower() and nxt.isupper():
            cut = 1
        elif c == "-" and prev and nxt and is_wordlike(prev) and is_wordlike(nxt):
            if s[start:i].lower() not in PREFIXES:
                cut = 1
        elif c in CURRENCY and nxt.isdigit() or c == "%" and prev.isdigit():
            cut = 1
        if cut:
            if i > start:
                clitics(s, start, i, out)
            out.append((i, i + cut))
            i += cut
            start = i
        else:
            i += 1
    if start < e:
        m = re.match(r"\d[\d.,]*", s[start:e])
        if m and m.end() < e - start and s[start + m.end() : e].lower() in UNITS:
            out.append((start, start + m.end()))
            out.append((start + m.end(), e))
        else:
            clitics(s, start, e, out)


def tokenize(text):
    """Words of one paragraph as (begin, end)."""
    out = []
    chunks = [m.span() for m in SPACE.finditer(text)]
    for k, (b, e) in enumerate(chunks):
        last = k + 1 == len(chunks)
        next_digit = not last and text[chunks[k + 1][0]].isdigit()
        while b < e and not is_wordlike(text[b]) and not keeps_front(text, b, e):
            j = min(run_end(text, b), e)
            out.append((b, j))
            b = j
        tail = []
        while e > b and not is_wordlike(text[e - 1]):
            c = text[e - 1]
            if c == "." and text[e - 2 : e - 1] != "." and is_abbreviation(text[b:e], last, next_digit):
                break
            if c == "." and "-" in text[b:e]:  # "vice-Pres.", "al-M.": the abbreviation is the last part
                part = text[b:e].rsplit("-", 1)[1]
                if part != "." and is_abbreviation(part, last, next_digit):
                    break
            if c == "+" and e - 2 >= b and is_wordlike(text[e - 2]):
                break
            if c == "/" and URL.match(text[b:e]):
                break
            if c == "$" and re.fullmatch(r"(?:US|HK|NZ|NT|A|C|S|R)\$", text[b:e]):
                break
            i = max(run_begin(text[:e], e), b)
            tail.append((i, e))
            e = i
        if b < e:
            middle(text, b, e, out)
        out.extend(reversed(tail))
    return out


# --- pieces ---------------------------------------------------------------------------------------------------------

ASCII = {ord(c): "'" for c in "\u2018\u2019\u201a"}
ASCII.update({ord(c): '"' for c in "\u201c\u201d\u201e\u00ab\u00bb"})
ASCII.update({ord(c): "-" for c in "\u2013\u2014\u2015"})
ASCII[0x2026] = "..."


def is_punct(c):
    """BERT's idea of punctuation: ASCII symbols too."""
    o = ord(c)
    return 33 <= o <= 47 or 58 <= o <= 64 or 91 <= o <= 96 or 123 <= o <= 126 or unicodedata.category(c)[0] == "P"


def is_cjk(o):
    return 0x4E00 <= o <= 0x9FFF or 0x3400 <= o <= 0x4DBF or 0xF900 <= o <= 0xFAFF or 0x20000 <= o <= 0x2FA1F


class Pieces:
    """Word to WordPiece ids, with a cache."""

    def __init__(self, vocab_path):
        self.vocab = {}
        with open(vocab_path, encoding="utf-8") as f:
            for i, line in enumerate(f):
                self.vocab[line.rstrip("\n")] = i
        self.unk, self.cls, self.sep = self.vocab["[UNK]"], self.vocab["[CLS]"], self.vocab["[SEP]"]
        self.cache = {}

    def __call__(self, word):
        ids = self.cache.get(word)
        if ids is None:
            ids = self.cache[word] = self.split(word)
        return ids

    def split(self, word):
        if len(word) > 100:
            return [self.unk]
        s = unicodedata.normalize("NFD", word.translate(ASCII).lower())
        s = "".join(c for c in s if unicodedata.category(c) not in ("Mn", "Cc", "Cf"))
        parts, cur = [], ""
        for c in s:
            if c.isspace() or is_punct(c) or is_cjk(ord(c)):
                if cur:
                    parts.append(cur)
                    cur = ""
                if not c.isspace():
                    parts.append(c)
            else:
                cur += c
        if cur:
            parts.append(cur)
        ids = []
        for p in parts:
            ids.extend(self.match(p))
        return ids or [self.unk]

    def match(self, part):
        out, b = [], 0
        while b < len(part):
            e = len(part)
            while e > b:
                piece = part[b:e] if b == 0 else "##" + part[b:e]
                if piece in self.vocab:
                    out.append(self.vocab[piece])
                    break
                e -= 1
            else:
                return [self.unk]
            b = e
        return out


def shape(word):
    """Shape id of a word without the +8 for white space before it."""
    letters = [c for c in word if c.isalpha()]
    if any(c.isdigit() for c in word):
        return 6
    if not letters:
        return 7
    upper = [c for c in letters if c.isupper() or c.istitle()]
    if not upper:
        return 1
    if len(upper) == len(letters):
        return 3 if len(letters) > 1 else 4
    return 2 if len(upper) == 1 and letters[0] is upper[0] else 5
