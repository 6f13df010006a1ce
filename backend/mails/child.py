"""Taking a mail apart where it can do no harm: one child process a mail, with limits of memory and time, two at once."""

import asyncio
import os
import sys
from contextlib import suppress
from typing import Final

import msgspec

from backend.core.log import logger
from backend.mails.letters import Letter

SECONDS: Final = 40.0
_AT_ONCE: Final = 2

log = logger(__name__)
_turns = asyncio.Semaphore(_AT_ONCE)


class DamagedMail(ValueError):
    """What came is no mail that can be taken apart."""


async def take_apart(raw: bytes, *, seconds: float = SECONDS) -> Letter:
    """What is in a mail. Raises `DamagedMail`, also where the child was ended over it; a cancelled call ends the child."""
    async with _turns:
        process = await _start()
        try:
            async with asyncio.timeout(seconds):
                answer, _ = await process.communicate(raw)
        except TimeoutError as error:
            raise DamagedMail("took too long") from error
        finally:
            await _end(process)
    if process.returncode != 0:
        log.info("mail not taken apart", code=process.returncode, size=len(raw))
        raise DamagedMail("cannot be taken apart")
    return msgspec.msgpack.decode(answer, type=Letter)


async def _start() -> asyncio.subprocess.Process:
    environment = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "TMPDIR", "PYTHONPATH")}
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "backend.mails.child_process",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=environment,
    )


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
