"""Push messages: who takes them where, and what each person wants to be told by which way."""

from alembic import op

revision = "2026_11_24_push"
down_revision = "2026_11_24_first_books"
branch_labels = None
depends_on = None

STATEMENTS = """
-- A browser or app that takes push messages: whose it is, the session in which it was made, and its address and keys, sealed
-- with the data key of the workspace.
CREATE TABLE push_subscription (
  id uuid PRIMARY KEY,
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES user_account ON DELETE CASCADE,
  session_id uuid NOT NULL REFERENCES auth_session ON DELETE CASCADE,
  endpoint_hash bytea NOT NULL UNIQUE,
  service text NOT NULL,
  sealed bytea NOT NULL,
  expires_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  last_sent_at timestamptz
);
CREATE INDEX push_subscription_by_person ON push_subscription (user_id);
CREATE INDEX push_subscription_by_session ON push_subscription (session_id);

CREATE TABLE notification_preference (
  user_id uuid NOT NULL REFERENCES user_account ON DELETE CASCADE,
  kind text NOT NULL,
  channel text NOT NULL CHECK (channel IN ('in_app', 'push')),
  enabled boolean NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, kind, channel)
);

-- What is told by push alone stands in no list.
ALTER TABLE notification ADD COLUMN in_app boolean NOT NULL DEFAULT true;

ALTER TABLE push_subscription ENABLE ROW LEVEL SECURITY;
ALTER TABLE notification_preference ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON push_subscription, notification_preference TO outlay_app;

-- A person sees their own. 'identity' lets a browser change hands and ends what belongs to a session; 'jobs' sends.
CREATE POLICY own ON push_subscription USING (user_id = app_person());
CREATE POLICY identity ON push_subscription USING (app_system() = 'identity') WITH CHECK (app_system() = 'identity');
CREATE POLICY jobs ON push_subscription USING (app_system() = 'jobs') WITH CHECK (app_system() = 'jobs');
CREATE POLICY own ON notification_preference USING (user_id = app_person()) WITH CHECK (user_id = app_person());
CREATE POLICY jobs ON notification_preference FOR SELECT USING (app_system() = 'jobs');
"""


def upgrade() -> None:
    """Make the tables and their policies."""
    cursor = op.get_bind().connection.cursor()
    cursor.execute(STATEMENTS)  # without parameters: many statements go as one message
    cursor.close()


def downgrade() -> None:
    """Migrations go forward only."""
    raise RuntimeError("Migrations go forward only: restore a backup instead.")
