-- One-time links with which somebody joins a partner's portal, or chooses a new password. What is in the link rests nowhere but as its hash.
CREATE TABLE set_up_links (
    id UUID NOT NULL PRIMARY KEY,
    hash BYTEA NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    partner_id UUID NOT NULL REFERENCES partners (id) ON DELETE CASCADE,
    -- Whose password it sets; nobody's yet where it makes a member.
    member_id UUID REFERENCES members (id) ON DELETE CASCADE,
    -- Who they are, or are to be: an invitation that is sent anew is of the same person.
    person UUID NOT NULL,
    email TEXT NOT NULL,
    email_folded TEXT NOT NULL,
    name TEXT,
    role TEXT NOT NULL,
    language TEXT NOT NULL,
    forgets_second_factor BOOLEAN NOT NULL,
    -- Nobody: the operator, or the member by e-mail.
    made_by UUID REFERENCES members (id) ON DELETE SET NULL,
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    used_at TIMESTAMPTZ,
    withdrawn_at TIMESTAMPTZ
);
CREATE INDEX set_up_links_by_partner ON set_up_links (partner_id, created_at, id);
CREATE INDEX set_up_links_by_member ON set_up_links (member_id);
CREATE INDEX set_up_links_by_maker ON set_up_links (made_by);
CREATE INDEX set_up_links_by_expiry ON set_up_links (expires_at);
