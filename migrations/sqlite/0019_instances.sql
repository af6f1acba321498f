-- Several programs at one record. With SQLite, they look whether there is a new revision.

-- Which programs can use the tables as a migration leaves them: those that know `least_program` or a later
-- one. A migration that only adds (expands) names an older one than itself, so that programs of before go on
-- while new ones are started; one that takes away (contracts) names itself. One without a row does too.
CREATE TABLE schema_compatibility (
    version INTEGER NOT NULL PRIMARY KEY,
    least_program INTEGER NOT NULL CHECK (least_program <= version)
) STRICT;

INSERT INTO schema_compatibility (version, least_program) VALUES (19, 19);

CREATE TRIGGER schema_compatibility_no_update BEFORE UPDATE ON schema_compatibility BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of schema_compatibility are never changed or removed');
END;
CREATE TRIGGER schema_compatibility_no_delete BEFORE DELETE ON schema_compatibility BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of schema_compatibility are never changed or removed');
END;
