INSERT INTO totps (member_id, sealed, last_step, created_at, last_used_at)
VALUES ('00000000-0000-4000-8000-00000000000a', 'sealed', 59841204, '2026-11-30T23:00:00.000000Z', '2026-11-30T23:01:00.000000Z');
INSERT INTO recovery_codes (hash, member_id, created_at)
VALUES ('code', '00000000-0000-4000-8000-00000000000a', '2026-11-30T23:00:00.000000Z');
INSERT INTO passkeys (id, member_id, credential_id, passkey, counter, name, created_at)
VALUES ('00000000-0000-4000-8000-0000000000a1', '00000000-0000-4000-8000-00000000000a', 'Y3JlZGVudGlhbA', '{"cred":{}}', 0, 'Phone',
    '2026-11-30T23:00:00.000000Z');
INSERT INTO spent (mark, expires_at) VALUES ('mark', '2026-11-30T23:06:00.000000Z');
