-- What surrounds the commitments: texts of areas, guide, network, resources, what is featured, what
-- was submitted to the Open Gov Challenge.

-- An item as it is from a revision on.
CREATE TABLE context_item (
    kind        TEXT NOT NULL,
    slug        TEXT NOT NULL,
    revision_id INTEGER NOT NULL REFERENCES revision (id),
    withdrawn   INTEGER NOT NULL CHECK (withdrawn IN (0, 1)),
    PRIMARY KEY (kind, slug, revision_id)
) STRICT;
CREATE INDEX context_item_by_revision ON context_item (revision_id);

-- Its values, by key. A key without a row has none.
CREATE TABLE context_value (
    kind        TEXT NOT NULL,
    slug        TEXT NOT NULL,
    revision_id INTEGER NOT NULL,
    name        TEXT NOT NULL,
    value       TEXT NOT NULL,
    PRIMARY KEY (kind, slug, revision_id, name),
    FOREIGN KEY (kind, slug, revision_id) REFERENCES context_item (kind, slug, revision_id)
) STRICT;

CREATE TRIGGER context_item_no_update BEFORE UPDATE ON context_item BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of context_item are never changed or removed');
END;
CREATE TRIGGER context_item_no_delete BEFORE DELETE ON context_item BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of context_item are never changed or removed');
END;
CREATE TRIGGER context_value_no_update BEFORE UPDATE ON context_value BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of context_value are never changed or removed');
END;
CREATE TRIGGER context_value_no_delete BEFORE DELETE ON context_value BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of context_value are never changed or removed');
END;
