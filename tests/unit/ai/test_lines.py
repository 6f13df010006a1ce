"""A line is what its expense is unless something good speaks against it."""

import pytest

from backend.ai.goods import CATEGORY_OF_GOODS, SOLD_BESIDE, sort_of
from backend.ai.lines import OF_A_PERSON, Bought, Chosen, Place, place_lines
from backend.ai.topics import CATEGORY_OF_TOPIC

MILK = Bought("Milk 1L", 900)


def places(own: str | None, *lines: tuple[str, int], kind: str = "expense", **chosen: str) -> list[str | None]:
    """Where the lines of an expense go; `chosen` are earlier choices by the first word of a line."""
    bought = [Bought(words, minor) for words, minor in lines]
    remembered = {each.description: Chosen(chosen[word], word) for each in bought if (word := each.description.split()[0]) in chosen}
    return [place.category_key for place in place_lines(bought, own, remembered, kind)]


def test_every_sort_of_goods_leads_to_a_category_and_every_shop_sells_known_sorts() -> None:
    assert set(CATEGORY_OF_GOODS.values()) <= set(CATEGORY_OF_TOPIC.values())
    assert {sort for sorts in SOLD_BESIDE.values() for sort in sorts} <= set(CATEGORY_OF_GOODS)


@pytest.mark.parametrize(
    ("own", "words", "category"),
    [
        # English
        ("groceries", "HEAD & SHOULDERS SHAMPOO 250ML", "health"),
        ("groceries", "LAUNDRY LIQUID 2L", "home"),
        ("groceries", "USB CABLE 1M", "shopping"),
        ("groceries", "UNLEADED 32.1L", "fuel"),
        ("groceries", "BALL PEN 4PK", "office"),
        ("groceries", "CRAFT BEER 0.5", None),
        ("groceries", "LEMON SPONGE CAKE", None),
        ("groceries", "JACKET POTATO", None),
        ("groceries", "DOG FOOD CHICKEN", None),
        ("fuel", "Mineral water 0.5l", "groceries"),
        ("fuel", "Cappuccino large", "eating_out"),
        ("fuel", "AdBlue 10L", "transport"),
        # German
        ("groceries", "ELKOS WASCHLOTION", "health"),
        ("groceries", "B-A-M ZAHNCREME", "health"),
        ("groceries", "VOLLWASCHMITTEL 20WL", "home"),
        ("groceries", "GUT BIO JOGHURT PUR", None),
        ("groceries", "Schreibheft A5", "office"),
        ("groceries", "Damensocken 3er Socken", "shopping"),
        ("health", "Dinkelkekse 125g Kekse", "groceries"),
        ("health", "Duschgel Kokos-Milch", None),
        ("health", "Allzweckreiniger Zitrone", "home"),
        ("fuel", "DIESEL 42,1 l", None),
        # French
        ("groceries", "SHAMPOOING DOUX 400ML", "health"),
        ("groceries", "LIQUIDE VAISSELLE CITRON", "home"),
        ("groceries", "CAHIER 96 PAGES", "office"),
        ("groceries", "BAGUETTE TRADITION", None),
        # Spanish
        ("groceries", "CHAMPÚ ANTICASPA", "health"),
        ("groceries", "DETERGENTE LÍQUIDO", "home"),
        ("groceries", "CUADERNO CUADRÍCULA", "office"),
        ("fuel", "GALLETAS MARÍA", "groceries"),
        # Japanese
        ("groceries", "薬用シャンプー 詰替", "health"),
        ("groceries", "食器用洗剤", "home"),
        ("groceries", "牛乳 1000ml", None),
        ("fuel", "食パン6枚", "groceries"),
        # Arabic
        ("groceries", "شامبو للشعر", "health"),
        ("groceries", "بطارية AA", "home"),
        ("groceries", "حليب طازج", None),
        ("fuel", "شاي أخضر", "groceries"),
    ],
)
def test_words_that_hardly_mean_anything_else_say_what_a_line_is(own: str, words: str, category: str | None) -> None:
    assert places(own, ("Something else", 900), ("and more", 900), (words, 500))[-1] == category


@pytest.mark.parametrize("own", ["eating_out", "entertainment", "transport", OF_A_PERSON])
def test_where_nothing_is_sold_beside_every_line_is_what_the_expense_is(own: str) -> None:
    assert places(own, ("Beer", 900), ("Menu", 900), ("Shampoo", 300)) == [None, None, None]


def test_without_a_category_goods_are_told_apart_but_no_food_which_may_be_a_restaurants() -> None:
    assert places(None, ("Fried rice", 900), ("Tea", 900), ("Shampoo", 300)) == [None, None, "health"]


def test_what_comes_in_is_not_told_apart() -> None:
    assert places("groceries", ("Bread", 900), ("Shampoo", 300), kind="income") == [None, None]


def test_where_most_of_a_receipt_would_leave_its_category_that_is_what_is_wrong() -> None:
    assert places("shopping", ("Fish cake", 900), ("Iced tea", 400), ("Lamp", 300)) == [None, None, None]
    assert places("fuel", ("Diesel", 6000), ("Cola", 200), ("Chips", 200)) == [None, "groceries", "groceries"]


def test_a_persons_choice_for_such_a_line_outranks_its_words_and_is_the_reason() -> None:
    assert places("groceries", ("Milk", 900), ("Shampoo kids", 300), Shampoo="c-1") == [None, "c-1"]
    (place,) = place_lines([Bought("Tea", 200)], "eating_out", {"Tea": Chosen("c-2", "Hobby")})
    assert place == Place("c-2", "memory", "You put “Tea” into Hobby before")


@pytest.mark.parametrize(
    ("words", "named"), [("Family SHAMPOO 1L", "SHAMPOO"), ("薬用シャンプー 詰替", "薬用シャンプー"), ("GEL DOUCHE 1L", "GEL DOUCHE 1L")]
)
def test_the_reason_names_the_word_as_it_is_printed(words: str, named: str) -> None:
    assert place_lines([MILK, Bought(words, 300)], "groceries")[1].why == f"The words “{named}” say so"


def test_a_deposit_goes_with_the_line_above_or_the_one_below_where_it_stands_first() -> None:
    assert places("groceries", ("Brot", 900), ("Shampoo", 300), ("Pfand", 25)) == [None, "health", "health"]
    assert places("groceries", ("EINWEG PFAND", 25), ("Shampoo", 300), ("Brot", 900)) == ["health", "health", None]
    assert places("groceries", ("Statiegeld", 25)) == [None]
    assert places("groceries", ("Brot", 900), ("Shampoo", 300), ("Leergut", -25)) == [None, "health", None]


def test_a_discount_goes_with_the_line_above_as_far_as_that_bears_it_else_with_all() -> None:
    lines = [MILK, Bought("Shampoo", 300), Bought("Rabatt 20 %", -60), Bought("Coupon", -100), Bought("Ab 10 Euro", -500)]
    assert [(place.category_key, place.source) for place in place_lines(lines, "groceries")] == [
        (None, "expense"),
        ("health", "words"),
        ("health", "beside"),
        ("health", "beside"),
        (None, "all"),
    ]


def test_a_receipt_of_discounts_alone_is_shared_by_all() -> None:
    assert [place.source for place in place_lines([Bought("Return", -500)], "groceries")] == ["all"]


@pytest.mark.parametrize("words", ["", "###", "12345", "x" * 200, "Ж" * 50])
def test_whatever_was_read_has_a_sort_or_none(words: str) -> None:
    assert sort_of(words) is None
