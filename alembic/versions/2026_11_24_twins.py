"""Suspected duplicates: the prints of receipts' pictures, and pairs of expenses that look like one."""

from alembic import op

revision = "2026_11_24_twins"
down_revision = "2026_11_24_queue_places"
branch_labels = None
depends_on = None

STATEMENTS = """
-- A print is 256 bits, of which 252 stand in 18 bands of 14: two that differ in fewer than 18 bits have a band in common for certain,
-- those that differ in up to 40 in 98 of 100 cases. So an index on the bands finds what is near without looking at the others.
CREATE FUNCTION print_bands(bits bit(256)) RETURNS int[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT array_agg((band << 14) | substring(bits FROM band * 14 + 1 FOR 14)::bit(14)::int) FROM generate_series(0, 17) band
$$;

CREATE TABLE receipt_print (
  workspace_id uuid NOT NULL,
  receipt_id uuid NOT NULL,
  page int NOT NULL,
  bits bit(256) NOT NULL,
  bands int[] NOT NULL GENERATED ALWAYS AS (print_bands(bits)) STORED,
  PRIMARY KEY (workspace_id, receipt_id, page),
  FOREIGN KEY (workspace_id, receipt_id) REFERENCES receipt (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX receipt_print_bands ON receipt_print USING gin (workspace_id, bands);

-- Receipts of other expenses whose pages look like those of this one's. Reached by this function alone, since row-level security
-- would keep the planner from using the index (&& is not leakproof); the workspace is the one that is set, whoever asks.
-- Of two with several pages each page of the shorter one must have its like in the other.
CREATE FUNCTION receipts_alike(expense uuid, most int) RETURNS TABLE (receipt_id uuid, expense_id uuid, bits int)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  workspace uuid := app_workspace();
BEGIN
  RETURN QUERY
  WITH mine AS (
    SELECT p.receipt_id, p.page, p.bits, p.bands, count(*) OVER (PARTITION BY p.receipt_id) AS pages
    FROM receipt r JOIN receipt_print p ON p.workspace_id = r.workspace_id AND p.receipt_id = r.id
    WHERE r.workspace_id = workspace AND r.expense_id = expense AND r.deleted_at IS NULL
  ), near AS (
    SELECT m.receipt_id AS own, m.page, m.pages, o.receipt_id AS other, min(bit_count(m.bits # o.bits))::int AS bits
    FROM mine m JOIN receipt_print o ON o.workspace_id = workspace AND o.bands && m.bands
    WHERE bit_count(m.bits # o.bits) <= most
    GROUP BY m.receipt_id, m.page, m.pages, o.receipt_id
  ), papers AS (
    SELECT own, other, pages, count(*) AS found, max(n.bits) AS bits FROM near n GROUP BY own, other, pages
  )
  SELECT p.other, r.expense_id, min(p.bits)
  FROM papers p JOIN receipt r ON r.workspace_id = workspace AND r.id = p.other AND r.deleted_at IS NULL
  WHERE r.expense_id <> expense
    AND p.found >= least(p.pages, (SELECT count(*) FROM receipt_print o WHERE o.workspace_id = workspace AND o.receipt_id = p.other))
  GROUP BY p.other, r.expense_id ORDER BY min(p.bits), p.other DESC LIMIT 20;
END $$;

-- Receipts of one shop and day, as they were read.
ALTER TABLE receipt ADD COLUMN mark_date text GENERATED ALWAYS AS (receipt_mark(fields, 'date')) STORED;
CREATE INDEX receipt_by_shop_and_day ON receipt (workspace_id, mark_merchant, mark_date)
  WHERE deleted_at IS NULL AND mark_merchant IS NOT NULL AND mark_date IS NOT NULL;

-- Two expenses that look like one, the earlier first, and what a person has decided about them. Who is in the bin has no twin;
-- a pair that was kept is never asked about again.
CREATE TABLE expense_twin (
  workspace_id uuid NOT NULL,
  first_id uuid NOT NULL,
  second_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('picture', 'content', 'typed')),
  confidence real NOT NULL,
  why text[] NOT NULL,
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'kept', 'replaced', 'discarded')),
  decided_by uuid,
  decided_at timestamptz,
  replaced jsonb,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (workspace_id, first_id, second_id),
  FOREIGN KEY (workspace_id, first_id) REFERENCES expense_key (workspace_id, id) ON DELETE CASCADE,
  FOREIGN KEY (workspace_id, second_id) REFERENCES expense_key (workspace_id, id) ON DELETE CASCADE,
  CHECK (first_id < second_id)
);
CREATE INDEX expense_twin_by_second ON expense_twin (workspace_id, second_id);
CREATE INDEX expense_twin_open ON expense_twin (workspace_id, second_id DESC, first_id) WHERE state = 'open';

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['receipt_print', 'expense_twin'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY tenant ON %I USING (workspace_id = app_workspace()) WITH CHECK (workspace_id = app_workspace())', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO outlay_app', name);
  END LOOP;
END $$;
REVOKE ALL ON FUNCTION receipts_alike(uuid, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION receipts_alike(uuid, int) TO outlay_app;
"""


def upgrade() -> None:
    """Make both tables, their indexes and policies, and the look-up by picture."""
    cursor = op.get_bind().connection.cursor()
    cursor.execute(STATEMENTS)  # without parameters: many statements go as one message
    cursor.close()


def downgrade() -> None:
    """Migrations go forward only."""
    raise RuntimeError("Migrations go forward only: restore a backup instead.")
