-- The sandbox's pretend QuickBooks. It stands beside the institution's tables and never looks into them. A visitor is a
-- browser, known by the hash of its cookie; what it made goes with it.
CREATE TABLE pretend_visitors (
    hash BYTEA NOT NULL PRIMARY KEY,
    seen_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX pretend_visitors_by_time ON pretend_visitors (seen_at);

-- A bank in somebody's QuickBooks, from its choice in the list to its last download.
CREATE TABLE pretend_sign_ons (
    id UUID NOT NULL PRIMARY KEY,
    visitor_hash BYTEA NOT NULL REFERENCES pretend_visitors (hash) ON DELETE CASCADE,
    -- As the list of institutions has it.
    institution_id UUID NOT NULL,
    name_en TEXT NOT NULL,
    name_fr TEXT NOT NULL,
    stage TEXT NOT NULL,
    -- What it signs on with, the password sealed under a key from outside; both gone after Disconnect.
    username TEXT,
    password BYTEA,
    -- The accounts that the institution listed last, in JSON.
    listed TEXT,
    made_at TIMESTAMPTZ NOT NULL,
    -- When it last asked for statements, and in which exchange.
    updated_at TIMESTAMPTZ,
    last_exchange UUID,
    -- Until when it does not ask by itself, however long ago it last did.
    silent_until TIMESTAMPTZ
);
CREATE INDEX pretend_sign_ons_by_visitor ON pretend_sign_ons (visitor_hash);
CREATE INDEX pretend_sign_ons_by_update ON pretend_sign_ons (stage, updated_at);

-- An account in the books. The institution's three words for it are its identity for ever.
CREATE TABLE pretend_registers (
    id UUID NOT NULL PRIMARY KEY,
    sign_on_id UUID NOT NULL REFERENCES pretend_sign_ons (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    bank_id TEXT NOT NULL,
    acct_id TEXT NOT NULL,
    name TEXT NOT NULL,
    chart_type TEXT NOT NULL,
    start_date TEXT NOT NULL,
    connected_at TIMESTAMPTZ NOT NULL,
    is_connected BOOLEAN NOT NULL,
    currency TEXT NOT NULL,
    balance TEXT NOT NULL,
    balance_at TIMESTAMPTZ NOT NULL,
    -- Where the next download begins.
    next_start TIMESTAMPTZ NOT NULL,
    last_exchange UUID NOT NULL,
    -- The OFX code with which the last download of this account was refused.
    trouble BIGINT,
    UNIQUE (sign_on_id, kind, bank_id, acct_id)
);

CREATE TABLE pretend_transactions (
    register_id UUID NOT NULL REFERENCES pretend_registers (id) ON DELETE CASCADE,
    fitid TEXT NOT NULL,
    number BIGINT NOT NULL,
    posted_on TEXT NOT NULL,
    amount TEXT NOT NULL,
    name TEXT NOT NULL,
    memo TEXT,
    check_number TEXT,
    exchange_id UUID NOT NULL,
    PRIMARY KEY (register_id, fitid)
);
CREATE INDEX pretend_transactions_by_date ON pretend_transactions (register_id, posted_on, number);

-- What was said over OFX, the password masked before it came here.
CREATE TABLE pretend_exchanges (
    id UUID NOT NULL PRIMARY KEY,
    visitor_hash BYTEA NOT NULL REFERENCES pretend_visitors (hash) ON DELETE CASCADE,
    number BIGINT NOT NULL,
    sign_on_id UUID NOT NULL,
    asked TEXT NOT NULL,
    made_at TIMESTAMPTZ NOT NULL,
    address TEXT NOT NULL,
    request BYTEA NOT NULL,
    http_status BIGINT,
    answer BYTEA,
    is_cut BOOLEAN NOT NULL,
    -- In JSON.
    came_to TEXT NOT NULL,
    UNIQUE (visitor_hash, number)
);
