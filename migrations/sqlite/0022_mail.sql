-- E-mail is kept beside the record (migrations/operations), in a file that programs of before cannot open any
-- more: they are shut out.
INSERT INTO schema_compatibility (version, least_program) VALUES (22, 22);
