-- Whole files: what came of each, who brought it, and what was taken back.

-- Whether a rating counts, from a revision on. Without a row it does, unless another corrects it.
CREATE TABLE rating_standing (
    rating_id   BIGINT NOT NULL REFERENCES rating (id),
    revision_id BIGINT NOT NULL REFERENCES revision (id),
    in_force    BOOLEAN NOT NULL,
    PRIMARY KEY (rating_id, revision_id)
);
CREATE INDEX rating_standing_by_revision ON rating_standing (revision_id);

-- Whether a commitment belongs to the published record, from a revision on. Without a row it does.
CREATE TABLE commitment_presence (
    commitment_id BIGINT NOT NULL REFERENCES commitment (id),
    revision_id   BIGINT NOT NULL REFERENCES revision (id),
    present       BOOLEAN NOT NULL,
    PRIMARY KEY (commitment_id, revision_id)
);
CREATE INDEX commitment_presence_by_revision ON commitment_presence (revision_id);

-- The codes given to commitments of a source that has none: what identifies the commitment there
-- leads to the same code for good.
CREATE TABLE source_identity (
    source   TEXT NOT NULL,
    identity TEXT NOT NULL,
    code     TEXT NOT NULL UNIQUE,
    PRIMARY KEY (source, identity)
);

-- A file that was applied; its revision says who, when and why.
CREATE TABLE import_batch (
    revision_id  BIGINT PRIMARY KEY NOT NULL REFERENCES revision (id),
    file_name    TEXT NOT NULL,
    file_hash    TEXT NOT NULL,
    format       TEXT NOT NULL,
    added        BIGINT NOT NULL,
    changed      BIGINT NOT NULL,
    unchanged    BIGINT NOT NULL,
    drafts       BIGINT NOT NULL
);

-- Drafts of ratings that a file brought.
CREATE TABLE import_draft (
    draft_id    BIGINT PRIMARY KEY NOT NULL REFERENCES rating_draft (id),
    revision_id BIGINT NOT NULL REFERENCES import_batch (revision_id)
);
CREATE INDEX import_draft_by_revision ON import_draft (revision_id);

-- A file that was taken back, and the revision that did it.
CREATE TABLE import_undo (
    batch_id    BIGINT PRIMARY KEY NOT NULL REFERENCES import_batch (revision_id),
    revision_id BIGINT NOT NULL REFERENCES revision (id)
);

-- Files that somebody has uploaded and is looking at. Not of the record.
CREATE TABLE import_file (
    id          TEXT PRIMARY KEY NOT NULL,
    account_id  BIGINT NOT NULL REFERENCES account (id),
    file_name   TEXT NOT NULL,
    file_hash   TEXT NOT NULL,
    content     BYTEA NOT NULL,
    uploaded_at TIMESTAMPTZ NOT NULL,
    -- The revision that applied it.
    revision_id BIGINT REFERENCES revision (id)
);
CREATE INDEX import_file_of_account ON import_file (account_id, uploaded_at);

CREATE TRIGGER rating_standing_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON rating_standing
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER commitment_presence_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON commitment_presence
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER source_identity_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON source_identity
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER import_batch_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON import_batch
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER import_draft_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON import_draft
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER import_undo_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON import_undo
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
