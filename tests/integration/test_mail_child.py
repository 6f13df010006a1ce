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


def html(text: str) -> bytes:
    return b"From: a@shop.example\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + text.encode()


@pytest.mark.parametrize(
    "text",
    [
        "<!--" * 500_000,  # each of these has the parser look to the end
        "&amp;" * 4_000_000,
        "<b a=1><p>" * 200_000,
        "<table><tr><td>" * 100_000,
        "<p>" + "ab " * 6_000_000,
        "<img src='data:image/png;base64," + "QUJD" * 5_000_000 + "'>",
    ],
    ids=["comments", "entities", "formatting", "tables", "repetition", "base64"],
)
async def test_a_hostile_text_is_read_in_part_or_ends_its_child_and_the_next_mail_is_taken_apart(text: str) -> None:
    try:
        letter = await mails.take_apart(html(text), seconds=5)
    except mails.DamagedMail:
        letter = None
    assert letter is None or letter.sheet is None or len(letter.sheet.rows) < 1000
    good = await mails.take_apart(
        html("<script src='https://evil.example/x.js'>1</script><link href='file:///etc/passwd'><p>Total $12.00</p>")
    )
    assert good.sheet is not None
    assert (good.sheet.text, good.has_amount) == ("Total $12.00", True)
