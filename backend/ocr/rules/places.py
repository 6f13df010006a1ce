"""Where a shop is: its address below the name, its place in the web, and the company behind the brand."""

from collections.abc import Iterator
from typing import Final

from backend.ocr.reading import Box, Line
from backend.ocr.rules import names
from backend.ocr.rules.amounts import amounts_in
from backend.ocr.rules.countries import is_place
from backend.ocr.rules.particulars import Particular
from backend.ocr.rules.words import plain

_HEAD: Final = 14
_MOST_LINES: Final = 5
_NAMED: Final = "Named on the receipt"


def find_places(lines: list[Line], merchant: str) -> Iterator[Particular]:
    """Address, web address and legal name, each where it is printed. `merchant` is the name that was found."""
    address = _address(lines[:_HEAD])
    if address:
        yield Particular("address", ", ".join(line.text.strip(" ,.") for line in address), 0.7, _NAMED, _around(address))
    for line in lines:
        match = names.WEB.search(line.text)
        if match and "@" not in line.text[: match.start(1)] and match[1].upper() not in names.SHARED_HOSTS:
            yield Particular("web", match[0].strip().lower(), 0.85, "From the web address on the receipt", line.box)
            break
    if names.LEGAL.search(plain(merchant)):
        yield Particular("legal_name", merchant, 0.7, _NAMED, _named_at(lines, merchant))
        return
    company = next((line for line in lines if _is_company(line)), None)
    if company is not None:
        yield Particular("legal_name", names.clean_name(company.text), 0.7, _NAMED, company.box)


def _address(head: list[Line]) -> list[Line]:
    """The first lines of the head that are an address, as long as they go on."""
    first = next((at for at, line in enumerate(head) if _is_address(line)), None)
    if first is None:
        return []
    found = [head[first]]
    for line in head[first + 1 : first + _MOST_LINES]:
        if not (_is_address(line) or is_place(plain(line.text).strip(" .,"))):
            break
        found.append(line)
    return found


def _is_address(line: Line) -> bool:
    text = plain(line.text)
    said = names.ADDRESS.search(text) or names.HOUSE.search(text)
    return (
        bool(said) and not names.TITLE.search(text) and not names.LEGAL.search(text) and not any(each.is_money for each in amounts_in(text))
    )


def _is_company(line: Line) -> bool:
    text = plain(line.text)
    return bool(names.LEGAL.search(text)) and not names.ADDRESS.search(text) and not any(each.is_money for each in amounts_in(text))


def _around(lines: list[Line]) -> Box:
    box = lines[0].box
    for line in lines[1:]:
        box = box.join(line.box)
    return box


def _named_at(lines: list[Line], merchant: str) -> Box:
    """Where a name begins."""
    return next((line.box for line in lines if names.clean_name(line.text)[:4] == merchant[:4]), lines[0].box)
