"""Receipts from a folder on a mail server: kept first, then moved away, once each, whatever happens in between."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import text

from backend import intake
from backend.core.db import system_transaction
from backend.intake import folder
from jobs.schedules import SCHEDULES
from tests.imap import PASSWORD, USER, MailServer, mail_server
from tests.integration.bookkeeping import new_books, rows
from tests.integration.test_mail import COFFEE, LUNCH, ME, books, due, work
from tests.mails import BASE, a_mail, an_address, the_mails


@pytest.fixture(scope="module")
def one_server() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


@pytest.fixture
def server(one_server: MailServer, stores: object, set_settings: Callable[..., Any]) -> MailServer:
    one_server.empty()
    settings = {"HOST": "127.0.0.1", "PORT": str(one_server.port), "SECURITY": "starttls", "CA": str(one_server.authority)}
    settings |= {"USER": USER, "PASSWORD": PASSWORD}
    set_settings(INTAKE_ADDRESS=BASE, **{f"INTAKE_IMAP_{name}": value for name, value in settings.items()})
    return one_server


async def test_mails_of_the_folder_become_receipts_and_are_moved_and_what_is_for_nobody_stays(server: MailServer) -> None:
    actor = await new_books()
    address = await an_address(actor, ME)
    server.deliver(a_mail(address, ME, ("lunch.jpg", LUNCH)).as_bytes())
    server.deliver(a_mail("someone@else.example", ME, ("lunch.jpg", LUNCH)).as_bytes())
    server.deliver(a_mail("friends@list.example", ME, ("coffee.jpg", COFFEE), Delivered_To=address).as_bytes())
    assert await intake.read_folder() == 2
    assert server.subjects("INBOX") == ["new Lunch"]
    assert server.subjects("Outlay") == ["seen Lunch", "seen Lunch"]
    await work(actor)
    assert ([each.status for each in await the_mails(actor)], len(await books(actor))) == (["taken", "taken"], 2)
    assert await intake.read_folder() == 0  # what stays is not looked at again


async def test_a_process_that_dies_after_keeping_a_mail_finds_it_again_and_knows_it(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = await new_books()
    server.deliver(a_mail(await an_address(actor, ME), ME, ("lunch.jpg", LUNCH)).as_bytes())
    with monkeypatch.context() as broken:
        broken.setattr(folder.Folder, "put_away", _dies)
        with pytest.raises(RuntimeError, match="power"):
            await intake.read_folder()
    assert len(await the_mails(actor)) == 1
    assert await intake.read_folder() == 1
    assert server.subjects("Outlay") == ["seen Lunch"]
    assert (len(await the_mails(actor)), len(await due(actor))) == (1, 1)


def _dies(_folder: folder.Folder, _uid: int) -> None:
    raise RuntimeError("the power went")


async def test_where_the_server_refuses_to_move_a_mail_it_is_taken_and_the_next_one_too(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = await new_books()
    address = await an_address(actor, ME)
    server.deliver(a_mail(address, ME, ("lunch.jpg", LUNCH)).as_bytes())
    server.deliver(a_mail(address, ME, ("coffee.jpg", COFFEE)).as_bytes())
    monkeypatch.setattr(folder.Folder, "put_away", _is_full)
    assert (await intake.read_folder(), await intake.read_folder()) == (2, 0)
    assert len(await the_mails(actor)) == 2


def _is_full(_folder: folder.Folder, _uid: int) -> None:
    raise folder.FolderAway("the mail server answered NO: [OVERQUOTA]")


async def test_a_folder_that_counts_anew_is_read_from_its_beginning_and_known_mails_stay_known(server: MailServer) -> None:
    actor = await new_books()
    mail = a_mail(await an_address(actor, ME), ME, ("lunch.jpg", LUNCH)).as_bytes()
    server.deliver(mail)
    assert await intake.read_folder() == 1
    [(first,)] = await _validity()
    server.stop()
    server.start()
    server.deliver(mail)
    assert await intake.read_folder() == 1
    assert len(await the_mails(actor)) == 1
    assert await _validity() != [(first,)]


async def _validity() -> list[Any]:
    async with system_transaction("jobs") as session:
        return list((await session.execute(text("SELECT uid_validity FROM intake_folder"))).all())


async def test_of_a_mail_that_is_too_large_only_the_beginning_is_fetched(server: MailServer, set_settings: Callable[..., Any]) -> None:
    set_settings(INTAKE_MAX_BYTES="65536")
    actor = await new_books()
    server.deliver(a_mail(await an_address(actor, ME), ME, ("a.jpg", bytes(400_000))).as_bytes())
    assert await intake.read_folder() == 1
    await work(actor)
    [mail] = await the_mails(actor)
    assert (mail.reason, mail.subject) == ("too_large", "Lunch")
    [row] = await rows(actor, "SELECT size_bytes FROM intake_mail")
    assert row.size_bytes > 400_000


@pytest.mark.parametrize("wrong", [{"INTAKE_IMAP_PASSWORD": "another"}, {"INTAKE_IMAP_CA": ""}, {"INTAKE_IMAP_FOLDER": "Nowhere"}])
async def test_a_server_that_lets_nobody_in_or_cannot_be_trusted_is_said_to_be_away(
    server: MailServer, set_settings: Callable[..., Any], wrong: dict[str, str]
) -> None:
    set_settings(**wrong)
    with pytest.raises(intake.FolderAway):
        await intake.read_folder()


async def test_without_a_mail_server_nothing_happens(stores: object, set_settings: Callable[..., Any]) -> None:
    set_settings(INTAKE_ADDRESS=BASE)
    assert await intake.read_folder() == 0


def test_the_folder_is_read_by_the_clock_and_holds_up_nothing() -> None:
    assert {each.work: each.aside for each in SCHEDULES}[intake.read_folder]
    assert intake.forget_mails in {each.work for each in SCHEDULES}
