-- What the partner's people prepare, and what they made public. A topic is one page of theirs: the callout, the branding.
CREATE TABLE drafts (
    partner_id UUID NOT NULL REFERENCES partners (id) ON DELETE CASCADE,
    topic TEXT NOT NULL,
    -- None once it was discarded or published. The row stays, so that no version is ever counted twice.
    content JSONB,
    version BIGINT NOT NULL,
    -- A member, who may have left since; the name stays as it was.
    changed_by UUID,
    changed_by_name TEXT NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (partner_id, topic)
);

CREATE TABLE publications (
    id UUID NOT NULL PRIMARY KEY,
    partner_id UUID NOT NULL REFERENCES partners (id) ON DELETE CASCADE,
    topic TEXT NOT NULL,
    -- Their order, whatever the clock does.
    place BIGINT NOT NULL,
    content JSONB NOT NULL,
    published_by UUID,
    published_by_name TEXT NOT NULL,
    published_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX publications_by_topic ON publications (partner_id, topic, place);
