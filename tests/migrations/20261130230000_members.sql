INSERT INTO members (id, partner_id, email, email_folded, name, role, password_hash, password_stands_alone, has_second_factor, created_at, last_seen_at)
VALUES ('00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-000000000001', 'Ada@Bank.example', 'ada@bank.example', 'Ada',
    'administrator', NULL, TRUE, TRUE, '2026-11-21T12:00:00.000000Z', NULL);

INSERT INTO member_sessions (hash, id, member_id, created_at, last_seen_at, expires_at, proved_at, browser, network)
VALUES ('session', '00000000-0000-4000-8000-00000000000b', '00000000-0000-4000-8000-00000000000a', '2026-11-21T12:00:00.000000Z',
    '2026-11-21T12:00:00.000000Z', '2026-11-22T00:00:00.000000Z', '2026-11-21T12:00:00.000000Z', 'Firefox', '192.0.2.0/24');
