"""The day of a receipt, in the ways that tills and people write it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.ocr.reading import Box, Word, lines_of
from backend.ocr.rules.dates import dates_in, find_date
from tests.unit.ocr.paper import TODAY, read, values


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-23", date(2026, 11, 23)),
        ("2018/10/06 12:30", date(2018, 10, 6)),
        ("2018年10月6日", date(2018, 10, 6)),
        ("25/12/2018 8:13:39 PM", date(2018, 12, 25)),
        ("16-03-201812:07:10", date(2018, 3, 16)),
        ("18-11-18 18:20", date(2018, 11, 18)),
        ("07.10.20l9 10:47", date(2019, 10, 7)),
        ("O3/04/2O18", date(2018, 4, 3)),
        ("日期:113/05/20", date(2024, 5, 20)),
        ("民國113年5月20日", date(2024, 5, 20)),
        ("31.12.19", date(2019, 12, 31)),
        ("25 / 12 / 2018", date(2018, 12, 25)),
        ("14 Dec'23", date(2023, 12, 14)),
        ("JEUDI 21 MARS 2024", date(2024, 3, 21)),
        ("Mar 18, 2018", date(2018, 3, 18)),
        ("4. März 2019", date(2019, 3, 4)),
        ("12 Aout 2021", date(2021, 8, 12)),
        ("20180314", date(2018, 3, 14)),
        ("1st Feb 2020", date(2020, 2, 1)),
        ("ORD #50-REG#19- 18/01/2018 10:27:03", date(2018, 1, 18)),
        ("27032018 No CS-20243", date(2018, 3, 27)),
        ("A13 760010381208-09-202214:26:00", date(2022, 9, 8)),
        ("295069/02 30.04.2009:58", date(2020, 4, 30)),
        ("05~05-17", date(2017, 5, 5)),
        ("02.03.201 15:59", date(2020, 3, 2)),
    ],
)
def test_days_in_a_line(text: str, day: date) -> None:
    assert [found for found, _ in dates_in(text)] == [day]


@pytest.mark.parametrize("text", ["30/02/2019", "Tel 03-4162-2318", "INV#003281900229170", "12:30:45", "99/99/9999", ""])
def test_what_is_no_day(text: str) -> None:
    assert dates_in(text) == []


def test_the_month_comes_first_where_people_write_it_so() -> None:
    assert dates_in("04/08/2019")[0] == (date(2019, 8, 4), True)
    assert dates_in("04/08/2019", month_first=True)[0] == (date(2019, 4, 8), True)
    assert dates_in("25/08/2019", month_first=True)[0] == (date(2019, 8, 25), False)


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        ("Sep. 24, 2018 8:11 AM\nDATE/HEURE: 18/09/24 08:11:23", "2018-09-24"),  # the year first, as the other date says
        ("Fri 06/02/2026 12:10", "2026-02-06"),
        ("Tuesday 06/02/2026 12:10", "2026-06-02"),
        ("05/12/2026 10:00", "2026-05-12"),  # the fifth of December has not come yet
        ("Hong Kong\n7/10/2019 9:18:53PM", "2019-07-10"),
        ("Kuala Lumpur\n7/10/2019 9:18:53PM", "2019-10-07"),
        ("Document No. : T03-18/199913\nDate : 06/02/2018 07:11:54 PM\nKuala Lumpur", "2018-02-06"),
    ],
)
def test_day_and_month_are_told_apart_by_evidence(lines: str, day: str) -> None:
    assert values(f"THE SHOP LTD\n{lines}\nTOTAL 5.00")["date"] == day


def test_a_day_that_could_be_another_one_is_less_sure() -> None:
    sure, open_ = (read(f"SHOP\nPraha\n{day} 12:00\nTOTAL 5.00").fields["date"].confidence for day in ("25/02/2026", "05/02/2026"))
    assert open_ < sure


@given(st.text(max_size=60))
def test_any_text_is_survived(text: str) -> None:
    assert all(isinstance(day, date) for day, _ in dates_in(text))


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.sampled_from(["%Y-%m-%d", "%d %b %Y", "%Y%m%d", "%d.%m.%Y %H:%M"]))
def test_a_printed_day_is_read_back(day: date, pattern: str) -> None:
    if pattern == "%Y%m%d" and day.year >= 2040:
        return  # packed digits are taken for a day in nearby years alone
    assert [found for found, _ in dates_in(day.strftime(pattern))] == [day]


def test_the_purchase_is_not_the_deadline_of_returns() -> None:
    assert values("SHOP LTD\n12/10/2026 14:02\nTOTAL 9.00\nReturns until 12/11/2026")["date"] == "2026-10-12"


@pytest.mark.parametrize(
    "line", ["Zahlbar bis 18.03.2026", "Spaar mee t/m 15-02-2026", "Derigs lidz 31.01.2026", "Forfallodatum 2026-05-30"]
)
def test_a_day_that_is_called_another_one_is_never_sure(line: str) -> None:
    assert read(f"SHOP LTD\nTOTAL 9.00\n{line}").fields["date"].confidence <= 0.5


def test_a_word_for_date_behind_a_day_does_not_name_it() -> None:
    text = "SHOP LTD\n11/28/2021 10:36:08 AM\nTOTAL $9.00\nChanges accepted\nJanuary 15, 2022 or 45 days from the date of purchase"
    assert values(text, "USD")["date"] == "2021-11-28"


def test_a_number_that_looks_american_does_not_turn_a_ringgit_receipt_round() -> None:
    assert values("KEDAI SDN BHD\n#001-001-0934-0001 05/01/2018 13:30\nTOTAL RM 9.00", "MYR")["date"] == "2018-01-05"


def test_a_day_after_the_upload_is_not_believed() -> None:
    assert values(f"SHOP LTD\nDate {TODAY.replace(year=2027):%d/%m/%Y}\nTOTAL 9.00").get("date") is None


def test_another_date_on_the_receipt_decides_the_order() -> None:
    assert values("SHOP LTD\nOpened 13/01/2020\nDate 04/08/2020 12:01\nTOTAL 9.00")["date"] == "2020-08-04"


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("21 Crv'23 18:16", "2023-07-21"),
        ("12 de marzo de 2026", "2026-03-12"),
        ("3 października 2026", "2026-10-03"),
        ("令和8年5月7日", "2026-05-07"),
        ("2026년 6월 21일", "2026-06-21"),
        ("15/02/2569 12:01", "2026-02-15"),
        ("02006220472026/07/1011:46", "2026-07-10"),
        ("Invoice date 1 March 2026 Due date 31 March 2026", "2026-03-01"),
        ("Due date 31 March 2026 Invoice date 1 March 2026", "2026-03-01"),
        ("Datums: 2026. gada 14. maijs", "2026-05-14"),
        ("Datums: 2026.gada14.maijs", "2026-05-14"),
        ("2026 m. gegužės 14 d.", "2026-05-14"),
        ("Kelt: 2026. május 14.", "2026-05-14"),
        ("14. května 2026", "2026-05-14"),
        ("14 травня 2026", "2026-05-14"),
    ],
)
def test_days_as_many_countries_write_them(line: str, day: str) -> None:
    assert values(f"THE SHOP LTD\n{line}\nTOTAL 5.00")["date"] == day


def test_a_day_is_called_by_the_heading_of_its_column() -> None:
    words = [
        Word(text, 0.98, Box(1, x, y, 0.2, 0.02))
        for y, line in ((0.1, ("Due date", "Invoice date")), (0.13, ("22-9-2026", "8-9-2026")))
        for x, text in zip((0.1, 0.5), line, strict=True)
    ]
    found = find_date(list(lines_of(words, 1).lines), TODAY, month_first=False)
    assert found is not None
    assert found.day == date(2026, 9, 8)


@pytest.mark.parametrize("line", ["WHITE BREAD 6.39", "MARKET 12.20 15", "MAGGI 5.20 26", "LEDGER 4.10 22"])
def test_a_word_that_begins_like_a_month_is_none(line: str) -> None:
    assert dates_in(line) == []
