-- The time zone in which a member of staff types and reads schedules, by its name in the IANA database. What
-- is stored stays in universal time.
ALTER TABLE account ADD COLUMN time_zone TEXT NOT NULL DEFAULT 'UTC';

INSERT INTO schema_compatibility (version, least_program) VALUES (24, 21);
