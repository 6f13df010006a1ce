"""What parts of one receipt say together, and what each of them keeps."""

import pytest

from backend.ocr.child import SeenPage, SeenPart, SeenWord
from backend.ocr.together import together, with_surer

TOP = ["Corner Market", "02/10/2026 10:15", "Bread 2.40", "Rolls 3.40", "Cake 4.40"]
REST = ["Rolls 3.40", "Cake 4.40", "TOTAL 10.20", "Thank you"]


def seen(*lines: str) -> SeenPart:
    step = 1 / len(lines)
    return SeenPart(
        "2026-11-24", [SeenPage(1.4, [SeenWord(text, 0.98, 0.1, place * step, 0.8, 0.7 * step) for place, text in enumerate(lines)])]
    )


def test_each_part_says_what_is_printed_on_it_and_a_receipt_besides_them_stays_alone() -> None:
    other = seen("Blue Door Books", "05/10/2026", "Atlas 21.00", "TOTAL 21.00", "Thank you")
    pair, (alone,) = together([seen(*TOP), seen(*REST), other], "EUR")
    assert [share.part for share in pair] == [0, 1] and alone.part == 2
    assert pair[0].fields["merchant"]["value"] == "Corner Market" and "merchant" not in pair[1].fields
    assert (pair[1].fields["total"]["value"], pair[1].fields["total"]["box"][0]) == ("10.20", 1)
    assert alone.fields["total"]["value"] == "21.00"


def field(value: str, confidence: float) -> dict[str, object]:
    return {"value": value, "confidence": confidence}


JOINED = [{"merchant": field("Markt", 0.6)}, {"total": field("10.20", 0.98)}]


@pytest.mark.parametrize(
    ("own", "stands"),
    [
        ([{}, {}], JOINED),
        ([{"merchant": field("Corner Market", 0.9)}, {}], [{"merchant": field("Corner Market", 0.9)}, {"total": field("10.20", 0.98)}]),
        ([{}, {"merchant": field("Corner Market", 0.9)}], [{}, {"total": field("10.20", 0.98), "merchant": field("Corner Market", 0.9)}]),
        ([{"total": field("9.99", 0.79)}, {}], JOINED),
        ([{"date": field("2026-10-02", 0.3)}, {}], [{**JOINED[0], "date": field("2026-10-02", 0.3)}, JOINED[1]]),
    ],
    ids=["nothing of its own", "surer", "surer on another part", "less sure", "not read together"],
)
def test_a_value_that_a_part_had_by_itself_stands_where_it_was_surer(own: list[dict], stands: list[dict]) -> None:
    assert with_surer(JOINED, own) == stands
