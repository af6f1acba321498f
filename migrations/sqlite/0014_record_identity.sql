-- What no other record shares: made once, at random, and kept with the record and its backups. Entity tags
-- and the ids of feed entries are made from it, so that they do not depend on the address of a site.
CREATE TABLE record_identity (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 32)
) STRICT, WITHOUT ROWID;

INSERT INTO record_identity (id) VALUES (lower(hex(randomblob(16))));

CREATE TRIGGER record_identity_no_update BEFORE UPDATE ON record_identity BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of record_identity are never changed or removed');
END;
CREATE TRIGGER record_identity_no_delete BEFORE DELETE ON record_identity BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of record_identity are never changed or removed');
END;
