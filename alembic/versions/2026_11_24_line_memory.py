"""What people chose for single lines of receipts, so that the next such line is proposed for the same category."""

from alembic import op

revision = "2026_11_24_line_memory"
down_revision = "2026_11_24_parts_alone"
branch_labels = None
depends_on = None

STATEMENTS = """
-- A choice hangs on the expense it was made at and counts while that expense says the same: undone, binned or divided anew by hand it
-- is forgotten by itself. The key is the words of a line without numbers, case and order.
CREATE TABLE line_memory (
  workspace_id uuid NOT NULL,
  line_key text NOT NULL,
  expense_id uuid NOT NULL,
  category_id uuid NOT NULL,
  chosen_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (workspace_id, line_key, expense_id),
  FOREIGN KEY (workspace_id, expense_id) REFERENCES expense_key (workspace_id, id) ON DELETE CASCADE,
  FOREIGN KEY (workspace_id, category_id) REFERENCES category (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX line_memory_by_expense ON line_memory (workspace_id, expense_id);
CREATE INDEX line_memory_by_category ON line_memory (workspace_id, category_id);
ALTER TABLE line_memory ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON line_memory USING (workspace_id = app_workspace()) WITH CHECK (workspace_id = app_workspace());
GRANT SELECT, INSERT, UPDATE, DELETE ON line_memory TO outlay_app;
"""


def upgrade() -> None:
    """Make the table, its indexes and its policy."""
    cursor = op.get_bind().connection.cursor()
    cursor.execute(STATEMENTS)  # without parameters: many statements go as one message
    cursor.close()


def downgrade() -> None:
    """Migrations go forward only."""
    raise RuntimeError("Migrations go forward only: restore a backup instead.")
