"""Receipts that come by mail: addresses, who may write to them, the mails themselves, and how far a folder was read."""

from alembic import op

revision = "2026_11_24_mail"
down_revision = "2026_11_24_two_on_one"
branch_labels = None
depends_on = None

STATEMENTS = """
-- The secret address of a person in one workspace. `token_hash` finds it, `sealed` shows it to its person.
CREATE TABLE intake_address (
  workspace_id uuid NOT NULL,
  user_id uuid NOT NULL,
  token_hash bytea NOT NULL UNIQUE,
  sealed bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (workspace_id, user_id),
  FOREIGN KEY (workspace_id, user_id) REFERENCES membership (workspace_id, user_id) ON DELETE CASCADE
);

-- Who may write there: an address, or every address of a domain ('@shop.example').
CREATE TABLE intake_sender (
  workspace_id uuid NOT NULL,
  user_id uuid NOT NULL,
  sender text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (workspace_id, user_id, sender),
  FOREIGN KEY (workspace_id, user_id) REFERENCES intake_address (workspace_id, user_id) ON DELETE CASCADE
);

-- A mail, once a person: by what makes the message itself, and by the delivery that brought it. It stays when its file has gone,
-- so that the same mail is still known.
CREATE TABLE intake_mail (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  user_id uuid NOT NULL,
  message_key bytea NOT NULL,
  delivery_key text,
  provider_id text,
  storage_key text,
  size_bytes bigint,
  sender text NOT NULL DEFAULT '',
  subject text NOT NULL DEFAULT '',
  status text NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'taken', 'refused')),
  reason text,
  results jsonb NOT NULL DEFAULT '[]',
  created_at timestamptz NOT NULL DEFAULT now(),
  worked_at timestamptz,
  PRIMARY KEY (workspace_id, id),
  UNIQUE (workspace_id, user_id, message_key),
  FOREIGN KEY (workspace_id, user_id) REFERENCES membership (workspace_id, user_id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX intake_mail_delivery ON intake_mail (workspace_id, user_id, delivery_key) WHERE delivery_key IS NOT NULL;
CREATE INDEX intake_mail_newest ON intake_mail (workspace_id, user_id, created_at DESC);
CREATE INDEX intake_mail_by_key ON intake_mail (storage_key) WHERE storage_key IS NOT NULL;

-- How far a folder on a mail server has been read.
CREATE TABLE intake_folder (
  name text PRIMARY KEY,
  uid_validity bigint NOT NULL,
  last_uid bigint NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now()
);

ALTER TABLE intake_address ENABLE ROW LEVEL SECURITY;
ALTER TABLE intake_sender ENABLE ROW LEVEL SECURITY;
ALTER TABLE intake_mail ENABLE ROW LEVEL SECURITY;
ALTER TABLE intake_folder ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON intake_address, intake_sender, intake_mail, intake_folder TO outlay_app;

-- A person sees their own, in the workspace they work in; 'jobs' finds whose address it is, and works.
CREATE POLICY own ON intake_address USING (workspace_id = app_workspace() AND user_id = app_person())
  WITH CHECK (workspace_id = app_workspace() AND user_id = app_person());
CREATE POLICY own ON intake_sender USING (workspace_id = app_workspace() AND user_id = app_person())
  WITH CHECK (workspace_id = app_workspace() AND user_id = app_person());
CREATE POLICY own ON intake_mail USING (workspace_id = app_workspace() AND user_id = app_person())
  WITH CHECK (workspace_id = app_workspace() AND user_id = app_person());
CREATE POLICY jobs ON intake_address FOR SELECT USING (app_system() = 'jobs');
CREATE POLICY jobs ON intake_sender FOR SELECT USING (app_system() = 'jobs');
CREATE POLICY jobs ON intake_mail USING (app_system() = 'jobs') WITH CHECK (app_system() = 'jobs');
CREATE POLICY jobs ON intake_folder USING (app_system() = 'jobs') WITH CHECK (app_system() = 'jobs');
"""


def upgrade() -> None:
    """Make the tables and their policies."""
    cursor = op.get_bind().connection.cursor()
    cursor.execute(STATEMENTS)  # without parameters: many statements go as one message
    cursor.close()


def downgrade() -> None:
    """Migrations go forward only."""
    raise RuntimeError("Migrations go forward only: restore a backup instead.")
