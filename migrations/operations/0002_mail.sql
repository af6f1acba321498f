-- E-mail: what waits to be sent, who follows what by e-mail, and what staff are told. No part of the record:
-- all of it may be changed and is deleted once it has served.

-- What waits to be sent, whatever the way. Addresses and texts are sealed with a key of the table secret.
CREATE TABLE outbox (
    id             TEXT PRIMARY KEY NOT NULL,
    kind           TEXT NOT NULL,
    recipient      TEXT NOT NULL,
    -- Keyed, so that what waits for an address can be deleted with it.
    recipient_hash TEXT NOT NULL,
    content        TEXT NOT NULL,
    -- What it is about, where that is told once only.
    once           TEXT UNIQUE,
    made_at        TEXT NOT NULL,
    next_at        TEXT NOT NULL,
    attempts       INTEGER NOT NULL DEFAULT 0,
    failure        TEXT NOT NULL DEFAULT '',
    lease_token    TEXT,
    lease_until    TEXT,
    sent_at        TEXT,
    given_up_at    TEXT
) STRICT;
CREATE INDEX outbox_by_time ON outbox (next_at);
CREATE INDEX outbox_by_recipient ON outbox (recipient_hash);

-- Somebody who gets e-mail about what they follow, and has confirmed the address.
CREATE TABLE follower (
    id           TEXT PRIMARY KEY NOT NULL,
    address      TEXT NOT NULL,
    address_hash TEXT NOT NULL UNIQUE,
    lang         TEXT NOT NULL,
    often        TEXT NOT NULL,
    -- The revision up to which they have been told.
    seen         INTEGER NOT NULL,
    next_at      TEXT NOT NULL,
    made_at      TEXT NOT NULL,
    -- E-mails in a row that could not be delivered.
    failures     INTEGER NOT NULL DEFAULT 0,
    lease_token  TEXT,
    lease_until  TEXT
) STRICT;
CREATE INDEX follower_by_time ON follower (next_at);

CREATE TABLE followed (
    follower_id TEXT NOT NULL REFERENCES follower (id),
    query       TEXT NOT NULL,
    -- The revision from which on it is followed.
    since       INTEGER NOT NULL,
    made_at     TEXT NOT NULL,
    PRIMARY KEY (follower_id, query)
) STRICT;

-- Asked for, and not confirmed by whoever reads that address's e-mail.
CREATE TABLE pending_follow (
    id           TEXT PRIMARY KEY NOT NULL,
    address      TEXT NOT NULL,
    address_hash TEXT NOT NULL,
    lang         TEXT NOT NULL,
    often        TEXT NOT NULL,
    query        TEXT NOT NULL,
    made_at      TEXT NOT NULL
) STRICT;
CREATE INDEX pending_follow_of_address ON pending_follow (address_hash);

-- What members of staff are told of their work.
CREATE TABLE notification (
    id         TEXT PRIMARY KEY NOT NULL,
    account_id INTEGER NOT NULL,
    kind       TEXT NOT NULL,
    -- What it is about: each account is told of it once.
    about      TEXT NOT NULL,
    text       TEXT NOT NULL,
    href       TEXT NOT NULL,
    made_at    TEXT NOT NULL,
    read_at    TEXT,
    UNIQUE (account_id, about)
) STRICT;

-- What an account has chosen to be told of by e-mail, or not, where that is not the default.
CREATE TABLE notification_choice (
    account_id INTEGER NOT NULL,
    kind       TEXT NOT NULL,
    by_mail    INTEGER NOT NULL,
    PRIMARY KEY (account_id, kind)
) STRICT;
