"""Scripts that an engine has no model for are noticed by what it could read."""

from backend.ocr.reading import Box, Word
from backend.ocr.scripts import hardly_read, own_script, packs_for


def words(text: str) -> list[Word]:
    return [Word(line, 0.9, Box(1, 0.1, 0.1, 0.5, 0.02)) for line in text.splitlines() if line]


LATIN = "CAFFE NERO\n12/03/2024 14:22\nLatte 3.10\nCroissant 2.50\nTOTAL 5.60\nCARD 5.60"
# What RapidOCR makes of receipts in Arabic and in Cyrillic letters.
ARABIC = "0001234560000\n12/03/2024 14:22\n45.00\n12.50\n15.0\n72.50\n9.46\n100.00"
CYRILLIC = '000 "POMAWKA"\nNHH 7701234567\n12.03.202414:22\n1 x 45,00 = 45,00\n2 x 89,50 = 179,00\nT00 544,40\n1000,00'
GREEK = "ΣKΛABENITHΣ AEE\nAΦM 800764388\n12/03/2024\nΓAΛA ΦPEΣK0 2,35\nΣYNOΛ0 10,55"


def test_a_receipt_in_latin_letters_counts_as_read() -> None:
    assert not hardly_read(words(LATIN))


def test_numbers_with_hardly_a_letter_are_a_script_that_was_not_read() -> None:
    assert hardly_read(words(ARABIC)) and hardly_read(words(CYRILLIC))


def test_a_page_with_hardly_anything_on_it_says_nothing_about_scripts() -> None:
    assert not hardly_read(words("5.60\n12")) and not hardly_read([])


def test_greek_is_told_by_its_letters_though_most_look_latin() -> None:
    assert own_script(words(GREEK)) == "Greek"


def test_a_stray_letter_makes_no_script() -> None:
    assert own_script(words(LATIN + "\nµ Ω")) is None
    assert own_script(words("合計 1,200\n消費税 100\nレシート")) is None


def test_any_language_of_a_script_reads_it_and_the_commonest_comes_first() -> None:
    assert packs_for("Cyrillic", ["eng", "bul", "rus"]) == ["rus", "bul"]
    assert packs_for("Greek", ["eng", "deu"]) == []
    assert packs_for(None, ["rus"]) == []
    assert packs_for("Klingon", ["rus"]) == []
