-- One row: the latest time a server has seen, to the minute. A clock that was set back since is noticed at the next start.
CREATE TABLE latest_time (
    -- Always 1.
    id BIGINT NOT NULL PRIMARY KEY,
    at TIMESTAMPTZ NOT NULL
);
-- What would live longer than any limit allows is looked for every minute.
CREATE INDEX links_by_expiry ON links (expires_at);
