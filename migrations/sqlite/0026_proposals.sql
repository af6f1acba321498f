-- Changes of facts and texts that wait for a second person, where the organisation wants that. Kept with the
-- record, like drafts of ratings; no part of it until they are published.

CREATE TABLE proposal (
    id          INTEGER PRIMARY KEY NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('in-review', 'returned', 'published', 'discarded')),
    author_id   INTEGER NOT NULL REFERENCES account (id),
    reason      TEXT NOT NULL,
    source      TEXT,
    -- A plan that it adds: its member and its name in forms.
    plan_member TEXT,
    plan_key    TEXT,
    proposed_at TEXT NOT NULL,
    updated_at  TEXT NOT NULL,
    -- Counts the changes of this row, so that nobody decides on what they have not seen.
    version     INTEGER NOT NULL
) STRICT;
CREATE INDEX proposal_by_state ON proposal (state, id);

-- What a commitment said and is to say, as its form says it. Of a new commitment there is nothing before.
CREATE TABLE proposed_entry (
    proposal_id INTEGER NOT NULL REFERENCES proposal (id),
    position    INTEGER NOT NULL,
    code        TEXT NOT NULL,
    member      TEXT NOT NULL,
    title       TEXT NOT NULL,
    before_form TEXT NOT NULL,
    after_form  TEXT NOT NULL,
    PRIMARY KEY (proposal_id, position),
    UNIQUE (proposal_id, code)
) STRICT, WITHOUT ROWID;

CREATE INDEX proposed_entry_by_code ON proposed_entry (code);

CREATE TABLE proposal_event (
    id          INTEGER PRIMARY KEY NOT NULL,
    proposal_id INTEGER NOT NULL REFERENCES proposal (id),
    made_at     TEXT NOT NULL,
    account_id  INTEGER NOT NULL REFERENCES account (id),
    state       TEXT NOT NULL,
    comment     TEXT NOT NULL
) STRICT;
CREATE INDEX proposal_event_of_proposal ON proposal_event (proposal_id, id);

CREATE TRIGGER proposal_event_no_update BEFORE UPDATE ON proposal_event BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of proposal_event are never changed or removed');
END;
CREATE TRIGGER proposal_event_no_delete BEFORE DELETE ON proposal_event BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of proposal_event are never changed or removed');
END;

INSERT INTO schema_compatibility (version, least_program) VALUES (26, 21);
