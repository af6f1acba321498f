-- What running the program leaves behind: in a file beside the record, so that it takes no lock of the
-- record's and is no part of its history. Lost without harm: people sign in again.

CREATE TABLE session (
    id           TEXT PRIMARY KEY NOT NULL,
    token_hash   TEXT NOT NULL UNIQUE,
    account_id   INTEGER NOT NULL,
    created_at   TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    agent        TEXT NOT NULL
) STRICT;
CREATE INDEX session_of_account ON session (account_id);

-- What happened to accounts and who was refused what. Holds no secret. Refusals are counted by the
-- hour; other events have no hour, and a row each.
CREATE TABLE security_event (
    id      INTEGER PRIMARY KEY NOT NULL,
    made_at TEXT NOT NULL,
    kind    TEXT NOT NULL,
    who     TEXT NOT NULL,
    address TEXT NOT NULL,
    detail  TEXT NOT NULL,
    hour    TEXT,
    times   INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE UNIQUE INDEX security_event_by_hour ON security_event (hour, kind, who);
CREATE INDEX security_event_by_time ON security_event (made_at);

-- Keys that all instances of the program share.
CREATE TABLE secret (
    name  TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) STRICT;
