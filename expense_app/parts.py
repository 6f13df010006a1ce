"""Where a month went, as Home draws it: its categories as bars or a ring, and the months up to it, whole or in their parts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from backend import analytics
from backend.analytics import History
from backend.categories import CategoryView
from expense_app import filters, formats, month
from expense_app.components.charts import Bar
from expense_app.components.charts_plain import PATTERNS, Arc, Columns, Item, Ring, Spark, columns, ring, spark, stacked
from expense_app.components.rows import category_icon
from expense_app.desk import Desk
from expense_app.month import Span
from expense_app.words import _

BARS: Final = 6
MONTHS: Final = 6
_PARTS: Final = 3
_ARCS: Final = len(PATTERNS) - 1
Known = Mapping[str, CategoryView]


def view_of(query: Mapping[str, Any]) -> dict[str, str]:
    """How an address wants the charts: `{"by": "ring"}`, `{"months": "parts"}`, both, or neither."""
    return {name: way for name, way in (("by", "ring"), ("months", "parts")) if query.get(name) == way}


@dataclass(frozen=True)
class Parts:
    """The spending of a month by category, with the months before it, at somebody's desk; `known` are the categories by id as text."""

    desk: Desk
    span: Span
    slices: Sequence[analytics.Slice]
    history: History
    known: Known

    def bars(self) -> list[Bar]:
        """The largest parts, each with its last months as a line."""
        spent = self._spent()
        top = max((each.spent for each in spent), default=1)
        return [self._bar(each, top) for each in spent[:BARS]]

    def _spent(self) -> list[analytics.Slice]:
        return [each for each in self.slices if each.spent > 0]

    def _bar(self, part: analytics.Slice, top: int) -> Bar:
        return Bar(
            href=self._href(part.key, self.span.start),
            icon=category_icon(self.known.get(part.key or "")),
            name=self._name(part.key),
            amount=self.desk.base(part.spent),
            share=formats.percent(float(part.share), self.desk.locale),
            width=f"{part.spent / top * 100:.1f}%",
            line=self._line(part.key),
        )

    def _line(self, key: str | None) -> Spark:
        spent = self.history.spent.get(key, ())
        told = zip(self.history.starts, spent, strict=False)
        words = ", ".join(f"{formats.short_month(start, self.desk.locale)} {self.desk.base(each)}" for start, each in told)
        return spark([max(0, each) for each in spent], words)

    def _name(self, key: str | None) -> str:
        category = self.known.get(key or "")
        return category.name if category else _("No category")

    def _href(self, key: str | None, first: date) -> str:
        asked = {"from": first.isoformat(), "to": self.span.end.isoformat()}
        return filters.address(asked, category=key or "none")

    def ring(self) -> Ring:
        """The same parts of a whole, the smallest in one."""
        spent = self._spent()
        largest, rest = spent[:_ARCS], spent[_ARCS:]
        items = [
            Item(self._name(each.key), each.spent, self.desk.base(each.spent), self._href(each.key, self.span.start)) for each in largest
        ]
        if rest:
            left = sum(each.spent for each in rest)
            items.append(Item(_("Others"), left, self.desk.base(left), filters.in_month({"kind": "expense"}, self.span.start)))
        whole = max(1, sum(each.amount for each in items))
        shares = [formats.percent(each.amount / whole, self.desk.locale) for each in items]
        words = _("Spending by category in {month}.").format(month=formats.month_label(self.span.start, self.desk.locale))
        return ring(items, shares, words)

    def months(self, view: Mapping[str, str]) -> Columns:
        """The months up to this one, each with the way to Home in it; in parts where the view asks for them."""
        sums = [sum(part) for part in zip(*self.history.spent.values(), strict=True)] or [0] * len(self.history.starts)
        wholes = [self._month(start, spent, view) for start, spent in zip(self.history.starts, sums, strict=True)]
        words = _("Spent in each of the last {number} months, {amount} in the last.").format(
            number=formats.count(len(wholes), self.desk.locale), amount=wholes[-1].value if wholes else ""
        )
        if "months" in view:
            groups = [(whole.label, self._parts_of(place)) for place, whole in enumerate(wholes)]
            return stacked(groups, words, wholes)
        drawn = columns(wholes, words)
        for each in drawn.columns[-1:]:
            each.cls += " last"
        return drawn

    def _month(self, start: date, spent: int, view: Mapping[str, str]) -> Item:
        label = formats.short_month(start, self.desk.locale)
        return Item(label, spent, self.desk.base(spent), month.address(start, self.desk.today, view))

    def legend(self) -> list[Arc]:
        """The names of the parts of the months, with the strength each is drawn in."""
        names = [(self._name(key), self._href(key, self.history.starts[0])) for key in self._largest()]
        asked = {"from": self.history.starts[0].isoformat(), "to": self.span.end.isoformat(), "kind": "expense"}
        names += [(_("Others"), filters.address(asked))] if len(self.history.spent) > len(names) else []
        return [Arc(name, href=href, strength=PATTERNS[place][1]) for place, (name, href) in enumerate(names)]

    def _largest(self) -> list[str | None]:
        """The categories that came to most over these months."""
        by_size = sorted(self.history.spent.items(), key=lambda each: (-sum(each[1]), each[0] or ""))
        return [key for key, _spent in by_size[:_PARTS]]

    def _parts_of(self, place: int) -> list[Item]:
        largest = self._largest()
        parts = [(self._name(key), self.history.spent[key][place]) for key in largest]
        left = sum(spent[place] for key, spent in self.history.spent.items() if key not in largest)
        parts += [(_("Others"), left)] if len(self.history.spent) > len(largest) else []
        return [Item(name, spent, self.desk.base(spent)) for name, spent in parts]


async def read(desk: Desk, span: Span, known: Known) -> tuple[Parts, int]:
    """What Home draws of a month by category, and how many expenses without a rate are left out of it."""
    found = await analytics.breakdown(desk.books, desk.actor, span.start, span.last, "category")
    history = await analytics.history(desk.books, desk.actor, month.months_before(span.start, MONTHS - 1), span.end)
    return Parts(desk, span, found.slices, history, known), found.unconverted
