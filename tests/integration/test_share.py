"""Files that other apps share, when they come to the server instead of the worker on the device."""

import io

import httpx
import pytest
from PIL import Image

from tests.api import PASSWORD, Browser, Person, register

FROM_THE_SYSTEM = {"Sec-Fetch-Site": "none", "Origin": "null"}


@pytest.fixture
async def ada(api: httpx.AsyncClient) -> Person:
    return await register(api)


@pytest.fixture
async def browser(api: httpx.AsyncClient, ada: Person) -> Browser:
    browser = Browser(api)
    await browser.post("/session/login", email=ada.email, password=PASSWORD)
    return browser


def picture(shade: int) -> tuple[str, bytes, str]:
    file = io.BytesIO()
    Image.new("L", (40, 60), shade).save(file, "PNG")
    return (f"{shade}.png", file.getvalue(), "image/png")


async def share(browser: Browser, *files: tuple[str, bytes, str], **headers: str) -> str:
    sent = [("receipt", file) for file in files]
    answer = await browser.api.post("/share", files=sent, data={"title": "Lunch"}, headers={**FROM_THE_SYSTEM, **headers})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


async def test_shared_pictures_become_receipts_of_the_signed_in_person(browser: Browser) -> None:
    assert await share(browser, picture(1), picture(2)) == "/capture?shared=stored"
    listed = (await browser.api.get("/api/v1/expenses")).json()["items"]
    assert len(listed) == 2


async def test_what_cannot_be_taken_leads_to_a_page_that_asks_for_it_again(browser: Browser) -> None:
    assert await share(browser, ("notes.txt", b"no picture at all", "text/plain")) == "/capture?shared=again"
    assert await share(browser) == "/capture?shared=again"


async def test_a_visitor_is_asked_to_sign_in_first(api: httpx.AsyncClient) -> None:
    assert await share(Browser(api), picture(3)) == "/login?next=/capture%3Fshared%3Dagain"


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_a_page_of_another_site_shares_nothing(browser: Browser, site: str) -> None:
    headers = {"Sec-Fetch-Site": site, "Origin": "https://evil.example"}
    assert await share(browser, picture(4), **headers) == "/login?next=/capture%3Fshared%3Dagain"
    assert (await browser.api.get("/api/v1/expenses")).json()["items"] == []
