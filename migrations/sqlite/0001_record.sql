-- The record. Every row says in which revision it came, and no row is ever changed or removed
-- (0002_append_only.sql): the state at any revision is the newest version up to it.
--
-- Ids are given by the program, which writes one revision at a time; a reader that bounds every
-- query by one revision's id therefore sees one consistent state.

-- One change of the record: who, when, why, from what.
CREATE TABLE revision (
    id            INTEGER PRIMARY KEY NOT NULL,
    made_at       TEXT NOT NULL,
    made_by       TEXT NOT NULL,
    reason        TEXT NOT NULL,
    source        TEXT,
    -- Whether the record holds synthetic commitments from this revision on.
    demonstration INTEGER NOT NULL CHECK (demonstration IN (0, 1))
) STRICT;

-- Policy areas, in the order of OGP's list.
CREATE TABLE policy_area (
    slug        TEXT NOT NULL PRIMARY KEY CHECK (slug <> ''),
    revision_id INTEGER NOT NULL REFERENCES revision (id),
    position    INTEGER NOT NULL UNIQUE
) STRICT, WITHOUT ROWID;

CREATE TABLE policy_area_version (
    slug        TEXT NOT NULL REFERENCES policy_area (slug),
    revision_id INTEGER NOT NULL REFERENCES revision (id),
    name        TEXT NOT NULL,
    parent      TEXT REFERENCES policy_area (slug) CHECK (parent <> slug),
    area_group  TEXT NOT NULL CHECK (area_group IN ('topic', 'cross-cutting', 'sector', 'former')),
    coded_since INTEGER,
    PRIMARY KEY (slug, revision_id)
) STRICT, WITHOUT ROWID;

-- Other names of an area, as of a version of it.
CREATE TABLE policy_area_name (
    slug        TEXT NOT NULL,
    revision_id INTEGER NOT NULL,
    position    INTEGER NOT NULL,
    name        TEXT NOT NULL,
    PRIMARY KEY (slug, revision_id, position),
    FOREIGN KEY (slug, revision_id) REFERENCES policy_area_version (slug, revision_id)
) STRICT, WITHOUT ROWID;

-- Governments, known by the address they were first given.
CREATE TABLE member (
    id          INTEGER PRIMARY KEY NOT NULL,
    revision_id INTEGER NOT NULL REFERENCES revision (id),
    slug        TEXT NOT NULL UNIQUE CHECK (slug <> '')
) STRICT;

CREATE TABLE member_version (
    member_id    INTEGER NOT NULL REFERENCES member (id),
    revision_id  INTEGER NOT NULL REFERENCES revision (id),
    name         TEXT NOT NULL,
    kind         TEXT NOT NULL CHECK (kind IN ('national', 'local', 'other')),
    country      TEXT NOT NULL,
    country_iso3 TEXT NOT NULL,
    region       TEXT NOT NULL CHECK (region IN (
        'africa-and-the-middle-east', 'americas', 'asia-and-the-pacific', 'europe')),
    PRIMARY KEY (member_id, revision_id)
) STRICT, WITHOUT ROWID;

-- The statuses known of a member, as of a version of it.
CREATE TABLE member_status (
    member_id   INTEGER NOT NULL,
    revision_id INTEGER NOT NULL,
    position    INTEGER NOT NULL,
    status      TEXT NOT NULL CHECK (status IN (
        'active', 'under-procedural-review', 'under-eligibility-review', 'inactive', 'suspended',
        'withdrawn')),
    since       TEXT NOT NULL,
    source_url  TEXT NOT NULL,
    PRIMARY KEY (member_id, revision_id, position),
    FOREIGN KEY (member_id, revision_id) REFERENCES member_version (member_id, revision_id)
) STRICT, WITHOUT ROWID;

-- Action plans. A source may name a plan, give its years, or neither.
CREATE TABLE action_plan (
    id          INTEGER PRIMARY KEY NOT NULL,
    revision_id INTEGER NOT NULL REFERENCES revision (id),
    member_id   INTEGER NOT NULL REFERENCES member (id),
    title       TEXT,
    start_year  INTEGER,
    end_year    INTEGER
) STRICT;

-- A column that is NULL is the same as another that is NULL here, unlike in a plain UNIQUE.
CREATE UNIQUE INDEX action_plan_identity ON action_plan (
    member_id, COALESCE(title, ''), COALESCE(start_year, 0), COALESCE(end_year, 0),
    (title IS NULL), (start_year IS NULL), (end_year IS NULL));

-- Commitments, known by OGP's code.
CREATE TABLE commitment (
    id          INTEGER PRIMARY KEY NOT NULL,
    revision_id INTEGER NOT NULL REFERENCES revision (id),
    code        TEXT NOT NULL UNIQUE CHECK (code <> '')
) STRICT;

-- The facts of a commitment; a row, with its lists below, for each change of any of them.
CREATE TABLE commitment_version (
    commitment_id  INTEGER NOT NULL REFERENCES commitment (id),
    revision_id    INTEGER NOT NULL REFERENCES revision (id),
    plan_id        INTEGER NOT NULL REFERENCES action_plan (id),
    number         TEXT,
    title          TEXT NOT NULL,
    start_date     TEXT,
    end_date       TEXT,
    verifiable     TEXT CHECK (verifiable IN ('yes', 'no', 'pending', 'no_data')),
    relevant       TEXT CHECK (relevant IN ('yes', 'no', 'pending', 'no_data')),
    starred        INTEGER CHECK (starred IN (0, 1)),
    challenge_area TEXT CHECK (challenge_area IN (
        'access-to-information', 'anti-corruption', 'civic-space', 'climate-and-environment',
        'digital-governance', 'fiscal-openness', 'gender-and-inclusion', 'justice',
        'media-freedom', 'public-participation')),
    source_url     TEXT,
    status         TEXT CHECK (status IN ('active', 'inactive', 'withdrawn')),
    PRIMARY KEY (commitment_id, revision_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE commitment_institution (
    commitment_id INTEGER NOT NULL,
    revision_id   INTEGER NOT NULL,
    role          TEXT NOT NULL CHECK (role IN ('lead', 'support')),
    position      INTEGER NOT NULL,
    name          TEXT NOT NULL,
    PRIMARY KEY (commitment_id, revision_id, role, position),
    FOREIGN KEY (commitment_id, revision_id)
        REFERENCES commitment_version (commitment_id, revision_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE commitment_area (
    commitment_id INTEGER NOT NULL,
    revision_id   INTEGER NOT NULL,
    position      INTEGER NOT NULL,
    area          TEXT NOT NULL REFERENCES policy_area (slug),
    PRIMARY KEY (commitment_id, revision_id, position),
    FOREIGN KEY (commitment_id, revision_id)
        REFERENCES commitment_version (commitment_id, revision_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE commitment_value (
    commitment_id INTEGER NOT NULL,
    revision_id   INTEGER NOT NULL,
    position      INTEGER NOT NULL,
    ogp_value     TEXT NOT NULL CHECK (ogp_value IN (
        'access-to-information', 'civic-participation', 'public-accountability', 'technology')),
    PRIMARY KEY (commitment_id, revision_id, position),
    FOREIGN KEY (commitment_id, revision_id)
        REFERENCES commitment_version (commitment_id, revision_id)
) STRICT, WITHOUT ROWID;

-- IRM reports that cover a commitment. Their kind and years are read from the title.
CREATE TABLE commitment_report (
    commitment_id INTEGER NOT NULL,
    revision_id   INTEGER NOT NULL,
    position      INTEGER NOT NULL,
    title         TEXT NOT NULL,
    stage         TEXT NOT NULL CHECK (stage IN ('draft', 'for-comment', 'final')),
    PRIMARY KEY (commitment_id, revision_id, position),
    FOREIGN KEY (commitment_id, revision_id)
        REFERENCES commitment_version (commitment_id, revision_id)
) STRICT, WITHOUT ROWID;

-- The long texts of a commitment; a row, with its milestones, for each change of any of them.
-- Apart from the facts, because lists and charts never read them.
CREATE TABLE commitment_text (
    commitment_id INTEGER NOT NULL REFERENCES commitment (id),
    revision_id   INTEGER NOT NULL REFERENCES revision (id),
    description   TEXT,
    PRIMARY KEY (commitment_id, revision_id)
) STRICT;

CREATE TABLE milestone (
    commitment_id INTEGER NOT NULL,
    revision_id   INTEGER NOT NULL,
    position      INTEGER NOT NULL,
    content       TEXT NOT NULL,
    start_date    TEXT,
    end_date      TEXT,
    PRIMARY KEY (commitment_id, revision_id, position),
    FOREIGN KEY (commitment_id, revision_id)
        REFERENCES commitment_text (commitment_id, revision_id)
) STRICT;

-- The values of each scale, as slugs of OGP's words. Here so that a rating outside its scale
-- cannot be stored; what the values mean is in the program.
CREATE TABLE scale_value (
    scheme TEXT NOT NULL,
    value  TEXT NOT NULL,
    PRIMARY KEY (scheme, value)
) STRICT, WITHOUT ROWID;

INSERT INTO scale_value (scheme, value) VALUES
    ('potential_impact', 'none'),
    ('potential_impact', 'minor'),
    ('potential_impact', 'moderate'),
    ('potential_impact', 'transformative'),
    ('potential_for_results', 'unclear'),
    ('potential_for_results', 'modest'),
    ('potential_for_results', 'substantial'),
    ('completion', 'no-evidence-available'),
    ('completion', 'not-started'),
    ('completion', 'limited'),
    ('completion', 'substantial'),
    ('completion', 'complete'),
    ('completion_midterm', 'withdrawn'),
    ('completion_midterm', 'no-evidence-available'),
    ('completion_midterm', 'not-started'),
    ('completion_midterm', 'limited'),
    ('completion_midterm', 'substantial'),
    ('completion_midterm', 'complete'),
    ('did_it_open_government', 'worsens'),
    ('did_it_open_government', 'did-not-change'),
    ('did_it_open_government', 'no-early-results-to-report-yet'),
    ('did_it_open_government', 'marginal'),
    ('did_it_open_government', 'major'),
    ('did_it_open_government', 'outstanding'),
    ('early_results', 'no-notable-results'),
    ('early_results', 'moderate'),
    ('early_results', 'significant'),
    ('published_level', 'low'),
    ('published_level', 'high');

-- Published ratings. The newest one of a dimension counts, by the rule in the program; a
-- correction is one more row.
CREATE TABLE rating (
    id            INTEGER PRIMARY KEY NOT NULL,
    commitment_id INTEGER NOT NULL REFERENCES commitment (id),
    revision_id   INTEGER NOT NULL REFERENCES revision (id),
    dimension     TEXT NOT NULL CHECK (dimension IN ('ambition', 'completion', 'early_results')),
    finding       TEXT NOT NULL CHECK (finding IN ('rated', 'pending', 'no_data', 'not_reviewable')),
    scheme        TEXT,
    value         TEXT,
    report_title  TEXT,
    report_stage  TEXT CHECK (report_stage IN ('draft', 'for-comment', 'final')),
    source_url    TEXT,
    FOREIGN KEY (scheme, value) REFERENCES scale_value (scheme, value),
    -- A value has its scheme; a statement that there is none has neither.
    CHECK ((finding = 'rated') = (scheme IS NOT NULL) AND (scheme IS NULL) = (value IS NULL)),
    CHECK ((report_title IS NULL) = (report_stage IS NULL)),
    -- A scheme rates its own dimension; only High and Low as such are published for all three.
    CHECK (CASE dimension
        WHEN 'ambition' THEN
            scheme IN ('potential_impact', 'potential_for_results', 'published_level')
        WHEN 'completion' THEN
            scheme IN ('completion', 'completion_midterm', 'published_level')
        ELSE
            scheme IN ('did_it_open_government', 'early_results', 'published_level')
    END)
) STRICT;

CREATE INDEX rating_of_commitment ON rating (commitment_id, id);

-- What one revision changed. With the commitment in the key: PostgreSQL plans the checks of the
-- references above while the tables are empty, and an index of the revision alone would mislead it
-- into reading all rows of the revision for each new one.
CREATE INDEX commitment_version_by_revision ON commitment_version (revision_id, commitment_id);
CREATE INDEX commitment_text_by_revision ON commitment_text (revision_id, commitment_id);
CREATE INDEX rating_by_revision ON rating (revision_id, commitment_id);
