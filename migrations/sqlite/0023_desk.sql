-- The desk as a queue: who works on what, until when, and what people say to each other about drafts.
-- Kept with the record, like drafts, because losing it would lose work; no part of the record's history.

-- Who assigned what to whom, and until when. Only ever added to.
CREATE TABLE desk_event (
    id          INTEGER PRIMARY KEY NOT NULL,
    kind        TEXT NOT NULL CHECK (kind IN ('draft', 'report')),
    name        TEXT NOT NULL,
    made_at     TEXT NOT NULL,
    account_id  INTEGER NOT NULL REFERENCES account (id),
    assignee_id INTEGER REFERENCES account (id),
    due_on      TEXT
) STRICT;
CREATE INDEX desk_event_of_task ON desk_event (kind, name, id);

-- How each task stands: a draft by its number, or the report that a plan waits for by member and plan. Not in
-- rating_draft: assigning a draft must not outdate the form of whoever is changing it.
CREATE TABLE desk_task (
    kind        TEXT NOT NULL CHECK (kind IN ('draft', 'report')),
    name        TEXT NOT NULL,
    assignee_id INTEGER REFERENCES account (id),
    due_on      TEXT,
    event_id    INTEGER NOT NULL REFERENCES desk_event (id),
    PRIMARY KEY (kind, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE desk_comment (
    id         INTEGER PRIMARY KEY NOT NULL,
    draft_id   INTEGER NOT NULL REFERENCES rating_draft (id),
    made_at    TEXT NOT NULL,
    account_id INTEGER NOT NULL REFERENCES account (id),
    comment    TEXT NOT NULL CHECK (comment <> '')
) STRICT;
CREATE INDEX desk_comment_of_draft ON desk_comment (draft_id, id);

-- Comments, also those of decisions, that name somebody, on that person's desk until done.
CREATE TABLE desk_mention (
    id         INTEGER PRIMARY KEY NOT NULL,
    draft_id   INTEGER NOT NULL REFERENCES rating_draft (id),
    account_id INTEGER NOT NULL REFERENCES account (id),
    by_id      INTEGER NOT NULL REFERENCES account (id),
    made_at    TEXT NOT NULL,
    comment    TEXT NOT NULL,
    done_at    TEXT
) STRICT;
CREATE INDEX desk_mention_of_account ON desk_mention (account_id, id);

CREATE TRIGGER desk_event_no_update BEFORE UPDATE ON desk_event BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of desk_event are never changed or removed');
END;
CREATE TRIGGER desk_event_no_delete BEFORE DELETE ON desk_event BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of desk_event are never changed or removed');
END;
CREATE TRIGGER desk_comment_no_update BEFORE UPDATE ON desk_comment BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of desk_comment are never changed or removed');
END;
CREATE TRIGGER desk_comment_no_delete BEFORE DELETE ON desk_comment BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of desk_comment are never changed or removed');
END;

INSERT INTO schema_compatibility (version, least_program) VALUES (23, 21);
