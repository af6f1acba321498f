-- Sources that are watched: addresses of files that are read again and again. Not of the record: what is
-- taken from them becomes a revision like that of any file.
CREATE TABLE watched_source (
    name              TEXT PRIMARY KEY NOT NULL,
    url               TEXT NOT NULL,
    every_seconds     INTEGER NOT NULL CHECK (every_seconds > 0),
    -- Whether what it says is published without a person.
    auto              INTEGER NOT NULL CHECK (auto IN (0, 1)),
    added_by          TEXT NOT NULL,
    added_at          TEXT NOT NULL,
    -- When it is read next.
    next_at           TEXT NOT NULL,
    -- Whichever instance of the program reads it holds this until it is done, or until then.
    lease_token       TEXT,
    lease_until       TEXT,
    -- When it last answered, also that nothing has changed.
    checked_at        TEXT,
    -- When the content that is kept was read.
    read_at           TEXT,
    content           BLOB,
    content_hash      TEXT,
    -- What it said of its content, for the address that said it.
    validated_url     TEXT,
    etag              TEXT,
    last_modified     TEXT,
    -- The columns of the content, one a line, and what changed about them since a person looked.
    columns           TEXT NOT NULL,
    columns_note      TEXT NOT NULL,
    -- Failures since it last answered, and what the last one was.
    failures          INTEGER NOT NULL,
    failed_at         TEXT,
    failure           TEXT NOT NULL,
    -- What waits for a person.
    pending_new       INTEGER NOT NULL,
    pending_ratings   INTEGER NOT NULL,
    pending_rerated   INTEGER NOT NULL,
    pending_changed   INTEGER NOT NULL,
    pending_withdrawn INTEGER NOT NULL,
    pending_unusable  INTEGER NOT NULL
) STRICT;

-- What was decided about a value of a source: until it has another one, it is not shown again.
CREATE TABLE source_decision (
    source     TEXT NOT NULL REFERENCES watched_source (name),
    item       TEXT NOT NULL,
    field      TEXT NOT NULL,
    mark       TEXT NOT NULL,
    decision   TEXT NOT NULL CHECK (decision IN ('approved', 'ignored')),
    decided_by TEXT NOT NULL,
    decided_at TEXT NOT NULL,
    PRIMARY KEY (source, item, field)
) STRICT;

-- The codes that a source lists, or listed until it left one out about which nothing is decided yet.
CREATE TABLE source_listing (
    source TEXT NOT NULL REFERENCES watched_source (name),
    code   TEXT NOT NULL,
    PRIMARY KEY (source, code)
) STRICT;

-- Where the record said what the source said: the mark of that value, for each field of an item. What staff
-- change after that is not changed back until the source says something else.
CREATE TABLE source_baseline (
    source TEXT NOT NULL REFERENCES watched_source (name),
    item   TEXT NOT NULL,
    marks  TEXT NOT NULL,
    PRIMARY KEY (source, item)
) STRICT;
