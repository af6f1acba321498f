-- Who keeps the record, what they are about to publish, and what must be known of what they did.

CREATE TABLE account (
    id            BIGINT PRIMARY KEY NOT NULL,
    email         TEXT NOT NULL UNIQUE CHECK (email <> ''),
    -- As shown to the public beside what the person publishes.
    name          TEXT NOT NULL CHECK (name <> ''),
    role          TEXT NOT NULL CHECK (role IN ('editor', 'reviewer', 'admin')),
    -- None: the person signs in through the organisation's own provider only.
    password_hash TEXT,
    created_at    TIMESTAMPTZ NOT NULL,
    disabled_at   TIMESTAMPTZ
);

-- Only the hash of a session's token is kept: who reads this table cannot sign in with it.
CREATE TABLE session (
    id           TEXT PRIMARY KEY NOT NULL,
    token_hash   TEXT NOT NULL UNIQUE,
    account_id   BIGINT NOT NULL REFERENCES account (id),
    created_at   TIMESTAMPTZ NOT NULL,
    last_seen_at TIMESTAMPTZ NOT NULL,
    agent        TEXT NOT NULL
);
CREATE INDEX session_of_account ON session (account_id);

-- Recent attempts to sign in, to limit them. Unknown addresses count like known ones.
CREATE TABLE sign_in_attempt (
    email   TEXT NOT NULL,
    address TEXT NOT NULL,
    made_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX sign_in_attempt_recent ON sign_in_attempt (made_at, email, address);

-- What happened to accounts and who was refused what. Holds no secret.
CREATE TABLE security_event (
    id      BIGINT PRIMARY KEY NOT NULL,
    made_at TIMESTAMPTZ NOT NULL,
    kind    TEXT NOT NULL,
    who     TEXT NOT NULL,
    address TEXT NOT NULL,
    detail  TEXT NOT NULL
);

-- Forms that have been applied, so that sending one twice applies it once.
CREATE TABLE submission (
    token      TEXT PRIMARY KEY NOT NULL,
    account_id BIGINT NOT NULL REFERENCES account (id),
    made_at    TIMESTAMPTZ NOT NULL,
    location   TEXT NOT NULL
);

-- Which account stands behind a revision; those made by the program itself have none.
CREATE TABLE revision_account (
    revision_id BIGINT PRIMARY KEY NOT NULL REFERENCES revision (id),
    account_id  BIGINT NOT NULL REFERENCES account (id)
);

-- Ratings on their way to the public. A row is what a draft is now; draft_event how it got there.
CREATE TABLE rating_draft (
    id              BIGINT PRIMARY KEY NOT NULL,
    commitment_id   BIGINT NOT NULL REFERENCES commitment (id),
    dimension       TEXT NOT NULL CHECK (dimension IN ('ambition', 'completion', 'early_results')),
    finding         TEXT NOT NULL CHECK (finding IN ('rated', 'pending', 'no_data', 'not_reviewable')),
    scheme          TEXT,
    value           TEXT,
    report_title    TEXT NOT NULL,
    report_stage    TEXT NOT NULL CHECK (report_stage IN ('draft', 'for-comment', 'final')),
    source_url      TEXT NOT NULL,
    source_page     TEXT,
    reason          TEXT NOT NULL,
    -- Why another scale than the usual one of the plan and report.
    override_reason TEXT,
    reply           TEXT,
    reply_url       TEXT,
    replaces        BIGINT REFERENCES rating (id),
    state           TEXT NOT NULL CHECK (state IN (
        'draft', 'in-review', 'returned', 'scheduled', 'published', 'discarded')),
    author_id       BIGINT NOT NULL REFERENCES account (id),
    reviewer_id     BIGINT REFERENCES account (id),
    publish_at      TIMESTAMPTZ,
    updated_at      TIMESTAMPTZ NOT NULL,
    -- Counts the changes of this row, so that nobody overwrites what they have not seen.
    version         BIGINT NOT NULL,
    FOREIGN KEY (scheme, value) REFERENCES scale_value (scheme, value),
    CHECK ((finding = 'rated') = (scheme IS NOT NULL) AND (scheme IS NULL) = (value IS NULL))
);
CREATE INDEX rating_draft_by_state ON rating_draft (state, commitment_id);

CREATE TABLE draft_event (
    id         BIGINT PRIMARY KEY NOT NULL,
    draft_id   BIGINT NOT NULL REFERENCES rating_draft (id),
    made_at    TIMESTAMPTZ NOT NULL,
    account_id BIGINT NOT NULL REFERENCES account (id),
    state      TEXT NOT NULL,
    comment    TEXT NOT NULL
);
CREATE INDEX draft_event_of_draft ON draft_event (draft_id, id);

-- How a rating came to be published; ratings of the first fill and of files have no such row.
CREATE TABLE rating_origin (
    rating_id       BIGINT PRIMARY KEY NOT NULL REFERENCES rating (id),
    reason          TEXT NOT NULL,
    override_reason TEXT,
    source_page     TEXT,
    drafted_by      TEXT NOT NULL,
    -- The rating that this one corrects; that one counts no more.
    replaces        BIGINT REFERENCES rating (id)
);

-- What a government says to a rating of one of its commitments.
CREATE TABLE rating_reply (
    rating_id   BIGINT NOT NULL REFERENCES rating (id),
    revision_id BIGINT NOT NULL REFERENCES revision (id),
    reply       TEXT NOT NULL CHECK (reply <> ''),
    source_url  TEXT,
    PRIMARY KEY (rating_id, revision_id)
);
CREATE INDEX rating_reply_by_revision ON rating_reply (revision_id);

-- A tag that has become another one: it is gone from the list, its address leads to the other.
ALTER TABLE policy_area_version ADD COLUMN merged_into TEXT REFERENCES policy_area (slug);

CREATE TRIGGER security_event_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON security_event
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER revision_account_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON revision_account
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER draft_event_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON draft_event
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER rating_origin_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON rating_origin
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER rating_reply_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON rating_reply
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
