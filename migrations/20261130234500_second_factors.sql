-- What a member proves who they are with, beside the password.

-- An authenticator app's secret, sealed under a key that is not here. A step of its clock works once: last_step has been used.
CREATE TABLE totps (
    member_id UUID NOT NULL PRIMARY KEY REFERENCES members (id) ON DELETE CASCADE,
    sealed BYTEA NOT NULL,
    last_step BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    last_used_at TIMESTAMPTZ NOT NULL
);

-- Those that have not been used, as hashes under a key that is not here.
CREATE TABLE recovery_codes (
    hash BYTEA NOT NULL PRIMARY KEY,
    member_id UUID NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    created_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX recovery_codes_by_member ON recovery_codes (member_id);

-- A passkey's public half, as JSON in a text: nothing in it is asked for by the database.
CREATE TABLE passkeys (
    id UUID NOT NULL PRIMARY KEY,
    member_id UUID NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    credential_id TEXT NOT NULL UNIQUE,
    passkey TEXT NOT NULL,
    -- How often the device says that it was used; 0 for ever where it does not count.
    counter BIGINT NOT NULL,
    name TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    last_used_at TIMESTAMPTZ
);
CREATE INDEX passkeys_by_member ON passkeys (member_id, created_at);

-- Marks of what works once and rests nowhere else: answers to what a browser was asked.
CREATE TABLE spent (
    mark BYTEA NOT NULL PRIMARY KEY,
    expires_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX spent_by_expiry ON spent (expires_at);
