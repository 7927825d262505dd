-- Requests of the JSON API, as the nodes tell one another: a keyed hash of a partner or an address, and the end of its day or
-- minute.
CREATE TABLE request_counts (
    bucket BYTEA NOT NULL,
    ends_at TIMESTAMPTZ NOT NULL,
    requests BIGINT NOT NULL,
    PRIMARY KEY (bucket, ends_at)
);
CREATE INDEX request_counts_by_end ON request_counts (ends_at);

-- How many companies of a partner are connected decides how many requests it has in a day.
CREATE INDEX connections_linked ON connections (partner_id, company_id) WHERE status = 'Linked';
