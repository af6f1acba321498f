-- Sessions, sign-in attempts and the security log leave the record: they have a file of their own
-- (migrations/operations), to which what the log holds is moved when that is first opened.

DROP TABLE session;
DROP TABLE sign_in_attempt;
DROP TRIGGER security_event_no_update;
DROP TRIGGER security_event_no_delete;

-- Written to prove that the record can be written.
CREATE TABLE heartbeat (
    id      INTEGER PRIMARY KEY NOT NULL CHECK (id = 1),
    made_at TEXT NOT NULL
) STRICT;
