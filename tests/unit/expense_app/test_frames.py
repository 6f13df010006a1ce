"""What may come through a socket."""

import pytest
from starlette.types import Message

from expense_app.frames import BINARY, POLICY, TOO_BIG, FrameGate, Limits, Line


class Clock:
    """A clock that is set by hand (seconds)."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def text(words: str) -> Message:
    return {"type": "websocket.receive", "text": words, "bytes": None}


def test_two_hundred_frames_at_once_pass_and_the_next_ends_the_socket() -> None:
    gate = FrameGate(Limits(), Clock())
    assert [gate.refusal(text("x")) for _ in range(200)] == [None] * 200
    assert gate.refusal(text("x")) == POLICY


def test_twenty_frames_a_second_pass_for_ever_after_a_burst() -> None:
    clock = Clock()
    gate = FrameGate(Limits(), clock)
    for _ in range(200):
        gate.refusal(text("x"))
    for _ in range(10):
        clock.now += 1
        assert [gate.refusal(text("x")) for _ in range(20)] == [None] * 20
    assert gate.refusal(text("x")) == POLICY


def test_a_quiet_hour_does_not_save_up_more_than_one_burst() -> None:
    clock = Clock()
    gate = FrameGate(Limits(burst=3), clock)
    clock.now = 3600
    assert [gate.refusal(text("x")) for _ in range(4)] == [None, None, None, POLICY]


def test_a_binary_frame_is_refused_even_when_it_is_empty() -> None:
    assert FrameGate(Limits()).refusal({"type": "websocket.receive", "text": None, "bytes": b""}) == BINARY


@pytest.mark.parametrize(("words", "code"), [("a" * 262_144, None), ("a" * 262_145, TOO_BIG), ("é" * 131_073, TOO_BIG)])
def test_a_frame_is_measured_in_bytes(words: str, code: int | None) -> None:
    assert FrameGate(Limits()).refusal(text(words)) == code


async def test_a_cut_line_tells_the_client_once_and_the_app_that_the_client_has_gone() -> None:
    said = []

    async def receive() -> Message:
        return text("more")

    async def send(message: Message) -> None:
        said.append(message)

    line = Line(receive, send)
    seen = await line.cut(POLICY)
    await line.cut(POLICY)
    await line.send({"type": "websocket.send", "text": "secret"})
    assert seen == {"type": "websocket.disconnect", "code": POLICY} == await line.receive()
    assert said == [{"type": "websocket.close", "code": POLICY, "reason": ""}]
