"""Marked words: found in scripts and pages however they are escaped, and put back so that nothing breaks."""

import json
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from expense_app.marked import Message, escape_js, found_in, in_page, in_script, mark, mark_plural, messages, unescape_js

WORDS = st.text(st.characters(exclude_characters="⟪⟫␟␞", exclude_categories=["Cs"]), min_size=1)


def shout(message: Message) -> str:
    return message.text.upper()


def say(message: Message) -> str:
    return message.text


@given(WORDS)
def test_what_is_put_into_a_script_reads_the_same_in_every_kind_of_quotes(words: str) -> None:
    safe = escape_js(words)
    assert not set(safe) & set("\"'`$<\n\r\u2028\u2029")
    assert json.loads(f'"{safe}"') == words
    assert unescape_js(safe) == words


@given(WORDS)
def test_a_message_is_found_in_a_script_that_a_json_encoder_has_escaped(words: str) -> None:
    for source in (json.dumps(mark(words)), json.dumps(mark(words), ensure_ascii=False)):
        assert messages(source, page=False) == [Message(words)]
        assert json.loads(in_script(source, say)) == words


@given(WORDS)
def test_a_message_survives_text_and_attribute_of_a_page(words: str) -> None:
    escaped = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;").replace("'", "&#x27;")
    page = f'<p title="⟪{escaped}⟫">⟪{escaped}⟫</p>'
    spoken = in_page(page, lambda _: "Sagt \"a<b\" & 'c'")
    assert spoken.count("<") == 2
    assert unescape(spoken).count("Sagt \"a<b\" & 'c'") == 2
    assert {each.text for each in messages(page, page=True)} == {unescape(escaped)}


@pytest.mark.parametrize(
    "source",
    [
        '"⟪It’s \\"here\\"⟫"',
        "'⟪It’s \"here\"⟫'",
        '`⟪It’s "here"⟫`',
        '"\\u27eaIt\\u2019s \\x22here\\x22\\u27EB"',
        '"\\u{27EA}It\\u{2019}s \\"here\\"\\u{27eb}"',
    ],
)
def test_a_script_may_escape_a_message_as_it_likes(source: str) -> None:
    assert found_in(source)
    assert messages(source, page=False) == [Message('It’s "here"')]


def test_a_script_inside_a_page_is_written_as_a_script_and_cannot_be_closed() -> None:
    page = '<h1>⟪Hi⟫</h1><script>say("⟪Hi⟫")</script><p>⟪Hi⟫</p>'
    spoken = in_page(page, lambda _: '</script>"&')
    assert spoken == (
        '<h1>&lt;/script&gt;&quot;&amp;</h1><script>say("\\u003c/script\\u003e\\u0022\\u0026")</script><p>&lt;/script&gt;&quot;&amp;</p>'
    )


def test_what_is_filled_in_travels_with_its_message() -> None:
    assert messages(json.dumps(mark("Up to {size} MB").format(size=15)), page=False) == [Message("Up to {size} MB", values={"size": "15"})]
    assert messages(mark_plural("{n} row", "{n} rows", 3).format(n=3), page=False) == [Message("{n} row", "{n} rows", 3, {"n": "3"})]


def test_what_only_the_browser_knows_cannot_be_filled_in() -> None:
    with pytest.raises(TypeError, match="while pages are built"):
        mark("Hello {name}").format(name=object())
    with pytest.raises(TypeError, match="while pages are built"):
        mark("Hello {name}").format(name=mark("Ines"))


def test_marked_words_stay_marked_beside_other_text() -> None:
    assert in_script(f"'{mark('settings')} · Outlay'", shout) == "'SETTINGS · Outlay'"
