"""Receipts of one expense that are parts of one long receipt: read together, from the words that the reader has kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from backend import storage
from backend.core.actor import Actor
from backend.core.db import transaction
from backend.core.errors import Problem
from backend.core.log import logger
from backend.ocr.child import SeenPage, SeenPart, SeenWord, Share
from backend.ocr.choices import CLOUD
from backend.ocr.models import Receipt, ReceiptFile
from backend.ocr.reading import Context
from backend.ocr.service import file_row
from backend.ocr.together import Fields, with_surer
from backend.ocr.uploads import TABLE
from backend.ocr.views import ReceiptView
from backend.ocr.written import words_kept

_MOST: Final = 12  # receipts of one expense that are looked at
_MOST_BYTES: Final = 1024 * 1024  # of words in one of them; a till prints less
_BASE: Final = text("SELECT base_currency FROM workspace WHERE id = :id")

log = logger(__name__)


class Joins(Protocol):
    """What finds the parts of one receipt and understands them together, in the reader's child: words of strangers are hostile."""

    async def join(self, parts: list[SeenPart], context: Context) -> list[list[Share]]:
        """The receipts in groups that are parts of one, with what each says of the whole."""
        ...


@dataclass(frozen=True)
class _Paper:
    """A receipt as it was read: when, the place it had among its parts, where its words lie, and what it says alone where that is known.

    `cloud`: an engine beyond this machine has helped, whose values the words alone do not give again.
    """

    id: UUID
    read_at: datetime | None
    part: int | None
    day: datetime
    words_key: str
    aspects: dict[int, float]
    alone: dict[str, Any] | None
    cloud: bool


@dataclass(frozen=True)
class _Anew:
    """What a receipt's row is to say: its place among its parts, its share of the fields and lines."""

    paper: _Paper
    part: int | None
    fields: Fields
    lines: list[dict[str, Any]]


async def read_together(actor: Actor, expense_id: UUID, readers: Joins) -> None:
    """Understand the receipts of an expense anew where they are parts of one, or were until now. Opens its own transactions.

    Where the reader cannot say, each stays as it was read.
    """
    async with transaction(actor) as session:
        papers = await _papers(session, actor, expense_id)
        currency = (await session.execute(_BASE, {"id": actor.workspace_id})).scalar_one()
    if len(papers) < 2 and all(paper.part is None for paper in papers):
        return
    seen = [await _seen(actor, paper) for paper in papers]
    try:
        groups = await readers.join(seen, Context(papers[0].day.date(), currency))
    except Problem as problem:
        log.warning("receipts not joined", expense_id=str(expense_id), code=problem.code)
        return
    if anew := [each for group in groups for each in _anew(group, papers)]:
        async with transaction(actor) as session:
            await _write(session, actor, anew)


def _anew(group: Sequence[Share], papers: Sequence[_Paper]) -> list[_Anew]:
    """What the rows of receipts that belong together are to say; nothing for one that was and stays whole."""
    mine = [papers[share.part] for share in group]
    if len(group) == 1:
        paper, alone = mine[0], mine[0].alone or {"fields": group[0].fields, "lines": group[0].lines}
        return [_Anew(paper, None, alone["fields"], alone["lines"])] if paper.part is not None else []
    own = [paper.alone["fields"] if paper.cloud and paper.alone else {} for paper in mine]
    fields = with_surer([share.fields for share in group], own)
    return [_Anew(paper, place, fields[place - 1], group[place - 1].lines) for place, paper in enumerate(mine, 1)]


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
    alone = {"fields": row.fields, "lines": row.lines} if row.part is None else row.alone
    cloud = any(engine in CLOUD for engine in (row.engine or "").split("+"))
    return _Paper(row.id, row.read_at, row.part, row.created_at, kept.storage_key, aspects, alone, cloud)


async def _seen(actor: Actor, paper: _Paper) -> SeenPart:
    """A receipt as the reader's child takes it, from the words that were kept."""
    data = await storage.get(actor.workspace_id, TABLE, file_row(paper.id, "words", 1), paper.words_key)
    found: dict[int, list[SeenWord]] = {page: [] for page in sorted(paper.aspects)}
    for word in words_kept(data):
        if word.box.page in found:
            found[word.box.page].append(SeenWord.of(word))
    return SeenPart(paper.day.date().isoformat(), [SeenPage(paper.aspects[page], words) for page, words in found.items()])


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
        row.alone = each.paper.alone if each.part is not None else None
    await session.flush()
