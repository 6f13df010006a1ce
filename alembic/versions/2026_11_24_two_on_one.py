"""Two receipts on one picture: where they stand, the second one's picture, and what a person has said about it."""

from alembic import op

revision = "2026_11_24_two_on_one"
down_revision = "2026_11_24_twins"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Receipts get their blocks and the answer; files get the part that was cut out. Receipts in parts know their place."""
    op.execute(
        """
        ALTER TABLE receipt
          ADD COLUMN regions jsonb,
          ADD COLUMN regions_answer text CHECK (regions_answer IN ('one', 'two')),
          ADD COLUMN part int CHECK (part > 0);
        CREATE INDEX receipt_asking ON receipt (workspace_id, expense_id)
          WHERE regions IS NOT NULL AND regions_answer IS NULL AND deleted_at IS NULL;
        ALTER TABLE receipt_file DROP CONSTRAINT receipt_file_variant_check;
        ALTER TABLE receipt_file ADD CONSTRAINT receipt_file_variant_check CHECK (variant IN ('page', 'thumb', 'words', 'part'));
        """
    )


def downgrade() -> None:
    """Migrations go forward only."""
    raise RuntimeError("Migrations go forward only: restore a backup instead.")
