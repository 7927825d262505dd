INSERT INTO api_keys (id, partner_id, name, prefix, hash, created_at, created_by, created_by_member, created_by_name)
VALUES ('00000000-0000-4000-8000-000000000098', '00000000-0000-4000-8000-000000000001', 'night batch', 'bfl_ghi', 'made by a key',
    '2026-11-30T12:00:00.000000Z', 'key', NULL, 'production');
