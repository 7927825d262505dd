-- The audit log: who changed what, one chain of entries a partner. An entry's hash is over the hash before it and its own text, so that
-- no entry can be changed, left out or put in without all that follow.
CREATE TABLE audit_entries (
    partner_id UUID NOT NULL REFERENCES partners (id) ON DELETE CASCADE,
    -- From 1, without gaps.
    number BIGINT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    -- To look for; the text has them too, and is what counts.
    area TEXT NOT NULL,
    actor TEXT NOT NULL,
    -- JSON, kept as text: it is hashed byte for byte.
    body TEXT NOT NULL,
    hash BYTEA NOT NULL,
    PRIMARY KEY (partner_id, number)
);
CREATE INDEX audit_entries_by_time ON audit_entries (partner_id, at);
CREATE INDEX audit_entries_by_area ON audit_entries (partner_id, area, number);
CREATE INDEX audit_entries_by_actor ON audit_entries (partner_id, actor, number);

-- The end of each chain, sealed under a key that is not in the database: an end that is cut off, or a chain that is made anew, has no seal.
CREATE TABLE audit_heads (
    partner_id UUID NOT NULL PRIMARY KEY REFERENCES partners (id) ON DELETE CASCADE,
    number BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    mac BYTEA NOT NULL
);

-- What entries say of people and companies. The text has only a salted hash of each value; so it can be removed and the chain stays whole.
CREATE TABLE audit_personal (
    partner_id UUID NOT NULL REFERENCES partners (id) ON DELETE CASCADE,
    number BIGINT NOT NULL,
    -- Where in the text.
    name TEXT NOT NULL,
    salt BYTEA NOT NULL,
    value TEXT NOT NULL,
    -- The company or member it is about; it goes with them. None: it is about nobody who could be removed.
    subject UUID,
    PRIMARY KEY (partner_id, number, name)
);
CREATE INDEX audit_personal_by_subject ON audit_personal (partner_id, subject);
