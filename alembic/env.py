"""Runs migrations as the owner of the tables; the app itself works under a role that owns nothing."""

from sqlalchemy import create_engine, pool

from alembic import context
from backend.core.settings import settings


def run() -> None:
    """Bring the database named by the settings up to date, one transaction a migration, one migrator at a time."""
    url = context.config.attributes.get("url") or settings().owner_url
    if not url:
        raise SystemExit("DATABASE_URL is not set: start with `make run`, or name a database.")
    engine = create_engine(url, poolclass=pool.NullPool)
    with engine.connect() as connection:
        context.configure(connection=connection, transaction_per_migration=True)
        with context.begin_transaction():
            connection.exec_driver_sql("SELECT pg_advisory_lock(7240118)")
            context.run_migrations()
    engine.dispose()


run()
