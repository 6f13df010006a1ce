"""A build plugin: draws the page that all expenses share ahead, though its address has a parameter.

The framework draws pages without parameters ahead and leaves the others to the browser, which then shows nothing
until its scripts have run. What stands in the page before the state arrives is the same for every expense, so one
drawing, made at `/expenses/_`, serves them all.
"""

from typing import Any, Final

from reflex.plugins import Plugin

_ALL: Final = '"prerender": true'
_WITH_EXPENSE: Final = '"prerender": ({getStaticPaths}) => [...getStaticPaths(), "/expenses/_"]'


class DrawnAhead(Plugin):
    """Adds the shared page to those that the router's build draws."""

    def pre_compile(self, **context: Any) -> None:
        """Have the router's configuration rewritten once it stands."""
        context["add_modify_task"]("react-router.config.js", with_expense)


def with_expense(config: str) -> str:
    """The router's configuration with the shared page; unchanged where nothing is drawn ahead. Safe to run twice."""
    return config.replace(_ALL, _WITH_EXPENSE)
