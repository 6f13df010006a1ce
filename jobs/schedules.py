"""What happens by the clock. Many workers ask; the database lets one of them run each schedule in its time."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from backend import auth, expenses, intake, ocr
from backend.core import new_rates, upkeep
from backend.core.log import logger

TICK_SECONDS: Final = 5.0

log = logger(__name__)


@dataclass(frozen=True)
class Schedule:
    """Something to do every so often. The work says how many things it did; what waits for others' servers runs `aside`."""

    name: str
    every: timedelta
    work: Callable[[], Awaitable[int]]
    aside: bool = False


SCHEDULES: Final = (
    Schedule("receipts whose reader died are read again", timedelta(seconds=10), ocr.send_lost_again),
    Schedule("partitions of expenses are made ahead", timedelta(hours=12), upkeep.make_partitions),
    Schedule("new exchange rates are fetched", timedelta(hours=4), new_rates.fetch),
    Schedule("amounts that wait for a rate are converted", timedelta(minutes=30), expenses.convert_waiting),
    Schedule("the bin is emptied after thirty days", timedelta(hours=6), expenses.empty_bin),
    Schedule("receipts taken away go after thirty days", timedelta(hours=6), ocr.forget_removed_receipts),
    Schedule("files without a row are removed", timedelta(hours=24), ocr.sweep_files),
    Schedule("mails as they came go after thirty days", timedelta(hours=6), intake.forget_mails),
    Schedule("refused mails beyond the newest are forgotten", timedelta(hours=1), intake.forget_refused),
    Schedule("the folder for mails is read", intake.FOLDER_EVERY, intake.read_folder, aside=True),
    Schedule("ended sessions are forgotten", timedelta(hours=6), auth.forget_ended),
    Schedule("answers kept for repeated requests are forgotten", timedelta(hours=1), upkeep.forget_spent),
    Schedule("old events are forgotten", timedelta(hours=6), upkeep.forget_old_events),
)


async def run_schedules(schedules: tuple[Schedule, ...] = SCHEDULES) -> None:
    """Look at the clock until cancelled. What runs aside holds up nothing, and never runs twice at once here."""
    async with asyncio.TaskGroup() as group:
        beside: dict[str, asyncio.Task[None]] = {}
        while True:
            for schedule in schedules:
                if not schedule.aside:
                    await _run_if_due(schedule)
                elif schedule.name not in beside or beside[schedule.name].done():
                    beside[schedule.name] = group.create_task(_run_if_due(schedule))
            await asyncio.sleep(TICK_SECONDS)


async def _run_if_due(schedule: Schedule) -> None:
    try:
        if await upkeep.claim(schedule.name, schedule.every):
            done = await schedule.work()
            log.info("schedule ran", schedule=schedule.name, things=done) if done else None
    except Exception as error:  # noqa: BLE001 - one schedule that fails must not keep the others from running
        log.warning("schedule failed", schedule=schedule.name, error=str(error))
