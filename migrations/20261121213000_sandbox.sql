-- One row in a sandbox, none elsewhere: how far ahead of the true time its clock is, and how often it was turned.
CREATE TABLE sandbox_clock (
    -- Always 1.
    id BIGINT NOT NULL PRIMARY KEY,
    ahead_micros BIGINT NOT NULL,
    turns BIGINT NOT NULL
);

-- What each step of the walk asked the JSON API when it was last taken, and what was answered; secrets are masked.
CREATE TABLE sandbox_calls (
    company_id UUID NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
    step TEXT NOT NULL,
    place BIGINT NOT NULL,
    method TEXT NOT NULL,
    path TEXT NOT NULL,
    status BIGINT NOT NULL,
    answer TEXT NOT NULL,
    called_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (company_id, step, place)
);
