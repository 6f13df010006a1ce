"""A receipt that waits to be read knows how many others are read before it."""

from alembic import op

revision = "2026_11_24_queue_places"
down_revision = "2026_11_24_shop_marks"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """When each receipt began to wait, and a function that counts over all workspaces and tells of one's own alone.

    Readers are shared by all workspaces, so the count goes beyond the row-level security of the one that asks; what it
    gives is a number for a receipt that the asker has.
    """
    op.execute(
        """
        ALTER TABLE receipt ADD COLUMN queued_at timestamptz NOT NULL DEFAULT now();
        CREATE INDEX receipt_queue ON receipt (queued_at, id) WHERE status = 'queued' AND deleted_at IS NULL;
        CREATE FUNCTION receipts_ahead(ids uuid[]) RETURNS TABLE (receipt_id uuid, ahead bigint) LANGUAGE sql STABLE SECURITY DEFINER
          SET search_path = public, pg_temp AS $$
          SELECT q.id, q.ahead FROM (
            SELECT r.workspace_id, r.id, row_number() OVER (ORDER BY r.queued_at, r.id) - 1 AS ahead
            FROM receipt r WHERE r.status = 'queued' AND r.deleted_at IS NULL
          ) q WHERE q.workspace_id = app_workspace() AND q.id = ANY(ids)
        $$;
        REVOKE ALL ON FUNCTION receipts_ahead(uuid[]) FROM PUBLIC;
        GRANT EXECUTE ON FUNCTION receipts_ahead(uuid[]) TO outlay_app;
        """
    )


def downgrade() -> None:
    """Migrations go forward only."""
    raise RuntimeError("Migrations go forward only: restore a backup instead.")
