-- Full-text search. Derived from the record and rewritten with it: no part of the record itself.
--
-- The program writes folded words (lower case, no diacritics, letters and digits only) separated
-- by single spaces, so that both engines find the same words; rowid is the commitment's id.
-- `ascii` splits at the spaces and leaves every other letter alone. Contentless: the texts are in
-- the record already.
CREATE VIRTUAL TABLE commitment_search USING fts5 (
    title, member, institutions, body,
    content = '', contentless_delete = 1,
    tokenize = 'ascii',
    prefix = '2 3'
);
