-- What was answered under an Idempotency-Key, for those who ask again. `mark` is a keyed hash of partner and key; `request` and
-- `sealed` open with the client's key alone (docs/security/checks.md).
CREATE TABLE kept_answers (
    mark BYTEA NOT NULL PRIMARY KEY,
    partner_id UUID NOT NULL REFERENCES partners (id) ON DELETE CASCADE,
    request BYTEA NOT NULL,
    sealed BYTEA NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX kept_answers_by_expiry ON kept_answers (expires_at);
