-- What a partner's people have uploaded: drafts and former publications refer to it. What the pages show is a copy in partner_images.
CREATE TABLE pictures (
    partner_id UUID NOT NULL REFERENCES partners (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    hash TEXT NOT NULL,
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    luminance TEXT,
    content_type TEXT NOT NULL,
    bytes BYTEA NOT NULL,
    -- How many of them there are.
    size BIGINT NOT NULL,
    -- Of the file that it was made from, where somebody noted it.
    source_format TEXT,
    source_size BIGINT,
    source_width BIGINT,
    source_height BIGINT,
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (partner_id, kind, hash)
);
CREATE INDEX pictures_by_hash ON pictures (hash);
