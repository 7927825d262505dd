-- A key that was rolled ends by itself, once its successor has had time to get everywhere.
ALTER TABLE api_keys ADD COLUMN ends_at TIMESTAMPTZ;
CREATE INDEX api_keys_by_end ON api_keys (ends_at) WHERE ends_at IS NOT NULL;
