-- What no other record shares: made once, at random, and kept with the record and its backups. Entity tags
-- and the ids of feed entries are made from it, so that they do not depend on the address of a site.
CREATE TABLE record_identity (
    id TEXT PRIMARY KEY NOT NULL CHECK (length(id) = 32)
);

-- Not gen_random_uuid(), which PostgreSQL 12 does not have.
INSERT INTO record_identity (id)
    VALUES (md5(clock_timestamp()::text || random()::text || random()::text || current_database()));

CREATE TRIGGER record_identity_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON record_identity
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
