-- What a partner hands to a page about one company: it reads that company for a day. It ends with the company, and with the
-- API key that asked for it: whoever deletes a key that leaked ends what was made with it, too.
CREATE TABLE access_tokens (
    hash BYTEA NOT NULL PRIMARY KEY,
    company_id UUID NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
    api_key_id UUID NOT NULL REFERENCES api_keys (id) ON DELETE CASCADE,
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX access_tokens_by_company ON access_tokens (company_id, created_at);
CREATE INDEX access_tokens_by_key ON access_tokens (api_key_id);
CREATE INDEX access_tokens_by_expiry ON access_tokens (expires_at);
-- What is removed with a connection is looked for by it.
CREATE INDEX wrong_code_buckets_by_connection ON wrong_code_buckets (connection_id);
