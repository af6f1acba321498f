-- Titles in other languages than the source's, as they are from a version of the commitment on.
CREATE TABLE commitment_title (
    commitment_id BIGINT NOT NULL,
    revision_id   BIGINT NOT NULL,
    lang          TEXT NOT NULL CHECK (lang IN ('en', 'es', 'fr')),
    title         TEXT NOT NULL,
    PRIMARY KEY (commitment_id, revision_id, lang),
    FOREIGN KEY (commitment_id, revision_id)
        REFERENCES commitment_version (commitment_id, revision_id)
);

CREATE TRIGGER commitment_title_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON commitment_title
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
