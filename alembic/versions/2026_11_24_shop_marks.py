"""What tells a shop again on its next receipt."""

from alembic import op

revision = "2026_11_24_shop_marks"
down_revision = "2026_11_24_sweeping"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Receipts are found by tax number, telephone and printed name, whatever their case, blanks and punctuation.

    Kept as columns: under row-level security an index on the function itself would not be used, since it may leak.
    """
    op.execute(
        """
        CREATE FUNCTION receipt_mark(fields jsonb, mark text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
          SELECT nullif(left(lower(regexp_replace(fields #>> ARRAY[mark, 'value'], '[^[:alnum:]]', '', 'g')), 100), '')
        $$;
        ALTER TABLE receipt
          ADD COLUMN mark_vat_id text GENERATED ALWAYS AS (receipt_mark(fields, 'vat_id')) STORED,
          ADD COLUMN mark_phone text GENERATED ALWAYS AS (receipt_mark(fields, 'phone')) STORED,
          ADD COLUMN mark_merchant text GENERATED ALWAYS AS (receipt_mark(fields, 'merchant')) STORED;
        CREATE INDEX receipt_by_vat_id ON receipt (workspace_id, mark_vat_id) WHERE deleted_at IS NULL AND mark_vat_id IS NOT NULL;
        CREATE INDEX receipt_by_phone ON receipt (workspace_id, mark_phone) WHERE deleted_at IS NULL AND mark_phone IS NOT NULL;
        CREATE INDEX receipt_by_name ON receipt (workspace_id, mark_merchant) WHERE deleted_at IS NULL AND mark_merchant IS NOT NULL;
        """
    )


def downgrade() -> None:
    """Migrations go forward only."""
    raise RuntimeError("Migrations go forward only: restore a backup instead.")
