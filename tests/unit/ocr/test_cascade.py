"""The cascade reads cheaply first, looks again where doubts are left, and knows what it cannot read."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pytest
from PIL import Image

from backend.ocr.cascade import Cascade
from backend.ocr.choices import Choice
from backend.ocr.documents import Picture
from backend.ocr.placing import page_on_page, reading_on_page
from backend.ocr.reading import Box, Context, Word

TODAY = Context(date(2026, 11, 24))
SURE = "STARBUCKS COFFEE LTD\nDublin, Ireland\nVAT IE9705884E\n12/07/2024 14:22\nLatte 3.10 €\nCroissant 2.50 €\nTOTAL 5.60 €\nCARD 5.60 €"
UNSURE = "STARBUCKS COFFEE LTD\nDublin, Ireland\n12/07/2024 14:22\nLatte 3.10 €\nCroissant\nnothing\nT0TAL 5.60 €\nthank you"
CYRILLIC = "000 POMA\nNHH 7701234567\n12.03.202414:22\n1 x 45,00 = 45,00\n2 x 89,50 = 179,00\nT00 544,40\n1000,00\n455,60"


@dataclass
class Scripted:
    """An engine that reads what it is told, by the size at which it is asked; it remembers each asking."""

    name: str
    texts: dict[Any, str]
    packs: list[str] = field(default_factory=lambda: ["eng", "deu"])
    seen: str | None = None
    asked: list[Any] = field(default_factory=list)
    shown: list[tuple[int, int]] = field(default_factory=list)

    def read(self, image: Any, page: int, how: Any = None) -> list[Word]:
        self.asked.append(how)
        self.shown.append(image.size)
        rows = self.texts.get(how, self.texts[None]).splitlines()
        return [Word(row, 0.98, Box(page, 0.1, at / len(rows), 0.8, 0.6 / len(rows))) for at, row in enumerate(rows)]

    def script(self, image: Any) -> str | None:
        return self.seen


class Lying(Scripted):
    """An engine to which a picture that is wider than high shows tall texts; what is shown after its `turns` is read well."""

    turns = 1

    def read(self, image: Any, page: int, how: Any = None) -> list[Word]:
        words = super().read(image, page, how)
        if len(self.asked) > self.turns:
            return words
        sure = 0.7 if self.turns else 0.98
        if image.height > image.width:
            return [replace(word, confidence=sure) for word in words]
        return [replace(word, confidence=sure, box=Box(page, word.box.y, word.box.x, word.box.h, word.box.w)) for word in words]


class Sloping(Scripted):
    """An engine that is shown a picture whose lines sink to the right."""

    def read(self, image: Any, page: int, how: Any = None) -> list[Word]:
        return [replace(word, rise=0.06, box=replace(word.box, h=0.1)) for word in super().read(image, page, how)]


def cascade(rapid: Scripted, tesseract: Scripted | None = None) -> Cascade:
    made = Cascade()
    made.__dict__.update(_rapid=rapid, _tesseract=tesseract or Scripted("tesseract", {None: "x"}))
    return made


def picture(width: int = 1600, height: int = 2400) -> Picture:
    return Picture(Image.new("RGB", (width, height), "white"), [])


def test_a_small_look_is_enough_where_it_leaves_no_doubt() -> None:
    rapid = Scripted("rapidocr", {None: SURE})
    opinion = cascade(rapid).read([picture()], TODAY)
    assert rapid.asked == [1280]
    assert (opinion.reading.fields["total"].value, opinion.engine) == ("5.60", "rapidocr")


def test_doubts_are_looked_at_again_at_full_size() -> None:
    rapid = Scripted("rapidocr", {1280: UNSURE, None: SURE})
    opinion = cascade(rapid).read([picture()], TODAY)
    assert rapid.asked == [1280, None]
    assert opinion.reading.fields["total"].checks


def test_the_small_look_stands_where_its_sums_close_and_those_of_the_large_one_do_not() -> None:
    unsure_but_closing = SURE.replace("12/07/2024 14:22", "no day here")
    opinion = cascade(Scripted("rapidocr", {1280: unsure_but_closing, None: UNSURE})).read([picture()], TODAY)
    assert opinion.reading.fields["total"].checks


@pytest.mark.parametrize("size", [(900, 600), (600, 900)], ids=["on its side", "on its head"])
def test_a_picture_that_lies_is_turned_for_everybody_and_read_again(size: tuple[int, int]) -> None:
    rapid, lying = Lying("rapidocr", {None: SURE}), picture(*size)
    opinion = cascade(rapid).read([lying], TODAY)
    assert rapid.shown == [size, (600, 900)]
    assert (lying.image.size, opinion.reading.fields["total"].value) == ((600, 900), "5.60")


def test_a_picture_that_is_read_no_better_the_other_way_up_stays() -> None:
    rapid, faint = Lying("rapidocr", {None: SURE}), picture(600, 900)
    rapid.turns = 2
    before = faint.image
    cascade(rapid).read([faint], TODAY)
    assert (len(rapid.shown), faint.image) == (2, before)


def test_the_second_look_is_of_the_receipt_alone_and_its_places_are_put_back_on_the_page() -> None:
    rapid = Scripted("rapidocr", {1280: UNSURE, None: SURE})
    opinion = cascade(rapid).read([picture(4800, 1600)], TODAY)
    whole, receipt = rapid.shown
    assert receipt[0] / receipt[1] < whole[0] / whole[1]
    seen = opinion.pages[0].lines[0].box
    put_back = page_on_page(opinion.pages[0], opinion.frames).lines[0].box
    assert put_back.x > seen.x and put_back.w < seen.w  # less of the page than of what was cut out of it
    assert reading_on_page(opinion.reading, opinion.frames).fields["merchant"].box == put_back


def test_a_picture_that_was_small_already_is_looked_at_once() -> None:
    rapid = Scripted("rapidocr", {None: UNSURE})
    cascade(rapid).read([picture(600, 900)], TODAY)
    assert len(rapid.asked) == 1


def test_printed_words_of_a_pdf_are_taken_as_they_are() -> None:
    rapid = Scripted("rapidocr", {None: SURE})
    rows = SURE.splitlines()
    printed = [(row, 0.1, at / len(rows), 0.8, 0.05) for at, row in enumerate(rows)]
    opinion = cascade(rapid).read([Picture(picture().image, printed)], TODAY)
    assert (rapid.asked, opinion.engine) == ([], "pdf")


def test_the_engine_that_a_person_chose_reads_alone() -> None:
    rapid, tesseract = Scripted("rapidocr", {None: SURE}), Scripted("tesseract", {None: UNSURE})
    opinion = cascade(rapid, tesseract).read([picture()], TODAY, Choice("tesseract", "deu"))
    assert (rapid.asked, tesseract.asked, opinion.engine) == ([], ["deu"], "tesseract")


def test_a_language_alone_means_tesseract() -> None:
    tesseract = Scripted("tesseract", {None: SURE})
    cascade(Scripted("rapidocr", {None: SURE}), tesseract).read([picture()], TODAY, Choice(language="deu"))
    assert tesseract.asked == ["deu"]


def test_tesseract_is_shown_level_lines() -> None:
    rapid, tesseract = (
        Sloping("rapidocr", {None: CYRILLIC}),
        Scripted("tesseract", {None: "x"}, packs=["eng", "osd", "rus"], seen="Cyrillic"),
    )
    opinion = cascade(rapid, tesseract).read([picture()], TODAY)
    assert tesseract.shown != rapid.shown and opinion.frames[0]


def test_a_script_with_a_pack_is_read_by_tesseract_in_it() -> None:
    tesseract = Scripted("tesseract", {None: "ИТОГО 544,40"}, packs=["eng", "osd", "rus"], seen="Cyrillic")
    opinion = cascade(Scripted("rapidocr", {None: CYRILLIC}), tesseract).read([picture()], TODAY)
    assert (tesseract.asked, opinion.engine, opinion.unread) == (["rus+eng"], "tesseract", None)


@pytest.mark.parametrize(("seen", "unread"), [("Cyrillic", "Cyrillic"), (None, "")])
def test_a_script_without_a_pack_is_named_and_nothing_of_it_is_sure(seen: str | None, unread: str) -> None:
    tesseract = Scripted("tesseract", {None: "POMALIKA\nTORO 544,40"}, seen=seen)
    opinion = cascade(Scripted("rapidocr", {None: CYRILLIC}), tesseract).read([picture()], TODAY)
    assert opinion.unread == unread
    assert all(each.confidence <= 0.5 for each in opinion.reading.fields.values())
