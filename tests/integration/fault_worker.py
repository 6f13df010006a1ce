"""A worker of its own process whose only consumer leaves a mark; it can be told to die at a certain line.

`python -m tests.integration.fault_worker [--knows-nothing]`; the file named by DIE_IN_CONSUMER or DIE_BEFORE_SENDING makes
it kill itself there once, and is removed first.
"""

import os
import signal
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from backend import audit, ocr
from backend.core.inbox import Once
from backend.events import ExpenseRemoved
from backend.subscriptions import Subscriptions
from jobs import relay, worker


def die_if(name: str) -> None:
    flag = Path(os.environ.get(name, "/nowhere"))
    if flag.exists():
        flag.unlink()
        os.kill(os.getpid(), signal.SIGKILL)


async def leave_mark(event: ExpenseRemoved, once: Once) -> None:
    async with once.transaction() as session:
        await audit.note(session, once.actor, "test.mark", "expense", event.expense_id)
        die_if("DIE_IN_CONSUMER")


def marks(_readers: ocr.Readers) -> Subscriptions:
    known = {} if "--knows-nothing" in sys.argv else {"ExpenseRemoved": ExpenseRemoved}
    return Subscriptions(types=known, consumers={"ExpenseRemoved": {"leave_mark": leave_mark}})


def main() -> None:
    ring = relay.ring

    async def ring_or_die(*arguments: Any) -> None:
        die_if("DIE_BEFORE_SENDING")
        await ring(*arguments)

    setattr(relay, "ring", ring_or_die)  # noqa: B010 - a stand-in of another shape
    worker.make_worker(marks, visibility=timedelta(seconds=2)).run()


if __name__ == "__main__":
    main()
