"""Receipts by mail through the signed door: kept once, worked once, for whoever may, and never for others."""

import asyncio
import base64
import os
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from backend import expenses, intake, notifications, ocr
from backend.core.actor import Actor, Role
from backend.core.db import system_transaction, transaction
from backend.core.ids import new_id
from backend.core.inbox import AlreadyDone, Once
from backend.core.settings import settings
from backend.events import MailReceived, MailRefused
from backend.expenses import ExpenseFilter, ExpenseView
from jobs.schedules import SCHEDULES
from tests.api import problem
from tests.integration.bookkeeping import new_books, rows
from tests.mails import BASE, DOOR, RECEIPTS, SECRET, a_mail, an_address, bring, signature, the_mails

ME = "mara@shop.example"
LUNCH = (RECEIPTS / "starbucks_dublin.jpg").read_bytes()
COFFEE = (RECEIPTS / "caffe_nero.jpg").read_bytes()


@pytest.fixture(autouse=True)
def on(stores: object, set_settings: Callable[..., Any]) -> None:
    set_settings(INTAKE_ADDRESS=BASE, INTAKE_SECRET=SECRET)


async def due(actor: Actor) -> list[Any]:
    """The mails that somebody is to work, as (event, mail)."""
    return await rows(actor, "SELECT id, CAST(payload ->> 'mail_id' AS uuid) AS mail FROM outbox WHERE type = 'MailReceived' ORDER BY id")


async def work(actor: Actor) -> None:
    """What the worker does with all that has come for the actor."""
    for row in await due(actor):
        once = Once(row.id, "work_mail", Actor.for_job(actor.workspace_id, actor.user_id))
        try:
            await intake.work_mail(MailReceived(row.mail), once)
        except AlreadyDone:
            continue


async def books(actor: Actor) -> list[ExpenseView]:
    async with transaction(actor) as session:
        return list((await expenses.list_page(session, actor, ExpenseFilter())).items)


async def test_a_picture_in_a_mail_becomes_a_receipt_with_its_expense(api: httpx.AsyncClient) -> None:
    actor = await new_books()
    address = await an_address(actor, ME)
    answer = await bring(api, a_mail(address, ME, ("lunch.jpg", LUNCH)).as_bytes())
    assert (answer.status_code, answer.json()) == (202, {"accepted": 1})
    assert [each.status for each in await the_mails(actor)] == ["waiting"]
    await work(actor)
    [mail], [expense] = await the_mails(actor), await books(actor)
    assert (mail.status, mail.sender, mail.subject) == ("taken", ME, "Lunch")
    assert mail.results == (intake.FileResult("lunch.jpg", "taken", expense.id),)
    assert (expense.status, expense.created_by, expense.receipts[0].status) == ("processing", actor.user_id, "queued")


async def test_the_own_address_is_a_sender_from_the_start(api: httpx.AsyncClient) -> None:
    actor = await new_books()
    address = await an_address(actor)
    await bring(api, a_mail(address, f"{actor.user_id}@BOOKS.example", ("a.jpg", LUNCH)).as_bytes())
    await work(actor)
    assert len(await books(actor)) == 1


async def test_without_a_secret_the_door_is_not_there(api: httpx.AsyncClient, set_settings: Callable[..., Any]) -> None:
    set_settings(INTAKE_SECRET="")
    problem(await bring(api, b"From: a@b.example\r\n\r\n"), 404, "not_found")


def _tampered(body: bytes) -> dict[str, str]:
    return signature(body + b" ")


def _of_another(body: bytes) -> dict[str, str]:
    return signature(body, secret="whsec_" + base64.b64encode(b"another secret of the tests").decode())


def _old(body: bytes) -> dict[str, str]:
    return signature(body, age=301)


def _from_the_future(body: bytes) -> dict[str, str]:
    return signature(body, age=-302)


def _nothing(_body: bytes) -> dict[str, str]:
    return {}


def _nonsense(body: bytes) -> dict[str, str]:
    return signature(body) | {"svix-signature": "v1,%%% v2 , v1"}


def _other_id(body: bytes) -> dict[str, str]:
    return signature(body) | {"svix-id": "msg_another"}


@pytest.mark.parametrize("headers", [_tampered, _of_another, _old, _from_the_future, _nothing, _nonsense, _other_id])
async def test_a_delivery_that_is_not_signed_as_it_has_to_be_is_refused(
    api: httpx.AsyncClient, headers: Callable[[bytes], dict[str, str]]
) -> None:
    actor = await new_books()
    body = a_mail(await an_address(actor, ME), ME, ("a.jpg", LUNCH)).as_bytes()
    answer = await api.post(DOOR, content=body, headers={"Content-Type": "message/rfc822", **headers(body)})
    problem(answer, 403, "signature_invalid")
    assert not await the_mails(actor)


@pytest.mark.parametrize("headers", [_old, _from_the_future, _nothing])
async def test_what_its_headers_give_away_is_refused_before_its_body_is_taken_in(
    api: httpx.AsyncClient, set_settings: Callable[..., Any], headers: Callable[[bytes], dict[str, str]]
) -> None:
    set_settings(INTAKE_MAX_BYTES="65536")
    body = bytes(200_000)
    answer = await api.post(DOOR, content=body, headers={"Content-Type": "message/rfc822", **headers(body)})
    problem(answer, 403, "signature_invalid")
    set_settings(INTAKE_SECRET="")
    problem(await bring(api, body), 404, "not_found")


async def test_both_schemes_of_headers_are_known_and_a_secret_can_be_replaced(
    api: httpx.AsyncClient, set_settings: Callable[..., Any]
) -> None:
    new = "whsec_" + base64.b64encode(b"the next secret of these tests").decode()
    set_settings(INTAKE_SECRET=f"{new} {SECRET}")
    actor = await new_books()
    address = await an_address(actor, ME)
    for secret, prefix in ((SECRET, "svix"), (new, "webhook")):
        answer = await bring(api, a_mail(address, ME).as_bytes(), secret=secret, prefix=prefix)
        assert answer.json() == {"accepted": 1}


async def test_a_mail_that_comes_many_times_and_by_two_deliveries_at_once_is_kept_and_worked_once(api: httpx.AsyncClient) -> None:
    actor = await new_books()
    body = a_mail(await an_address(actor, ME), ME, ("lunch.jpg", LUNCH)).as_bytes()
    answers = await asyncio.gather(*(bring(api, body) for _ in range(4)))
    assert [each.status_code for each in answers] == [202] * 4
    await work(actor)
    assert (await bring(api, body)).json() == {"accepted": 1}
    await work(actor)
    assert len(await due(actor)) == len(await the_mails(actor)) == len(await books(actor)) == 1


async def test_a_delivery_that_is_repeated_changes_nothing_even_with_another_mail_in_it(api: httpx.AsyncClient) -> None:
    actor = await new_books()
    address = await an_address(actor, ME)
    for number in (1, 2):
        await bring(api, a_mail(address, ME, message_id=f"<{number}@example.com>").as_bytes(), delivery="msg_same")
    assert len(await the_mails(actor)) == 1


async def test_the_same_file_in_two_mails_is_in_the_books_once_and_the_second_mail_says_where(api: httpx.AsyncClient) -> None:
    actor = await new_books()
    address = await an_address(actor, ME)
    for _ in range(2):
        await bring(api, a_mail(address, ME, ("lunch.jpg", LUNCH)).as_bytes())
    await work(actor)
    [expense] = await books(actor)
    outcomes = [(each.status, each.results[0].outcome, each.results[0].expense_id) for each in await the_mails(actor)]
    assert outcomes == [("taken", "known", expense.id), ("taken", "taken", expense.id)]


async def test_a_mail_for_an_address_that_nobody_has_is_for_nobody(api: httpx.AsyncClient) -> None:
    for to in (f"receipts+{'a' * 26}@in.example.com", "receipts@in.example.com", "someone@else.example"):
        assert (await bring(api, a_mail(to, ME, ("a.jpg", LUNCH)).as_bytes())).json() == {"accepted": 0}


async def test_a_renewed_address_takes_the_place_of_the_old_one_and_keeps_its_senders(api: httpx.AsyncClient) -> None:
    actor = await new_books()
    old = await an_address(actor, ME)
    new = await an_address(actor)
    assert old != new
    assert (await bring(api, a_mail(old, ME).as_bytes())).json() == {"accepted": 0}
    assert (await bring(api, a_mail(new, ME, ("a.jpg", LUNCH)).as_bytes())).json() == {"accepted": 1}
    await work(actor)
    assert len(await books(actor)) == 1


async def test_workspaces_and_people_do_not_see_each_others_mails(api: httpx.AsyncClient) -> None:
    mara, eve = await new_books(), await new_books()
    to_both = f"{await an_address(mara, ME)}, {await an_address(eve)}"
    assert (await bring(api, a_mail(to_both, ME, ("lunch.jpg", LUNCH)).as_bytes())).json() == {"accepted": 2}
    await work(mara)
    await work(eve)
    [hers], [others] = await the_mails(mara), await the_mails(eve)
    assert (hers.status, others.status, others.reason) == ("taken", "refused", "unknown_sender")
    assert (len(await books(mara)), len(await books(eve))) == (1, 0)
    colleague = Actor(new_id(), mara.workspace_id, Role.ADMIN)
    for stranger in (eve, colleague):
        async with transaction(stranger) as session:
            with pytest.raises(intake.NoSuchMail):
                await intake.try_again(session, stranger, hers.id)
    for table in ("intake_mail", "intake_sender", "intake_address"):
        assert not await rows(colleague, f"SELECT 1 FROM {table}")


async def test_an_unknown_sender_is_kept_told_and_taken_once_allowed(api: httpx.AsyncClient) -> None:
    actor = await new_books()
    address = await an_address(actor)
    await bring(api, a_mail(address, "bills@shop.example", ("lunch.jpg", LUNCH)).as_bytes())
    await work(actor)
    [mail] = await the_mails(actor)
    assert (mail.status, mail.reason, mail.kept, await books(actor)) == ("refused", "unknown_sender", True, [])
    async with transaction(actor) as session:
        await intake.allow(session, actor, "@shop.example")
    await work(actor)
    [mail] = await the_mails(actor)
    assert (mail.status, mail.reason, len(await books(actor))) == ("taken", None, 1)


async def test_a_person_is_told_of_a_refused_mail_once_a_day_and_sender(api: httpx.AsyncClient) -> None:
    actor = await new_books()
    address = await an_address(actor)
    for _ in range(2):
        await bring(api, a_mail(address, "spam@evil.example", ("lunch.jpg", LUNCH)).as_bytes())
    await work(actor)
    for row in await rows(actor, "SELECT id, payload FROM outbox WHERE type = 'MailRefused'"):
        event = MailRefused(row.payload["mail_id"], actor.user_id, row.payload["reason"])
        await notifications.tell_mail_refused(event, Once(row.id, "tell_mail_refused", Actor.for_job(actor.workspace_id, actor.user_id)))
    async with transaction(actor) as session:
        told = (await notifications.list_page(session, actor)).items
    assert [each.kind for each in told] == ["mail_refused"]
    assert "spam@evil.example is not on your list of senders" in told[0].text


async def test_only_what_the_own_mail_server_vouches_for_is_taken_where_one_is_named(
    api: httpx.AsyncClient, set_settings: Callable[..., Any]
) -> None:
    set_settings(INTAKE_AUTHSERV="mx.example.com")
    actor = await new_books()
    address = await an_address(actor, ME)
    vouched = "mx.example.com; dmarc=pass header.from=shop.example"
    forged = "evil.example; dmarc=pass header.from=shop.example"
    for verdict in (vouched, forged):
        await bring(api, a_mail(address, ME, ("lunch.jpg", LUNCH), Authentication_Results=verdict).as_bytes())
    await work(actor)
    assert [(each.status, each.reason) for each in await the_mails(actor)] == [("refused", "not_authenticated"), ("taken", None)]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"Subject: hi\r\nFrom: a@b.example, c@d.example\r\n", "sender_unclear"),
        (b"From: mara@shop.example\r\nFrom: eve@evil.example\r\n", "sender_unclear"),
        (b"From: mara@shop.example\r\nContent-Type: text/plain\r\n", "no_amount"),
        (b"From: mara@shop.example\r\nContent-Type: application/zip\r\n", "nothing_usable"),
        (b"From: mara@shop.example\r\nX: " + b"boundary=" * 200 + b"\r\n", "damaged"),
    ],
)
async def test_what_cannot_be_used_is_kept_with_its_reason(api: httpx.AsyncClient, body: bytes, reason: str) -> None:
    actor = await new_books()
    address = await an_address(actor, ME)
    await bring(api, b"To: " + address.encode() + b"\r\n" + body + b"\r\nhello\r\n")
    await work(actor)
    [mail] = await the_mails(actor)
    assert (mail.status, mail.reason) == ("refused", reason)


async def test_a_mail_larger_than_is_worked_is_noted_by_its_header(api: httpx.AsyncClient, set_settings: Callable[..., Any]) -> None:
    set_settings(INTAKE_MAX_BYTES="65536")
    actor = await new_books()
    body = a_mail(await an_address(actor, ME), ME, ("lunch.jpg", bytes(60_000))).as_bytes()
    assert (await bring(api, body)).json() == {"accepted": 1}
    await work(actor)
    [mail] = await the_mails(actor)
    assert (mail.reason, mail.subject, mail.kept) == ("too_large", "Lunch", False)
    problem(await bring(api, body * 3), 413, "mail_too_large")


async def test_who_may_only_read_adds_nothing(api: httpx.AsyncClient) -> None:
    actor = await new_books()
    address = await an_address(actor, ME)
    async with system_transaction("identity") as session:
        await session.execute(text("UPDATE membership SET role = 'viewer' WHERE user_id = :id"), {"id": actor.user_id})
    await bring(api, a_mail(address, ME, ("lunch.jpg", LUNCH)).as_bytes())
    await work(actor)
    assert [each.reason for each in await the_mails(actor)] == ["read_only"]
    assert not await books(actor)


async def test_a_worker_that_dies_after_storing_files_leaves_nothing_half_done(
    api: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = await new_books()
    await bring(api, a_mail(await an_address(actor, ME), ME, ("lunch.jpg", LUNCH), ("coffee.jpg", COFFEE)).as_bytes())
    real, calls = expenses.capture, 0

    async def dies_at_the_second(*arguments: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise RuntimeError("the power went")
        return await real(*arguments)

    monkeypatch.setattr(expenses, "capture", dies_at_the_second)
    with pytest.raises(RuntimeError, match="power"):
        await work(actor)
    assert (await books(actor), [each.status for each in await the_mails(actor)]) == ([], ["waiting"])
    await work(actor)
    assert (len(await books(actor)), [each.status for each in await the_mails(actor)]) == (2, ["taken"])


async def test_two_workers_at_one_mail_make_its_expenses_once(api: httpx.AsyncClient) -> None:
    actor = await new_books()
    await bring(api, a_mail(await an_address(actor, ME), ME, ("lunch.jpg", LUNCH)).as_bytes())
    both: list[Awaitable[None]] = [work(actor), work(actor)]
    await asyncio.gather(*both)
    assert (len(await books(actor)), (await the_mails(actor))[0].results[0].outcome) == (1, "taken")


async def test_a_mail_with_bytes_of_any_kind_comes_in_base64(api: httpx.AsyncClient) -> None:
    actor = await new_books()
    mail = a_mail(await an_address(actor, ME), ME, ("lunch.jpg", LUNCH)).as_bytes().replace(b"Lunch", b"Caf\xe9")
    assert (await bring(api, base64.encodebytes(mail))).json() == {"accepted": 1}
    assert (await api.post(DOOR, content=mail, headers={"Content-Type": "message/rfc822", **signature(b"")})).status_code == 403
    problem(await bring(api, b"neither mail nor base64!"), 422, "mail_invalid")
    problem(await bring(api, b"{}", "text/plain"), 415, "unsupported_type")


async def test_a_flood_is_noted_and_its_files_are_not_kept(api: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from backend.intake import receiving  # noqa: PLC0415 - its number is made small

    monkeypatch.setattr(receiving, "A_DAY", 2)
    monkeypatch.setattr(receiving, "NOTED", 1)
    actor = await new_books()
    address = await an_address(actor, ME)
    for _ in range(5):
        assert (await bring(api, a_mail(address, ME).as_bytes())).json() == {"accepted": 1}
    newest, *others = await the_mails(actor)
    assert len(others) == 2
    assert (newest.status, newest.reason, newest.kept, len(await due(actor))) == ("refused", "too_many", False, 2)


async def test_refused_mails_go_with_their_files_but_the_newest_of_each_person(
    api: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    from backend.intake import keeping  # noqa: PLC0415 - its number is made small

    monkeypatch.setattr(keeping, "REFUSED", 2)
    mara, ben = await new_books(), await new_books()
    for actor, count in ((mara, 3), (ben, 1)):
        address = await an_address(actor, ME)
        await bring(api, a_mail(address, ME, ("lunch.jpg", LUNCH)).as_bytes())
        for number in range(count):
            await bring(api, a_mail(address, f"spam{number}@elsewhere.example").as_bytes())
        await work(actor)
    before = await the_mails(mara)
    files = set((settings().outlay_home / "files").glob("*/*"))
    assert (await intake.forget_refused(), await intake.forget_refused()) == (1, 0)
    assert [each.id for each in await the_mails(mara)] == [each.id for each in before if "spam0" not in each.sender]
    assert (len(await the_mails(ben)), len(files - set((settings().outlay_home / "files").glob("*/*")))) == (2, 1)
    assert intake.forget_refused in {each.work for each in SCHEDULES}


async def test_senders_are_checked_listed_and_removed() -> None:
    actor = await new_books()
    async with transaction(actor) as session:
        assert await intake.address_of(session, actor) is None
        with pytest.raises(intake.NoAddress):
            await intake.allow(session, actor, ME)
    await an_address(actor, ME, "@Shop.Example")
    async with transaction(actor) as session:
        for wrong in ("", "mara", "mara@", "@", "a b@c.example", "mara@shop", "x" * 65 + "@shop.example"):
            with pytest.raises(intake.SenderInvalid.__base__):
                await intake.allow(session, actor, wrong)
        assert (await intake.forbid(session, actor, ME.upper())).senders == (f"{actor.user_id}@books.example", "@shop.example")


async def test_files_of_mails_go_after_thirty_days_and_are_no_orphans_before(api: httpx.AsyncClient) -> None:
    actor = await new_books()
    address = await an_address(actor, ME)
    body = a_mail(address, ME).as_bytes()
    await bring(api, body)
    await work(actor)
    [file] = (settings().outlay_home / "files").glob("*/*")
    os.utime(file, (0, 0))
    assert (await ocr.sweep_files(), await intake.forget_mails(), file.exists()) == (0, 0, True)
    async with transaction(actor) as session:
        await session.execute(text("UPDATE intake_mail SET created_at = created_at - interval '31 days'"))
    assert (await intake.forget_mails(), file.exists()) == (1, False)
    [mail] = await the_mails(actor)
    async with transaction(actor) as session:
        with pytest.raises(intake.MailGone):
            await intake.try_again(session, actor, mail.id)
    await bring(api, body)
    assert len(await the_mails(actor)) == 1  # still known
