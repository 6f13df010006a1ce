"""New exchange rates are fetched in the central bank's own formats, believed when whole, and used from then on."""

import asyncio
import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

import pytest
import time_machine
from sqlalchemy import text

from backend import analytics, expenses
from backend.core import currency_rates, ecb, new_rates
from backend.core.breaker import Breaker
from backend.core.clock import now
from backend.core.db import system_transaction, transaction
from backend.core.errors import Unavailable
from jobs.schedules import SCHEDULES
from tests.integration.bookkeeping import check_rollup, look, new_books, rows, spend

XML = """<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
<gesmes:subject>Reference rates</gesmes:subject><gesmes:Sender><gesmes:name>European Central Bank</gesmes:name></gesmes:Sender>
<Cube>{days}</Cube></gesmes:Envelope>"""
RATES = {"USD": "1.2500", "JPY": "160.00", "GBP": "0.8000", "CHF": "0.9500", "SEK": "11.000", "HUF": "400.00"}
TODAY = now().date()  # later than all rates that come with the product, whenever this runs


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(f"{TODAY}T12:00Z"):
        yield


def xml(*days: date, **rates: str) -> bytes:
    """The bank's XML for some days."""
    cubes = "".join(f'<Cube currency="{name}" rate="{rate}"/>' for name, rate in {**RATES, **rates}.items())
    return XML.format(days="".join(f'<Cube time="{day}">{cubes}</Cube>' for day in days)).encode()


def csv_of(day: str) -> str:
    return f"Date, {', '.join(RATES)}, \n{day}, {', '.join(RATES.values())}, \n"


def zipped(content: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("eurofxref.csv", content)
    return held.getvalue()


@dataclass
class Bank:
    """The bank's server as far as it matters: it answers `body` with `status`, or, while `silent`, nothing."""

    body: bytes = b""
    status: int = 200
    silent: bool = False
    asked: int = 0
    url: str = ""
    ended: Event = field(default_factory=Event)


@contextmanager
def serving(bank: Bank) -> Iterator[None]:
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            bank.asked += 1
            if bank.silent:
                bank.ended.wait(30)
                return
            self.send_response(bank.status)
            self.send_header("Content-Length", str(len(bank.body)))
            self.end_headers()
            self.wfile.write(bank.body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the parent's name
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    bank.url = f"http://127.0.0.1:{server.server_address[1]}/eurofxref-hist-90d.xml"
    try:
        yield
    finally:
        bank.ended.set()
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def bank(set_settings, stores, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bank]:
    """The bank's server, asked by a breaker of this test's own; what was learned is forgotten at the end."""
    made = Bank()
    monkeypatch.setattr(ecb, "_breaker", Breaker("The European Central Bank", failures=3, rest=600, timeout=2))
    with serving(made):
        set_settings(RATES_URL=made.url)
        yield made
    currency_rates.learn({})
    new_rates._known[0] = None


async def stored() -> int:
    async with system_transaction("jobs") as session:
        return await session.scalar(text("SELECT count(*) FROM exchange_rate")) or 0


@pytest.mark.parametrize(
    "body",
    [xml(date(2026, 11, 20)), csv_of("2026-11-20").encode(), zipped(csv_of("2026-11-20")), zipped(csv_of("20 November 2026"))],
    ids=["xml", "csv", "zip", "zip of one day"],
)
def test_each_format_of_the_bank_is_understood(body: bytes) -> None:
    assert ecb.read(body) == {date(2026, 11, 20): {name: Decimal(rate) for name, rate in RATES.items()}}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html><body>Sign in to the network</body></html>",
        b"<html><body>cut off",
        b"PK\x03\x04 no archive",
        b"Date, USD\n2026-11-20, 1.1\n",
        csv_of("2026-13-40").encode(),
        csv_of("yesterday").encode(),
        csv_of("1066-10-14").encode(),
        csv_of("2226-10-14").encode(),
        xml(date(2026, 11, 20), USD="-1"),
        xml(date(2026, 11, 20), USD="NaN"),
        xml(date(2026, 11, 20), USD="0"),
        xml(date(2026, 11, 20), USD="a lot"),
        xml(date(2026, 11, 20), usd="1.2"),
        XML.format(days='<Cube time="2026-11-20"><Cube rate="1"/></Cube>').encode(),
        b'<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><x>&c;</x>',
        b"\xff\xfe\x00",
    ],
)
def test_what_is_no_table_of_rates_is_refused_whole(body: bytes) -> None:
    with pytest.raises(ecb.RatesUnreadable):
        ecb.read(body)


async def test_a_new_day_is_kept_once_and_used_before_the_history(bank: Bank) -> None:
    day = date(2025, 3, 4)  # the wheel knows this day too
    bank.body = xml(day)
    assert await new_rates.fetch() == len(RATES)
    assert await new_rates.fetch() == 0
    assert await stored() == len(RATES)
    found = currency_rates.rate("EUR", "USD", day)
    assert found == currency_rates.Rate(Decimal("1.25"), day, "ecb 2025-03-04")
    cross = currency_rates.rate("USD", "GBP", day)
    assert cross is not None
    assert cross.value == Decimal("0.64")


async def test_a_published_day_is_never_rewritten(bank: Bank) -> None:
    bank.body = xml(TODAY)
    await new_rates.fetch()
    bank.body = xml(TODAY, USD="9.9999")
    assert await new_rates.fetch() == 0
    assert currency_rates.rate("EUR", "USD", TODAY) == currency_rates.Rate(Decimal("1.25"), TODAY, f"ecb {TODAY}")


async def test_an_amount_without_a_rate_gets_one_when_it_is_published_and_totals_follow(bank: Bank, monkeypatch) -> None:
    actor = await new_books()
    known = currency_rates._history()
    monkeypatch.setattr(currency_rates, "_loaded", [currency_rates._History(known.days[:-70], known.lines[:-70], known.columns)])
    currency_rates.learn({})
    bank.body = xml(TODAY)
    waiting = await spend(actor, "12.50", "USD", on=str(TODAY))
    own = await spend(actor, "1.00", "USD", on=str(TODAY), fx_rate="0.5")
    never = await spend(actor, "5.00", "AED", on=str(TODAY))
    assert waiting.base_money is None
    assert await expenses.convert_waiting() == 0
    await new_rates.fetch()
    assert await expenses.convert_waiting() == 1
    assert await expenses.convert_waiting() == 0
    found = await look(actor, waiting.id)
    assert found.base_money is not None
    assert (found.base_money.minor, found.version) == (1000, waiting.version + 1)
    assert (await look(actor, own.id)).version == own.version
    assert (await look(actor, never.id)).base_money is None
    await check_rollup(actor)
    async with transaction(actor) as session:
        figures = (await analytics.summary(session, actor, TODAY, TODAY)).current
        assert (figures.spent, figures.unconverted.count) == (1050, 1)
        history = await expenses.history(session, actor, waiting.id, limit=10, cursor=None)
    assert history.items[0].source == "provider"
    assert await rows(actor, "SELECT 1 FROM outbox WHERE type = 'ExpenseAmended' AND payload ->> 'expense_id' = :id", id=str(waiting.id))


async def test_a_process_learns_what_another_one_has_fetched(bank: Bank) -> None:
    bank.body = xml(TODAY)
    await new_rates.fetch()
    currency_rates.learn({})
    new_rates._known[0] = None
    following = asyncio.create_task(new_rates.follow())
    async with asyncio.timeout(10):
        while (found := currency_rates.rate("EUR", "USD", TODAY)) is None or found.day != TODAY:
            await asyncio.sleep(0.01)
    following.cancel()
    assert found.value == Decimal("1.25")


async def test_a_bank_that_answers_nothing_costs_bounded_time_and_is_then_left_alone(bank: Bank) -> None:
    bank.silent = True
    ecb._breaker._timeout = 0.2
    for _ in range(3):
        with pytest.raises(TimeoutError):
            await new_rates.fetch()
    with pytest.raises(Unavailable):
        await new_rates.fetch()
    assert bank.asked == 3
    assert await stored() == 0


async def test_an_answer_that_is_no_table_changes_nothing(bank: Bank) -> None:
    for bank.body, bank.status in ((b"<html>please sign in</html>", 200), (b"gone", 503), (b"x" * (ecb.MOST_BYTES + 1), 200)):
        with pytest.raises((ecb.RatesUnreadable, OSError)):
            await new_rates.fetch()
    assert await stored() == 0


async def test_an_address_that_is_off_is_never_asked(bank: Bank, set_settings) -> None:
    set_settings(RATES_URL="off")
    assert await new_rates.fetch() == 0
    assert bank.asked == 0


def test_fetching_and_converting_happen_by_the_clock() -> None:
    assert {new_rates.fetch, expenses.convert_waiting} <= {schedule.work for schedule in SCHEDULES}
