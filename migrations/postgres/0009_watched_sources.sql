-- Sources that are watched: addresses of files that are read again and again. Not of the record: what is
-- taken from them becomes a revision like that of any file.
CREATE TABLE watched_source (
    name              TEXT PRIMARY KEY NOT NULL,
    url               TEXT NOT NULL,
    every_seconds     BIGINT NOT NULL CHECK (every_seconds > 0),
    -- Whether what it says is published without a person.
    auto              BOOLEAN NOT NULL,
    added_by          TEXT NOT NULL,
    added_at          TIMESTAMPTZ NOT NULL,
    -- When it is read next.
    next_at           TIMESTAMPTZ NOT NULL,
    -- Whichever instance of the program reads it holds this until it is done, or until then.
    lease_token       TEXT,
    lease_until       TIMESTAMPTZ,
    -- When it last answered, also that nothing has changed.
    checked_at        TIMESTAMPTZ,
    -- When the content that is kept was read.
    read_at           TIMESTAMPTZ,
    content           BYTEA,
    content_hash      TEXT,
    -- What it said of its content, for the address that said it.
    validated_url     TEXT,
    etag              TEXT,
    last_modified     TEXT,
    -- The columns of the content, one a line, and what changed about them since a person looked.
    columns           TEXT NOT NULL,
    columns_note      TEXT NOT NULL,
    -- Failures since it last answered, and what the last one was.
    failures          BIGINT NOT NULL,
    failed_at         TIMESTAMPTZ,
    failure           TEXT NOT NULL,
    -- What waits for a person.
    pending_new       BIGINT NOT NULL,
    pending_ratings   BIGINT NOT NULL,
    pending_rerated   BIGINT NOT NULL,
    pending_changed   BIGINT NOT NULL,
    pending_withdrawn BIGINT NOT NULL,
    pending_unusable  BIGINT NOT NULL
);

-- What was decided about a value of a source: until it has another one, it is not shown again.
CREATE TABLE source_decision (
    source     TEXT NOT NULL REFERENCES watched_source (name),
    item       TEXT NOT NULL,
    field      TEXT NOT NULL,
    mark       TEXT NOT NULL,
    decision   TEXT NOT NULL CHECK (decision IN ('approved', 'ignored')),
    decided_by TEXT NOT NULL,
    decided_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (source, item, field)
);

-- The codes that a source lists, or listed until it left one out about which nothing is decided yet.
CREATE TABLE source_listing (
    source TEXT NOT NULL REFERENCES watched_source (name),
    code   TEXT NOT NULL,
    PRIMARY KEY (source, code)
);

-- Where the record said what the source said: the mark of that value, for each field of an item. What staff
-- change after that is not changed back until the source says something else.
CREATE TABLE source_baseline (
    source TEXT NOT NULL REFERENCES watched_source (name),
    item   TEXT NOT NULL,
    marks  TEXT NOT NULL,
    PRIMARY KEY (source, item)
);
