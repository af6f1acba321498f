-- What staff show besides their password: codes of an authenticator app, or one of ten recovery codes.

CREATE TABLE second_factor (
    account_id INTEGER PRIMARY KEY NOT NULL REFERENCES account (id),
    -- Sealed with a key that is kept apart from the record (migrations/operations): a copy of the record
    -- alone makes no codes.
    secret     TEXT NOT NULL CHECK (secret <> ''),
    -- The period of 30 seconds whose code was used last: that code and those before it count no more.
    last_step  INTEGER NOT NULL,
    made_at    TEXT NOT NULL
) STRICT;

-- Those that are left. Each is removed when it is used; only their hashes are kept.
CREATE TABLE recovery_code (
    account_id INTEGER NOT NULL REFERENCES second_factor (account_id),
    code_hash  TEXT NOT NULL,
    PRIMARY KEY (account_id, code_hash)
) STRICT;
