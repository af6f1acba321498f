-- The record only grows: an edit is a new version, a correction a new rating. These triggers hold
-- for every program that opens the file, not only for ours.

CREATE TRIGGER revision_no_update BEFORE UPDATE ON revision BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of revision are never changed or removed');
END;
CREATE TRIGGER revision_no_delete BEFORE DELETE ON revision BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of revision are never changed or removed');
END;

CREATE TRIGGER policy_area_no_update BEFORE UPDATE ON policy_area BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of policy_area are never changed or removed');
END;
CREATE TRIGGER policy_area_no_delete BEFORE DELETE ON policy_area BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of policy_area are never changed or removed');
END;

CREATE TRIGGER policy_area_version_no_update BEFORE UPDATE ON policy_area_version BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of policy_area_version are never changed or removed');
END;
CREATE TRIGGER policy_area_version_no_delete BEFORE DELETE ON policy_area_version BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of policy_area_version are never changed or removed');
END;

CREATE TRIGGER policy_area_name_no_update BEFORE UPDATE ON policy_area_name BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of policy_area_name are never changed or removed');
END;
CREATE TRIGGER policy_area_name_no_delete BEFORE DELETE ON policy_area_name BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of policy_area_name are never changed or removed');
END;

CREATE TRIGGER member_no_update BEFORE UPDATE ON member BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of member are never changed or removed');
END;
CREATE TRIGGER member_no_delete BEFORE DELETE ON member BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of member are never changed or removed');
END;

CREATE TRIGGER member_version_no_update BEFORE UPDATE ON member_version BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of member_version are never changed or removed');
END;
CREATE TRIGGER member_version_no_delete BEFORE DELETE ON member_version BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of member_version are never changed or removed');
END;

CREATE TRIGGER member_status_no_update BEFORE UPDATE ON member_status BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of member_status are never changed or removed');
END;
CREATE TRIGGER member_status_no_delete BEFORE DELETE ON member_status BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of member_status are never changed or removed');
END;

CREATE TRIGGER action_plan_no_update BEFORE UPDATE ON action_plan BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of action_plan are never changed or removed');
END;
CREATE TRIGGER action_plan_no_delete BEFORE DELETE ON action_plan BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of action_plan are never changed or removed');
END;

CREATE TRIGGER commitment_no_update BEFORE UPDATE ON commitment BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of commitment are never changed or removed');
END;
CREATE TRIGGER commitment_no_delete BEFORE DELETE ON commitment BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of commitment are never changed or removed');
END;

CREATE TRIGGER commitment_version_no_update BEFORE UPDATE ON commitment_version BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of commitment_version are never changed or removed');
END;
CREATE TRIGGER commitment_version_no_delete BEFORE DELETE ON commitment_version BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of commitment_version are never changed or removed');
END;

CREATE TRIGGER commitment_institution_no_update BEFORE UPDATE ON commitment_institution BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of commitment_institution are never changed or removed');
END;
CREATE TRIGGER commitment_institution_no_delete BEFORE DELETE ON commitment_institution BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of commitment_institution are never changed or removed');
END;

CREATE TRIGGER commitment_area_no_update BEFORE UPDATE ON commitment_area BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of commitment_area are never changed or removed');
END;
CREATE TRIGGER commitment_area_no_delete BEFORE DELETE ON commitment_area BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of commitment_area are never changed or removed');
END;

CREATE TRIGGER commitment_value_no_update BEFORE UPDATE ON commitment_value BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of commitment_value are never changed or removed');
END;
CREATE TRIGGER commitment_value_no_delete BEFORE DELETE ON commitment_value BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of commitment_value are never changed or removed');
END;

CREATE TRIGGER commitment_report_no_update BEFORE UPDATE ON commitment_report BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of commitment_report are never changed or removed');
END;
CREATE TRIGGER commitment_report_no_delete BEFORE DELETE ON commitment_report BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of commitment_report are never changed or removed');
END;

CREATE TRIGGER commitment_text_no_update BEFORE UPDATE ON commitment_text BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of commitment_text are never changed or removed');
END;
CREATE TRIGGER commitment_text_no_delete BEFORE DELETE ON commitment_text BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of commitment_text are never changed or removed');
END;

CREATE TRIGGER milestone_no_update BEFORE UPDATE ON milestone BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of milestone are never changed or removed');
END;
CREATE TRIGGER milestone_no_delete BEFORE DELETE ON milestone BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of milestone are never changed or removed');
END;

CREATE TRIGGER scale_value_no_update BEFORE UPDATE ON scale_value BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of scale_value are never changed or removed');
END;
CREATE TRIGGER scale_value_no_delete BEFORE DELETE ON scale_value BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of scale_value are never changed or removed');
END;

CREATE TRIGGER rating_no_update BEFORE UPDATE ON rating BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of rating are never changed or removed');
END;
CREATE TRIGGER rating_no_delete BEFORE DELETE ON rating BEGIN
    SELECT RAISE(ABORT, 'The record is append-only: rows of rating are never changed or removed');
END;
