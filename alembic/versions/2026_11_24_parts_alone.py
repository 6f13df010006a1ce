"""What a part of a longer receipt says by itself, as it was read before the others joined it."""

from alembic import op

revision = "2026_11_24_parts_alone"
down_revision = "2026_11_24_read_again"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Its words could be read anew, but not what a cloud engine has seen in its picture."""
    op.execute("ALTER TABLE receipt ADD COLUMN alone jsonb")


def downgrade() -> None:
    """Migrations go forward only."""
    raise RuntimeError("Migrations go forward only: restore a backup instead.")
