"""The shipped model knows everyday words of several languages, fast, with probabilities that sum to one."""

import numpy as np
import pytest

from backend.ai.model import BUCKETS, WEIGHTS_FILE, TopicModel, features, model
from backend.ai.topics import CATEGORY_OF_TOPIC


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("mudleaf coffee", "eating_out"),
        ("bella napoli pizzeria", "eating_out"),
        ("goldener hirsch gasthaus", "eating_out"),
        ("stern apotheke", "health"),
        ("farmacia central", "health"),
        ("pharmacie du marche", "health"),
        ("zahnarzt dr weber", "health"),
        ("city parking garage", "transit"),
        ("parkhaus am dom", "transit"),
        ("taxi 24", "transit"),
        ("tankstelle meier", "fuel"),
        ("grand hotel europa", "lodging"),
        ("friseur schnittig", "care"),
        ("kino babylon", "entertainment"),
        ("museo nacional", "entertainment"),
        ("buchhandlung am markt", "shopping"),
        ("montessori kindergarten", "education"),
    ],
)
def test_everyday_words_of_several_languages(text: str, topic: str) -> None:
    likely, sure = model().topics(text)[0]
    assert likely == topic
    assert sure > 0.3


def test_probabilities_sum_to_one_and_fall() -> None:
    sure = [probability for _, probability in model().topics("mudleaf coffee")]
    assert sum(sure) == pytest.approx(1)
    assert sure == sorted(sure, reverse=True)
    assert {topic for topic, _ in model().topics("x")} == set(CATEGORY_OF_TOPIC)


def test_nonsense_leaves_the_model_unsure() -> None:
    assert model().topics("qzxv wjkq")[0][1] < 0.5


def test_no_text_has_no_topic() -> None:
    assert model().topics("") == []


def test_features_are_few_distinct_buckets_however_long_the_text() -> None:
    found = features("word " * 5000)
    assert len(set(found.tolist())) == len(found) < 100
    assert all(0 <= bucket < BUCKETS for bucket in features("café 東京 mudleaf coffee"))


def test_weights_are_small_enough_to_ship() -> None:
    assert WEIGHTS_FILE.stat().st_size <= 500_000


def test_temperature_softens_but_keeps_the_order() -> None:
    weights = np.zeros((BUCKETS, 2), dtype=np.int8)
    weights[features("cafe"), 1] = 10
    scales, bias = np.ones(2, dtype=np.float32), np.zeros(2, dtype=np.float32)
    cold, warm = (TopicModel(weights, scales, bias, temperature, ["a", "b"]).topics("cafe") for temperature in (5.0, 50.0))
    assert cold[0][0] == warm[0][0] == "b"
    assert cold[0][1] > warm[0][1] > 0.5
