"""The pages of the app, one module each; `PAGES` is what the app registers."""

from typing import Final

from expense_app.pages import (
    capture,
    duplicates,
    expense,
    expenses,
    home,
    inbox,
    login,
    missing,
    notifications,
    register,
    settings,
    welcome,
)
from expense_app.pages.dev import components
from expense_app.routes import Page

PAGES: Final[tuple[Page, ...]] = (
    home.PAGE,
    expenses.PAGE,
    expense.PAGE,
    capture.PAGE,
    inbox.PAGE,
    duplicates.PAGE,
    notifications.PAGE,
    settings.PAGE,
    welcome.PAGE,
    login.PAGE,
    register.PAGE,
    missing.PAGE,
    components.PAGE,
)
