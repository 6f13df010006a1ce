"""Headers of answers and requests."""

from starlette.types import Message, Scope

from expense_app.headers import completed, content_policy, cookie, guarded, only


def request(*pairs: tuple[bytes, bytes]) -> Scope:
    return {"headers": list(pairs)}


def test_the_policy_lets_run_what_was_built_and_nothing_else() -> None:
    policy = dict(part.split(" ", 1) for part in content_policy(["sha256-b=", "sha256-a="]).split("; "))
    assert policy["script-src"] == "'self' 'sha256-a=' 'sha256-b='"
    assert policy["object-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "unsafe-eval" not in content_policy(())


def test_two_cookies_of_one_name_are_none() -> None:
    assert cookie(request((b"cookie", b"a=1; outlay=x")), "outlay") == "x"
    assert cookie(request((b"cookie", b"outlay=x; outlay=y")), "outlay") == ""
    assert cookie(request((b"cookie", b"outlay=x"), (b"cookie", b"outlay=y")), "outlay") == ""
    assert cookie(request((b"cookie", b"__Host-outlay=x")), "outlay") == ""


def test_a_header_that_comes_twice_counts_as_missing() -> None:
    assert only(request((b"origin", b"a")), b"origin") == "a"
    assert only(request((b"origin", b"a"), (b"Origin", b"b")), b"origin") == ""


def test_an_answer_keeps_what_it_says_itself_and_loses_what_cors_layers_say() -> None:
    own = [(b"Cache-Control", b"max-age=1"), (b"access-control-allow-credentials", b"true")]
    assert completed(own, [(b"cache-control", b"no-store"), (b"x-a", b"1")]) == [(b"Cache-Control", b"max-age=1"), (b"x-a", b"1")]


async def sent(*own: tuple[bytes, bytes]) -> dict[bytes, bytes]:
    said = []

    async def send(message: Message) -> None:
        said.append(message)

    await guarded(send, "the pages' policy")({"type": "http.response.start", "status": 200, "headers": list(own)})
    return dict(said[0]["headers"])


async def test_a_page_gets_the_pages_policy_and_anything_else_a_strict_one() -> None:
    assert (await sent((b"content-type", b"text/html; charset=utf-8")))[b"content-security-policy"] == b"the pages' policy"
    plain = (await sent((b"content-type", b"application/json")))[b"content-security-policy"]
    assert b"frame-ancestors 'none'" in plain
    assert b"script-src" not in plain


async def test_an_answer_that_says_nothing_about_keeping_it_is_not_kept() -> None:
    assert (await sent())[b"cache-control"] == b"no-store"
