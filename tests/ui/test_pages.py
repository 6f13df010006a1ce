"""Pages as they are drawn, without a browser."""

import re
from pathlib import Path

import pytest

from expense_app.pages import PAGES
from expense_app.routes import Page
from expense_app.words import speaking

NAMES = set((Path(__file__).parents[2] / "assets" / "icons.txt").read_text().split())


def drawn(page: Page) -> str:
    """The page as the framework writes it for the browser."""
    with speaking("en"):
        return str(page.view())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.route)
def test_a_page_has_one_main_part_and_a_heading_that_can_take_the_focus(page: Page) -> None:
    written = drawn(page)
    assert len(re.findall(r'jsx\("main"', written)) == 1
    assert 'jsx("h1"' in written


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.route)
def test_a_page_is_made_of_plain_elements_alone(page: Page) -> None:
    written = drawn(page)
    assert "Radix" not in written
    assert "dangerouslySetInnerHTML" not in written
    assert not re.search(r'style="', written)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.route)
def test_every_icon_of_a_page_is_in_the_sprite(page: Page) -> None:
    named = set(re.findall(r"/icons\.svg#([a-z0-9-]+)", drawn(page)))
    assert named <= NAMES
