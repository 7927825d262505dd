-- How often somebody failed to sign on. A bucket is a keyed hash of a folded username or of a network, so that names
-- that do not exist are counted like those that do, and nobody reads here which were tried.
CREATE TABLE failed_sign_ons (
    bucket BYTEA NOT NULL PRIMARY KEY,
    failures BIGINT NOT NULL,
    -- The count begins anew with the first failure after this.
    ends_at TIMESTAMPTZ NOT NULL,
    last_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX failed_sign_ons_by_time ON failed_sign_ons (last_at);

-- The connection a bucket counts for, if there was one when a code was tried. Buckets of networks and of invented
-- connections have none, and are forgotten after a day; a real one's short count stands until a claim or a rotate.
ALTER TABLE wrong_code_buckets ADD COLUMN connection_id UUID;
CREATE INDEX wrong_code_buckets_by_time ON wrong_code_buckets (touched_at);
