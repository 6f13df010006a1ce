"""The build as addresses."""

from pathlib import Path

import pytest
from starlette.types import Message, Receive, Scope, Send

from expense_app.front import Front, chosen
from expense_app.routes import Page, declare, login_for, needs_session
from expense_app.site import ASK_FIRST, FOR_EVER, Site, inline_hashes

EXPENSE = "/expenses/01938b1e-0000-7000-8000-000000000001"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    files = {
        "index.html": "<script>home()</script>",
        "login.html": "sign in",
        "login/index.html": "sign in",
        "expenses/_.html": "any expense",
        "404.html": "nothing here",
        "assets/app-1.js": "run()",
        "assets/app-1.js.br": "small",
        "sw.js": "worker",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    declare([Page("/", str, "Home"), Page("/login", str, "Sign in", public=True)])
    return Site.read(tmp_path)


def test_pages_stand_at_addresses_without_ending(site: Site) -> None:
    assert None not in [site.find(path) for path in ("/", "/login", "/login.html")]
    assert site.find("/nowhere") is None
    assert site.find("/assets/app-1.js.br") is None


def test_every_expense_is_shown_by_the_one_page_for_expenses(site: Site) -> None:
    found = site.find(EXPENSE)
    assert found is not None
    assert found.bodies[""] == b"any expense"
    assert [site.find(path) for path in ("/expenses/not-an-id", "/expenses/_", "/expenses/_.html", "/__spa-fallback")] == [None] * 4


def test_only_what_carries_its_hash_in_its_name_is_kept_for_ever(site: Site) -> None:
    kept = {path: site.files[path].keep for path in ("/assets/app-1.js", "/sw.js", "/login")}
    assert kept == {"/assets/app-1.js": FOR_EVER, "/sw.js": ASK_FIRST, "/login": ASK_FIRST}


def test_the_hash_of_an_inline_script_is_that_of_its_exact_text() -> None:
    page = '<script src="/a.js"></script><script type="module" async="">run()</script>'
    assert list(inline_hashes(page)) == ["sha256-AvyuiL0SD1mVY3NNxR+V2uo+lhk6RMFrytWmRt6CrJQ="]


def test_a_folder_that_is_not_there_is_a_site_without_pages(tmp_path: Path) -> None:
    assert Site.read(tmp_path / "missing") == Site()


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        (["gzip, br"], "br"),
        (["gzip"], "gzip"),
        (["br;q=0, gzip"], "gzip"),
        (["br; q=0.0"], ""),
        ([], ""),
        (["zstd"], ""),
        (["gzip", "br"], "br"),
    ],
)
def test_the_best_encoding_that_the_client_takes_is_chosen(accepted: list[str], encoding: str) -> None:
    assert chosen(accepted, ["", "br", "gzip"]) == encoding


async def no_body() -> Message:
    return {"type": "http.request", "body": b"", "more_body": False}


async def ask(site: Site, path: str, *headers: tuple[bytes, bytes], method: str = "GET") -> tuple[int, dict[bytes, bytes], bytes]:
    """(status, headers, body) of one request to the front, behind which everything answers 299."""
    said = []

    async def behind(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 299, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def send(message: Message) -> None:
        said.append(message)

    scope = {"type": "http", "method": method, "path": path, "query_string": b"", "headers": list(headers), "scheme": "http"}
    await Front(behind, site, {"api", "_event"})(scope, no_body, send)
    return said[0]["status"], dict(said[0]["headers"]), said[1]["body"]


async def test_a_page_that_needs_a_session_sends_a_visitor_to_sign_in(site: Site) -> None:
    assert (await ask(site, "/"))[:2] == (303, {b"location": b"/login", b"content-length": b"0"})
    status, headers, _ = await ask(site, EXPENSE)
    assert (status, headers[b"location"].decode()) == (303, f"/login?next={EXPENSE}")


async def test_an_unknown_address_is_a_page_that_says_404(site: Site) -> None:
    status, headers, body = await ask(site, "/nowhere")
    assert (status, headers[b"content-type"], body) == (404, b"text/html; charset=utf-8", b"nothing here")
    assert (await ask(site, "/404"))[0] == 404


async def test_what_has_a_route_behind_it_is_passed_on(site: Site) -> None:
    assert (await ask(site, "/api/v1/nowhere"))[0] == 299
    assert (await ask(site, "/login", method="POST"))[0] == 299


async def test_a_trailing_slash_leads_to_the_page_without_one(site: Site) -> None:
    status, headers, _ = await ask(site, "/login/")
    assert (status, headers[b"location"]) == (308, b"/login")


async def test_an_address_with_two_slashes_never_leads_to_another_host(site: Site) -> None:
    for path in ("//evil.example/", "//login/", "///login/"):
        status, headers, _ = await ask(site, path)
        assert status == 404
        assert b"location" not in headers


async def test_a_file_is_sent_compressed_and_not_again_when_it_is_known(site: Site) -> None:
    status, headers, body = await ask(site, "/assets/app-1.js", (b"accept-encoding", b"br"))
    assert (status, headers[b"content-encoding"], body) == (200, b"br", b"small")
    again = await ask(site, "/assets/app-1.js", (b"accept-encoding", b"br"), (b"if-none-match", headers[b"etag"]))
    assert (again[0], again[2]) == (304, b"")
    assert again[1][b"content-type"] == headers[b"content-type"]  # by it the guard knows a page, whose policy differs
    plain = await ask(site, "/assets/app-1.js", (b"if-none-match", headers[b"etag"]))
    assert plain[0] == 200


async def test_head_answers_like_get_without_a_body(site: Site) -> None:
    status, headers, body = await ask(site, "/login", method="HEAD")
    assert (status, headers[b"content-length"], body) == (200, b"7", b"")


@pytest.mark.parametrize(
    ("address", "login"),
    [
        ("/expenses", "/login?next=/expenses"),
        ("/expenses?q=a&b=c", "/login?next=/expenses%3Fq%3Da%26b%3Dc"),
        ("/", "/login"),
        ("//evil.example", "/login"),
        ("/\\evil.example", "/login"),
        ("https://evil.example/x", "/login?next=/x"),
        ("javascript:alert(1)", "/login"),
    ],
)
def test_after_signing_in_one_comes_back_to_this_site_alone(address: str, login: str) -> None:
    assert login_for(address) == login


@pytest.mark.usefixtures("site")
def test_what_no_page_stands_at_needs_no_session() -> None:
    assert [needs_session(path) for path in ("/", EXPENSE, "/login", "/offline")] == [True, True, False, False]


def test_what_stands_below_a_folder_can_be_left_out_in_every_language(tmp_path: Path) -> None:
    for name in ("build/client/dev/components.html", "build/client/index.html"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("<p>")
    site = Site.read(tmp_path / "build" / "client")
    assert site.find("/dev/components") is not None
    assert site.without("/dev/").find("/dev/components") is None
    assert site.without("/dev/").find("/") is not None
