"""Telling people, once each, and remembering what they have read."""

from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from backend import categories, expenses, intake, ocr
from backend.core.actor import Actor
from backend.core.clock import now
from backend.core.ids import new_id
from backend.core.inbox import Once
from backend.core.money import to_decimal_string
from backend.core.nudge import nudge
from backend.core.outbox import publish
from backend.core.permissions import require
from backend.events import ExpenseCategorized, MailRefused, NotificationMade, ReceiptFailed, SecurityAlert
from backend.expenses import ExpenseView, NoSuchExpense
from backend.notifications import preferences
from backend.notifications.errors import NoSuchNotification
from backend.notifications.models import Notification
from backend.notifications.rules import CHANNELS, is_wanted
from backend.notifications.views import NotificationView, view_of


async def mark_read(session: AsyncSession, actor: Actor, notification_id: UUID) -> NotificationView:
    """Note that its person has seen it; a second time changes nothing. Raises `NoSuchNotification`."""
    require(actor, "notifications:write")
    query = select(Notification).where(
        Notification.workspace_id == actor.workspace_id, Notification.user_id == actor.user_id, Notification.id == notification_id
    )
    row = (await session.execute(query)).scalar_one_or_none()
    if row is None:
        raise NoSuchNotification
    row.read_at = row.read_at or now()
    await session.flush()
    return view_of(row)


async def mark_all_read(session: AsyncSession, actor: Actor) -> int:
    """Note that a person has seen all of theirs. Returns how many were new."""
    require(actor, "notifications:write")
    statement = (
        update(Notification)
        .where(
            col(Notification.workspace_id) == actor.workspace_id,
            col(Notification.user_id) == actor.user_id,
            col(Notification.read_at).is_(None),
        )
        .values(read_at=now())
        .returning(col(Notification.id))
    )
    return len((await session.execute(statement)).all())


async def tell_expense_read(event: ExpenseCategorized, once: Once) -> None:
    """Tell whoever sent a receipt that its expense stands, once an expense."""
    actor = once.actor
    async with once.transaction() as session:
        try:
            expense = await expenses.get(session, actor, event.expense_id)
        except NoSuchExpense:
            return
        if expense.created_by is None or not any(receipt.status == "read" for receipt in expense.receipts):
            return
        params = await _expense_facts(session, actor, expense)
        await _tell(session, actor, expense.created_by, "expense_read", params, once=f"expense_read {expense.id}", expense_id=expense.id)
    await nudge(actor.workspace_id, "notifications", user_id=expense.created_by)


async def _expense_facts(session: AsyncSession, actor: Actor, expense: ExpenseView) -> dict[str, Any]:
    names = {each.id: each.name for each in await categories.list_all(session, actor)}
    money = expense.money
    return {
        "merchant": expense.merchant_name,
        "amount": to_decimal_string(money) if money else None,
        "currency": money.currency if money else None,
        "category": names.get(expense.category_id) if expense.category_id else None,
    }


async def tell_receipt_failed(event: ReceiptFailed, once: Once) -> None:
    """Tell whoever sent a receipt that it cannot be read, and what to do."""
    actor = once.actor
    async with once.transaction() as session:
        try:
            receipt = await ocr.get_receipt(session, actor, event.receipt_id)
        except ocr.NoSuchReceipt:
            return
        if receipt.status != "failed" or receipt.uploaded_by is None:
            return
        params = {"reason": receipt.error, "code": receipt.error_code, "file_name": receipt.file_name}
        await _tell(
            session,
            actor,
            receipt.uploaded_by,
            "receipt_failed",
            params,
            once=f"receipt_failed {once.event_id}",
            expense_id=receipt.expense_id,
        )
    await nudge(actor.workspace_id, "notifications", user_id=receipt.uploaded_by)


async def tell_mail_refused(event: MailRefused, once: Once) -> None:
    """Tell a person that a mail for them brought no receipt; of one sender and reason once a day, as whoever knows an address may write."""
    actor = once.actor
    async with once.transaction() as session:
        try:
            mail = await intake.get_mail(session, actor, event.mail_id)
        except intake.NoSuchMail:
            return
        if mail.status != "refused":
            return
        params = {"reason": event.reason, "sender": mail.sender, "subject": mail.subject}
        news = f"mail_refused {event.reason} {mail.sender} {now():%Y-%m-%d}"
        await _tell(session, actor, event.user_id, "mail_refused", params, once=news)
    await nudge(actor.workspace_id, "notifications", user_id=event.user_id)


async def tell_security(event: SecurityAlert, once: Once) -> None:
    """Tell a person about their account."""
    async with once.transaction() as session:
        await _tell(session, once.actor, event.user_id, "security", {"alert": event.kind}, once=f"security {once.event_id}")
    await nudge(once.actor.workspace_id, "notifications", user_id=event.user_id)


async def _tell(
    session: AsyncSession, actor: Actor, user_id: UUID, kind: str, params: dict[str, Any], *, once: str, expense_id: UUID | None = None
) -> None:
    """Add a notification, as its person wants it; the same news again brings its facts up to date and stays read where it was read."""
    choices = await preferences.choices_of(session, user_id)
    wanted = {channel: is_wanted(choices, kind, channel) for channel in CHANNELS}
    if not any(wanted.values()):
        return
    facts = {
        "in_app": wanted["in_app"],
        "workspace_id": actor.workspace_id,
        "id": new_id(),
        "user_id": user_id,
        "kind": kind,
        "params": params,
        "expense_id": expense_id,
        "dedupe_key": once,
        "created_at": now(),
    }
    statement = insert(Notification).values(facts)
    again = statement.on_conflict_do_update(
        index_elements=["workspace_id", "user_id", "dedupe_key"], set_={"params": statement.excluded.params}
    ).returning(col(Notification.id))
    kept = await session.scalar(again)
    if wanted["push"] and kept == facts["id"]:
        await publish(session, actor, NotificationMade(facts["id"], user_id))
