"""Every topic leads to a starter category of its direction, and every word list belongs to a topic."""

import pytest

from backend.ai.topics import CATEGORY_OF_TOPIC, INCOME_TOPICS, TOPIC_OF_TAG, allows, rank, tag_words
from backend.ai.words import EVERYDAY, ON_RECEIPTS, PHRASES, SERVICES
from backend.categories.starter import STARTER_CATEGORIES

KIND_OF_CATEGORY = {category.key: category.kind for category in STARTER_CATEGORIES}


def test_every_topic_has_a_starter_category_of_its_direction_but_transfers() -> None:
    for topic, category in CATEGORY_OF_TOPIC.items():
        if topic == "transfer":
            assert category is None
        else:
            assert category is not None
            assert KIND_OF_CATEGORY[category] == ("income" if topic in INCOME_TOPICS else "expense")


def test_every_starter_category_can_be_suggested() -> None:
    assert set(KIND_OF_CATEGORY) == {category for category in CATEGORY_OF_TOPIC.values() if category}


def test_starter_keys_and_names_are_unique() -> None:
    assert len(KIND_OF_CATEGORY) == len(STARTER_CATEGORIES) == len({category.name for category in STARTER_CATEGORIES})


def test_every_word_list_belongs_to_a_topic() -> None:
    assert {*SERVICES, *EVERYDAY, *ON_RECEIPTS, *(topic for topic, _ in PHRASES), *TOPIC_OF_TAG.values()} <= set(CATEGORY_OF_TOPIC)
    assert set(EVERYDAY) == set(CATEGORY_OF_TOPIC)


def test_of_a_brands_tags_the_supermarket_comes_first() -> None:
    tags = [
        "amenity/atm",
        "amenity/pharmacy",
        "shop/books",
        "amenity/fuel",
        "shop/department_store",
        "shop/supermarket",
        "service/transfer",
    ]
    assert sorted(tags, key=rank) == [*reversed(tags[3:]), "amenity/pharmacy", "shop/books", "amenity/atm"]


@pytest.mark.parametrize(
    ("topic", "kind", "allowed"),
    [
        ("fuel", "expense", True),
        ("fuel", "income", False),
        ("salary", "income", True),
        ("salary", "expense", False),
        ("transfer", "income", True),
        ("transfer", "expense", True),
    ],
)
def test_income_is_about_income(topic: str, kind: str, allowed: bool) -> None:
    assert allows(topic, kind) is allowed


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("shop/department_store", "department store"),
        ("shop/shoes", "shoes shop"),
        ("amenity/fuel", "petrol station"),
        ("amenity/fast_food", "fast food restaurant"),
        ("route/bus", "bus line"),
        ("shop/doityourself", "DIY store"),
    ],
)
def test_a_tag_reads_as_a_place(tag: str, words: str) -> None:
    assert tag_words(tag) == words
