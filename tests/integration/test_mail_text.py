"""Mails whose text is the receipt: through the signed door and from the folder, once each, and never booked without being a bill."""

from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import httpx
import pytest

from backend import expenses, intake, ocr
from backend.core.actor import Actor
from backend.core.db import transaction
from backend.core.ids import new_id
from tests.integration.bookkeeping import look, new_books
from tests.integration.test_mail import LUNCH, ME, books, work
from tests.integration.test_mail_folder import one_server, server
from tests.integration.test_receipt_path import a_worker, settled
from tests.mail_bodies import BODIES, Body, mail, priced
from tests.mails import BASE, SECRET, an_address, bring, the_mails

__all__ = ["one_server", "server"]

SHOP, RIDE = (next(body for body in BODIES if body.kind.startswith(kind)) for kind in ("shop, German", "ride"))
SHIPPED = mail("<p>Good news: your parcel 1Z 99 77 has shipped.</p><p>It comes on 26.11.2026 between 10:30 and 12:00.</p>")
OFFER = mail(
    "<h1>Corner Shop Ltd</h1><p>Our bundle of the week, until 20.11.2026</p>",
    priced(("Tea", "€4.00"), ("Cake", "€5.50"), ("Total", "€9.50")),
)


@pytest.fixture(autouse=True)
def on(stores: object, set_settings: Callable[..., Any]) -> None:
    set_settings(INTAKE_ADDRESS=BASE, INTAKE_SECRET=SECRET)


def a_text(to: str, html: str, sender: str = f"Mara <{ME}>", subject: str = "Fwd: it", day: int = 24) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"], made["Date"] = sender, to, subject, f"{day} Nov 2026 10:00:00 +0000"
    made["Message-ID"] = f"<{new_id()}@example.com>"
    made.set_content("This mail has an HTML part.")
    made.add_alternative(html, subtype="html")
    return made


def passed_on(body: Body, day: int = 23) -> str:
    """A shop's mail as a person passes it on."""
    head = f"From: {body.sender.replace('<', '&lt;')}<br>Date: {day} Nov 2026 at 09:41<br>Subject: {body.subject}<br>To: Mara<br>"
    return f"<div>---------- Forwarded message ---------<br>{head}</div>{body.html}"


async def one_mail(api: httpx.AsyncClient, actor: Actor, made: EmailMessage) -> intake.MailView:
    assert (await bring(api, made.as_bytes())).status_code == 202
    await work(actor)
    return (await the_mails(actor))[0]


async def test_an_order_confirmation_is_read_booked_and_shown_as_a_page(api: httpx.AsyncClient) -> None:
    actor = await new_books()
    address = await an_address(actor, ME)
    sure = await one_mail(api, actor, a_text(address, passed_on(SHOP)))
    unsure = await one_mail(api, actor, a_text(address, passed_on(RIDE)))
    first, second = sure.results[0].expense_id, unsure.results[0].expense_id
    assert (sure.status, unsure.status) == ("taken", "taken") and first and second
    async with a_worker():
        await settled(actor, second)
    book, ride = await look(actor, first), await look(actor, second)
    assert (book.merchant_name, book.money.minor, book.occurred_on.isoformat(), book.status) == (
        "Bücherwurm",
        2275,
        "2026-11-21",
        "confirmed",
    )
    assert (ride.merchant_name, ride.money.currency, ride.status) == ("Hopalong", "USD", "needs_review")
    async with transaction(actor) as session:
        receipt = await ocr.get_receipt(session, actor, book.receipts[0].id)
    assert (receipt.status, receipt.engine, receipt.pages, receipt.file_name) == ("read", "mail", 1, SHOP.subject)
    assert [line["description"] for line in receipt.lines] == ["Der Zauberberg", "Lesezeichen", "Versand"]
    page = await ocr.open_file(actor, receipt.id, "page", 1)
    assert (page.media_type, page.data[:2]) == ("image/jpeg", b"\xff\xd8")
    assert ["Gesamtsumme", "22,75", "€"] in [[word.text for word in line] for line in await ocr.words_on(actor, receipt.id, 1)]


async def test_a_mail_in_the_folder_is_taken_by_its_text_too(server: Any) -> None:
    actor = await new_books()
    server.deliver(a_text(await an_address(actor, "@hopalong.example"), RIDE.html, RIDE.sender, RIDE.subject).as_bytes())
    assert await intake.read_folder() == 1
    await work(actor)
    [made] = await the_mails(actor)
    assert (made.status, made.results[0].outcome, len(await books(actor))) == ("taken", "taken", 1)


async def test_the_same_text_passed_on_twice_or_sent_directly_too_is_one_receipt_and_next_months_is_another(api: httpx.AsyncClient) -> None:
    actor = await new_books()
    address = await an_address(actor, ME, "@tidewater.example")
    saas = next(body for body in BODIES if body.kind.startswith("software"))
    first = await one_mail(api, actor, a_text(address, passed_on(saas), day=24))
    again = await one_mail(api, actor, a_text(address, f"<p>Did this one arrive?</p>{passed_on(saas)}", day=25))
    direct = await one_mail(api, actor, a_text(address, saas.html, saas.sender, saas.subject, day=23))
    monthly = await one_mail(api, actor, a_text(address, saas.html, saas.sender, saas.subject, day=22))
    assert [each.results[0].outcome for each in (first, again, direct, monthly)] == ["taken", "known", "known", "taken"]
    assert again.results[0].expense_id == direct.results[0].expense_id == first.results[0].expense_id
    assert len(await books(actor)) == 2


async def test_what_names_no_amount_is_listed_and_taken_when_a_person_asks_again(api: httpx.AsyncClient) -> None:
    actor = await new_books()
    made = await one_mail(api, actor, a_text(await an_address(actor, ME), SHIPPED))
    assert (made.status, made.reason, made.kept, await books(actor)) == ("refused", "no_amount", True, [])
    async with transaction(actor) as session:
        await intake.try_again(session, actor, made.id)
    await work(actor)
    [made], [expense] = await the_mails(actor), await books(actor)
    assert (made.status, made.reason, made.results[0].expense_id, expense.status) == ("taken", None, expense.id, "processing")


async def test_neither_a_parcel_nor_an_offer_nor_what_a_person_wrote_is_confirmed_by_itself(api: httpx.AsyncClient) -> None:
    actor = await new_books()
    address = await an_address(actor, ME, "@corner.example")
    parcel = await one_mail(api, actor, a_text(address, SHIPPED))
    async with transaction(actor) as session:
        await intake.try_again(session, actor, parcel.id)
    await work(actor)
    await one_mail(api, actor, a_text(address, OFFER, "Corner Shop <news@corner.example>", "Our bundle of the week", day=20))
    note = a_text(address, "<p>Order, total 12.50 EUR</p>", f"Mara Novak <{actor.user_id}@books.example>", "for the books")
    last = await one_mail(api, actor, note)
    async with a_worker():
        await settled(actor, last.results[0].expense_id)
    found = await books(actor)
    assert [each.status for each in found] == ["needs_review"] * 3
    assert not any("Mara" in (each.merchant_name or "") for each in found)  # who passes a mail on is no shop


async def test_a_file_wins_over_the_text(api: httpx.AsyncClient) -> None:
    actor = await new_books()
    made = a_text(await an_address(actor, ME), SHOP.html)
    made.add_attachment(LUNCH, maintype="image", subtype="jpeg", filename="lunch.jpg")
    done = await one_mail(api, actor, made)
    assert [each.name for each in done.results] == ["lunch.jpg"]


async def test_the_text_of_an_unknown_sender_is_not_looked_at(api: httpx.AsyncClient) -> None:
    actor = await new_books()
    done = await one_mail(api, actor, a_text(await an_address(actor), SHOP.html, "Spam <spam@evil.example>"))
    assert (done.reason, await books(actor)) == ("unknown_sender", [])


async def test_a_removed_receipt_of_a_text_can_come_again(api: httpx.AsyncClient) -> None:
    actor = await new_books()
    address = await an_address(actor, ME)
    first = await one_mail(api, actor, a_text(address, passed_on(SHOP)))
    async with transaction(actor) as session:
        expense = (await expenses.list_page(session, actor, expenses.ExpenseFilter())).items[0]
        await ocr.remove_receipt(session, actor, expense.receipts[0].id)
    again = await one_mail(api, actor, a_text(address, passed_on(SHOP), day=25))
    assert (first.results[0].outcome, again.results[0].outcome) == ("taken", "taken")
