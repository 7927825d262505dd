-- One text for SQLite and PostgreSQL; docs/portable-sql.md says what both understand.
-- Ids and times come from the application. Amounts, digits and partner-chosen ids live in TEXT only.

CREATE TABLE partners (
    id UUID NOT NULL PRIMARY KEY,
    settings JSONB NOT NULL,
    version BIGINT NOT NULL,
    profile_changed_at TIMESTAMPTZ NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE partner_images (
    partner_id UUID NOT NULL REFERENCES partners (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    hash TEXT NOT NULL,
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    luminance TEXT,
    content_type TEXT NOT NULL,
    bytes BYTEA NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (partner_id, kind)
);
CREATE INDEX partner_images_by_hash ON partner_images (hash);

CREATE TABLE api_keys (
    id UUID NOT NULL PRIMARY KEY,
    partner_id UUID NOT NULL REFERENCES partners (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    prefix TEXT NOT NULL,
    hash BYTEA NOT NULL UNIQUE,
    created_at TIMESTAMPTZ NOT NULL,
    last_used_at TIMESTAMPTZ
);
CREATE INDEX api_keys_by_partner ON api_keys (partner_id);

CREATE TABLE companies (
    id UUID NOT NULL PRIMARY KEY,
    partner_id UUID NOT NULL REFERENCES partners (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    description TEXT,
    tags JSONB NOT NULL,
    created_by TEXT,
    created_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX companies_by_partner ON companies (partner_id, created_at, id);

CREATE TABLE connections (
    id UUID NOT NULL PRIMARY KEY,
    company_id UUID NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
    partner_id UUID NOT NULL REFERENCES partners (id) ON DELETE CASCADE,
    status TEXT NOT NULL,
    -- The OFX BANKID, fixed by the first account and never changed again.
    bank_id TEXT,
    linked_at TIMESTAMPTZ,
    last_polled_at TIMESTAMPTZ,
    created_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX connections_by_company ON connections (company_id, created_at, id);

CREATE TABLE timeline (
    id UUID NOT NULL PRIMARY KEY,
    connection_id UUID NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    at TIMESTAMPTZ NOT NULL,
    -- Tells lines of the same instant apart: one unit of work writes several.
    place BIGINT NOT NULL,
    who TEXT NOT NULL,
    what TEXT NOT NULL,
    why TEXT NOT NULL,
    account_id TEXT
);
CREATE INDEX timeline_by_connection ON timeline (connection_id, at);

-- An issue of the linkUrl. Its six digits are nowhere: they are derived from the id and a key outside.
CREATE TABLE links (
    id UUID NOT NULL PRIMARY KEY,
    connection_id UUID NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    issued_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    claimed_at TIMESTAMPTZ,
    claimed_by BYTEA,
    voided_at TIMESTAMPTZ
);
CREATE INDEX links_by_connection ON links (connection_id, issued_at);

CREATE TABLE link_sessions (
    hash BYTEA NOT NULL PRIMARY KEY,
    connection_id UUID NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    link_id UUID NOT NULL REFERENCES links (id) ON DELETE CASCADE,
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    consented_at TIMESTAMPTZ,
    -- The partner's own parameters for the return URL, as the linkUrl carried them.
    parameters JSONB NOT NULL
);
CREATE INDEX link_sessions_by_connection ON link_sessions (connection_id);
CREATE INDEX link_sessions_by_expiry ON link_sessions (expires_at);

-- Wrong codes. A bucket is a keyed hash of a connection's id or of a network, so a stranger's guesses at
-- connections that do not exist look like any other.
CREATE TABLE wrong_code_buckets (
    bucket BYTEA NOT NULL PRIMARY KEY,
    since_claim BIGINT NOT NULL,
    touched_at TIMESTAMPTZ NOT NULL
);
CREATE TABLE wrong_codes (
    id UUID NOT NULL PRIMARY KEY,
    bucket BYTEA NOT NULL REFERENCES wrong_code_buckets (bucket) ON DELETE CASCADE,
    at TIMESTAMPTZ NOT NULL
);
CREATE INDEX wrong_codes_by_bucket ON wrong_codes (bucket, at);
CREATE INDEX wrong_codes_by_time ON wrong_codes (at);

CREATE TABLE consents (
    id UUID NOT NULL PRIMARY KEY,
    connection_id UUID NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    at TIMESTAMPTZ NOT NULL,
    granted BOOLEAN NOT NULL,
    text_version TEXT NOT NULL,
    text_hash TEXT NOT NULL,
    language TEXT NOT NULL
);
CREATE INDEX consents_by_connection ON consents (connection_id, at);

CREATE TABLE credentials (
    id UUID NOT NULL PRIMARY KEY,
    connection_id UUID NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    -- Folded: upper case, without hyphens.
    username TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    made_by TEXT NOT NULL,
    -- A form makes one set however often it is sent.
    form_nonce BYTEA UNIQUE,
    created_at TIMESTAMPTZ NOT NULL,
    last_used_at TIMESTAMPTZ,
    revoked_at TIMESTAMPTZ
);
CREATE INDEX credentials_by_connection ON credentials (connection_id, created_at);

-- The pair for a reload within ten minutes, sealed under a key that only the browser's cookie holds.
CREATE TABLE sealed_copies (
    credential_id UUID NOT NULL PRIMARY KEY REFERENCES credentials (id) ON DELETE CASCADE,
    connection_id UUID NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    session_hash BYTEA NOT NULL,
    sealed BYTEA NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX sealed_copies_by_session ON sealed_copies (session_hash);
CREATE INDEX sealed_copies_by_connection ON sealed_copies (connection_id);
CREATE INDEX sealed_copies_by_expiry ON sealed_copies (expires_at);

CREATE TABLE source_accounts (
    id UUID NOT NULL PRIMARY KEY,
    connection_id UUID NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    account_id TEXT NOT NULL,
    -- In the order in which the partner added them.
    place BIGINT NOT NULL,
    account_name TEXT NOT NULL,
    account_type TEXT NOT NULL,
    account_number TEXT NOT NULL,
    sort_code TEXT,
    routing_info JSONB,
    account_info JSONB,
    currency TEXT NOT NULL,
    balance TEXT NOT NULL,
    balance_on DATE NOT NULL,
    status TEXT NOT NULL,
    status_cause TEXT,
    feed_start DATE,
    -- The OFX ACCTID, fixed for ever.
    ofx_account_id TEXT NOT NULL,
    connected_at TIMESTAMPTZ,
    disconnected_at TIMESTAMPTZ,
    last_polled_at TIMESTAMPTZ,
    -- Nothing is pushed before this instant again: a statement up to here has been given.
    snapshot_at TIMESTAMPTZ,
    pushed_at TIMESTAMPTZ,
    newest_date DATE,
    next_place BIGINT NOT NULL,
    modified_at TIMESTAMPTZ NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    UNIQUE (connection_id, account_id),
    UNIQUE (connection_id, ofx_account_id)
);
CREATE INDEX source_accounts_by_poll ON source_accounts (status, last_polled_at);

CREATE TABLE transactions (
    source_account_id UUID NOT NULL REFERENCES source_accounts (id) ON DELETE CASCADE,
    transaction_id TEXT NOT NULL,
    place BIGINT NOT NULL,
    fitid TEXT NOT NULL,
    written_date DATE NOT NULL,
    amount TEXT NOT NULL,
    kind TEXT,
    description TEXT,
    counterparty TEXT,
    reference TEXT,
    balance TEXT,
    content_hash TEXT NOT NULL,
    pushed_at TIMESTAMPTZ NOT NULL,
    -- The earlier of pushed_at and noon GMT of the written date: the other instant that selects it.
    earliest_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (source_account_id, transaction_id),
    UNIQUE (source_account_id, fitid)
);
CREATE INDEX transactions_by_push ON transactions (source_account_id, pushed_at);
CREATE INDEX transactions_by_day ON transactions (source_account_id, earliest_at);
CREATE INDEX transactions_in_order ON transactions (source_account_id, written_date, place);

CREATE TABLE push_operations (
    id UUID NOT NULL PRIMARY KEY,
    company_id UUID NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
    connection_id UUID NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    account_id TEXT NOT NULL,
    requested_at TIMESTAMPTZ NOT NULL,
    completed_at TIMESTAMPTZ NOT NULL,
    status TEXT NOT NULL,
    status_code BIGINT NOT NULL,
    error TEXT,
    timeout_minutes BIGINT,
    outcome JSONB NOT NULL
);
CREATE INDEX push_operations_by_company ON push_operations (company_id, requested_at, id);
