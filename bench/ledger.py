"""Books of a known size: the same believable rows for every run, made by the database itself."""

from dataclasses import dataclass
from uuid import UUID

import psycopg

from backend.core.ids import new_id
from backend.core.keyring import keyring

_BATCH = 50_000
_CATEGORIES = 14
_MERCHANTS = 400

_KEYS = "INSERT INTO expense_key (workspace_id, id) SELECT %(workspace)s, id FROM stage"
_STAGE = """
CREATE TEMPORARY TABLE stage ON COMMIT DROP AS
SELECT uuid_in(md5(%(workspace)s::text || n)::cstring) AS id, n,
  (current_date - (power(random(), 1.3) * %(days)s)::int) AS day,
  (100 + random() * 12000)::bigint AS minor,
  (array['EUR','EUR','EUR','EUR','EUR','EUR','USD','USD','GBP','JPY'])[1 + (n %% 10)] AS currency,
  1 + (n::bigint * 7919) %% array_length(%(categories)s::uuid[], 1) AS category,
  1 + (n::bigint * 104729) %% array_length(%(merchants)s::uuid[], 1) AS merchant
FROM generate_series(%(first)s::int, %(last)s::int) AS series (n)
"""
_FACTS = """
INSERT INTO expense (workspace_id, id, occurred_on, created_by, kind, status, amount_minor, currency, base_minor, base_currency, fx_rate,
  fx_source, description, merchant_id, merchant_name, note, category_id, category_source, category_confidence, category_why, tags,
  field_sources, created_at)
SELECT %(workspace)s, id, day, %(person)s, 'expense', CASE WHEN n %% 40 = 0 THEN 'needs_review' ELSE 'confirmed' END,
  minor, currency, minor, 'EUR', CASE WHEN currency = 'EUR' THEN NULL ELSE 1 END, NULL, 'CARD PAYMENT ' || n,
  (%(merchants)s::uuid[])[merchant], 'Merchant ' || merchant,
  CASE WHEN n %% 100 = 0 THEN 'lunch with client ' || n ELSE 'weekly ' || (n %% 977) END,
  (%(categories)s::uuid[])[category], 'catalogue', 0.9, 'known merchant', CASE WHEN n %% 25 = 0 THEN array['trip'] ELSE '{}' END,
  '{}', now() - make_interval(secs => n)
FROM stage
"""


@dataclass(frozen=True)
class Ledger:
    """A workspace with `rows` expenses."""

    workspace_id: UUID
    user_id: UUID
    rows: int


def make_ledger(owner_url: str, rows: int, days: int = 1400) -> Ledger:
    """Fill a new workspace with `rows` expenses over the last `days`, in batches, through the same triggers as the app."""
    ledger = Ledger(new_id(), new_id(), rows)
    with psycopg.connect(owner_url, autocommit=True) as connection:
        with connection.transaction():
            facts = _frame(connection, ledger) | {"days": days}
        for first in range(1, rows + 1, _BATCH):
            with connection.transaction():
                part = facts | {"first": first, "last": min(rows, first + _BATCH - 1)}
                for statement in (_STAGE, _KEYS, _FACTS):
                    connection.execute(statement, part)
        connection.execute("VACUUM ANALYZE expense_key, expense, expense_text, daily_total")
    return ledger


def _frame(connection: psycopg.Connection, ledger: Ledger) -> dict[str, object]:
    """The person, the workspace, its categories and merchants."""
    workspace, person = ledger.workspace_id, ledger.user_id
    connection.execute(
        "INSERT INTO user_account (id, email, password_hash, display_name) VALUES (%s, %s, '!', 'Bench')",
        [person, f"{person}@bench.example"],
    )
    connection.execute(
        "INSERT INTO workspace (id, name, base_currency, data_key, created_by) VALUES (%s, 'Bench', 'EUR', %s, %s)",
        [workspace, keyring().new_data_key(workspace), person],
    )
    connection.execute("INSERT INTO membership (workspace_id, user_id, role) VALUES (%s, %s, 'owner')", [workspace, person])
    categories = [new_id() for _ in range(_CATEGORIES)]
    merchants = [new_id() for _ in range(_MERCHANTS)]
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO category (workspace_id, id, name) VALUES (%s, %s, %s)",
            [(workspace, category, f"Category {number}") for number, category in enumerate(categories, 1)],
        )
        cursor.executemany(
            "INSERT INTO merchant (workspace_id, id, name, name_key) VALUES (%s, %s, %s, %s)",
            [(workspace, merchant, f"Merchant {number}", f"merchant {number}") for number, merchant in enumerate(merchants, 1)],
        )
    return {"workspace": workspace, "person": person, "categories": categories, "merchants": merchants}
