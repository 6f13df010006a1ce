"""The look as the app registers it: stylesheet, head of every page, colours that the browser's own chrome takes."""

from typing import Final

import reflex as rx

STYLESHEETS: Final[list[str]] = ["/outlay.css"]
PAPER_LIGHT: Final = "#FBFAF8"
PAPER_DARK: Final = "#131311"

# What every page does in the browser: `assets/scripts.txt` names the parts, in their order, which the build makes one small file of.
# What a page can be seen without, of `assets/scripts-later.txt`, is fetched by it once the page stands.
SCRIPT: Final = "/app.js"
LATER: Final = "/later.js"
LATER_STYLES: Final = "/later.css"

_FONT: Final = {"as": "font", "type": "font/woff2", "crossOrigin": "anonymous"}

HEAD: Final[list[rx.Component]] = [
    rx.el.link(rel="manifest", href="/manifest.webmanifest"),
    rx.el.link(rel="icon", href="/icon.svg", type="image/svg+xml"),
    rx.el.link(rel="apple-touch-icon", href="/icons/apple-touch-icon.png"),
    rx.el.link(rel="preload", href="/fonts/geist.woff2", custom_attrs=_FONT),
    rx.el.meta(name="theme-color", content=PAPER_LIGHT, custom_attrs={"media": "(prefers-color-scheme: light)"}),
    rx.el.meta(name="theme-color", content=PAPER_DARK, custom_attrs={"media": "(prefers-color-scheme: dark)"}),
    rx.el.meta(name="mobile-web-app-capable", content="yes"),
    rx.el.script(src=SCRIPT, defer=True, custom_attrs={"data-later": LATER, "data-later-styles": LATER_STYLES}),
]
