-- Synonyms of the search are texts like those around the commitments, of a kind that earlier programs do
-- not know: what they cannot read they must not show.
INSERT INTO schema_compatibility (version, least_program) VALUES (21, 21);
