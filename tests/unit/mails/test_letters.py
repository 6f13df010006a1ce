"""A mail taken apart: its sender, its files, nothing else; and whatever is sent instead of one ends in a plain refusal."""

import io
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from backend.mails import letters
from backend.mails.letters import TooDeep


def picture(width: int = 600, height: int = 900, kind: str = "JPEG") -> bytes:
    drawn = Image.effect_noise((width, height), 60)
    buffer = io.BytesIO()
    drawn.save(buffer, kind)
    return buffer.getvalue()


PICTURE = picture()


def a_mail(sender: str = "Mara <mara@shop.example>") -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = sender, "Lünch\ttoday"
    mail.set_content("See attached.")
    return mail


def names(mail: EmailMessage) -> list[str]:
    return [each.name for each in letters.read(mail.as_bytes()).files]


def test_sender_subject_and_files_are_found_and_other_files_are_named() -> None:
    mail = a_mail()
    mail.add_alternative("<p>See attached.</p>", subtype="html")
    mail.add_attachment(PICTURE, maintype="image", subtype="jpeg", filename="größe.jpg")
    mail.add_attachment(b"%PDF-1.7", maintype="application", subtype="octet-stream", filename="bill.PDF")
    mail.add_attachment(b"PK", maintype="application", subtype="zip", filename="bills.zip")
    letter = letters.read(mail.as_bytes())
    assert (letter.sender, letter.subject) == ("mara@shop.example", "Lünch today")
    assert [each.name for each in letter.files] == ["größe.jpg", "bill.PDF"]
    assert letter.files[0].data == PICTURE
    assert letter.other == ["bills.zip"]


def test_files_of_a_forwarded_mail_are_found_and_the_forwarder_is_the_sender() -> None:
    inner = a_mail("shop@elsewhere.example")
    inner.add_attachment(PICTURE, maintype="image", subtype="jpeg", filename="inner.jpg")
    outer = a_mail()
    outer.add_attachment(inner)
    letter = letters.read(outer.as_bytes())
    assert (letter.sender, [each.name for each in letter.files]) == ("mara@shop.example", ["inner.jpg"])


@pytest.mark.parametrize(
    ("size", "inline", "kept"),
    [((600, 900), True, True), ((250, 80), True, False), ((1, 1), False, False), ((40, 40), False, False), ((250, 800), False, True)],
)
def test_logos_and_tracking_pixels_are_left_and_photographs_are_not(size: tuple[int, int], inline: bool, kept: bool) -> None:
    mail = a_mail()
    how = {"disposition": "inline", "cid": "<logo>"} if inline else {"filename": "a.png"}
    mail.add_attachment(picture(*size, "PNG"), maintype="image", subtype="png", **how)
    assert bool(letters.read(mail.as_bytes()).files) is kept


@pytest.mark.parametrize(
    "header",
    [
        b"",
        b"From: \r\n",
        b"From: a@b.example, c@d.example\r\n",
        b"From: a@b.example\r\nFrom: a@b.example\r\n",
        b"From: @b.example\r\n",
        b"From: mara@\r\n",
        b"From: =?utf-8?q?=00?=@b.example\r\n",
        b"From: undisclosed:;\r\n",
        b"From: \xff\xfe@b.example\r\n",
    ],
)
def test_a_sender_that_is_not_one_address_is_none(header: bytes) -> None:
    assert letters.read(header + b"Subject: x\r\n\r\nhello").sender == ""


def test_what_is_nested_deeper_than_people_send_is_not_even_parsed() -> None:
    nested = b"From: a@b.example\r\n"
    for number in range(150):
        nested += f"Content-Type: multipart/mixed; boundary=x{number}\r\n\r\n--x{number}\r\n".encode()
    with pytest.raises(TooDeep):
        letters.read(nested + b"\r\nend")


def test_parts_in_parts_end_somewhere_also_where_they_are_few() -> None:
    mail = a_mail()
    for _ in range(20):
        outer = a_mail()
        outer.add_attachment(mail)
        mail = outer
    with pytest.raises(TooDeep):
        letters.read(mail.as_bytes())


def test_a_header_without_end_is_no_mail() -> None:
    with pytest.raises(TooDeep):
        letters.read(b"X: y\r\n" * 100_000)


def test_more_files_than_are_taken_are_named() -> None:
    mail = a_mail()
    for number in range(23):
        mail.add_attachment(b"\xff\xd8" + bytes([number]), maintype="image", subtype="jpeg", filename=f"{number}.jpg")
    letter = letters.read(mail.as_bytes())
    assert (len(letter.files), letter.other) == (20, ["20.jpg", "21.jpg", "22.jpg"])


_PIECES = st.sampled_from(
    [
        b"From: a@b.example\r\n",
        b"Content-Type: multipart/mixed; boundary=b\r\n",
        b"Content-Type: message/rfc822\r\n",
        b"Content-Type: image/png; name*=utf-8''%ff\r\n",
        b"Content-Transfer-Encoding: base64\r\n",
        b'Content-Disposition: attachment; filename="=?utf-8?b?////?="\r\n',
        b"\r\n",
        b"--b\r\n",
        b"--b--\r\n",
        b"AAAA====\r\n",
        b"Subject: =?utf-8?q?=ff=00?=\r\n",
        b"Authentication-Results: x (((((\r\n",
    ]
)


@given(st.lists(st.one_of(_PIECES, st.binary(max_size=30)), max_size=40))
def test_whatever_comes_is_a_letter_or_a_refusal_and_its_words_can_be_stored(pieces: list[bytes]) -> None:
    try:
        letter = letters.read(b"".join(pieces))
    except (ValueError, LookupError, TypeError, AttributeError):  # the child answers all of these alike
        return
    for text in (letter.sender, letter.subject, *letter.other, *(each.name for each in letter.files), *letter.verdicts):
        assert text.isprintable()
        text.encode()


def test_a_mail_put_together_from_a_providers_account_is_one_like_any_other() -> None:
    raw = letters.made_of(
        {"From": "mara@shop.example\r\nBcc: eve@evil.example"}, [("a.jpg", "image/jpeg", PICTURE), ("b", "text/html", b"x")]
    )
    letter = letters.read(raw)
    assert ([each.name for each in letter.files], letter.other) == (["a.jpg"], ["b"])
    assert b"\nBcc" not in raw


def test_a_text_that_a_provider_has_cut_within_a_character_is_a_text_still() -> None:
    for told in ({"text": "Total 5.00 EUR \ud83d"}, {"html": "<p>Total 5.00 EUR \ud83d</p>"}):
        letter = letters.read(letters.made_of({"From": "mara@shop.example"}, [], **told))
        assert letter.sheet is not None
        assert letter.sheet.text.startswith("Total 5.00 EUR")
