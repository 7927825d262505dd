INSERT INTO kept_answers (mark, partner_id, request, sealed, expires_at)
VALUES ('mark', '00000000-0000-4000-8000-000000000001', 'request', 'sealed', '2026-11-21T13:30:00.000000Z');
