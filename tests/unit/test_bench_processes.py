"""What a process has held at its worst is told when it holds it no more, and what it has started is told apart."""

import asyncio
import sys

from bench.processes import Peak

MEGABYTES = 64
LEAST = MEGABYTES * 1024
# Holds memory and lets it go, or holds it until its input ends; says when.
LETS_GO = f"held = b'1' * ({MEGABYTES} << 20); del held; print('ready', flush=True); input()"
HOLDS = f"held = b'1' * ({MEGABYTES} << 20); print('ready', flush=True); input()"
STARTS_ONE = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {HOLDS!r}])"


async def looked_at(code: str) -> Peak:
    """What is seen of a Python process that has said that it is ready."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    await process.stdout.readline()
    peak = Peak()
    peak.look(process.pid)
    await process.communicate(b"\n")
    peak.look(process.pid)  # it has ended: that changes nothing
    return peak


async def test_memory_that_was_given_back_counts() -> None:
    peak = await looked_at(LETS_GO)
    assert peak.own > LEAST
    assert (peak.helpers, peak.together) == (0, peak.own)


async def test_what_a_helper_holds_is_no_memory_of_the_process_itself() -> None:
    peak = await looked_at(STARTS_ONE)
    assert peak.own < LEAST < peak.helpers
    assert peak.together > peak.helpers


async def test_a_process_is_watched_while_work_is_done() -> None:
    peak = Peak()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", HOLDS, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )

    async def work() -> None:
        while peak.own < LEAST:  # ends as soon as the watching has seen it
            await asyncio.sleep(0.01)

    await peak.during(asyncio.wait_for(work(), 60), lambda: [process.pid])
    await process.communicate(b"\n")
    assert peak.own > LEAST
