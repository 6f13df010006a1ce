"""What is to be expected in the next weeks, as Home says it: each a row that leads to the expenses it is read from."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from backend.categories import CategoryView
from backend.core.money import to_decimal_string
from backend.recurring import Recurring
from expense_app import filters, formats
from expense_app.components.rows import Row, category_icon
from expense_app.desk import Desk
from expense_app.words import _


def rows_of(expected: Sequence[Recurring], desk: Desk, known: Mapping[UUID, CategoryView]) -> list[Row]:
    """The rows, in the order given."""
    return [_row(each, desk, known) for each in expected]


def _row(each: Recurring, desk: Desk, known: Mapping[UUID, CategoryView]) -> Row:
    amount = formats.money(each.money, desk.locale)
    before = formats.money(each.before, desk.locale) if each.before else ""
    return Row(
        id=f"{each.merchant_id} {each.money.minor}",
        href=behind(each),
        name=each.merchant_name,
        meta=f"{formats.near_day(each.due, desk.today, desk.locale)} · {_cadences()[each.cadence]}",
        amount=amount if each.fixed else _("about {amount}").format(amount=amount),
        flag=_("was {amount}").format(amount=before) if before else "",
        icon=category_icon(known.get(each.category_id) if each.category_id else None),
    )


def behind(each: Recurring) -> str:
    """The list of the expenses a series is read from: the merchant's, of its amounts where there are others too."""
    asked = {"merchant": str(each.merchant_id), "kind": "expense"}
    if not each.alone:
        asked |= {"min": to_decimal_string(each.least), "max": to_decimal_string(each.most), "currency": each.money.currency}
    return filters.address(asked)


def _cadences() -> dict[str, str]:
    return {
        "weekly": _("every week"),
        "fortnightly": _("every 2 weeks"),
        "four_weekly": _("every 4 weeks"),
        "monthly": _("every month"),
        "two_monthly": _("every 2 months"),
        "quarterly": _("every 3 months"),
        "half_yearly": _("every 6 months"),
        "yearly": _("every year"),
    }
