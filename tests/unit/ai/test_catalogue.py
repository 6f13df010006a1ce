"""A merchant is found by its whole name, in front of or inside a longer text, cut short or misspelt, and by country."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from backend.ai import catalogue as catalogue_module
from backend.ai.catalogue import CatalogueFile, MerchantCatalogue, name_key, read_catalogue
from backend.ai.catalogue_build import build, main


def place(name: str, tag: str, countries: list[str], *aliases: str, **tags: str) -> tuple[str, dict[str, Any]]:
    key, _, value = tag.partition("/")
    item = {
        "displayName": name,
        "locationSet": {"include": countries},
        "tags": {"name": name, key: value, **tags},
        "matchNames": list(aliases),
    }
    return f"brands/{tag}", item


PLACES = [
    place("Lidl", "shop/supermarket", ["de", "gb", "us"]),
    place("Lidl", "amenity/charging_station", ["de"]),
    place("Tesco", "shop/supermarket", ["gb"], "tesco extra"),
    place("Tesco", "amenity/fuel", ["gb"]),
    place("Tesco Mobile", "shop/telecommunication", ["gb"]),
    place("Burger King", "amenity/fast_food", ["001"]),
    place("McDonald's", "amenity/fast_food", ["001"]),
    place("Food Solutions", "amenity/fast_food", ["nl"], "McDonald's"),
    place("Publix", "shop/supermarket", ["us-fl.geojson"]),
    place("Walgreens", "amenity/pharmacy", ["us"]),
    place("Coop", "shop/supermarket", ["ch"]),
    place("Coop", "shop/doityourself", ["it"]),
    place("The Coffee House", "amenity/cafe", ["vn"], **{"name:en": "Coffee House"}),
    place("イオン", "shop/supermarket", ["jp", "my"], **{"name:en": "AEON"}),
    place("Market", "shop/supermarket", ["us"]),
    place("Half Price Books", "shop/books", ["us"]),
    place("Yellowstone", "leisure/park", ["us"]),
]


@pytest.fixture
def package(tmp_path: Path) -> Path:
    index: dict[str, dict[str, list[Any]]] = {}
    for path, item in PLACES:
        index.setdefault(path, {"items": []})["items"].append(item)
    (tmp_path / "dist" / "json").mkdir(parents=True)
    (tmp_path / "dist" / "json" / "nsi.min.json").write_text(json.dumps({"nsi": index}))
    (tmp_path / "LICENSE.md").write_text("BSD 3-Clause")
    return tmp_path


@pytest.fixture
def catalogue(package: Path) -> MerchantCatalogue:
    return MerchantCatalogue(build(package))


@pytest.mark.parametrize(
    ("merchant", "country", "name", "kind"),
    [
        ("lidl", "", "Lidl", "shop/supermarket"),
        ("lidl", "DE", "Lidl", "shop/supermarket"),
        ("tesco", "GB", "Tesco", "shop/supermarket"),
        ("tesco extra york", "GB", "Tesco", "shop/supermarket"),
        ("tesco mobile", "GB", "Tesco Mobile", "service/utilities"),
        ("burger king 2nd street", "US", "Burger King", "amenity/fast_food"),
        ("burgerking", "", "Burger King", "amenity/fast_food"),
        ("mcdonalds york", "GB", "McDonald's", "amenity/fast_food"),
        ("ky lexington half price books", "US", "Half Price Books", "shop/books"),
        ("coop", "CH", "Coop", "shop/supermarket"),
        ("coop", "IT", "Coop", "shop/doityourself"),
        ("coop", "", "Coop", "shop/supermarket"),
        ("half price bo", "US", "Half Price Books", "shop/books"),
        ("walgrens", "US", "Walgreens", "amenity/pharmacy"),
        ("aeon", "MY", "AEON", "shop/supermarket"),
        ("netflix", "JP", "Netflix", "service/entertainment"),
    ],
)
def test_a_known_merchant_is_found(catalogue: MerchantCatalogue, merchant: str, country: str, name: str, kind: str) -> None:
    hit = catalogue.lookup(merchant, country)
    assert hit is not None
    assert (hit.name, hit.kind) == (name, kind)


@pytest.mark.parametrize("merchant", ["", "market", "joes coffee house saigon", "lid", "wal", "yellowstone", "tom", "corner coop shop"])
def test_what_names_nobody_is_not_found(catalogue: MerchantCatalogue, merchant: str) -> None:
    assert catalogue.lookup(merchant, "US") is None


def test_the_whole_name_fits_better_than_a_part_and_a_part_better_than_a_guess(catalogue: MerchantCatalogue) -> None:
    texts = ["walgreens", "walgreens store", "near walgreens store", "walgrens"]
    scores = [hit.score for hit in (catalogue.lookup(text, "US") for text in texts) if hit]
    assert len(scores) == 4
    assert scores == sorted(scores, reverse=True)
    assert scores[0] == 1


def test_a_brand_away_from_home_fits_less(catalogue: MerchantCatalogue) -> None:
    home, away = catalogue.lookup("tesco", "GB"), catalogue.lookup("tesco", "JP")
    assert home is not None
    assert away is not None
    assert away.score < home.score


def test_parts_of_countries_count_as_the_country_and_the_world_as_everywhere(catalogue: MerchantCatalogue) -> None:
    countries = {row.name: row.countries for row in catalogue.rows()}
    assert countries["Publix"] == ["US"]
    assert countries["Burger King"] == []


def test_places_that_cost_nothing_stay_out(catalogue: MerchantCatalogue) -> None:
    assert "Yellowstone" not in {row.name for row in catalogue.rows()}


@pytest.mark.parametrize(
    ("name", "key"), [("Burger King", "burgerking"), ("McDonald's", "mcdonalds"), ("7-Eleven", "7eleven"), ("Café Zoë", "cafezoe")]
)
def test_keys_have_no_blanks_accents_or_apostrophes(name: str, key: str) -> None:
    assert name_key(name) == key


def test_the_file_carries_the_licence_and_reads_back(package: Path, tmp_path: Path) -> None:
    out = tmp_path / "out" / "catalogue.msgpack"
    main([str(package), str(out)])
    assert (out.parent / "LICENSE-name-suggestion-index.md").read_text() == "BSD 3-Clause"
    assert len(read_catalogue(out)) == len(list(MerchantCatalogue(build(package)).rows()))


def test_a_catalogue_that_was_never_built_knows_nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(catalogue_module, "CATALOGUE_FILE", tmp_path / "none")
    catalogue_module.catalogue.cache_clear()
    try:
        assert catalogue_module.catalogue().lookup("burger king") is None
        assert list(catalogue_module.catalogue_rows()) == []
    finally:
        catalogue_module.catalogue.cache_clear()


def test_a_file_out_of_order_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.msgpack"
    path.write_bytes(msgspec.msgpack.encode(CatalogueFile(["b", "a"], ["x"], [0, 0], ["shop/books"], [0, 0], [""], [0, 0])))
    with pytest.raises(ValueError, match="build it again"):
        read_catalogue(path)
