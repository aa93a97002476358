-- Version 2: which loads this server's own instances told. They count for no longer than their instances live.
ALTER TABLE load_reports ADD COLUMN managed INTEGER NOT NULL DEFAULT 0 CHECK (managed IN (0, 1));
