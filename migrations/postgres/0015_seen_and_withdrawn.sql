-- What a draft's author or reviewer had seen, action plans that are mended, and members, plans and policy
-- areas that are withdrawn because the file that brought them is undone.

-- The newest revision that whoever wrote a draft, or scheduled it, had seen: a rating of the same kind that
-- changed after it is not published over.
ALTER TABLE rating_draft ADD COLUMN seen_revision BIGINT NOT NULL DEFAULT 0;
UPDATE rating_draft SET seen_revision = (
    SELECT COALESCE(MAX(r.id), 0) FROM revision r WHERE r.made_at <= rating_draft.updated_at);

-- What a plan is called since a revision; before the first of these rows, what action_plan says.
CREATE TABLE action_plan_version (
    plan_id     BIGINT NOT NULL REFERENCES action_plan (id),
    revision_id BIGINT NOT NULL REFERENCES revision (id),
    title       TEXT,
    start_year  INTEGER,
    end_year    INTEGER,
    -- Whether it belongs to the record; a withdrawn plan may be brought again.
    present     BOOLEAN NOT NULL,
    PRIMARY KEY (plan_id, revision_id)
);
CREATE INDEX action_plan_version_by_revision ON action_plan_version (revision_id);
-- A new plan may be called what a mended one was called once. Writers take turns and compare with what plans
-- are called now.
DROP INDEX action_plan_identity;

-- Whether a member belongs to the record, from a revision on. Without a row it does.
CREATE TABLE member_presence (
    member_id   BIGINT NOT NULL REFERENCES member (id),
    revision_id BIGINT NOT NULL REFERENCES revision (id),
    present     BOOLEAN NOT NULL,
    PRIMARY KEY (member_id, revision_id)
);
CREATE INDEX member_presence_by_revision ON member_presence (revision_id);

-- The same of policy areas.
CREATE TABLE policy_area_presence (
    slug        TEXT NOT NULL REFERENCES policy_area (slug),
    revision_id BIGINT NOT NULL REFERENCES revision (id),
    present     BOOLEAN NOT NULL,
    PRIMARY KEY (slug, revision_id)
);
CREATE INDEX policy_area_presence_by_revision ON policy_area_presence (revision_id);

CREATE TRIGGER action_plan_version_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON action_plan_version
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER member_presence_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON member_presence
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER policy_area_presence_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON policy_area_presence
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
