"""What may come through one open socket: text of bounded size at a bounded rate."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from starlette.types import Message, Receive, Send

GOING_AWAY: Final = 1001
BINARY: Final = 1003
POLICY: Final = 1008
TOO_BIG: Final = 1009
TRY_LATER: Final = 1013


@dataclass(frozen=True)
class Limits:
    """Bounds of a socket: bytes a frame, frames at once, and frames a second after that."""

    frame_bytes: int = 256 * 1024
    burst: int = 200
    per_second: float = 20.0


class Bucket:
    """A token bucket: full at first, refilled evenly."""

    def __init__(self, limits: Limits, clock: Callable[[], float] = time.monotonic) -> None:
        """Start full at the clock's present."""
        self._limits, self._clock = limits, clock
        self._left, self._at = float(limits.burst), clock()

    def take(self) -> bool:
        """Take one; False when it is empty."""
        now = self._clock()
        self._left = min(self._limits.burst, self._left + (now - self._at) * self._limits.per_second)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True


class FrameGate:
    """Judges each frame of one socket."""

    def __init__(self, limits: Limits, clock: Callable[[], float] = time.monotonic) -> None:
        """Nothing has come yet."""
        self._limits, self._bucket = limits, Bucket(limits, clock)

    def refusal(self, message: Message) -> int | None:
        """The code to close the socket with because of this frame, or None when it may pass."""
        text = message.get("text")
        if text is None:
            return BINARY
        if len(text) > self._limits.frame_bytes or len(text.encode()) > self._limits.frame_bytes:
            return TOO_BIG
        return None if self._bucket.take() else POLICY


class Line:
    """One socket between client and app, which can be cut from here: then the app sees a disconnect and speaks to nobody."""

    def __init__(self, receive: Receive, send: Send) -> None:
        """The server's own two ends."""
        self._receive, self._send = receive, send
        self.cut_with: int | None = None

    async def receive(self) -> Message:
        """The next message of the server, or the disconnect that follows a cut."""
        if self.cut_with is not None:
            return self._disconnect()
        return await self._receive()

    async def send(self, message: Message) -> None:
        """Pass on what the app says, unless the line is cut."""
        if self.cut_with is None:
            await self._send(message)

    async def cut(self, code: int) -> Message:
        """Close towards the client; the answer is what the app is to see."""
        if self.cut_with is None:
            self.cut_with = code
            await self._send({"type": "websocket.close", "code": code, "reason": ""})
        return self._disconnect()

    def _disconnect(self) -> Message:
        return {"type": "websocket.disconnect", "code": self.cut_with or GOING_AWAY}
