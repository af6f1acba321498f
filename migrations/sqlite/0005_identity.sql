-- Who an account is to an organisation's own sign-in provider. The provider's number for the person
-- counts, not the e-mail address, which may be given to somebody else later.

CREATE TABLE account_identity (
    issuer     TEXT NOT NULL,
    subject    TEXT NOT NULL,
    account_id INTEGER NOT NULL REFERENCES account (id),
    linked_at  TEXT NOT NULL,
    PRIMARY KEY (issuer, subject),
    UNIQUE (account_id, issuer)
) STRICT;
