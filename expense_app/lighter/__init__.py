"""A build plugin: pages without the parts of the framework's browser side that nothing here uses.

Each is replaced by a few lines of ours (`*.js` beside this file), or left out where its only users are features that this
app does not have; what is left packs into one file that stays the same from release to release.
What would need a replaced part fails the build and names it.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from reflex.plugins import Plugin

_HERE: Final = Path(__file__).parent
_FOLDER: Final = "lighter"
_IMPORT: Final = 'import lighter, { together } from "./lighter/vite.js";\n'
_PLUGINS: Final = "\n  plugins: [\n"
_GROUPS: Final = "\n          groups: [\n"
_NO_COOKIES: Final = '"cookies": {}'
_ON_WINDOW: Final = re.compile(r"window\.__reflex = \{.*?\};", re.DOTALL)


class Lighter(Plugin):
    """Puts our parts beside the generated pages and has the bundler take them."""

    def get_static_assets(self, **_context: Any) -> Sequence[tuple[Path, str]]:
        """Our parts, by where they go."""
        return [(Path(_FOLDER) / part.name, part.read_text()) for part in sorted(_HERE.glob("*.js"))]

    def pre_compile(self, **context: Any) -> None:
        """Register the rewriting of the bundler's configuration and of the frame around all pages."""
        context["add_modify_task"]("vite.config.js", bundled)
        context["add_modify_task"]("app/root.jsx", without_window)
        context["add_modify_task"]("utils/context.jsx", cookieless)


def bundled(config: str) -> str:
    """The bundler's configuration with our plugin and the one file of all that pages share. Raises when the framework differs."""
    if _IMPORT in config:
        return config
    if config.count(_PLUGINS) != 1 or config.count(_GROUPS) != 1:
        raise RuntimeError("The framework's configuration of the bundler has changed: look at Lighter again.")
    with_plugin = config.replace(_PLUGINS, f"{_PLUGINS}    lighter(),\n")
    return _IMPORT + with_plugin.replace(_GROUPS, f"{_GROUPS}            together,\n")


def without_window(root: str) -> str:
    """The frame without the libraries it lays open to parts that arrive as text: there are none, and each would be bundled whole."""
    return _ON_WINDOW.sub("", root)


def cookieless(context: str) -> str:
    """The same text. Raises where a state keeps something in a cookie of the page, which is left out."""
    if _NO_COOKIES not in context:
        raise RuntimeError("A state var is an rx.Cookie: pages are built without them, as sign-in cookies are the server's (Lighter).")
    return context
