UPDATE link_sessions SET place = hash;
INSERT INTO hand_overs (session_hash, id, tag, connection_id, made_at, expires_at, wrong_codes)
VALUES ('session', '00000000-0000-4000-8000-000000000020', 'K7QX4Z', '00000000-0000-4000-8000-000000000004',
    '2026-11-21T12:03:00.000000Z', '2026-11-21T12:13:00.000000Z', 0);
