-- Version 4. Who did what. Who reported tokens: a small number with each record, and once for each account what it
-- stands for; records of before have none. And who changed a service last, where somebody asked for it.

CREATE TABLE reporters (
  number INTEGER PRIMARY KEY,
  account TEXT NOT NULL REFERENCES accounts (id),
  actor TEXT NOT NULL,
  UNIQUE (account, actor)
) STRICT;
CREATE TRIGGER reporters_are_kept BEFORE DELETE ON reporters BEGIN SELECT RAISE(ABORT, 'who reported usage is never removed'); END;
CREATE TRIGGER reporters_are_fixed BEFORE UPDATE ON reporters BEGIN SELECT RAISE(ABORT, 'who reported usage never changes'); END;

ALTER TABLE token_records ADD COLUMN reporter INTEGER;
ALTER TABLE services ADD COLUMN changed_by TEXT;
