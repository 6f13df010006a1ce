"""With which engine and in which language a receipt is to be read again."""

from alembic import op

revision = "2026_11_24_read_again"
down_revision = "2026_11_24_mail"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The choice stands with the receipt: a reader that takes over from one that died follows it."""
    op.execute("ALTER TABLE receipt ADD COLUMN wanted_engine text, ADD COLUMN wanted_language text")


def downgrade() -> None:
    """Migrations go forward only."""
    raise RuntimeError("Migrations go forward only: restore a backup instead.")
