"""The pages of the app, one module each; `PAGES` is what the app registers."""

from typing import Final

from expense_app.routes import Page

PAGES: Final[tuple[Page, ...]] = ()
