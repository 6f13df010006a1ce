"""Whatever is done to the books in whatever order, rows, versions, history and the rollup stay true to a plain model."""

import asyncio
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings, strategies
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, rule, run_state_machine_as_test

from backend import expenses
from backend.core.actor import Actor
from backend.core.db import close_stores, open_stores, transaction
from backend.core.money import Money
from backend.expenses import ExpenseChange, ExpenseDraft, Selection, SplitDraft, Suggestion
from tests.integration.bookkeeping import category, check_rollup, new_books, rows
from tests.stores import Books

DAYS = strategies.dates(date(1970, 1, 1), date(2026, 11, 1))
MONEY = strategies.builds(Money, strategies.integers(0, 10**9), strategies.sampled_from(["EUR", "USD", "JPY", "KWD"]))


class Ledger(RuleBasedStateMachine):
    """The books beside a model: `{id: (day, money, note, binned, version, category)}`."""

    known = Bundle("known")
    undos = Bundle("undos")

    def __init__(self) -> None:
        """Open the stores in a loop of this machine's own."""
        super().__init__()
        self.runner = asyncio.Runner()
        self.runner.run(open_stores())
        self.model: dict[UUID, dict[str, Any]] = {}

    def teardown(self) -> None:
        """Close them."""
        self.runner.run(close_stores())
        self.runner.close()

    def act(self, name: str, *values: Any, **more: Any) -> Any:
        """One call of the facade in a transaction of its own."""

        async def run() -> Any:
            async with transaction(self.actor) as session:
                return await getattr(expenses, name)(session, self.actor, *values, **more)

        return self.runner.run(run())

    @initialize()
    def open_books(self) -> None:
        async def begin() -> tuple[Actor, UUID]:
            actor = await new_books()
            return actor, await category(actor, "fuel")

        self.actor, self.fuel = self.runner.run(begin())

    @rule(target=known, day=DAYS, money=MONEY)
    def record(self, day: date, money: Money) -> UUID:
        view = self.act("record", ExpenseDraft(occurred_on=day, money=money))
        self.model[view.id] = {"day": day, "money": money, "note": "", "binned": False, "version": 1, "category": None, "by": None}
        return view.id

    def changed(self, expense_id: UUID, **fields: Any) -> None:
        """The model's row takes the fields; a version is made when any differs."""
        row = self.model[expense_id]
        if any(row[name] != value for name, value in fields.items()):
            row.update(fields, version=row["version"] + 1)

    @rule(expense_id=known, day=DAYS, money=MONEY)
    def amend(self, expense_id: UUID, day: date, money: Money) -> None:
        change = ExpenseChange(occurred_on=day, money=money, splits=None)
        if self.model[expense_id]["binned"]:
            with pytest.raises(expenses.ExpenseBinned):
                self.act("amend", expense_id, change)
            return
        view = self.act("amend", expense_id, change)
        self.model[expense_id].update(day=day, money=money, version=view.version)

    @rule(expense_id=known)
    def divide(self, expense_id: UUID) -> None:
        row = self.model[expense_id]
        if not row["binned"]:
            half = row["money"].minor // 2
            lines = (
                SplitDraft(Money(half, row["money"].currency), self.fuel),
                SplitDraft(Money(row["money"].minor - half, row["money"].currency)),
            )
            row["version"] = self.act("amend", expense_id, ExpenseChange(splits=lines)).version

    @rule(expense_id=known)
    def remove(self, expense_id: UUID) -> None:
        self.act("remove", expense_id)
        self.changed(expense_id, binned=True)

    @rule(expense_id=known)
    def restore(self, expense_id: UUID) -> None:
        self.act("restore", expense_id)
        self.changed(expense_id, binned=False)

    @rule(expense_id=known, source=strategies.sampled_from(["rule", "model"]))
    def suggest(self, expense_id: UUID, source: str) -> None:
        row = self.model[expense_id]
        taken = self.act("suggest_category", expense_id, Suggestion(self.fuel, source, 0.5, source))
        expected = not row["binned"] and row["by"] not in (source, "user") and not (source == "model" and row["by"] == "rule")
        assert taken == expected
        if taken:
            self.changed(expense_id, category=self.fuel, by=source)

    @rule(target=undos, note=strategies.sampled_from(["a", "b"]), delete=strategies.booleans())
    def change_all(self, note: str, delete: bool) -> tuple[str | None, dict[UUID, dict[str, Any]]]:
        before = {key: dict(row) for key, row in self.model.items()}
        selection = Selection(tuple(self.model))
        result = self.act("change_many", selection, None if delete else ExpenseChange(note=note))
        for expense_id, row in before.items():
            if not row["binned"]:
                touched = delete or row["note"] != note or row.get("noted") != "user"
                self.changed(expense_id, **({"binned": True} if delete else {"note": note, "noted": "user"} if touched else {}))
        moved = {key: old for key, old in before.items() if self.model[key] != old}
        assert (result.changed, result.skipped) == (len(moved), len(before) - len(moved))
        return result.undo_token, {key: {**old, "at": self.model[key]["version"]} for key, old in moved.items()}

    @rule(entry=consumes(undos))
    def take_back(self, entry: tuple[str | None, dict[UUID, dict[str, Any]]]) -> None:
        token, replaced = entry
        if token is None:
            return
        back = {key: old for key, old in replaced.items() if self.model[key]["version"] == old["at"]}
        result = self.act("undo", UUID(token))
        assert (result.changed, result.skipped) == (len(back), len(replaced) - len(back))
        for key, old in back.items():
            version = self.model[key]["version"] + 1
            self.model[key] = {**{name: value for name, value in old.items() if name != "at"}, "version": version}

    @invariant()
    def the_books_say_what_the_model_says(self) -> None:
        if not hasattr(self, "actor"):
            return
        for view in self.act("get_many", list(self.model)):
            row = self.model[view.id]
            assert (view.occurred_on, view.money, view.note) == (row["day"], row["money"], row["note"])
            assert (view.deleted_at is not None, view.version, view.category_id) == (row["binned"], row["version"], row["category"])
            assert (view.base_money is None) == (view.money is not None and view.money.currency != "EUR" and view.fx_rate is None)
        self.runner.run(self._check())

    async def _check(self) -> None:
        await check_rollup(self.actor)
        told = await rows(self.actor, "SELECT expense_id, count(*), max(version) FROM expense_change GROUP BY 1")
        assert {row[0]: (row[1], row[2]) for row in told} == {key: (row["version"], row["version"]) for key, row in self.model.items()}


def test_the_books_stay_true_whatever_is_done(database: Books) -> None:
    assert database.name
    run_state_machine_as_test(
        Ledger,
        settings=settings(max_examples=12, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)),
    )
