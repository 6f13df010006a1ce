"""Who was paid: a name at the head of the receipt, joined over lines, without numbers and addresses.

Lines near the top are weighed: a legal form speaks for a name, so does large print; addresses, numbers, titles of
documents and slogans speak against it. Where the head holds no name, a web address or the foot may.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from backend.ocr.reading import Box, Line
from backend.ocr.rules import names
from backend.ocr.rules.amounts import amounts_in
from backend.ocr.rules.brands import begins_with_brand, brand_named
from backend.ocr.rules.countries import begins_with_place, is_place
from backend.ocr.rules.dates import dates_in
from backend.ocr.rules.joined import LETTERS_TO_REPEAT, echo, is_plain_name, joined
from backend.ocr.rules.words import plain, squeezed

_HEAD: Final = 14
_OWN_LETTERS: Final = 2
_POOR: Final = 1.6  # a line that has so little for it is a name only where no web address tells one
_HOLDS: Final = 4.0
_GAP: Final = 0.15
_LOGO: Final = 1.8
_SHORT: Final = 3
_BRANDS_STAND_ABOVE: Final = 4
_BRANCHES_STAND_ABOVE: Final = 2
_UNCLEAR: Final = 0.75
_FOOT: Final = 80
_ADDRESS_LINES: Final = 6
_FROM_WEB: Final = "From the web address on the receipt"
_SUM: Final = re.compile(r"\W*(?:TOTAL|SUMME|SALE)\b")


@dataclass(frozen=True)
class MerchantFound:
    """A name, how much speaks for it, why, where it stands, and how sure the engine was of its line (0 to 1)."""

    name: str
    score: float
    why: str
    box: Box
    legible: float


def find_merchant(lines: list[Line]) -> MerchantFound | None:
    """The shop's name: the best line of the head, else a web address, else nothing."""
    head = _head(lines[:_HEAD])
    known, foot, buyers = _hosts(lines), _words_of(lines[_HEAD:]), _below_buyer(head)
    scored = [
        (_score(head, place, known) + 0.8 * (echo(head[place], foot) is not None) - 2.5 * (place in buyers), place)
        for place in range(len(head))
    ]
    score, place = max(scored, key=lambda each: (each[0], -each[1]), default=(0.0, 0))
    holder = _holder(lines) if score < _HOLDS else None
    if holder is not None or score > _POOR:
        return holder or _of_head(head, place, score, foot)
    return _by_web(lines, known) or (_of_head(head, place, score, foot) if score > 0 else None)


def _head(lines: list[Line]) -> list[Line]:
    """The lines of the head; where the customer is named, as invoices do, its columns one by one."""
    parts = [part for line in lines for part in _columns(line)]
    return parts if any(names.BUYER.search(plain(part.text)) for part in parts) else lines


def _columns(line: Line) -> Iterator[Line]:
    """The parts of a line with wide gaps between them: seller and customer stand side by side on invoices."""
    part = [line.words[0]]
    for word in line.words[1:]:
        if word.box.x - part[-1].box.right > _GAP:
            yield Line(tuple(part))
            part = []
        part.append(word)
    yield Line(tuple(part))


def _words_of(lines: list[Line]) -> dict[str, str]:
    """The words and whole lines of the foot that could be a name, squeezed, with how they are printed."""
    pieces = (
        piece for line in lines[:_FOOT] for piece in (line.text, *(word for word in line.text.split() if len(word) > LETTERS_TO_REPEAT))
    )
    return {squeezed(piece): piece for piece in pieces}


def _below_buyer(head: list[Line]) -> set[int]:
    """The lines that name the customer: below a heading that says so, as far as they stand close together."""
    found: set[int] = set()
    for place, line in enumerate(head):
        if names.BUYER.search(plain(line.text)):
            end = line.box.y + _ADDRESS_LINES * 2 * line.box.h
            found |= {at for at, each in enumerate(head) if line.box.y < each.box.y < end and _in_column(each.box, line.box)} | {place}
    return found


def _in_column(one: Box, other: Box) -> bool:
    return min(one.right, other.right) > max(one.x, other.x)


def _holder(lines: list[Line]) -> MerchantFound | None:
    """Who holds the account that an invoice asks to pay to."""
    for line in lines:
        match = names.HOLDER.search(plain(line.text))
        if match and sum(c.isalpha() for c in match["name"]) > _OWN_LETTERS:
            name = line.text[-len(match["name"]) :] if len(plain(line.text)) == len(line.text) else match["name"]
            return MerchantFound(names.clean_name(name), _HOLDS, "The name at the head of the receipt", line.box, line.confidence)
    return None


def _of_head(head: list[Line], place: int, score: float, foot: dict[str, str]) -> MerchantFound:
    name, box = joined(head, place, foot)
    name = _mended(name)
    why = "The company's name at the head" if names.LEGAL.search(plain(name)) else "The name at the head of the receipt"
    return MerchantFound(name, score, why, box, head[place].confidence)


def _mended(name: str) -> str:
    """The name as its brand is written where letters of it were taken for others, «OLD NAUY», and without a slogan behind it."""
    before = name.partition('"')[0]
    brand = brand_named(before)
    if brand is None or squeezed(brand) == squeezed(name):
        return name
    if squeezed(brand) == squeezed(before):
        return before.strip()  # what is quoted behind it is a slogan
    return brand.upper() if name.isupper() else brand


def _hosts(lines: list[Line]) -> list[str]:
    """The names in the receipt's web addresses as they are printed, each once, without those that many share."""
    hosts = dict.fromkeys(match[1].upper() for line in lines for match in names.WEB.finditer(line.text))
    return list(dict.fromkeys(host.replace("-", "") for host in hosts if host not in names.SHARED_HOSTS))


def _score(head: list[Line], place: int, known: list[str]) -> float:
    """How much a line looks like the shop's name. `known` are the names in the receipt's web addresses."""
    line = head[place]
    name = names.clean_name(line.text)
    text = plain(names.BEHIND.sub("", names.BRACKET_NUMBER.sub(" ", names.GREETING.sub("", line.text))))
    letters = sum(c.isalpha() for c in name)
    if letters < (3 if name.isascii() else 2) or (dates_in(line.text) and not names.LEGAL.search(text)):
        return 0.0
    return 2.0 - 0.13 * place + _speaks_for(head, place, name, text, known) - _speaks_against(head, place, name, text)


def _speaks_for(head: list[Line], place: int, name: str, text: str, known: list[str]) -> float:
    """A legal form, the kind of shop, a register's number, a web address of that name, large print, being said again, a known brand."""
    line, tallest = head[place], max(each.box.h for each in head)
    return (
        (0.7 if _is_operator(head, place) else 2.2) * bool(names.LEGAL.search(text))
        + 0.9 * (bool(names.SHOP.search(text)) and not _is_branch(head, place))
        + 0.8 * bool(names.REGISTERED.search(plain(line.text)))
        + 1.8 * (not _is_web(line) and any(len(each) > _SHORT and each in plain(name).replace(" ", "") for each in known))
        + 1.0 * (line.box.h / tallest if tallest else 0.0)
        + 0.8 * _is_repeated(head, place, name)
        + _is_brand(head, place)
    )


def _is_brand(head: list[Line], place: int) -> float:
    """What being a chain's name is worth; or beginning with it, where the branch follows.

    Further down it may be a name of goods; and in Malaysia and Singapore people know the company, which is printed, too.
    """
    name = names.clean_name(head[place].text)
    if place >= _BRANDS_STAND_ABOVE or _SUM.match(plain(name)) or begins_with_place(plain(name)):
        return 0.0
    if any(names.KNOWN_COMPANY.search(plain(line.text)) for line in head) or (len(name) <= _SHORT and not name.isupper()):
        return 0.0
    return 1.3 if brand_named(name) else 0.9 if place < _BRANCHES_STAND_ABOVE and begins_with_brand(name) else 0.0


def _speaks_against(head: list[Line], place: int, name: str, text: str) -> float:
    """Money, an address, a label with its value, a title, numbers, unclear print, small letters, words that all shops share."""
    line, letters = head[place], sum(c.isalpha() for c in name)
    return (
        2.5 * any(amount.is_money for amount in amounts_in(line.text))
        + 2.5 * _is_common(name)
        + 1.5 * bool(place and (names.HOUSE.search(text) or names.STREET.search(text)))
        + 1.0 * bool(names.SLOGAN.search(text))
        + 2.2 * (bool(names.ADDRESS.search(text)) or is_place(text))
        + 1.5 * bool(names.LABELLED.search(text))
        + 2.2 * (bool(names.TITLE.search(text)) or _is_web(line))
        + 1.5 * (sum(c.isdigit() for c in name) > letters)
        + 0.8 * (line.confidence < _UNCLEAR)
        + 0.3 * (letters <= _SHORT + 1 and name.isascii())
        + 0.9 * (name.islower() and not _is_logo(head, line))
    )


def _is_web(line: Line) -> bool:
    return bool(names.WEB.search(line.text)) and not names.COMPANY_WEB.search(plain(line.text))


def _is_logo(head: list[Line], line: Line) -> bool:
    """Whether a line is so much taller than the others that it is a logo, whose letters may well be small ones."""
    heights = sorted(each.box.h for each in head)
    return line.box.h >= _LOGO * heights[len(heights) // 2]


def _is_repeated(head: list[Line], place: int, name: str) -> bool:
    """Whether another line of the head that is no address says the name again."""
    said = squeezed(name)
    others = [line for at, line in enumerate(head) if at != place and not names.ADDRESS.search(plain(line.text))]
    return len(said) >= LETTERS_TO_REPEAT and any(said in squeezed(line.text) for line in others)


def _is_branch(head: list[Line], place: int) -> bool:
    """Whether a line names the branch of the chain above it, as they do in China and Japan."""
    return bool(place and names.BRANCH.match(head[place].text.strip()) and not head[place - 1].text.isascii())


def _is_common(name: str) -> bool:
    """Whether nothing is left of a name without the words that shops share."""
    return name.isascii() and sum(c.isalpha() for c in names.COMMON.sub("", plain(name))) < _OWN_LETTERS


def _is_operator(head: list[Line], place: int) -> bool:
    """Whether the company only runs the shop: it is named as owner, or below a brand or the address of a shop that has a name."""
    if place and names.OPERATOR.search(plain(head[place - 1].text)):
        return True
    if place and _is_brand(head, place - 1):
        return True
    first = next((other for other in range(place) if _says_where(plain(head[other].text))), None)
    return first is not None and any(is_plain_name(line) and line.confidence > 0.85 for line in head[:first])


def _says_where(text: str) -> bool:
    return bool(names.ADDRESS.search(text)) or begins_with_place(text)


def _by_web(lines: list[Line], known: list[str]) -> MerchantFound | None:
    """The line that says the name in a web address, wherever it stands; else that name."""
    found = [line for line in lines if names.WEB.search(line.text)]
    for host in known:
        named = next((line for line in lines if line not in found and _says(line, host)), None)
        if named is not None:
            return MerchantFound(names.clean_name(named.text), _POOR, _FROM_WEB, named.box, named.confidence)
    for line in found:
        match = names.WEB.search(line.text)
        if match and match[1].upper().replace("-", "") in known:
            return MerchantFound(match[1].replace("-", " ").title(), 0.0, _FROM_WEB, line.box, line.confidence)
    return None


def _says(line: Line, host: str) -> bool:
    said = squeezed(line.text)
    return len(host) > _OWN_LETTERS and said.startswith(host) and len(said) < 3 * len(host)
