-- Several programs at one record.

-- Tells every program of a new revision. A notification is part of its transaction: it is sent once the
-- revision can be read, and never where it was rolled back. A trigger, so that whatever writes a revision
-- sends it, also a program of another version.
CREATE FUNCTION announce_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('ogp_revision', NEW.id::text);
    RETURN NULL;
END;
$$;

CREATE TRIGGER revision_announced AFTER INSERT ON revision
    FOR EACH ROW EXECUTE FUNCTION announce_revision();

-- Which programs can use the tables as a migration leaves them: those that know `least_program` or a later
-- one. A migration that only adds (expands) names an older one than itself, so that programs of before go on
-- while new ones are started; one that takes away (contracts) names itself. One without a row does too.
CREATE TABLE schema_compatibility (
    version BIGINT PRIMARY KEY NOT NULL,
    least_program BIGINT NOT NULL CHECK (least_program <= version)
);

INSERT INTO schema_compatibility (version, least_program) VALUES (19, 19);

CREATE TRIGGER schema_compatibility_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON schema_compatibility
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
