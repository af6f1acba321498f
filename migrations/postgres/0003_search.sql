-- Full-text search. Derived from the record and rewritten with it: no part of the record itself.
--
-- The program writes folded words (lower case, no diacritics, letters and digits only) separated
-- by single spaces, so that both engines find the same words; rowid is the commitment's id, called
-- so because that is its name in the other engine's table.
CREATE TABLE commitment_search (
    rowid        BIGINT PRIMARY KEY NOT NULL REFERENCES commitment (id),
    title        TEXT NOT NULL,
    member       TEXT NOT NULL,
    institutions TEXT NOT NULL,
    body         TEXT NOT NULL,
    document     tsvector NOT NULL GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', title), 'A') ||
        setweight(to_tsvector('simple', member), 'B') ||
        setweight(to_tsvector('simple', institutions), 'C') ||
        setweight(to_tsvector('simple', body), 'D')
    ) STORED
);

-- Not compressed: the words of every hit are read to rank it.
ALTER TABLE commitment_search ALTER COLUMN document SET STORAGE EXTERNAL;

CREATE INDEX commitment_search_document ON commitment_search USING gin (document);
