"""Receipts of one expense that are parts of one long receipt: read together, from the words that the reader has kept."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import accumulate
from typing import Any, Final
from uuid import UUID

import msgspec
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from backend import storage
from backend.core.actor import Actor
from backend.core.db import transaction
from backend.ocr import joining
from backend.ocr.models import Receipt, ReceiptFile
from backend.ocr.reading import Box, Context, PageText, Reading, Word, lines_of
from backend.ocr.rules import understand
from backend.ocr.service import file_row
from backend.ocr.uploads import TABLE
from backend.ocr.views import ReceiptView
from backend.ocr.written import line_of

_MOST: Final = 12  # receipts of one expense that are looked at
_MOST_BYTES: Final = 1024 * 1024  # of words in one of them; a till prints less
_WORD: Final = 7  # page, text, confidence, left, top, width, height
_BASE: Final = text("SELECT base_currency FROM workspace WHERE id = :id")


@dataclass(frozen=True)
class _Paper:
    """A receipt as it was read: when, the place it had among its parts, and where its words lie."""

    id: UUID
    read_at: datetime | None
    part: int | None
    day: datetime
    words_key: str
    aspects: dict[int, float]


@dataclass(frozen=True)
class _Anew:
    """What a receipt's row is to say: its place among its parts, its share of the fields and lines."""

    paper: _Paper
    part: int | None
    fields: dict[str, Any]
    lines: list[dict[str, Any]]


async def read_together(actor: Actor, expense_id: UUID) -> None:
    """Understand the receipts of an expense anew where they are parts of one, or were until now. Opens its own transactions."""
    async with transaction(actor) as session:
        papers = await _papers(session, actor, expense_id)
        currency = (await session.execute(_BASE, {"id": actor.workspace_id})).scalar_one()
    if len(papers) < 2 and all(paper.part is None for paper in papers):
        return
    texts = [await _text(actor, paper) for paper in papers]
    anew = await asyncio.to_thread(_weighed, papers, texts, currency)  # it computes, and the loop renews the leases of others
    if anew:
        async with transaction(actor) as session:
            await _write(session, actor, anew)


def _weighed(papers: Sequence[_Paper], texts: Sequence[list[PageText]], currency: str) -> list[_Anew]:
    return [each for chain in joining.chains(texts) for each in _understood(chain, papers, texts, currency)]


def parts_of(receipts: Sequence[ReceiptView], receipt_id: UUID) -> list[ReceiptView]:
    """The receipts that are one with this one, in their order; itself alone where it is whole."""
    chain: list[ReceiptView] = []
    for each in (receipt for receipt in receipts if receipt.part is not None):
        if each.part == 1:
            if any(known.id == receipt_id for known in chain):
                break
            chain = []
        chain.append(each)
    return chain if any(each.id == receipt_id for each in chain) else [each for each in receipts if each.id == receipt_id]


async def _papers(session: AsyncSession, actor: Actor, expense_id: UUID) -> list[_Paper]:
    query = select(Receipt).where(
        Receipt.workspace_id == actor.workspace_id,
        Receipt.expense_id == expense_id,
        Receipt.status == "read",
        col(Receipt.deleted_at).is_(None),
        col(Receipt.regions).is_(None),
    )
    rows = (await session.execute(query.order_by(col(Receipt.id)).limit(_MOST))).scalars().all()
    files = select(ReceiptFile).where(
        ReceiptFile.workspace_id == actor.workspace_id, col(ReceiptFile.receipt_id).in_([row.id for row in rows])
    )
    by_receipt: dict[UUID, list[ReceiptFile]] = {row.id: [] for row in rows}
    for file in (await session.execute(files)).scalars():
        by_receipt[file.receipt_id].append(file)
    return [paper for row in rows if (paper := _paper(row, by_receipt[row.id])) is not None]


def _paper(row: Receipt, files: list[ReceiptFile]) -> _Paper | None:
    kept = next((file for file in files if file.variant == "words" and file.size_bytes <= _MOST_BYTES), None)
    if kept is None:
        return None
    aspects = {file.page: file.height / file.width for file in files if file.variant == "page" and file.height and file.width}
    return _Paper(row.id, row.read_at, row.part, row.created_at, kept.storage_key, aspects)


async def _text(actor: Actor, paper: _Paper) -> list[PageText]:
    """The lines of a receipt, from the words that were kept."""
    data = await storage.get(actor.workspace_id, TABLE, file_row(paper.id, "words", 1), paper.words_key)
    found: dict[int, list[Word]] = {page: [] for page in sorted(paper.aspects)}
    for row in msgspec.json.decode(data):
        if len(row) == _WORD and row[0] in found:
            page, said, confidence, *place = row
            found[page].append(Word(said, confidence, Box(page, *place)))
    return [lines_of(mine, page, paper.aspects[page]) for page, mine in found.items()]


def _understood(chain: list[int], papers: Sequence[_Paper], texts: Sequence[list[PageText]], currency: str) -> list[_Anew]:
    """What the rows of parts that belong together are to say; nothing for a receipt that was and stays whole."""
    mine = [papers[place] for place in chain]
    if len(mine) == 1 and mine[0].part is None:
        return []
    context = Context(mine[0].day.date(), currency)
    reading = understand(joining.joined([texts[place] for place in chain]), context)
    before = [0, *accumulate(len(texts[place]) for place in chain)]
    return [
        _Anew(paper, place + 1 if len(mine) > 1 else None, *_share(reading, before[place], before[place + 1], currency))
        for place, paper in enumerate(mine)
    ]


def _share(reading: Reading, after: int, through: int, currency: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The fields and lines that stand on some pages, with these numbered from one; what stands nowhere goes to the first page's part."""

    def own(box: Box | None) -> bool:
        return after == 0 if box is None else after < box.page <= through

    def moved(box: Box) -> Box:
        return replace(box, page=box.page - after)

    fields = {
        name: replace(field, box=moved(field.box) if field.box else None).as_json()
        for name, field in reading.fields.items()
        if own(field.box)
    }
    lines = [line_of(replace(line, box=moved(line.box)), reading.currency or currency) for line in reading.lines if own(line.box)]
    return fields, lines


async def _write(session: AsyncSession, actor: Actor, anew: Sequence[_Anew]) -> None:
    """Set the rows, unless one was read again meanwhile: then its own event does this once more."""
    ids = [each.paper.id for each in anew]
    query = select(Receipt).where(Receipt.workspace_id == actor.workspace_id, col(Receipt.id).in_(ids))
    rows = {row.id: row for row in (await session.execute(query.order_by(col(Receipt.id)).with_for_update())).scalars()}
    if any(rows[each.paper.id].read_at != each.paper.read_at or rows[each.paper.id].status != "read" for each in anew):
        return
    for each in anew:
        row = rows[each.paper.id]
        row.part, row.fields, row.lines = each.part, each.fields, each.lines
    await session.flush()
