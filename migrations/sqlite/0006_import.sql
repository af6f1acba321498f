-- Whole files: what came of each, who brought it, and what was taken back.

-- Whether a rating counts, from a revision on. Without a row it does, unless another corrects it.
CREATE TABLE rating_standing (
    rating_id   INTEGER NOT NULL REFERENCES rating (id),
    revision_id INTEGER NOT NULL REFERENCES revision (id),
    in_force    INTEGER NOT NULL CHECK (in_force IN (0, 1)),
    PRIMARY KEY (rating_id, revision_id)
) STRICT;
CREATE INDEX rating_standing_by_revision ON rating_standing (revision_id);

-- Whether a commitment belongs to the published record, from a revision on. Without a row it does.
CREATE TABLE commitment_presence (
    commitment_id INTEGER NOT NULL REFERENCES commitment (id),
    revision_id   INTEGER NOT NULL REFERENCES revision (id),
    present       INTEGER NOT NULL CHECK (present IN (0, 1)),
    PRIMARY KEY (commitment_id, revision_id)
) STRICT;
CREATE INDEX commitment_presence_by_revision ON commitment_presence (revision_id);

-- The codes given to commitments of a source that has none: what identifies the commitment there
-- leads to the same code for good.
CREATE TABLE source_identity (
    source   TEXT NOT NULL,
    identity TEXT NOT NULL,
    code     TEXT NOT NULL UNIQUE,
    PRIMARY KEY (source, identity)
) STRICT;

-- A file that was applied; its revision says who, when and why.
CREATE TABLE import_batch (
    revision_id  INTEGER PRIMARY KEY NOT NULL REFERENCES revision (id),
    file_name    TEXT NOT NULL,
    file_hash    TEXT NOT NULL,
    format       TEXT NOT NULL,
    added        INTEGER NOT NULL,
    changed      INTEGER NOT NULL,
    unchanged    INTEGER NOT NULL,
    drafts       INTEGER NOT NULL
) STRICT;

-- Drafts of ratings that a file brought.
CREATE TABLE import_draft (
    draft_id    INTEGER PRIMARY KEY NOT NULL REFERENCES rating_draft (id),
    revision_id INTEGER NOT NULL REFERENCES import_batch (revision_id)
) STRICT;
CREATE INDEX import_draft_by_revision ON import_draft (revision_id);

-- A file that was taken back, and the revision that did it.
CREATE TABLE import_undo (
    batch_id    INTEGER PRIMARY KEY NOT NULL REFERENCES import_batch (revision_id),
    revision_id INTEGER NOT NULL REFERENCES revision (id)
) STRICT;

-- Files that somebody has uploaded and is looking at. Not of the record.
CREATE TABLE import_file (
    id          TEXT PRIMARY KEY NOT NULL,
    account_id  INTEGER NOT NULL REFERENCES account (id),
    file_name   TEXT NOT NULL,
    file_hash   TEXT NOT NULL,
    content     BLOB NOT NULL,
    uploaded_at TEXT NOT NULL,
    -- The revision that applied it.
    revision_id INTEGER REFERENCES revision (id)
) STRICT;
CREATE INDEX import_file_of_account ON import_file (account_id, uploaded_at);

CREATE TRIGGER rating_standing_no_update BEFORE UPDATE ON rating_standing BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of rating_standing are never changed or removed');
END;
CREATE TRIGGER rating_standing_no_delete BEFORE DELETE ON rating_standing BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of rating_standing are never changed or removed');
END;
CREATE TRIGGER commitment_presence_no_update BEFORE UPDATE ON commitment_presence BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of commitment_presence are never changed or removed');
END;
CREATE TRIGGER commitment_presence_no_delete BEFORE DELETE ON commitment_presence BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of commitment_presence are never changed or removed');
END;
CREATE TRIGGER source_identity_no_update BEFORE UPDATE ON source_identity BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of source_identity are never changed or removed');
END;
CREATE TRIGGER source_identity_no_delete BEFORE DELETE ON source_identity BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of source_identity are never changed or removed');
END;
CREATE TRIGGER import_batch_no_update BEFORE UPDATE ON import_batch BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of import_batch are never changed or removed');
END;
CREATE TRIGGER import_batch_no_delete BEFORE DELETE ON import_batch BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of import_batch are never changed or removed');
END;
CREATE TRIGGER import_draft_no_update BEFORE UPDATE ON import_draft BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of import_draft are never changed or removed');
END;
CREATE TRIGGER import_draft_no_delete BEFORE DELETE ON import_draft BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of import_draft are never changed or removed');
END;
CREATE TRIGGER import_undo_no_update BEFORE UPDATE ON import_undo BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of import_undo are never changed or removed');
END;
CREATE TRIGGER import_undo_no_delete BEFORE DELETE ON import_undo BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of import_undo are never changed or removed');
END;
