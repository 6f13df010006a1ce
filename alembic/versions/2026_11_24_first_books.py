"""The first books."""

from pathlib import Path

from alembic import op

revision = "2026_11_24_first_books"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table, trigger, function and policy; the statements stand beside this file."""
    statements = Path(__file__).with_suffix(".sql").read_text()
    cursor = op.get_bind().connection.cursor()
    cursor.execute(statements)  # without parameters: many statements go as one message
    cursor.close()


def downgrade() -> None:
    """Migrations go forward only."""
    raise RuntimeError("Migrations go forward only: restore a backup instead.")
