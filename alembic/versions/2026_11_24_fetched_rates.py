"""Exchange rates that were fetched."""

from alembic import op

revision = "2026_11_24_fetched_rates"
down_revision = "2026_11_24_push"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One table of all workspaces: anybody reads it, jobs add to it, and nobody changes what was published."""
    op.execute(
        """
        CREATE TABLE exchange_rate (
          day date NOT NULL,
          currency char(3) NOT NULL,
          rate numeric(24, 10) NOT NULL CHECK (rate > 0),
          fetched_at timestamptz NOT NULL DEFAULT clock_timestamp(),
          PRIMARY KEY (day, currency)
        );
        ALTER TABLE exchange_rate ENABLE ROW LEVEL SECURITY;
        CREATE POLICY everybody ON exchange_rate FOR SELECT USING (true);
        CREATE POLICY jobs ON exchange_rate FOR INSERT WITH CHECK (app_system() = 'jobs');
        GRANT SELECT, INSERT ON exchange_rate TO outlay_app;
        """
    )


def downgrade() -> None:
    """Migrations go forward only."""
    raise RuntimeError("Migrations go forward only: restore a backup instead.")
