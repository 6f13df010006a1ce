"""The running site as people meet it: `python -m bench.site`.

The production build with its servers, one web process, as `make run` starts it. Processor time and memory are those of the
web process alone; the floor of an event is the framework with one small state (`bench.empty_app`) on the same Valkey.
"""

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from typing import Any, Final
from uuid import UUID

import aiohttp

from backend import categories, expenses, users
from backend.core import log as logs
from backend.core import owed
from backend.core.actor import Actor, Role
from backend.core.db import close_stores, open_stores, transaction
from backend.core.keyring import keyring
from backend.core.settings import settings
from backend.expenses import ExpenseFilter
from backend.runtime.home import LOGIN, Home
from bench.processes import children, processor_seconds, pss_kb
from bench.table import Limit, Measured, show
from bench.visitors import Visitor, fire_and_wait, open_page
from tests.live import ROOT, LiveSite, environment
from tests.ports import free_port
from tests.security.socket_client import STATE, Socket

ROUNDS: Final = 6
EVENTS: Final = 40
EXPENSES: Final = 200
CLIENTS: Final = 200
PEOPLE: Final = 10
SIGN_INS: Final = 8
WAVES: Final = 8
_PAGE: Final = "/expenses"
_REFRESH: Final = f"{STATE}.expense_app___pages___expenses____expenses.refresh"
_STEP: Final = f"{STATE}.bench___empty_app____counter.step"
_NO_LIMITS: Final = {"SOCKETS_PER_ADDRESS": "2000", "SOCKETS_PER_PERSON": "2000", "CREDENTIAL_PER_MINUTE": "1000000"}

_SERVE_ONLY: Final = {
    "__REFLEX_SKIP_COMPILE": "true",
    "__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "false",
    "REFLEX_ENV_MODE": "prod",
    "REFLEX_TELEMETRY_ENABLED": "false",
}


class Web:
    """A web server and its workers, by their process ids."""

    def __init__(self, parent: int) -> None:
        """`parent` is the process that started the workers."""
        self.pids = children(parent)
        if not self.pids:
            raise RuntimeError(f"process {parent} has no workers")

    def seconds(self) -> float:
        """Processor time of the workers so far."""
        return sum(processor_seconds(pid) for pid in self.pids)

    def memory_kb(self) -> float:
        """Their proportional set size."""
        return sum(pss_kb(pid) for pid in self.pids)

    async def spent(self, act: Callable[[], Awaitable[object]], times: int) -> float:
        """Milliseconds of processor that one `act` costs the workers, over several one after the other."""
        before = self.seconds()
        for _ in range(times):
            await act()
        return (self.seconds() - before) * 1000 / times


@asynccontextmanager
async def empty_app(redis_url: str, home: Path) -> AsyncIterator[tuple[str, Web]]:
    """The floor's server: its address and its worker."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "asgi", "--factory", "--port", str(port), "--log-level", "warning"]
    own = environment(home, port, REFLEX_REDIS_URL=redis_url, REFLEX_DIR=str(home / "reflex"), **_SERVE_ONLY)
    process = await asyncio.create_subprocess_exec(*command, "bench.empty_app:create", cwd=ROOT, env=own)
    try:
        url = f"http://127.0.0.1:{port}"
        await _until_served(f"{url}/ping", process)
        yield url, Web(process.pid)
    finally:
        process.terminate()
        await process.wait()


async def _until_served(url: str, process: asyncio.subprocess.Process) -> None:
    deadline = time.monotonic() + 60
    async with aiohttp.ClientSession() as web:
        while time.monotonic() < deadline and process.returncode is None:
            try:
                async with web.get(url):
                    return
            except aiohttp.ClientError:
                await asyncio.sleep(0.1)
    raise RuntimeError("the empty app did not start")


async def event(ours: Web, somebody: Visitor, home: Home) -> list[Measured]:
    """One event of the list of expenses, which reads and sends 50 rows, against one of an empty app and the reads alone."""
    actor = await _actor_of(somebody)
    floors, costs, reads = [], [], []
    async with empty_app(home.redis_url, home.path / "bench") as (url, bare):
        for _ in range(ROUNDS):
            async with Socket(url) as empty:
                await empty.fire(f"{STATE}.hydrate")
                await empty.updates(quiet=0.3)
                floors.append(await bare.spent(lambda socket=empty: fire_and_wait(socket, _STEP, "count", "/"), EVENTS))
            async with somebody.socket() as page:
                await open_page(page, _PAGE)
                costs.append(await ours.spent(lambda socket=page: fire_and_wait(socket, _REFRESH, "days", _PAGE), EVENTS))
            reads.append(await _reading(actor))
    floor, cost, read = (sum(each) / len(each) for each in (floors, costs, reads))
    print(f"  an event: the empty app's {floor:.2f} ms, the reads of ours alone {read:.2f} ms, ours {cost:.2f} ms of processor")
    return [Limit("socket event with 50 rows (gate: 1.3 × floor + reads)", cost, 1.3 * floor + read, "CPU ms", floor=floor)]


async def _actor_of(somebody: Visitor) -> Actor:
    session = await somebody.read("session")
    return Actor(UUID(session["user_id"]), UUID(session["workspace_id"]), Role.OWNER)


async def _reading(actor: Actor) -> float:
    """Milliseconds of processor for what the event reads, without state, socket and words."""
    for _ in range(5):
        await _read(actor)
    before = time.process_time()
    for _ in range(EVENTS):
        await _read(actor)
    return (time.process_time() - before) * 1000 / EVENTS


async def _read(actor: Actor) -> None:
    async with transaction(actor) as session:
        await users.get_workspace(session, actor)
        await categories.list_all(session, actor)
        found = await expenses.list_page(session, actor, ExpenseFilter(), limit=50, cursor=None)
        if len(found.items) != 50:
            raise RuntimeError(f"{len(found.items)} rows instead of 50")
        await expenses.totals(session, actor, ExpenseFilter())
        await expenses.totals(session, actor, ExpenseFilter(status="needs_review"))


async def memory(ours: Web, people: list[Visitor]) -> list[Measured]:
    """What each open page costs the web process, once a first crowd has come and gone."""
    async with crowd(people, CLIENTS // 4):
        pass
    await asyncio.sleep(3)
    before = ours.memory_kb()
    async with crowd(people, CLIENTS):
        await asyncio.sleep(3)
        after = ours.memory_kb()
    print(f"  {CLIENTS} idle pages of {len(people)} people: {before / 1024:.0f} MB before, {after / 1024:.0f} MB with them")
    return [Limit(f"memory a connected client, of {CLIENTS} idle ones", (after - before) / CLIENTS, 200, "kB")]


@asynccontextmanager
async def crowd(people: list[Visitor], number: int) -> AsyncIterator[None]:
    """Pages that are open and do nothing."""
    async with AsyncExitStack() as stack:
        turns = asyncio.Semaphore(8)

        async def come(each: int) -> None:
            async with turns:
                socket = await stack.enter_async_context(people[each % len(people)].socket())
                await open_page(socket, _PAGE)
            holding.append(asyncio.create_task(socket.updates(first=600)))

        holding: list[asyncio.Task[Any]] = []
        await asyncio.gather(*(come(each) for each in range(number)))
        try:
            yield
        finally:
            for task in holding:
                task.cancel()
            await asyncio.gather(*holding, return_exceptions=True)


async def sign_ins(people: list[Visitor]) -> list[Measured]:
    """How long others wait for a page of expenses while eight people sign in at once, against a quiet time just before."""
    other, quiet, busy = people[0], [], []
    for _ in range(WAVES):
        signing: asyncio.Future[Any] = asyncio.ensure_future(asyncio.sleep(1.0))
        quiet += await _waits(other, signing)
        signing = asyncio.gather(*(people[each % len(people)].sign_in() for each in range(SIGN_INS)))
        busy += await _waits(other, signing)
    (idle, loaded) = (quantiles(each, n=20)[18] for each in (quiet, busy))
    return [Limit(f"others' p95 while {SIGN_INS} sign in (gate: 2 × idle + 10 ms)", loaded, 2 * idle + 10, "ms", floor=idle)]


async def _waits(other: Visitor, until: "asyncio.Future[Any]") -> list[float]:
    """Milliseconds that each of some requests took, one after the other until something has ended."""
    times = []
    while not until.done():
        began = time.perf_counter()
        await other.read("expenses?limit=50")
        times.append((time.perf_counter() - began) * 1000)
        await asyncio.sleep(0.01)
    await until
    return times


async def measure(site: LiveSite) -> list[Measured]:
    """All rows."""
    home = Home(site.home / "data")
    use(home)
    await open_stores()
    ours = Web(_web_server(site))
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as web:
        people = [await Visitor(site.url, web).register() for _ in range(PEOPLE)]
        await people[0].fill(EXPENSES)
        await _until_settled(await _actor_of(people[0]))
        rows = [*await event(ours, people[0], home), *await sign_ins(people), *await memory(ours, people)]
    await close_stores()
    return rows


def use(home: Home) -> None:
    """Point this process's settings at the site's own servers."""
    os.environ |= {"DATABASE_URL": home.database_url(LOGIN), "REDIS_URL": home.redis_url, "OUTLAY_HOME": str(home.path)}
    settings.cache_clear()
    keyring.cache_clear()


def _web_server(site: LiveSite) -> int:
    """The process that `outlay web` is."""
    named = [pid for pid in children(site.running.pid) if "outlay web" in Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")]
    if len(named) != 1:
        raise RuntimeError(f"{len(named)} web servers instead of one")
    return named[0]


async def _until_settled(actor: Actor) -> None:
    """Wait until the worker has nothing to do."""
    while True:
        async with transaction(actor) as session:
            if not (await owed.jobs(session, actor, limit=1, cursor=None)).items:
                return
        await asyncio.sleep(0.2)


def main() -> None:
    """Start the site, measure, print, and leave nothing."""
    logs.configure("ERROR")
    with TemporaryDirectory() as folder:
        site = LiveSite(Path(folder), settings=_NO_LIMITS)
        try:
            site.start()
            rows = asyncio.run(measure(site))
        finally:
            site.stop()
    show(rows)


if __name__ == "__main__":
    main()
