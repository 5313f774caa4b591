"""The keys of names and texts before migration 0011 (`old_…`) and after it: kept here, whatever `lti_tool.text` becomes."""

import re
import unicodedata

_UNSEEN_MARKS = str.maketrans({**dict.fromkeys("'`´‘’ʹʻʼʽˈ′＇™℠®©", None), **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-")})
_LETTERS = str.maketrans("æøđðǥħıĸłŋŧʒƶə", "äöddghiklntzze") | {ord("œ"): "oe", ord("þ"): "th"}
_COLON = re.compile(r"(?<=[^\W\d_]):(?=[^\W\d_])")
_INITIAL = re.compile(r"(?<=\b[^\W\d_])\.(?=[^\W\d_]\b)")
_LAST_DOT = re.compile(r"(?<=\w)\.(?!\S)")
_AMPERSAND = re.compile(r" ?& ?")
_WORD = re.compile(r"(?:[^\W_]|[&+])+")
_FORMS = (
    "rekisteröity yhdistys|registrerad förening|rekisteröity säätiö|registrerad stiftelse|julkinen osakeyhtiö"
    "|publikt aktiebolag|kommandiittiyhtiö|kommanditbolag|avoin yhtiö|öppet bolag|osakeyhtiö|aktiebolaget|aktiebolag|osuuskunta"
    "|andelslaget|andelslag|osaühing|osauhing|toiminimi|limited|gmbh|oyj|abp|tmi|osk|anl|ltd|inc|oy|ab|ky|kb|ay|ry|rf|sr|rs|ou"
)
_FORM = re.compile(rf"(?<!\S)(?:{_FORMS})(?!\S)")
_OLD_FORMS = {"oy", "oyj", "ab", "abp", "ky", "kb", "ay", "tmi", "osk", "ry", "rf", "sr", "oü", "ltd"}


def _folded(character: str) -> str:
    if character in "åäö":
        return character
    parts = unicodedata.normalize("NFD", character)
    return "".join(part for part in parts if unicodedata.category(part) not in ("Mn", "Cf")).translate(_LETTERS)


def search_key(text: str) -> str:
    key = unicodedata.normalize("NFKC", text.translate(_UNSEEN_MARKS)).casefold()
    if not key.isascii():
        key = "".join(map(_folded, unicodedata.normalize("NFC", key)))
    for dropped in (_COLON, _INITIAL, _LAST_DOT):
        key = dropped.sub("", key)
    return _AMPERSAND.sub("&", " ".join(key.split()))


def without_marks(key: str) -> str:
    return key.translate(str.maketrans("åäö", "aao"))


def searchable(text: str) -> str:
    key = search_key(text)
    words = dict.fromkeys(key.split())
    return " ".join([key, *(plain for word in words if (plain := without_marks(word)) != word)])


def sort_key(text: str) -> str:
    composed = unicodedata.normalize("NFC", text).casefold()
    key = search_key(composed.translate(str.maketrans("üű", "yy")))
    return _cut(key.translate(str.maketrans("åäö", "{|}")))


def name_key(name: str) -> str:
    words = " ".join(_WORD.findall(search_key(name)))
    if not any(character.isalnum() for character in words):
        return ""
    return _cut(" ".join(_FORM.sub(" ", words).split()) or words)


def person_key(name: str) -> str:
    return _cut(" ".join(sorted(re.findall(r"[^\W_]+", search_key(name)))))


def _cut(key: str) -> str:
    return key.encode()[:1000].decode(errors="ignore")


def old_search_key(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def old_sort_key(text: str) -> str:
    marked = old_search_key(text).translate(str.maketrans({"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}"}))
    return "".join(c for c in unicodedata.normalize("NFD", marked) if not unicodedata.combining(c))


def old_name_key(name: str) -> str:
    words = re.findall(r"[\w&+]+", old_search_key(name))
    return " ".join([word for word in words if word not in _OLD_FORMS] or words)
