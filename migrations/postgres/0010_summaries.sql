-- Short summaries by staff and by this project, each with the page that supports it, as they are from a
-- version of the commitment on.
CREATE TABLE commitment_summary (
    commitment_id BIGINT NOT NULL,
    revision_id   BIGINT NOT NULL,
    lang          TEXT NOT NULL CHECK (lang IN ('en', 'es', 'fr')),
    summary       TEXT NOT NULL,
    source_url    TEXT NOT NULL,
    PRIMARY KEY (commitment_id, revision_id, lang),
    FOREIGN KEY (commitment_id, revision_id)
        REFERENCES commitment_version (commitment_id, revision_id)
);

CREATE TRIGGER commitment_summary_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON commitment_summary
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
