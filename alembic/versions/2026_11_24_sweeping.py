"""Stored files can be looked up by their keys, for the sweep of those that no row names."""

from alembic import op

revision = "2026_11_24_sweeping"
down_revision = "2026_11_24_fetched_rates"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Indexes on the keys, and leave for jobs to see which are taken."""
    op.execute(
        """
        CREATE INDEX receipt_by_key ON receipt (storage_key);
        CREATE INDEX receipt_file_by_key ON receipt_file (storage_key);
        CREATE POLICY sweep ON receipt_file FOR SELECT USING (app_system() = 'jobs');
        CREATE INDEX auth_session_age ON auth_session (expires_at);
        CREATE INDEX refresh_token_age ON refresh_token (expires_at);
        """
    )


def downgrade() -> None:
    """Migrations go forward only."""
    raise RuntimeError("Migrations go forward only: restore a backup instead.")
