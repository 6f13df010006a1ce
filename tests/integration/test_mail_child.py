"""The child that takes mails apart: what breaks it or takes too long is a damaged mail, and the next one is taken apart."""

import pytest

from backend import mails
from tests.mails import RECEIPTS, a_mail

GOOD = a_mail("a@b.example", "mara@shop.example", ("lunch.jpg", (RECEIPTS / "starbucks_dublin.jpg").read_bytes())).as_bytes()


async def test_what_breaks_a_parser_is_a_damaged_mail_and_the_next_is_read() -> None:
    for broken in (b"", b"\x00" * 5000, b"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=" + b"x" * 5000 + b"\r\n"):
        with pytest.raises(mails.DamagedMail):
            await mails.take_apart(broken)
    letter = await mails.take_apart(GOOD)
    assert (letter.sender, [each.name for each in letter.files]) == ("mara@shop.example", ["lunch.jpg"])


async def test_what_takes_too_long_is_ended() -> None:
    with pytest.raises(mails.DamagedMail):
        await mails.take_apart(GOOD, seconds=0.001)
