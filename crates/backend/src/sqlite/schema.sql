-- Version 1. Migrations are appended to this folder and never edited.
-- Counts of units are decimal texts, since they may be larger than SQLite's integers.
-- Instants are whole nanoseconds since 1970; amounts of money are whole minor units of the account's currency.

CREATE TABLE accounts (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  plan TEXT NOT NULL CHECK (plan IN ('standard', 'enterprise')),
  allowlisted INTEGER NOT NULL CHECK (allowlisted IN (0, 1)),
  currency TEXT NOT NULL,
  payment_terms_days INTEGER NOT NULL CHECK (payment_terms_days BETWEEN 0 AND 365),
  credit_limit_minor INTEGER CHECK (credit_limit_minor >= 0),
  balance_minor INTEGER NOT NULL DEFAULT 0,
  overdue_since INTEGER,
  first_open_month TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE services (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL REFERENCES accounts (id),
  team TEXT,
  kind TEXT NOT NULL CHECK (kind IN ('default', 'custom')),
  name TEXT NOT NULL,
  model TEXT NOT NULL,
  tier TEXT,
  scaling TEXT,
  billing_mode TEXT NOT NULL,
  labels TEXT NOT NULL,
  life TEXT NOT NULL,
  status TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  wanted INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  deleted_at INTEGER,
  version INTEGER NOT NULL,
  CHECK ((tier IS NULL) = (scaling IS NULL))
) STRICT;
CREATE INDEX services_of_account ON services (account, id) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX one_default_service_for_a_model ON services (account, model) WHERE kind = 'default';

CREATE TABLE timeline (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  service TEXT NOT NULL REFERENCES services (id),
  at INTEGER NOT NULL,
  command TEXT NOT NULL,
  status TEXT NOT NULL,
  reasons TEXT NOT NULL,
  cause TEXT NOT NULL,
  actor TEXT NOT NULL
) STRICT;
CREATE INDEX timeline_of_service ON timeline (service, sequence);
CREATE TRIGGER timeline_is_kept BEFORE DELETE ON timeline BEGIN SELECT RAISE(ABORT, 'a timeline is never shortened'); END;
CREATE TRIGGER timeline_is_fixed BEFORE UPDATE ON timeline BEGIN SELECT RAISE(ABORT, 'a timeline never changes'); END;

-- A run of an instance that this server started is `managed`; the others are paired from run_points.
CREATE TABLE runs (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  account TEXT NOT NULL REFERENCES accounts (id),
  service TEXT NOT NULL REFERENCES services (id),
  team TEXT,
  instance TEXT NOT NULL,
  tier TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  stopped_at INTEGER CHECK (stopped_at >= started_at),
  managed INTEGER NOT NULL CHECK (managed IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX runs_of_instance ON runs (service, instance, started_at);
CREATE INDEX runs_of_account ON runs (account, started_at);
CREATE INDEX open_runs ON runs (account, service) WHERE stopped_at IS NULL;
CREATE INDEX open_managed_runs ON runs (sequence) WHERE stopped_at IS NULL AND managed = 1;
-- P6: half-open; a run of no length counts as its instant.
CREATE TRIGGER runs_do_not_overlap BEFORE INSERT ON runs BEGIN
  SELECT RAISE(ABORT, 'overlapping runs') WHERE EXISTS (
    SELECT 1 FROM runs AS other
    WHERE other.service = NEW.service AND other.instance = NEW.instance
      AND other.started_at = (
        SELECT MAX(before.started_at) FROM runs AS before
        WHERE before.service = NEW.service AND before.instance = NEW.instance AND before.started_at <= NEW.started_at)
      AND (other.stopped_at IS NULL OR other.stopped_at > NEW.started_at OR other.started_at = NEW.started_at));
  SELECT RAISE(ABORT, 'overlapping runs') WHERE EXISTS (
    SELECT 1 FROM runs AS other
    WHERE other.service = NEW.service AND other.instance = NEW.instance AND other.started_at > NEW.started_at
      AND (NEW.stopped_at IS NULL OR other.started_at < NEW.stopped_at));
END;
CREATE TRIGGER runs_stay_apart BEFORE UPDATE ON runs BEGIN
  SELECT RAISE(ABORT, 'only the end of an open run is set')
  WHERE OLD.stopped_at IS NOT NULL OR NEW.started_at <> OLD.started_at OR NEW.service <> OLD.service
     OR NEW.instance <> OLD.instance OR NEW.tier <> OLD.tier OR NEW.account <> OLD.account;
END;
CREATE TRIGGER managed_runs_are_kept BEFORE DELETE ON runs WHEN OLD.managed = 1 BEGIN
  SELECT RAISE(ABORT, 'a managed run is never removed');
END;

-- What events said of runs; the runs follow from the set of points, in whatever order they came.
CREATE TABLE run_points (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  account TEXT NOT NULL,
  service TEXT NOT NULL REFERENCES services (id),
  instance TEXT NOT NULL,
  at INTEGER NOT NULL,
  starts INTEGER NOT NULL CHECK (starts IN (0, 1)),
  tier TEXT NOT NULL
) STRICT;
CREATE INDEX run_points_of_instance ON run_points (service, instance, at);

CREATE TABLE token_records (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  account TEXT NOT NULL,
  service TEXT NOT NULL,
  team TEXT,
  source TEXT NOT NULL,
  id TEXT NOT NULL,
  model TEXT NOT NULL,
  at INTEGER NOT NULL,
  input INTEGER NOT NULL CHECK (input >= 0),
  cached_input INTEGER NOT NULL CHECK (cached_input >= 0),
  output INTEGER NOT NULL CHECK (output >= 0)
) STRICT;
CREATE INDEX token_records_of_account ON token_records (account, at);
CREATE TRIGGER token_records_are_kept BEFORE DELETE ON token_records BEGIN SELECT RAISE(ABORT, 'usage is never removed'); END;
CREATE TRIGGER token_records_are_fixed BEFORE UPDATE ON token_records BEGIN SELECT RAISE(ABORT, 'usage never changes'); END;

-- An event by the hash of account, source and id, and what it said by another: both small, since every event has one.
CREATE TABLE events (
  event BLOB PRIMARY KEY,
  content BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER events_are_fixed BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'an event never changes'); END;
CREATE TRIGGER events_are_kept BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'an event is known for ever'); END;

CREATE TABLE refused_events (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  account TEXT NOT NULL REFERENCES accounts (id),
  received_at INTEGER NOT NULL,
  code TEXT NOT NULL,
  pointer TEXT NOT NULL,
  detail TEXT NOT NULL,
  event TEXT NOT NULL,
  content BLOB NOT NULL,
  resolved_at INTEGER
) STRICT;
CREATE INDEX refused_events_of_account ON refused_events (account, sequence);
CREATE UNIQUE INDEX refused_once ON refused_events (account, content);

CREATE TABLE load_reports (
  service TEXT NOT NULL REFERENCES services (id),
  at INTEGER NOT NULL,
  requests_in_flight INTEGER NOT NULL CHECK (requests_in_flight >= 0),
  PRIMARY KEY (service, at)
) STRICT, WITHOUT ROWID;

CREATE TABLE reservations (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL REFERENCES accounts (id),
  service TEXT NOT NULL REFERENCES services (id),
  model TEXT NOT NULL,
  tpm INTEGER NOT NULL CHECK (tpm > 0),
  starts_at INTEGER NOT NULL,
  ends_at INTEGER CHECK (ends_at >= starts_at),
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX reservations_of_account ON reservations (account, starts_at);

CREATE TABLE free_quotas (
  account TEXT NOT NULL REFERENCES accounts (id),
  model TEXT NOT NULL,
  tokens INTEGER NOT NULL CHECK (tokens >= 0),
  granted_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (account, model)
) STRICT, WITHOUT ROWID;

-- What is known for ever, counted once: seconds of closed runs, and tokens whose order does not matter.
CREATE TABLE tallies (
  account TEXT NOT NULL,
  month TEXT NOT NULL,
  service TEXT NOT NULL,
  item TEXT NOT NULL,
  subject TEXT NOT NULL,
  price_from INTEGER NOT NULL,
  units TEXT NOT NULL,
  PRIMARY KEY (account, month, service, item, subject, price_from)
) STRICT, WITHOUT ROWID;

-- A transfer takes from one account of the ledger and gives to another, so that every one sums to zero.
CREATE TABLE transfers (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  account TEXT NOT NULL REFERENCES accounts (id),
  at INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('top_up', 'bill')),
  cause TEXT NOT NULL,
  debit TEXT NOT NULL CHECK (debit IN ('payments', 'customer', 'revenue')),
  credit TEXT NOT NULL CHECK (credit IN ('payments', 'customer', 'revenue')),
  amount_minor INTEGER NOT NULL CHECK (amount_minor >= 0),
  currency TEXT NOT NULL,
  balance_minor INTEGER NOT NULL,
  chain BLOB NOT NULL,
  CHECK (debit <> credit)
) STRICT;
CREATE UNIQUE INDEX one_transfer_for_a_cause ON transfers (account, kind, cause);
CREATE TRIGGER transfers_are_kept BEFORE DELETE ON transfers BEGIN SELECT RAISE(ABORT, 'the ledger is never shortened'); END;
CREATE TRIGGER transfers_are_fixed BEFORE UPDATE ON transfers BEGIN SELECT RAISE(ABORT, 'the ledger never changes'); END;

CREATE TABLE bills (
  account TEXT NOT NULL REFERENCES accounts (id),
  month TEXT NOT NULL,
  issued_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  payable_minor INTEGER NOT NULL,
  document TEXT NOT NULL,
  document_hash BLOB NOT NULL,
  last_token_record INTEGER NOT NULL,
  last_run_point INTEGER NOT NULL,
  PRIMARY KEY (account, month)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER bills_are_kept BEFORE DELETE ON bills BEGIN SELECT RAISE(ABORT, 'a closed bill is never removed'); END;
CREATE TRIGGER bills_are_fixed BEFORE UPDATE ON bills BEGIN SELECT RAISE(ABORT, 'a closed bill never changes'); END;

-- What bills have billed, line by line, for the month it was for.
CREATE TABLE billed (
  account TEXT NOT NULL,
  month TEXT NOT NULL,
  bill TEXT NOT NULL,
  service TEXT NOT NULL,
  item TEXT NOT NULL,
  subject TEXT NOT NULL,
  price_from INTEGER NOT NULL,
  units TEXT NOT NULL,
  PRIMARY KEY (account, month, bill, service, item, subject, price_from)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER billed_is_kept BEFORE DELETE ON billed BEGIN SELECT RAISE(ABORT, 'what was billed is never removed'); END;
CREATE TRIGGER billed_is_fixed BEFORE UPDATE ON billed BEGIN SELECT RAISE(ABORT, 'what was billed never changes'); END;

-- Closed months that usage came late for.
CREATE TABLE late_months (
  account TEXT NOT NULL,
  month TEXT NOT NULL,
  PRIMARY KEY (account, month)
) STRICT, WITHOUT ROWID;

CREATE TABLE idempotency_keys (
  account TEXT NOT NULL,
  key TEXT NOT NULL,
  request BLOB NOT NULL,
  status INTEGER NOT NULL,
  answer TEXT NOT NULL,
  PRIMARY KEY (account, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE credentials (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL REFERENCES accounts (id),
  kind TEXT NOT NULL CHECK (kind IN ('api_key', 'session', 'sign_in')),
  name TEXT NOT NULL,
  hash BLOB NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  ended_at INTEGER
) STRICT;
CREATE INDEX credentials_of_account ON credentials (account, kind, created_at);

CREATE TABLE changes (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  account TEXT NOT NULL,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  data TEXT NOT NULL
) STRICT;
CREATE INDEX changes_of_account ON changes (account, sequence);
CREATE INDEX changes_by_time ON changes (at);

-- What is to be done, and when.
CREATE TABLE due (
  account TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (account, kind, subject)
) STRICT, WITHOUT ROWID;
CREATE INDEX due_next ON due (at);

CREATE TABLE facts (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
