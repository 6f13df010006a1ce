"""The chain asks the person's rules, then their memory, then the catalogue, then the model, and says who answered."""

from dataclasses import replace

import pytest

from backend.ai.conditions import CategoryRule, Condition
from backend.ai.memory import Choice
from backend.ai.rules import read, suggest
from backend.ai.suggestion import Candidate, Hit, Suggestion

LIDL = Candidate(merchant="LIDL", description="LIDL 123 Berlin", country="DE", amount_minor=1234, currency="EUR")
RULE = CategoryRule("Weekly shop", "all", (Condition("merchant", "contains", "lidl"),), "home")
CHOICES = [Choice("office", "Office", 1)] * 3


class Known:
    """A catalogue of a few merchants."""

    def __init__(self, **hits: Hit) -> None:
        self.hits = hits

    def lookup(self, merchant: str, country: str = "") -> Hit | None:
        return self.hits.get(merchant.split(maxsplit=1)[0]) if merchant else None


class Sounds:
    """A model that says the same of every text."""

    def __init__(self, *ranked: tuple[str, float]) -> None:
        self.ranked = list(ranked)

    def topics(self, text: str) -> list[tuple[str, float]]:
        return self.ranked if text else []


CATALOGUE = Known(
    lidl=Hit("Lidl", "shop/supermarket", 1.0),
    netflix=Hit("Netflix", "service/entertainment", 1.0),
    aral=Hit("Aral", "amenity/fuel", 0.7),
    opt=Hit("Opt", "shop/optician", 1.0),
)
MODEL = Sounds(("eating_out", 0.8), ("shopping", 0.2))


def test_a_persons_rule_comes_first() -> None:
    assert suggest(LIDL, [RULE], CHOICES, CATALOGUE, MODEL) == Suggestion("home", "rule", 1.0, "rule 'Weekly shop'")


def test_the_first_rule_that_applies_wins() -> None:
    other = replace(RULE, name="Other", category_key="fuel")
    assert suggest(LIDL, [other, RULE]) == Suggestion("fuel", "rule", 1.0, "rule 'Other'")


def test_then_what_was_chosen_before() -> None:
    suggestion = suggest(LIDL, [], CHOICES, CATALOGUE, MODEL)
    assert suggestion is not None
    assert (suggestion.category_key, suggestion.source, suggestion.why) == ("office", "memory", "You chose Office for LIDL 3 times")


def test_then_the_catalogue() -> None:
    assert suggest(LIDL, [], [], CATALOGUE, MODEL) == Suggestion("groceries", "catalogue", 0.95, "Lidl is known as a supermarket")


def test_then_the_model() -> None:
    suggestion = suggest(replace(LIDL, merchant="Zarko", description=""), [], [], CATALOGUE, MODEL)
    assert suggestion == Suggestion(
        "eating_out", "model", 0.8, "\N{LEFT DOUBLE QUOTATION MARK}zarko\N{RIGHT DOUBLE QUOTATION MARK} sounds like eating out"
    )


@pytest.mark.parametrize(
    ("merchant", "why"),
    [("Netflix", "Netflix is known for entertainment"), ("Opt", "Opt is known as an optician"), ("Lidl", "Lidl is known as a supermarket")],
)
def test_the_catalogues_reason_is_a_sentence(merchant: str, why: str) -> None:
    suggestion = suggest(Candidate(merchant=merchant), catalogue=CATALOGUE)
    assert suggestion is not None
    assert suggestion.why == why


def test_the_description_speaks_when_the_merchant_is_empty() -> None:
    suggestion = suggest(Candidate(description="POS Withdrawal - LIDL 123"), catalogue=CATALOGUE)
    assert suggestion is not None
    assert suggestion.category_key == "groceries"


@pytest.mark.parametrize(
    "candidate",
    [
        Candidate(),
        Candidate(merchant="LIDL", kind="transfer"),
        Candidate(description="ATM WITHDRAWAL 4094 NEWARK"),
        Candidate(description="CHASE CREDIT CRD EPAY 220612"),
        Candidate(description="Überweisung an Sparkonto"),
    ],
)
def test_transfers_and_empty_ones_get_no_category(candidate: Candidate) -> None:
    assert suggest(candidate, [], [], CATALOGUE, Sounds()) is None


@pytest.mark.parametrize(
    ("description", "kind", "topic"),
    [
        ("MONTHLY SERVICE CHARGE VR", "expense", "fees"),
        ("Kontoführung Entgelt", "expense", "fees"),
        ("INTEREST PAYMENT", "income", "other_income"),
        ("ACME DIRECT DEP PAYROLL", "income", "salary"),
        ("Gehalt November", "income", "salary"),
        ("Miete Wohnung 3", "expense", "rent"),
        ("ASPCA WEB DONATION", "expense", "giving"),
        ("FINANZAMT BERLIN", "expense", "tax"),
        ("TRUIST MORTG", "expense", "loan"),
        ("CARD PAYMENT TO LIDL GB", "expense", "groceries"),
        ("LIDL ATM WITHDRAWAL", "expense", "transfer"),
        ("Stadtwerke Musterstadt", "expense", "utilities"),
        ("APPLE.COM/BILL", "expense", "software"),
        ("BKOFAMERICA ATM WITHDRWL EDGEWOOD", "expense", "transfer"),
    ],
)
def test_the_banks_own_phrases_are_understood(description: str, kind: str, topic: str) -> None:
    guess = read(Candidate(description=description, kind=kind), CATALOGUE)
    assert guess is not None
    assert guess.topic == topic


def test_renting_a_car_is_no_rent() -> None:
    assert read(Candidate(description="EASY RENT A CAR"), CATALOGUE) is None


def test_a_part_of_a_name_is_surer_when_the_model_agrees() -> None:
    part = Known(lidl=Hit("Lidl", "shop/supermarket", 0.8))
    suggestion = suggest(Candidate(merchant="Lidl Market"), catalogue=part, model=Sounds(("convenience", 0.9)))
    assert suggestion is not None
    assert (suggestion.source, suggestion.confidence) == ("catalogue", 0.9)


@pytest.mark.parametrize(("sure", "topic"), [(0.9, "eating_out"), (0.7, "groceries")])
def test_a_name_that_is_only_a_part_gives_way_to_a_model_that_is_sure(sure: float, topic: str) -> None:
    part = Known(lidl=Hit("Lidl", "shop/supermarket", 0.93))
    guess = read(Candidate(merchant="Lidl Roast Beef"), part, Sounds(("eating_out", sure)))
    assert guess is not None
    assert guess.topic == topic


def test_income_is_never_groceries_unless_it_is_a_refund() -> None:
    assert suggest(Candidate(merchant="LIDL", kind="income"), catalogue=CATALOGUE, model=MODEL) is None
    guess = read(Candidate(merchant="LIDL refund", kind="income"), CATALOGUE)
    assert guess is not None
    assert guess.topic == "groceries"


@pytest.mark.parametrize(("sure", "found"), [(0.31, True), (0.29, False)])
def test_a_model_that_is_unsure_says_nothing(sure: float, found: bool) -> None:
    assert (suggest(Candidate(merchant="Zarko"), model=Sounds(("fuel", sure))) is not None) is found


def test_topics_of_one_category_speak_for_it_together() -> None:
    suggestion = suggest(Candidate(merchant="Zarko"), model=Sounds(("groceries", 0.25), ("fuel", 0.2), ("convenience", 0.2)))
    assert suggestion is not None
    assert (suggestion.category_key, suggestion.confidence) == ("groceries", 0.45)


def test_what_was_bought_speaks_when_the_name_says_little() -> None:
    receipt = "ZARKO\nSUPER E10 32,1 Liter\nZapfsaule 4"
    suggestion = suggest(Candidate(merchant="Zarko", receipt_text=receipt), model=Sounds(("shopping", 0.35)))
    assert suggestion is not None
    assert suggestion.category_key == "fuel"
    assert suggestion.why.startswith("The receipt says ")


def test_one_word_on_a_receipt_is_no_evidence() -> None:
    assert suggest(Candidate(merchant="Zarko", receipt_text="milk"), model=Sounds()) is None


def test_a_known_merchant_outweighs_its_receipt() -> None:
    suggestion = suggest(replace(LIDL, receipt_text="shirt jeans shoes"), catalogue=CATALOGUE)
    assert suggestion is not None
    assert suggestion.category_key == "groceries"
