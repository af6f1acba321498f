-- Receivers that are told of changes by a request to an address of theirs, as admins have approved them. Not of
-- the record. What their messages are signed with is derived from a key of the operations database.
CREATE TABLE webhook (
    name         TEXT PRIMARY KEY NOT NULL,
    url          TEXT NOT NULL,
    -- The commitments that it is told of, as in the address of a list; empty for all.
    query        TEXT NOT NULL,
    added_by     TEXT NOT NULL,
    added_at     TIMESTAMPTZ NOT NULL,
    -- The revision up to which it has been told.
    seen         BIGINT NOT NULL,
    -- The revision up to which the message tells that is being delivered, so that each attempt is the same
    -- message.
    delivering   BIGINT,
    next_at      TIMESTAMPTZ NOT NULL,
    lease_token  TEXT,
    lease_until  TIMESTAMPTZ,
    delivered_at TIMESTAMPTZ,
    -- Failures since the last delivery, since when, and what the last one was.
    failures     BIGINT NOT NULL DEFAULT 0,
    failing_since TIMESTAMPTZ,
    failure      TEXT NOT NULL DEFAULT '',
    -- When it was given up, until somebody has it tried again.
    stopped_at   TIMESTAMPTZ
);

INSERT INTO schema_compatibility (version, least_program) VALUES (25, 21);
