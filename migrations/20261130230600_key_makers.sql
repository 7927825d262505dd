-- Who made an API key: a member of the partner's team, another key, or the operator; nothing for those from before. A key's
-- name is kept, for it may be gone; a member's is not: it is read where members are, and goes with them.
ALTER TABLE api_keys ADD COLUMN created_by TEXT;
ALTER TABLE api_keys ADD COLUMN created_by_member UUID;
ALTER TABLE api_keys ADD COLUMN created_by_name TEXT;
-- Forms that make something which is shown once: one that is sent again makes nothing more.
CREATE TABLE spent_forms (
    nonce BYTEA NOT NULL PRIMARY KEY,
    spent_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX spent_forms_by_time ON spent_forms (spent_at);
