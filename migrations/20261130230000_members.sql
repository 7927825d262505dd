-- The partner's people, and their sessions. An e-mail address is a member's once in this deployment: people sign in with it.
CREATE TABLE members (
    id UUID NOT NULL PRIMARY KEY,
    partner_id UUID NOT NULL REFERENCES partners (id) ON DELETE CASCADE,
    email TEXT NOT NULL,
    -- In the one spelling that is compared.
    email_folded TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    -- Argon2id over a keyed hash of the password. NULL: signs in without one, or not yet.
    password_hash TEXT,
    -- Long enough to be all that is asked for at sign-in.
    password_stands_alone BOOLEAN NOT NULL,
    has_second_factor BOOLEAN NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    last_seen_at TIMESTAMPTZ
);
CREATE INDEX members_by_partner ON members (partner_id, created_at, id);

CREATE TABLE member_sessions (
    hash BYTEA NOT NULL PRIMARY KEY,
    -- What its owner's list of sessions names it by; proves nothing.
    id UUID NOT NULL UNIQUE,
    member_id UUID NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    created_at TIMESTAMPTZ NOT NULL,
    last_seen_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    -- When the person last proved who they are.
    proved_at TIMESTAMPTZ NOT NULL,
    browser TEXT NOT NULL,
    -- Without its last part.
    network TEXT NOT NULL
);
CREATE INDEX member_sessions_by_member ON member_sessions (member_id);
CREATE INDEX member_sessions_by_expiry ON member_sessions (expires_at);
