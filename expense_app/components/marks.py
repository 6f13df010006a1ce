"""Icons, the mark of the house, and links that do not reload the page."""

from typing import Any, Final

import reflex as rx
from reflex_components_core.react_router.dom import ReactRouterLink

SPRITE: Final = "/icons.svg"


def icon_address(name: str) -> str:
    """Where an icon stands in the sprite."""
    return f"{SPRITE}#{name}"


def icon(name: str | rx.Var[str], size: int = 20, cls: str = "") -> rx.Component:
    """An icon of the sprite, hidden from screen readers; a var holds its whole address."""
    address = icon_address(name) if isinstance(name, str) else name
    return rx.el.svg(
        rx.el.svg.use(href=address),
        class_name=f"ic {cls}".strip(),
        custom_attrs={"width": str(size), "height": str(size), "aria-hidden": "true", "focusable": "false"},
    )


def link(*children: Any, to: str | rx.Var[str], **props: Any) -> rx.Component:
    """A link inside the app: the page changes, nothing is loaded anew."""
    return ReactRouterLink.create(*children, to=to, view_transition=True, **props)


def script(name: str) -> rx.Component:
    """A script that only some pages need; the browser fetches it once, when the first of them is shown."""
    return rx.el.span(hidden=True, custom_attrs={"data-script": name})


def brand() -> rx.Component:
    """Mark and name."""
    return rx.el.div(rx.el.div(rx.el.span(), class_name="mark"), rx.el.span("Outlay"), class_name="brand")
