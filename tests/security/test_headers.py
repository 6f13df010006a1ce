"""What every answer carries, and addresses that do not exist."""

import asyncio
import base64
import hashlib
import http.client
import json
from urllib.parse import urlsplit

import pytest

from tests.security.conftest import Person, ProbeSite
from tests.security.test_socket import SignIn

WANTED = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "x-frame-options": "DENY",
}

CLOSED = (
    *("/_upload", "/_upload/x.png", "//_upload", "/_UPLOAD", "///_Upload//x", "/./_upload", "/%5Fupload", "/%255Fupload"),
    *("/_all_routes", "//_All_Routes", "/auth-codespace", "/docs", "/redoc", "/openapi.json", "/_health"),
)


async def ask(site: ProbeSite, path: str, method: str = "GET", body: bytes = b"", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """(status, headers by lower-case name, body) of a request whose path is sent exactly as it stands."""
    return await asyncio.to_thread(_ask, site, path, method, body, {name.replace("_", "-"): value for name, value in headers.items()})


def _ask(site: ProbeSite, path: str, method: str, body: bytes, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
    line = http.client.HTTPConnection(urlsplit(site.url).netloc, timeout=10)
    try:
        line.request(method, path, body or None, headers)
        answer = line.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        line.close()


@pytest.mark.parametrize("path", ["/", "/login", "/nowhere", "/ping", "/_upload", "/api/v1/nowhere", "/healthz", "/_event"])
async def test_every_answer_carries_the_headers_that_protect_it(site: ProbeSite, path: str) -> None:
    _, headers, _ = await ask(site, path)
    assert {name: headers[name] for name in WANTED} == WANTED
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "object-src 'none'" in headers["content-security-policy"]
    assert "unsafe-eval" not in headers["content-security-policy"]
    assert headers["permissions-policy"].startswith("camera=(self)")
    assert headers["strict-transport-security"].startswith("max-age=")
    assert "access-control-allow-origin" not in headers
    assert "access-control-allow-credentials" not in headers


async def test_a_page_allows_its_own_inline_scripts_by_their_hashes_and_no_others(site: ProbeSite) -> None:
    _, headers, _ = await ask(site, "/login")
    scripts = next(part for part in headers["content-security-policy"].split("; ") if part.startswith("script-src"))
    own = base64.b64encode(hashlib.sha256(b"sign_in()").digest()).decode()
    assert set(scripts.split()[1:]) == {"'self'", f"'sha256-{own}'"}


@pytest.mark.parametrize("path", CLOSED)
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_the_framework_s_other_doors_do_not_exist(site: ProbeSite, path: str, method: str) -> None:
    status, headers, body = await ask(site, path, method)
    assert status == 404
    assert headers["content-type"] == "application/problem+json"
    assert json.loads(body)["code"] == "not_found"


async def test_a_private_page_is_not_kept_and_needs_a_session(site: ProbeSite, sign_in: SignIn) -> None:
    status, headers, _ = await ask(site, "/?from=mail")
    assert (status, headers["location"]) == (303, "/login?next=/%3Ffrom%3Dmail")
    person: Person = await sign_in()
    status, headers, body = await ask(site, "/", Cookie=f"outlay={person.cookie}")
    assert (status, headers["cache-control"], body) == (200, "no-store", b"<script>home()</script>")


@pytest.mark.parametrize("cookie", ["outlay=forged", "outlay=", "__Host-outlay={real}", "outlay={real}; outlay={real}"])
async def test_what_is_no_session_cookie_opens_no_page(site: ProbeSite, sign_in: SignIn, cookie: str) -> None:
    person = await sign_in()
    status, _, _ = await ask(site, "/", Cookie=cookie.replace("{real}", person.cookie))
    assert status == 303


async def test_an_unknown_page_is_a_404_that_looks_like_one(site: ProbeSite) -> None:
    status, headers, body = await ask(site, "/nowhere")
    assert (status, headers["content-type"], body) == (404, "text/html; charset=utf-8", b"nothing here")


@pytest.mark.parametrize("origin", ["http://evil.example", "null"])
async def test_no_other_origin_is_let_in_by_cors(site: ProbeSite, origin: str) -> None:
    _, headers, _ = await ask(site, "/api/v1/me", "OPTIONS", Origin=origin, Access_Control_Request_Method="GET")
    assert not [name for name in headers if name.startswith("access-control-")]


async def test_a_body_that_is_too_large_is_refused_before_anything_reads_it(site: ProbeSite) -> None:
    status, headers, body = await ask(site, "/api/v1/auth/login", "POST", b"x" * (1024 * 1024 + 1), Content_Type="application/json")
    assert (status, headers["content-type"]) == (413, "application/problem+json")
    assert json.loads(body)["code"] == "too_large"


async def test_sixty_megabytes_get_an_answer_and_not_a_broken_line(site: ProbeSite) -> None:
    form = b"x" * (60 * 1024 * 1024)
    status, _, body = await ask(site, "/api/v1/receipts", "POST", form, Content_Type="multipart/form-data; boundary=x")
    assert (status, json.loads(body)["code"]) == (413, "too_large")
