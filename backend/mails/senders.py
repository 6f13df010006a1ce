"""Which shop a sender's name stands for: «Uber Receipts», «no-reply@shop.example», «Acme GmbH via Billing». Pure."""

import re
from typing import Final

_VIA: Final = re.compile(r"\s+(?:via|über|durch|par|por|through)\s+.*$", re.IGNORECASE)
_DESK: Final = re.compile(
    r"\b(?:e-?receipts?|receipts?|orders?|order (?:updates?|confirmations?)|billings?|invoices?|payments?|bookings?|reservations?|tickets?"
    r"|no[-_. ]?reply|do[-_. ]?not[-_. ]?reply|auto[-_ ]?confirm|notifications?|customer (?:service|support)|support|team|accounts?|info"
    r"|rechnung(?:en|sstelle)?|bestellung(?:en)?|bestellbestätigung|buchhaltung|kundenservice|factur(?:as?|es?|ation)|reçus?|commandes?"
    r"|pedidos?|recibos?|reservas?|fatture|ordini|ricevute|service client)\b",
    re.IGNORECASE,
)
_EDGES: Final = " -–—|:,'\"<>()[]@·•"
_LETTERS: Final = 2
# Where people have their post: who writes from there is a person, and no shop.
_POST: Final = frozenset(
    "gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com icloud.com me.com mac.com aol.com gmx.de gmx.net gmx.at"
    " web.de t-online.de freenet.de orange.fr free.fr laposte.net wanadoo.fr libero.it proton.me protonmail.com qq.com 163.com yandex.ru"
    " mail.ru yahoo.co.jp docomo.ne.jp".split()
)
_SECOND: Final = frozenset("co com org net ac gov".split())


def shop_of(name: str, address: str) -> str:
    """What a sender calls itself without the desk that writes, else its domain's name; '' where neither says anything."""
    if address.rpartition("@")[2] in _POST:
        return ""
    told = " ".join(_DESK.sub(" ", _VIA.sub("", "" if "@" in name else name)).split()).strip(_EDGES)
    if sum(c.isalpha() for c in told) >= _LETTERS:
        return told[:100]
    return _of_domain(address.rpartition("@")[2])


def _of_domain(domain: str) -> str:
    parts = domain.split(".")
    if len(parts) < 2:
        return ""
    at = -3 if len(parts) > 2 and parts[-2] in _SECOND else -2
    return parts[at].replace("-", " ").title()
