-- Version 3. What an account may have at most, names on bills, due work by account.

-- How many instances a service may want at once while it is enabled; 0 where it is not.
ALTER TABLE services ADD COLUMN most_instances INTEGER NOT NULL DEFAULT 0 CHECK (most_instances >= 0);
UPDATE services SET most_instances = CASE
    WHEN tier IS NULL THEN 1
    ELSE COALESCE(json_extract(scaling, '$.maximum'), json_extract(scaling, '$.instances')) END
  WHERE deleted_at IS NULL AND json_extract(life, '$.activation') = 'enabled';
CREATE INDEX services_with_instances ON services (account, id, most_instances) WHERE most_instances > 0;

-- What was taken since needs no review any more.
DELETE FROM refused_events WHERE resolved_at IS NOT NULL;
ALTER TABLE refused_events DROP COLUMN resolved_at;

-- How many refused events an account has, and how many bytes they take: there is a limit to both.
CREATE TABLE refused_totals (
  account TEXT PRIMARY KEY,
  events INTEGER NOT NULL,
  bytes INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO refused_totals (account, events, bytes)
  SELECT account, COUNT(*), SUM(octet_length(event) + octet_length(code) + octet_length(pointer) + octet_length(detail))
  FROM refused_events GROUP BY account;
CREATE TRIGGER refused_events_are_counted AFTER INSERT ON refused_events BEGIN
  INSERT OR IGNORE INTO refused_totals (account, events, bytes) VALUES (NEW.account, 0, 0);
  UPDATE refused_totals SET events = events + 1, bytes = bytes
      + octet_length(NEW.event) + octet_length(NEW.code) + octet_length(NEW.pointer) + octet_length(NEW.detail)
    WHERE account = NEW.account;
END;
CREATE TRIGGER removed_refused_events_are_counted AFTER DELETE ON refused_events BEGIN
  UPDATE refused_totals SET events = events - 1, bytes = bytes
      - octet_length(OLD.event) - octet_length(OLD.code) - octet_length(OLD.pointer) - octet_length(OLD.detail)
    WHERE account = OLD.account;
END;

-- The services on a bill, with name and labels as they were when it was issued.
CREATE TABLE billed_services (
  account TEXT NOT NULL,
  bill TEXT NOT NULL,
  service TEXT NOT NULL,
  name TEXT NOT NULL,
  labels TEXT NOT NULL,
  PRIMARY KEY (account, bill, service)
) STRICT, WITHOUT ROWID;
INSERT INTO billed_services (account, bill, service, name, labels)
  SELECT DISTINCT billed.account, billed.bill, services.id, services.name, services.labels
  FROM billed JOIN services ON services.id = billed.service;
CREATE TRIGGER billed_services_are_kept BEFORE DELETE ON billed_services BEGIN SELECT RAISE(ABORT, 'a closed bill is never removed'); END;
CREATE TRIGGER billed_services_are_fixed BEFORE UPDATE ON billed_services BEGIN SELECT RAISE(ABORT, 'a closed bill never changes'); END;

CREATE INDEX due_of_account ON due (account, at);
