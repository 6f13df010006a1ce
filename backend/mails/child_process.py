"""The child process that takes one mail apart: `python -m backend.mails.child_process`, the mail on standard input.

It limits its own memory, time and files before it looks at anything, and dies with its parent. What it answers is a `Letter`, or
nothing.
"""

import ctypes
import os
import resource
import signal
import sys
from typing import Final

import msgspec

from backend.mails import letters

_MEMORY: Final = 1024**3
_PROCESSOR_SECONDS: Final = 20
_PR_SET_PDEATHSIG: Final = 1


def main() -> int:
    """Answer one mail; 1 for one that cannot be taken apart."""
    _limit()
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not stand in the answer
    try:
        letter = letters.read(sys.stdin.buffer.read())
    except Exception:  # noqa: BLE001 - a parser raises whatever it stumbles over, RecursionError and MemoryError among it
        return 1
    answers.write(msgspec.msgpack.encode(letter))
    answers.flush()
    return 0


def _limit() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    for limit, value in (
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_CPU, _PROCESSOR_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (value, value))


if __name__ == "__main__":
    sys.exit(main())
