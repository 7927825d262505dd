-- Two screens: a session that is shared by several browsers has one place, by which they are told together.
ALTER TABLE link_sessions ADD COLUMN place BYTEA;
CREATE INDEX link_sessions_by_place ON link_sessions (place);

-- How a customer goes on in a second browser. A session has one at a time; a new one takes the place of the old. The tag
-- in its address is no secret; its code is nowhere: it is derived from the id and a key outside.
CREATE TABLE hand_overs (
    session_hash BYTEA NOT NULL PRIMARY KEY,
    id UUID NOT NULL UNIQUE,
    tag TEXT NOT NULL UNIQUE,
    connection_id UUID NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    made_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    wrong_codes BIGINT NOT NULL,
    -- The session that the second browser will have, what it is, and when it brought the right code.
    second_hash BYTEA,
    browser TEXT,
    system TEXT,
    asked_at TIMESTAMPTZ,
    -- What the first browser said to it.
    answer TEXT
);
CREATE INDEX hand_overs_by_connection ON hand_overs (connection_id);
CREATE INDEX hand_overs_by_expiry ON hand_overs (expires_at);
