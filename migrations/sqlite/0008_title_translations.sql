-- Titles in other languages than the source's, as they are from a version of the commitment on.
CREATE TABLE commitment_title (
    commitment_id INTEGER NOT NULL,
    revision_id   INTEGER NOT NULL,
    lang          TEXT NOT NULL CHECK (lang IN ('en', 'es', 'fr')),
    title         TEXT NOT NULL,
    PRIMARY KEY (commitment_id, revision_id, lang),
    FOREIGN KEY (commitment_id, revision_id)
        REFERENCES commitment_version (commitment_id, revision_id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER commitment_title_no_update BEFORE UPDATE ON commitment_title BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of commitment_title are never changed or removed');
END;
CREATE TRIGGER commitment_title_no_delete BEFORE DELETE ON commitment_title BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of commitment_title are never changed or removed');
END;
