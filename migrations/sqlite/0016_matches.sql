-- What people answered where a row of a file looks much like a commitment of the record: that it is that
-- commitment, or a new one. The newest answer about a row counts.
CREATE TABLE match_answer (
    id          INTEGER PRIMARY KEY NOT NULL,
    -- The format of the source's files, such as ogp-2016; "code" where the row has a code of its own.
    source      TEXT NOT NULL,
    -- What identifies the row's commitment there, permanently.
    item        TEXT NOT NULL,
    answer      TEXT NOT NULL CHECK (answer IN ('same', 'new', 'ask')),
    -- The commitment that it is the same as.
    code        TEXT,
    answered_by TEXT NOT NULL CHECK (answered_by <> ''),
    -- Who that is; the command line has no account.
    account_id  INTEGER REFERENCES account (id),
    answered_at TEXT NOT NULL,
    CHECK ((answer = 'same') = (code IS NOT NULL))
) STRICT;
CREATE INDEX match_answer_of_item ON match_answer (source, item, id);

CREATE TRIGGER match_answer_no_update BEFORE UPDATE ON match_answer BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of match_answer are never changed or removed');
END;
CREATE TRIGGER match_answer_no_delete BEFORE DELETE ON match_answer BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of match_answer are never changed or removed');
END;

-- Rows of a watched source that wait for such an answer.
ALTER TABLE watched_source ADD COLUMN pending_questions INTEGER NOT NULL DEFAULT 0;

-- Where in its report a rating stands, and when that was read: YYYY, YYYY-MM or YYYY-MM-DD.
ALTER TABLE rating ADD COLUMN source_page TEXT;
ALTER TABLE rating ADD COLUMN read_on TEXT;
ALTER TABLE rating_draft ADD COLUMN read_on TEXT;
-- Ratings that were published from a draft have their page with it so far.
DROP TRIGGER rating_no_update;
UPDATE rating SET source_page = (SELECT o.source_page FROM rating_origin o WHERE o.rating_id = rating.id)
WHERE id IN (SELECT rating_id FROM rating_origin WHERE source_page IS NOT NULL);
CREATE TRIGGER rating_no_update BEFORE UPDATE ON rating BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of rating are never changed or removed');
END;

-- The data that comes with the program, by its hash: what the record was filled with, and what staff have
-- looked at since. Not of the record.
CREATE TABLE bundled_seen (
    digest  TEXT PRIMARY KEY NOT NULL,
    seen_at TEXT NOT NULL
) STRICT;
