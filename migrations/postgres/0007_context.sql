-- What surrounds the commitments: texts of areas, guide, network, resources, what is featured, what
-- was submitted to the Open Gov Challenge.

-- An item as it is from a revision on.
CREATE TABLE context_item (
    kind        TEXT NOT NULL,
    slug        TEXT NOT NULL,
    revision_id BIGINT NOT NULL REFERENCES revision (id),
    withdrawn   BOOLEAN NOT NULL,
    PRIMARY KEY (kind, slug, revision_id)
);
CREATE INDEX context_item_by_revision ON context_item (revision_id);

-- Its values, by key. A key without a row has none.
CREATE TABLE context_value (
    kind        TEXT NOT NULL,
    slug        TEXT NOT NULL,
    revision_id BIGINT NOT NULL,
    name        TEXT NOT NULL,
    value       TEXT NOT NULL,
    PRIMARY KEY (kind, slug, revision_id, name),
    FOREIGN KEY (kind, slug, revision_id) REFERENCES context_item (kind, slug, revision_id)
);

CREATE TRIGGER context_item_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON context_item
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER context_value_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON context_value
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
