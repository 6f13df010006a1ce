-- The first books: people and workspaces, expenses and receipts, the event backbone, and the daily rollup.
-- Roles: the owner runs migrations; the app works as outlay_app, which owns nothing and sees one workspace at a time.

DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'outlay_app') THEN
    CREATE ROLE outlay_app NOLOGIN;
  END IF;
  IF NOT pg_has_role(current_user, 'outlay_app', 'MEMBER') THEN
    EXECUTE format('GRANT outlay_app TO %I', current_user);
  END IF;
END $$;

CREATE EXTENSION IF NOT EXISTS citext;
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS btree_gin;
CREATE EXTENSION IF NOT EXISTS pg_trgm;

GRANT USAGE ON SCHEMA public TO outlay_app;

-- Who is asking, for the length of a transaction -------------------------------------------------------------------

CREATE FUNCTION app_workspace() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('app.workspace_id', true), '')::uuid $$;
CREATE FUNCTION app_person() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('app.user_id', true), '')::uuid $$;
CREATE FUNCTION app_system() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT coalesce(current_setting('app.system', true), '') $$;

-- People -----------------------------------------------------------------------------------------------------------

CREATE TABLE user_account (
  id uuid PRIMARY KEY,
  email citext NOT NULL UNIQUE,
  password_hash text NOT NULL,
  display_name text NOT NULL,
  locale text NOT NULL DEFAULT 'en',
  timezone text NOT NULL DEFAULT 'UTC',
  preferences jsonb NOT NULL DEFAULT '{}',
  default_workspace_id uuid,
  email_verified_at timestamptz,
  version int NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE workspace (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  base_currency char(3) NOT NULL,
  timezone text NOT NULL DEFAULT 'UTC',
  data_key bytea NOT NULL,
  created_by uuid NOT NULL REFERENCES user_account,
  version int NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  deleted_at timestamptz
);
ALTER TABLE user_account ADD FOREIGN KEY (default_workspace_id) REFERENCES workspace ON DELETE SET NULL;

CREATE TABLE membership (
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES user_account ON DELETE CASCADE,
  role text NOT NULL CHECK (role IN ('owner', 'admin', 'member', 'viewer')),
  joined_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (workspace_id, user_id)
);
CREATE INDEX membership_by_person ON membership (user_id);

CREATE TABLE auth_session (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES user_account ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('web', 'api')),
  token_hash bytea UNIQUE,
  workspace_id uuid REFERENCES workspace ON DELETE CASCADE,
  remembered boolean NOT NULL DEFAULT false,
  user_agent text NOT NULL DEFAULT '',
  address text NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL DEFAULT now(),
  last_seen_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  ended_at timestamptz,
  end_reason text
);
CREATE INDEX auth_session_by_person ON auth_session (user_id, last_seen_at DESC);

CREATE TABLE refresh_token (
  id uuid PRIMARY KEY,
  session_id uuid NOT NULL REFERENCES auth_session ON DELETE CASCADE,
  token_hash bytea NOT NULL UNIQUE,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  spent_at timestamptz
);
CREATE INDEX refresh_token_by_session ON refresh_token (session_id);

-- Order in the books -----------------------------------------------------------------------------------------------

CREATE TABLE category (
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  id uuid NOT NULL,
  key text,
  name text NOT NULL,
  parent_id uuid,
  icon text NOT NULL DEFAULT 'tag',
  color text,
  kind text NOT NULL DEFAULT 'expense' CHECK (kind IN ('expense', 'income')),
  position int NOT NULL DEFAULT 0,
  version int NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, parent_id) REFERENCES category (workspace_id, id)
);
CREATE UNIQUE INDEX category_name ON category (workspace_id, kind, lower(name));
CREATE UNIQUE INDEX category_key ON category (workspace_id, key) WHERE key IS NOT NULL;

CREATE TABLE merchant (
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  id uuid NOT NULL,
  name text NOT NULL,
  name_key text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (workspace_id, id),
  UNIQUE (workspace_id, name_key)
);

CREATE TABLE rule (
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  id uuid NOT NULL,
  name text NOT NULL,
  stage text NOT NULL DEFAULT 'default' CHECK (stage IN ('pre', 'default', 'post')),
  match text NOT NULL DEFAULT 'all' CHECK (match IN ('all', 'any')),
  conditions jsonb NOT NULL,
  actions jsonb NOT NULL,
  enabled boolean NOT NULL DEFAULT true,
  position int NOT NULL DEFAULT 0,
  version int NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (workspace_id, id)
);

-- Expenses: a flat key that everything refers to and locks, and the facts by year --------------------------------------

CREATE TABLE expense_key (
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  id uuid NOT NULL,
  created_by uuid,
  source text NOT NULL DEFAULT 'manual',
  external_id text,
  idempotency_key text,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX expense_key_external ON expense_key (workspace_id, source, external_id) WHERE external_id IS NOT NULL;
CREATE UNIQUE INDEX expense_key_idempotency ON expense_key (workspace_id, created_by, idempotency_key) WHERE idempotency_key IS NOT NULL;

CREATE TABLE expense (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  occurred_on date NOT NULL,
  created_by uuid,
  kind text NOT NULL DEFAULT 'expense' CHECK (kind IN ('expense', 'income', 'transfer')),
  status text NOT NULL CHECK (status IN ('processing', 'needs_review', 'confirmed', 'failed')),
  amount_minor bigint CHECK (amount_minor BETWEEN 0 AND 100000000000000),
  currency char(3),
  base_minor bigint,
  base_currency char(3) NOT NULL,
  fx_rate numeric(24, 12),
  fx_source text,
  description text NOT NULL DEFAULT '',
  merchant_id uuid,
  merchant_name text NOT NULL DEFAULT '',
  note text NOT NULL DEFAULT '',
  category_id uuid,
  category_source text NOT NULL DEFAULT 'none',
  category_confidence real,
  category_why text NOT NULL DEFAULT '',
  account_id uuid,
  tags text[] NOT NULL DEFAULT '{}',
  splits jsonb,
  reimbursable boolean NOT NULL DEFAULT false,
  private_to uuid,
  recurring_id uuid,
  transfer_id uuid,
  field_sources jsonb NOT NULL DEFAULT '{}',
  version int NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  deleted_at timestamptz,
  PRIMARY KEY (workspace_id, id, occurred_on),
  FOREIGN KEY (workspace_id, id) REFERENCES expense_key (workspace_id, id) ON DELETE CASCADE,
  FOREIGN KEY (workspace_id, category_id) REFERENCES category (workspace_id, id),
  FOREIGN KEY (workspace_id, merchant_id) REFERENCES merchant (workspace_id, id),
  CHECK ((amount_minor IS NULL) = (currency IS NULL))
) PARTITION BY RANGE (occurred_on);

CREATE INDEX expense_by_day ON expense (workspace_id, occurred_on DESC, id DESC) WHERE deleted_at IS NULL;
CREATE INDEX expense_by_creation ON expense (workspace_id, created_at DESC, id DESC);
CREATE INDEX expense_by_amount ON expense (workspace_id, base_minor, id) WHERE deleted_at IS NULL;
CREATE INDEX expense_by_category ON expense (workspace_id, category_id, occurred_on DESC, id DESC) WHERE deleted_at IS NULL;
CREATE INDEX expense_by_merchant ON expense (workspace_id, merchant_id, occurred_on DESC, id DESC) WHERE deleted_at IS NULL;
CREATE INDEX expense_by_status ON expense (workspace_id, status, occurred_on DESC, id DESC) WHERE deleted_at IS NULL AND status <> 'confirmed';
CREATE INDEX expense_binned ON expense (workspace_id, deleted_at) WHERE deleted_at IS NOT NULL;

-- One partition a year; what lies before 2010 shares one. Made ahead by a schedule of the worker.
CREATE FUNCTION expense_partitions(through_year int) RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  made int := 0;
BEGIN
  FOR y IN 2010 .. least(through_year, 2200) LOOP
    IF to_regclass(format('expense_%s', y)) IS NULL THEN
      EXECUTE format('CREATE TABLE expense_%s PARTITION OF expense FOR VALUES FROM (%L) TO (%L)', y, make_date(y, 1, 1), make_date(y + 1, 1, 1));
      made := made + 1;
    END IF;
  END LOOP;
  RETURN made;
END $$;
CREATE TABLE expense_before_2010 PARTITION OF expense FOR VALUES FROM ('1970-01-01') TO ('2010-01-01');
SELECT expense_partitions(extract(year FROM current_date)::int + 2);

CREATE TABLE expense_change (
  workspace_id uuid NOT NULL,
  expense_id uuid NOT NULL,
  version int NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  actor_id uuid,
  source text NOT NULL,
  changes jsonb NOT NULL,
  PRIMARY KEY (workspace_id, expense_id, version),
  FOREIGN KEY (workspace_id, expense_id) REFERENCES expense_key (workspace_id, id) ON DELETE CASCADE
);

CREATE TABLE undo (
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  id uuid NOT NULL,
  user_id uuid NOT NULL,
  entries jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  PRIMARY KEY (workspace_id, id)
);

-- Receipts ---------------------------------------------------------------------------------------------------------

CREATE TABLE receipt (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  expense_id uuid NOT NULL,
  status text NOT NULL DEFAULT 'queued' CHECK (status IN ('queued', 'reading', 'read', 'failed')),
  sha256 bytea NOT NULL,
  media_type text NOT NULL,
  size_bytes int NOT NULL,
  file_name text NOT NULL DEFAULT '',
  storage_key text NOT NULL,
  pages int,
  engine text,
  ms int,
  cpu_ms int,
  error_code text,
  error text,
  fields jsonb NOT NULL DEFAULT '{}',
  lines jsonb NOT NULL DEFAULT '[]',
  text text NOT NULL DEFAULT '',
  uploaded_by uuid,
  lease_until timestamptz,
  lease_number int NOT NULL DEFAULT 0,
  attempts int NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now(),
  read_at timestamptz,
  deleted_at timestamptz,
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, expense_id) REFERENCES expense_key (workspace_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX receipt_bytes ON receipt (workspace_id, sha256) WHERE deleted_at IS NULL;
CREATE INDEX receipt_by_expense ON receipt (workspace_id, expense_id);
CREATE INDEX receipt_unread ON receipt (lease_until) WHERE status IN ('queued', 'reading') AND deleted_at IS NULL;

CREATE TABLE receipt_file (
  workspace_id uuid NOT NULL,
  receipt_id uuid NOT NULL,
  variant text NOT NULL CHECK (variant IN ('page', 'thumb', 'words')),
  page int NOT NULL DEFAULT 1,
  storage_key text NOT NULL,
  media_type text NOT NULL,
  width int,
  height int,
  size_bytes int NOT NULL,
  PRIMARY KEY (workspace_id, receipt_id, variant, page),
  FOREIGN KEY (workspace_id, receipt_id) REFERENCES receipt (workspace_id, id) ON DELETE CASCADE
);

-- Search: kept beside the books in a flat table; reached by two functions alone, since row-level security would keep the
-- planner from using a text index (@@ and @> are not leakproof).

CREATE TABLE expense_text (
  workspace_id uuid NOT NULL,
  expense_id uuid NOT NULL,
  occurred_on date NOT NULL,
  words tsvector NOT NULL,
  tags text[] NOT NULL DEFAULT '{}',
  PRIMARY KEY (workspace_id, expense_id),
  FOREIGN KEY (workspace_id, expense_id) REFERENCES expense_key (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX expense_text_words ON expense_text USING gin (workspace_id, words);
CREATE INDEX expense_text_tags ON expense_text USING gin (workspace_id, tags);

CREATE FUNCTION expense_words(description text, merchant text, note text, tags text[], receipts text) RETURNS tsvector
  LANGUAGE sql STABLE PARALLEL SAFE SET search_path = public, pg_temp AS $$
  SELECT to_tsvector('simple', unaccent(concat_ws(' ', description, merchant, note, array_to_string(tags, ' '), left(receipts, 100000))))
$$;

CREATE FUNCTION search_query(q text) RETURNS tsquery LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
  part text[];
  whole tsquery;
  piece tsquery;
BEGIN
  FOR part IN SELECT regexp_matches(unaccent(q), '"([^"]*)"|([^\s"]+)', 'g') LOOP
    piece := CASE WHEN part[1] IS NOT NULL THEN phraseto_tsquery('simple', part[1])
                  ELSE to_tsquery('simple', quote_literal(replace(part[2], '\', ' ')) || ':*') END;
    IF numnode(piece) > 0 THEN
      whole := CASE WHEN whole IS NULL THEN piece ELSE whole && piece END;
    END IF;
  END LOOP;
  RETURN whole;
END $$;

-- Words are prefixes, "phrases" exact, all must occur. A query without any word finds nothing. The day comes along so that a
-- join reaches one partition and newest-first lists stop early.
CREATE FUNCTION expense_search(q text) RETURNS TABLE (expense_id uuid, occurred_on date) LANGUAGE plpgsql STABLE ROWS 50 SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  workspace uuid := app_workspace();
  query tsquery := search_query(q);
BEGIN
  RETURN QUERY SELECT t.expense_id, t.occurred_on FROM expense_text t WHERE t.workspace_id = workspace AND t.words @@ query;
END $$;

CREATE FUNCTION expense_tagged(tag text) RETURNS TABLE (expense_id uuid, occurred_on date) LANGUAGE plpgsql STABLE ROWS 50 SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  workspace uuid := app_workspace();
BEGIN
  RETURN QUERY SELECT t.expense_id, t.occurred_on FROM expense_text t WHERE t.workspace_id = workspace AND t.tags @> ARRAY[tag];
END $$;

CREATE FUNCTION expense_text_written() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO expense_text (workspace_id, expense_id, occurred_on, words, tags)
    SELECT n.workspace_id, n.id, n.occurred_on, expense_words(n.description, n.merchant_name, n.note, n.tags, ''), n.tags FROM new_rows n
    ORDER BY n.workspace_id, n.id
    ON CONFLICT (workspace_id, expense_id) DO UPDATE SET occurred_on = excluded.occurred_on, words = excluded.words, tags = excluded.tags;
  ELSE
    INSERT INTO expense_text (workspace_id, expense_id, occurred_on, words, tags)
    SELECT n.workspace_id, n.id, n.occurred_on, expense_words(n.description, n.merchant_name, n.note, n.tags, r.text), n.tags
    FROM new_rows n
    JOIN old_rows o USING (workspace_id, id)
    LEFT JOIN LATERAL (SELECT string_agg(text, ' ') AS text FROM receipt WHERE receipt.workspace_id = n.workspace_id
                       AND expense_id = n.id AND receipt.deleted_at IS NULL) r ON true
    WHERE (n.occurred_on, n.description, n.merchant_name, n.note, n.tags) IS DISTINCT FROM
          (o.occurred_on, o.description, o.merchant_name, o.note, o.tags)
    ORDER BY n.workspace_id, n.id
    ON CONFLICT (workspace_id, expense_id) DO UPDATE SET occurred_on = excluded.occurred_on, words = excluded.words, tags = excluded.tags;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER expense_text_inserted AFTER INSERT ON expense REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION expense_text_written();
CREATE TRIGGER expense_text_updated AFTER UPDATE ON expense REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION expense_text_written();

CREATE FUNCTION receipt_text_written() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE expense_text t
  SET words = expense_words(e.description, e.merchant_name, e.note, e.tags,
    (SELECT string_agg(text, ' ') FROM receipt r WHERE r.workspace_id = e.workspace_id AND r.expense_id = e.id AND r.deleted_at IS NULL))
  FROM expense e
  WHERE e.workspace_id = NEW.workspace_id AND e.id = NEW.expense_id AND t.workspace_id = e.workspace_id AND t.expense_id = e.id;
  RETURN NULL;
END $$;
CREATE TRIGGER receipt_text_written AFTER UPDATE OF text, deleted_at, expense_id ON receipt
  FOR EACH ROW WHEN (OLD.text IS DISTINCT FROM NEW.text OR OLD.deleted_at IS DISTINCT FROM NEW.deleted_at OR OLD.expense_id <> NEW.expense_id)
  EXECUTE FUNCTION receipt_text_written();

-- The rollup: one row a day, kind, category and currency, kept by the statements that change the books -----------------

CREATE TABLE daily_total (
  workspace_id uuid NOT NULL,
  private_to uuid,
  day date NOT NULL,
  kind text NOT NULL,
  category_id uuid,
  currency char(3) NOT NULL,
  expenses int NOT NULL DEFAULT 0,
  lines int NOT NULL DEFAULT 0,
  amount_minor numeric NOT NULL DEFAULT 0,
  base_minor numeric NOT NULL DEFAULT 0,
  unconverted int NOT NULL DEFAULT 0,
  unconverted_minor numeric NOT NULL DEFAULT 0
);
-- Private rows are told apart from shared ones, and uncategorised ones are one group: NULLs are equal here.
CREATE UNIQUE INDEX daily_total_key ON daily_total (workspace_id, day, kind, category_id, currency, private_to) NULLS NOT DISTINCT;

-- Three functions of one shape, so that each has a plan of its own that is kept: an update counts the new rows and discounts the old.
DO $make$
DECLARE
  kind text;
  changed text;
BEGIN
  FOR kind, changed IN VALUES
    ('inserted', 'SELECT 1 AS sign, * FROM new_rows'),
    ('updated', 'SELECT 1 AS sign, * FROM new_rows UNION ALL SELECT -1 AS sign, * FROM old_rows'),
    ('deleted', 'SELECT -1 AS sign, * FROM old_rows')
  LOOP
    EXECUTE format($function$
CREATE FUNCTION daily_total_%s() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
BEGIN
  INSERT INTO daily_total AS total (workspace_id, private_to, day, kind, category_id, currency,
    expenses, lines, amount_minor, base_minor, unconverted, unconverted_minor)
  SELECT * FROM (
    SELECT workspace_id, private_to, occurred_on, kind, line_category, currency,
      coalesce(sum(sign) FILTER (WHERE line = 1), 0) AS expenses, sum(sign) AS lines,
      sum(sign * line_amount) AS amount, coalesce(sum(sign * line_base), 0) AS base,
      coalesce(sum(sign) FILTER (WHERE line = 1 AND base_minor IS NULL), 0) AS unconverted,
      coalesce(sum(sign * line_amount) FILTER (WHERE base_minor IS NULL), 0) AS unconverted_amount
    FROM (
      SELECT change.*, coalesce(split.line, 1) AS line,
        CASE WHEN split.line IS NULL THEN change.category_id ELSE (split.value ->> 'category_id')::uuid END AS line_category,
        CASE WHEN split.line IS NULL THEN change.amount_minor ELSE (split.value ->> 'amount_minor')::bigint END AS line_amount,
        CASE WHEN split.line IS NULL THEN change.base_minor ELSE (split.value ->> 'base_minor')::bigint END AS line_base
      FROM (%s) change
      LEFT JOIN LATERAL jsonb_array_elements(change.splits) WITH ORDINALITY AS split (value, line) ON true
      WHERE change.deleted_at IS NULL AND change.status IN ('needs_review', 'confirmed') AND change.amount_minor IS NOT NULL
    ) counted
    GROUP BY workspace_id, private_to, occurred_on, kind, line_category, currency
  ) net
  WHERE (expenses, lines, amount, base, unconverted, unconverted_amount) <> (0, 0, 0, 0, 0, 0)
  ORDER BY workspace_id, occurred_on, kind, line_category, currency, private_to
  ON CONFLICT (workspace_id, day, kind, category_id, currency, private_to) DO UPDATE SET
    expenses = total.expenses + excluded.expenses, lines = total.lines + excluded.lines,
    amount_minor = total.amount_minor + excluded.amount_minor, base_minor = total.base_minor + excluded.base_minor,
    unconverted = total.unconverted + excluded.unconverted, unconverted_minor = total.unconverted_minor + excluded.unconverted_minor;
  RETURN NULL;
END $body$$function$, kind, changed);
  END LOOP;
END $make$;
CREATE TRIGGER daily_total_inserted AFTER INSERT ON expense REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION daily_total_inserted();
CREATE TRIGGER daily_total_updated AFTER UPDATE ON expense REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION daily_total_updated();
CREATE TRIGGER daily_total_deleted AFTER DELETE ON expense REFERENCING OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION daily_total_deleted();

-- What a person is told, what was done, what must not be done twice ------------------------------------------------------

CREATE TABLE notification (
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  id uuid NOT NULL,
  user_id uuid NOT NULL,
  kind text NOT NULL,
  params jsonb NOT NULL DEFAULT '{}',
  expense_id uuid,
  dedupe_key text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  read_at timestamptz,
  PRIMARY KEY (workspace_id, id),
  UNIQUE (workspace_id, user_id, dedupe_key)
);
CREATE INDEX notification_by_person ON notification (workspace_id, user_id, created_at DESC, id DESC);

CREATE TABLE audit_entry (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  actor_id uuid,
  action text NOT NULL,
  object_type text NOT NULL DEFAULT '',
  object_id uuid,
  detail jsonb NOT NULL DEFAULT '{}',
  address text NOT NULL DEFAULT '',
  request_id uuid,
  PRIMARY KEY (workspace_id, id)
);

CREATE TABLE idempotency (
  workspace_id uuid NOT NULL REFERENCES workspace ON DELETE CASCADE,
  user_id uuid NOT NULL,
  key text NOT NULL,
  request_hash bytea NOT NULL,
  started_at timestamptz NOT NULL DEFAULT now(),
  status int,
  headers jsonb,
  body bytea,
  PRIMARY KEY (workspace_id, user_id, key)
);

-- The event backbone -------------------------------------------------------------------------------------------------

CREATE TABLE outbox (
  id uuid PRIMARY KEY,
  type text NOT NULL,
  workspace_id uuid NOT NULL,
  actor_id uuid,
  payload jsonb NOT NULL,
  occurred_at timestamptz NOT NULL,
  schema_version int NOT NULL,
  request_id uuid,
  fanned_out_at timestamptz
);
CREATE INDEX outbox_waiting ON outbox (id) WHERE fanned_out_at IS NULL;
CREATE INDEX outbox_age ON outbox (occurred_at);

CREATE TABLE delivery (
  event_id uuid NOT NULL REFERENCES outbox ON DELETE CASCADE,
  consumer text NOT NULL,
  workspace_id uuid NOT NULL,
  due_at timestamptz NOT NULL,
  attempts int NOT NULL DEFAULT 0,
  last_error text,
  PRIMARY KEY (event_id, consumer)
);
CREATE INDEX delivery_due ON delivery (due_at);

CREATE TABLE inbox (
  event_id uuid NOT NULL,
  consumer text NOT NULL,
  handled_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (event_id, consumer)
);
CREATE INDEX inbox_age ON inbox (handled_at);

CREATE TABLE dead_letter (
  id uuid PRIMARY KEY,
  event_id uuid NOT NULL,
  consumer text NOT NULL,
  workspace_id uuid NOT NULL,
  type text NOT NULL,
  payload jsonb NOT NULL,
  attempts int NOT NULL,
  error text NOT NULL,
  failed_at timestamptz NOT NULL DEFAULT now(),
  replayed_at timestamptz
);
CREATE INDEX dead_letter_open ON dead_letter (failed_at) WHERE replayed_at IS NULL;

CREATE TABLE schedule (
  name text PRIMARY KEY,
  last_run_at timestamptz NOT NULL
);

CREATE FUNCTION outbox_notify() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('outbox', '');
  RETURN NULL;
END $$;
CREATE TRIGGER outbox_notify AFTER INSERT ON outbox FOR EACH STATEMENT EXECUTE FUNCTION outbox_notify();

-- Who may touch what ---------------------------------------------------------------------------------------------------

DO $$
DECLARE
  name text;
BEGIN
  -- Tenant-owned: one workspace at a time.
  FOREACH name IN ARRAY ARRAY['category', 'merchant', 'rule', 'expense_key', 'expense_change', 'undo', 'receipt', 'receipt_file',
                              'notification', 'audit_entry', 'idempotency'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY tenant ON %I USING (workspace_id = app_workspace()) WITH CHECK (workspace_id = app_workspace())', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO outlay_app', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['user_account', 'auth_session', 'refresh_token', 'workspace', 'membership', 'outbox', 'delivery', 'inbox',
                              'dead_letter', 'schedule'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO outlay_app', name);
  END LOOP;
END $$;

ALTER TABLE expense ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON expense
  USING (workspace_id = app_workspace() AND (private_to IS NULL OR private_to = app_person()))
  WITH CHECK (workspace_id = app_workspace());
GRANT SELECT, INSERT, UPDATE, DELETE ON expense TO outlay_app;

ALTER TABLE daily_total ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON daily_total USING (workspace_id = app_workspace() AND (private_to IS NULL OR private_to = app_person()));
GRANT SELECT ON daily_total TO outlay_app;

ALTER TABLE expense_text ENABLE ROW LEVEL SECURITY;

-- Append-only for the app.
REVOKE UPDATE, DELETE ON audit_entry, expense_change FROM outlay_app;

-- People, sessions and memberships stand above workspaces: signing in reaches them as 'identity', a person their own,
-- and members of a workspace each other's names.
CREATE POLICY identity ON user_account USING (app_system() IN ('identity', 'jobs')) WITH CHECK (app_system() = 'identity');
CREATE POLICY own ON user_account USING (id = app_person()) WITH CHECK (id = app_person());
CREATE POLICY colleagues ON user_account FOR SELECT
  USING (id IN (SELECT user_id FROM membership WHERE workspace_id = app_workspace()));
CREATE POLICY identity ON auth_session USING (app_system() = 'identity') WITH CHECK (app_system() = 'identity');
CREATE POLICY identity ON refresh_token USING (app_system() = 'identity') WITH CHECK (app_system() = 'identity');
CREATE POLICY identity ON workspace USING (app_system() IN ('identity', 'jobs')) WITH CHECK (app_system() = 'identity');
CREATE POLICY own ON workspace USING (id = app_workspace()) WITH CHECK (id = app_workspace());
CREATE POLICY identity ON membership USING (app_system() IN ('identity', 'jobs')) WITH CHECK (app_system() = 'identity');
CREATE POLICY own ON membership USING (workspace_id = app_workspace()) WITH CHECK (workspace_id = app_workspace());

-- The backbone: facts are written from a workspace (or as 'identity', which makes workspaces), and worked by 'jobs'.
CREATE POLICY jobs ON outbox USING (app_system() = 'jobs') WITH CHECK (app_system() = 'jobs');
CREATE POLICY publish ON outbox FOR INSERT WITH CHECK (workspace_id = app_workspace() OR app_system() = 'identity');
CREATE POLICY own ON outbox FOR SELECT USING (workspace_id = app_workspace());
CREATE POLICY jobs ON delivery USING (app_system() = 'jobs') WITH CHECK (app_system() = 'jobs');
CREATE POLICY own ON delivery FOR SELECT USING (workspace_id = app_workspace());
CREATE POLICY jobs ON inbox USING (app_system() = 'jobs') WITH CHECK (app_system() = 'jobs');
CREATE POLICY jobs ON dead_letter USING (app_system() = 'jobs') WITH CHECK (app_system() = 'jobs');
CREATE POLICY own ON dead_letter FOR SELECT USING (workspace_id = app_workspace());
CREATE POLICY jobs ON schedule USING (app_system() = 'jobs') WITH CHECK (app_system() = 'jobs');

-- What is unread anywhere, for the sweep that sends lost leases again.
CREATE POLICY sweep ON receipt FOR SELECT USING (app_system() = 'jobs');

REVOKE ALL ON FUNCTION expense_partitions(int), expense_search(text), expense_tagged(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION expense_partitions(int), expense_search(text), expense_tagged(text) TO outlay_app;
