-- Short summaries by staff and by this project, each with the page that supports it, as they are from a
-- version of the commitment on.
CREATE TABLE commitment_summary (
    commitment_id INTEGER NOT NULL,
    revision_id   INTEGER NOT NULL,
    lang          TEXT NOT NULL CHECK (lang IN ('en', 'es', 'fr')),
    summary       TEXT NOT NULL,
    source_url    TEXT NOT NULL,
    PRIMARY KEY (commitment_id, revision_id, lang),
    FOREIGN KEY (commitment_id, revision_id)
        REFERENCES commitment_version (commitment_id, revision_id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER commitment_summary_no_update BEFORE UPDATE ON commitment_summary BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of commitment_summary are never changed or removed');
END;
CREATE TRIGGER commitment_summary_no_delete BEFORE DELETE ON commitment_summary BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of commitment_summary are never changed or removed');
END;
