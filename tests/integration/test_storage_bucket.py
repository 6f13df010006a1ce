"""Receipts in a bucket, over the real protocol: signatures count, and a store that hangs or refuses costs a clear answer."""

import asyncio
import io
import json
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from PIL import Image

from backend import ocr, storage
from backend.api.app import create_api
from backend.core.clock import now
from backend.core.errors import Unavailable
from backend.core.ids import new_id
from backend.core.inbox import Once
from backend.core.settings import settings
from backend.events import ReceiptUploaded
from backend.storage import provider
from backend.storage.provider import NoSuchFile, StorageAway
from tests.api import problem
from tests.integration.api_client import client_of
from tests.integration.bookkeeping import new_books, rows
from tests.integration.test_receipts_api import ReadersThatFind
from tests.seaweed import Seaweed, bucket_storage, running_seaweed

pytestmark = pytest.mark.xdist_group("seaweed")


@pytest.fixture(scope="module")
def seaweed() -> Iterator[Seaweed]:
    yield from running_seaweed()


@pytest.fixture
def bucket(seaweed: Seaweed, set_settings: Callable[..., Any]) -> Any:
    """An empty bucket that the settings name."""
    seaweed.empty()
    set_settings(**seaweed.settings())
    return seaweed.bucket


def names(bucket: Any) -> set[str]:
    return {each.key for each in bucket.objects.all()}


def picture(shade: int) -> bytes:
    file = io.BytesIO()
    Image.new("L", (40, 60), shade).save(file, "PNG")
    return file.getvalue()


async def test_what_is_put_can_be_got_until_it_is_removed(bucket: Any) -> None:
    place = storage.storage()
    await place.healthy()
    await place.put("k1", b"one")
    await place.put("k1", b"two")
    assert await place.get("k1") == b"two"
    await place.remove("k1")
    await place.remove("k1")
    with pytest.raises(NoSuchFile):
        await place.get("k1")


async def test_what_is_older_than_a_moment_is_listed_page_by_page(bucket: Any) -> None:
    place = bucket_storage(settings())
    for number in range(3):
        await place.put(f"k{number}", b"x")
    assert sorted(await place.older_than(now() + timedelta(minutes=1))) == ["k0", "k1", "k2"]
    assert await place.older_than(now() - timedelta(minutes=1)) == []
    list_objects = place._client.list_objects_v2
    place._client.list_objects_v2 = lambda **asked: list_objects(**asked, MaxKeys=1)
    assert sorted(await place.older_than(now() + timedelta(minutes=1))) == ["k0", "k1", "k2"]


@pytest.mark.parametrize("wrong", [{"S3_SECRET_KEY": "another secret"}, {"S3_ACCESS_KEY": "nobody"}])
async def test_a_wrong_key_keeps_and_shows_nothing(
    bucket: Any, seaweed: Seaweed, set_settings: Callable[..., Any], wrong: dict[str, str]
) -> None:
    bucket.put_object(Key="kept", Body=b"x")
    stranger = bucket_storage(set_settings(**seaweed.settings() | wrong))
    with pytest.raises(StorageAway):
        await stranger.healthy()
    with pytest.raises(StorageAway):
        await stranger.put("mine", b"y")
    with pytest.raises((StorageAway, NoSuchFile)):
        await stranger.get("kept")
    assert names(bucket) == {"kept"}


async def test_a_bucket_that_is_not_there_is_not_healthy(seaweed: Seaweed, set_settings: Callable[..., Any]) -> None:
    with pytest.raises(StorageAway):
        await bucket_storage(set_settings(**seaweed.settings(S3_BUCKET="no-such-bucket"))).healthy()


async def test_a_request_signed_long_ago_is_refused(bucket: Any) -> None:
    bucket.put_object(Key="kept", Body=b"x")
    good, address = (
        bucket.meta.client.generate_presigned_url("get_object", Params={"Bucket": bucket.name, "Key": "kept"}, ExpiresIn=seconds)
        for seconds in (600, 1)
    )
    changed = good.replace("/kept?", "/kept2?")
    async with httpx.AsyncClient() as web:
        assert (await web.get(good)).content == b"x"
        assert (await web.get(changed)).status_code == 403
        deadline = time.monotonic() + 10
        while (status := (await web.get(address)).status_code) == 200 and time.monotonic() < deadline:
            await asyncio.sleep(0.2)
    assert status == 403


async def test_a_receipt_goes_through_the_bucket_and_lies_there_encrypted(stores: object, bucket: Any) -> None:
    actor, data = await new_books(), picture(200)
    async with client_of(actor) as client:
        sent = await client.post("/receipts", files={"file": ("r.png", data, "image/png")})
        assert sent.status_code == 202, sent.text
        (lying,) = bucket.objects.all()
        assert data[:8] not in lying.get()["Body"].read()
        receipt = sent.json()["id"]
        expense = sent.json()["expense_id"]
        once = Once(new_id(), "read_receipt", actor)
        await ocr.read_receipt(ReceiptUploaded(receipt, expense), once, readers=ReadersThatFind())
        assert len(names(bucket)) == 3
        page = await client.get(f"/receipts/{receipt}/file", follow_redirects=True)
    assert (page.status_code, page.content) == (200, data)


async def test_what_is_no_picture_never_reaches_the_bucket(stores: object, bucket: Any) -> None:
    async with client_of(await new_books()) as client:
        answer = await client.post("/receipts", files={"file": ("r.jpg", b"just some words", "image/jpeg")})
    assert answer.status_code == 415
    assert names(bucket) == set()


@pytest.fixture
def hanging(bucket: Any, seaweed: Seaweed) -> Iterator[Any]:
    """The bucket of a server that keeps connections and answers nothing."""
    seaweed.halt()
    yield bucket
    seaweed.resume()


async def test_readiness_names_a_store_that_hangs_within_two_seconds(stores: object, hanging: Any) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(create_api()), base_url="http://testserver") as web:
        began = time.monotonic()
        ready = await web.get("/readyz")
        spent = time.monotonic() - began
        alive = await web.get("/healthz")
    assert (ready.status_code, ready.json()["failing"], ready.json()["database"]) == (503, ["storage"], "ok")
    assert spent < 2
    assert alive.status_code == 200


async def test_an_upload_to_a_store_that_hangs_is_refused_in_bounded_time_and_leaves_nothing(
    stores: object, bucket: Any, seaweed: Seaweed, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = await new_books()
    monkeypatch.setattr(provider, "READ_SECONDS", 0.5)
    storage.storage.cache_clear()
    async with client_of(actor) as client:
        seaweed.halt()
        try:
            began = time.monotonic()
            answer = await client.post("/receipts", files={"file": ("r.png", picture(10), "image/png")})
            spent = time.monotonic() - began
            listed = await client.get("/expenses")
        finally:
            seaweed.resume()
        assert problem(answer, 503, "unavailable")["detail"].startswith("Files cannot be kept")
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["retry-after"]
        assert spent < 10
        assert (listed.status_code, listed.json()["items"]) == (200, [])
        for table in ("receipt", "expense", "expense_key", "outbox"):
            assert await rows(actor, f"SELECT 1 FROM {table} WHERE workspace_id = app_workspace()") == []
        again = await client.post("/receipts", files={"file": ("r.png", picture(10), "image/png")})
    assert again.status_code == 202, json.dumps(again.json())


async def test_after_some_failures_a_store_is_left_alone_for_a_while(
    bucket: Any, seaweed: Seaweed, set_settings: Callable[..., Any]
) -> None:
    gone = bucket_storage(set_settings(**seaweed.settings(S3_ENDPOINT="http://127.0.0.1:9")))
    for _ in range(5):
        with pytest.raises(StorageAway):
            await gone.put("k", b"x")
    began = time.monotonic()
    with pytest.raises(Unavailable, match="tried again"):
        await gone.put("k", b"x")
    assert time.monotonic() - began < 0.5
