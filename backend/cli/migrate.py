"""`outlay migrate`: the database up to date, and keys for an instance that is new."""

from argparse import Namespace

from alembic.config import Config
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from alembic import command
from backend.cli.tools import ROOT
from backend.core.keyring import generate, keys_file, write_keys_file
from backend.core.settings import Settings, settings
from backend.runtime.errors import CannotStart


def run(_options: Namespace) -> None:
    """Migrate as the owner, then see to the keys. Raises `CannotStart` when the database is away or the keys are lost."""
    config = settings()
    if not config.owner_url:
        raise CannotStart("DATABASE_URL is not set: start with `make run`, or name a database.")
    try:
        command.upgrade(Config(ROOT / "alembic.ini"), "head")
    except OperationalError as error:
        words = str(error.orig).strip().splitlines()[0]
        raise CannotStart(f"The database does not answer ({words}): check DATABASE_URL, and that the server runs.") from error
    _see_to_keys(config)


def _see_to_keys(config: Settings) -> None:
    """Make keys once; never for a database that already has books, which only their own keys open."""
    path = keys_file(config)
    if config.outlay_keys or path.exists():
        return
    if _has_books(config):
        raise CannotStart(f"The keys of these books are missing: put {path} back from a backup, or set OUTLAY_KEYS.")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_keys_file(path, generate())


def _has_books(config: Settings) -> bool:
    engine = create_engine(config.owner_url or "", poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("SELECT set_config('app.system', 'identity', true)"))
        return bool(connection.scalar(text("SELECT EXISTS (SELECT FROM workspace)")))
