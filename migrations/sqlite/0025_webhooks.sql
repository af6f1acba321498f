-- Receivers that are told of changes by a request to an address of theirs, as admins have approved them. Not of
-- the record. What their messages are signed with is derived from a key of the operations database.
CREATE TABLE webhook (
    name         TEXT PRIMARY KEY NOT NULL,
    url          TEXT NOT NULL,
    -- The commitments that it is told of, as in the address of a list; empty for all.
    query        TEXT NOT NULL,
    added_by     TEXT NOT NULL,
    added_at     TEXT NOT NULL,
    -- The revision up to which it has been told.
    seen         INTEGER NOT NULL,
    -- The revision up to which the message tells that is being delivered, so that each attempt is the same
    -- message.
    delivering   INTEGER,
    next_at      TEXT NOT NULL,
    lease_token  TEXT,
    lease_until  TEXT,
    delivered_at TEXT,
    -- Failures since the last delivery, since when, and what the last one was.
    failures     INTEGER NOT NULL DEFAULT 0,
    failing_since TEXT,
    failure      TEXT NOT NULL DEFAULT '',
    -- When it was given up, until somebody has it tried again.
    stopped_at   TEXT
) STRICT;

INSERT INTO schema_compatibility (version, least_program) VALUES (25, 21);
