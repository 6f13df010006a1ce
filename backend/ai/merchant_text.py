"""From what a bank or a receipt prints to the merchant's name.

`POS Withdrawal - DOORDASH*DENNYS 303 2nd StreetSuite 800SAN FRANCISCOCAUS - Card Ending In 8349` is Dennys.
"""

import re
from typing import Final

from backend.core.text import search_key

_MAX_LENGTH: Final = 300

# What stands in front of the name: the way it was paid, then the one who collected for the merchant.
_PAID_BY: Final = re.compile(
    r"""^(?:
        (?:\d{4}\ )?(?:recurring\ |recur\ |pinned\ |signature\ |visa\ |external\ |online\ |contactless\ |store\ )*
        (?:pos|ach|debit|credit|card|checkcard|check\ card|kartenzahlung|girocard|lastschrift|sepa|cb|carte|pago|
           compra|store|payment|purchase)
        (?:\ (?:card|pos|debit|credit|withdrawal|purchase|purch|payment|pmt|web|recurring|sale|transaction|tarjeta|con))*
        (?:\ authorized\ on|\ (?:to|at|an|bei|chez|a))?
      | external\ withdrawal | recur\ payment | recurring\ payment | pre-?auth\.?
    )(?:\ -\ |\ |$)""",
    re.VERBOSE | re.IGNORECASE,
)
_COLLECTED_BY: Final = re.compile(
    r"^(?:sq|sqc|tst|paypal|pypl|pp|pwp|sp|zettle_?|izettle|izl|sumup|stripe|klarna|ec|gglpay|google pay|apple pay|fs|bt|dnh|doordash|"
    r"dd|ubereats|uber eats|grubhub|seamless|deliveroo|toast|clover|shopify|wpy|adyen|mollie|nyx|ls|in|par|ppro)\s?\*\s*",
    re.IGNORECASE,
)
_PAYPAL: Final = re.compile(r"^paypal (?:inst xfer|des:inst xfer|pte|europe)?\s*(?=[a-z])", re.IGNORECASE)
_MASKS: Final = re.compile(
    r"[x*•.]{3,}\d*|\b[x]{2,}[-\dx]*\d\b|\bcard ?(?:ending in|no\.?|#)? ?#?\d{2,}\b|-? ?card ending in.*$", re.IGNORECASE
)
_DATES: Final = re.compile(
    r"\b\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?\b|\b\d{4}-\d{2}-\d{2}\b|"
    r"\b\d{1,2}(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\d{0,4}\b",
    re.IGNORECASE,
)
# References of six digits and more, telephone numbers, store numbers behind # or as a word of digits.
_NUMBERS: Final = re.compile(
    r"#\s?\w*\d\w*|\b\d{3}-\d{3}-?\d{4}\b|\b(?=\w*\d\w*\d\w*\d)[a-z]?\d[\w-]{2,}|\b0\d+\b|\b[a-z]\d{4,}\b|\b\d{4,}\w*", re.IGNORECASE
)
_TAIL: Final = re.compile(
    r"\b(?:web id|des|indn|co id|id|ref|p\.?o\.?|terminal|tid|auth)\s?[:#].*$|"
    r"\b(?:us card purchase|card purchase|debit card|pre-auth\.?)\s*$",
    re.IGNORECASE,
)
_WEB: Final = re.compile(r"\b(?:https?:?/*)?(?:www\.)|\.(?:com|net|org|co\.uk|de|fr|es|it|nl|io|ca|au|eu|shop)\b(?:/\S*)?", re.IGNORECASE)
_STATE: Final = re.compile(
    r"\s/?(?:A[LKZR]|C[AOT]|D[EC]|FL|GA|HI|I[DLNA]|K[SY]|LA|M[EDAINSOT]|N[EVHJMYCD]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[TA]|W[AVIY])(?:US)?\s*$"
)
_LEGAL: Final = re.compile(
    r"\b(?:inc|llc|ltd|limited|plc|corp|gmbh|mbh|ag|kg|ohg|ug|e k|s a|sa|sas|sarl|srl|spa|s p a|bv|b v|nv|"
    r"oy|oyj|ab|a s|as|aps|sp z o o|sdn|bhd|pte|pty|co)\b"
)
# It belongs to its word: McDonald's is one.
_APOSTROPHE: Final = re.compile("(?<=\\w)['`\N{RIGHT SINGLE QUOTATION MARK}\N{ACUTE ACCENT}](?=\\w)")


def normalise(description: str) -> str:
    """The merchant's name in `description` as a search key: no case, accents, numbers, dates, masks, prefixes.

    Empty when nothing is left. Longer texts are cut: a name stands in front.
    """
    text = _without_prefixes(" ".join(description[:_MAX_LENGTH].split()))
    for noise in (_TAIL, _MASKS, _DATES, _NUMBERS, _WEB):
        text = noise.sub(" ", text)
    text = _STATE.sub("", text.rstrip(" -/"))
    key = search_key(_APOSTROPHE.sub("", text)).replace("_", " ")
    return " ".join(_LEGAL.sub(" ", key).split()) or " ".join(key.split())


def _without_prefixes(text: str) -> str:
    """`text` from its name on, unless nothing would be left."""
    for prefix in (_PAID_BY, _MASKS, _DATES, _COLLECTED_BY, _PAYPAL, _COLLECTED_BY):
        found = prefix.match(text)
        rest = text[found.end() :].lstrip(" -*") if found else ""
        text = rest or text
    return text
