-- What a draft's author or reviewer had seen, action plans that are mended, and members, plans and policy
-- areas that are withdrawn because the file that brought them is undone.

-- The newest revision that whoever wrote a draft, or scheduled it, had seen: a rating of the same kind that
-- changed after it is not published over.
ALTER TABLE rating_draft ADD COLUMN seen_revision INTEGER NOT NULL DEFAULT 0;
UPDATE rating_draft SET seen_revision = (
    SELECT COALESCE(MAX(r.id), 0) FROM revision r WHERE r.made_at <= rating_draft.updated_at);

-- What a plan is called since a revision; before the first of these rows, what action_plan says.
CREATE TABLE action_plan_version (
    plan_id     INTEGER NOT NULL REFERENCES action_plan (id),
    revision_id INTEGER NOT NULL REFERENCES revision (id),
    title       TEXT,
    start_year  INTEGER,
    end_year    INTEGER,
    -- Whether it belongs to the record; a withdrawn plan may be brought again.
    present     INTEGER NOT NULL CHECK (present IN (0, 1)),
    PRIMARY KEY (plan_id, revision_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX action_plan_version_by_revision ON action_plan_version (revision_id);
-- A new plan may be called what a mended one was called once. Writers take turns and compare with what plans
-- are called now.
DROP INDEX action_plan_identity;

-- Whether a member belongs to the record, from a revision on. Without a row it does.
CREATE TABLE member_presence (
    member_id   INTEGER NOT NULL REFERENCES member (id),
    revision_id INTEGER NOT NULL REFERENCES revision (id),
    present     INTEGER NOT NULL CHECK (present IN (0, 1)),
    PRIMARY KEY (member_id, revision_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX member_presence_by_revision ON member_presence (revision_id);

-- The same of policy areas.
CREATE TABLE policy_area_presence (
    slug        TEXT NOT NULL REFERENCES policy_area (slug),
    revision_id INTEGER NOT NULL REFERENCES revision (id),
    present     INTEGER NOT NULL CHECK (present IN (0, 1)),
    PRIMARY KEY (slug, revision_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX policy_area_presence_by_revision ON policy_area_presence (revision_id);

CREATE TRIGGER action_plan_version_no_update BEFORE UPDATE ON action_plan_version BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of action_plan_version are never changed or removed');
END;
CREATE TRIGGER action_plan_version_no_delete BEFORE DELETE ON action_plan_version BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of action_plan_version are never changed or removed');
END;
CREATE TRIGGER member_presence_no_update BEFORE UPDATE ON member_presence BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of member_presence are never changed or removed');
END;
CREATE TRIGGER member_presence_no_delete BEFORE DELETE ON member_presence BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of member_presence are never changed or removed');
END;
CREATE TRIGGER policy_area_presence_no_update BEFORE UPDATE ON policy_area_presence BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of policy_area_presence are never changed or removed');
END;
CREATE TRIGGER policy_area_presence_no_delete BEFORE DELETE ON policy_area_presence BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of policy_area_presence are never changed or removed');
END;
