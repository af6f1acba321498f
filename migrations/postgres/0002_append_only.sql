-- The record only grows: an edit is a new version, a correction a new rating. These triggers hold
-- for every program that opens the database, not only for ours.

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The record is append-only: rows of % are never changed or removed', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER revision_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON revision
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER policy_area_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON policy_area
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER policy_area_version_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON policy_area_version
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER policy_area_name_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON policy_area_name
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER member_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON member
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER member_version_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON member_version
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER member_status_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON member_status
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER action_plan_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON action_plan
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER commitment_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON commitment
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER commitment_version_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON commitment_version
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER commitment_institution_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON commitment_institution
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER commitment_area_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON commitment_area
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER commitment_value_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON commitment_value
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER commitment_report_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON commitment_report
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER commitment_text_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON commitment_text
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER milestone_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON milestone
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER scale_value_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON scale_value
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER rating_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON rating
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
