"""The real site with one page more, whose handlers are what tests need: declared, undeclared, chained, failing, watching."""

from starlette.types import ASGIApp

from backend.core.settings import settings
from expense_app import asgi


def create() -> ASGIApp:
    """Build the site with the probe's pages alone."""
    asgi.prepare(settings())
    from expense_app import pages  # noqa: PLC0415 - the framework reads its environment when it is imported
    from tests.security.probe_state import PAGES  # noqa: PLC0415

    pages.PAGES = PAGES
    return asgi.create()
