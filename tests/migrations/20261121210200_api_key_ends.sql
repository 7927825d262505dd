INSERT INTO api_keys (id, partner_id, name, prefix, hash, created_at, last_used_at, ends_at)
VALUES ('00000000-0000-4000-8000-000000000099', '00000000-0000-4000-8000-000000000001', 'production', 'bfl_def', 'rolled',
    '2026-11-21T12:00:00.000000Z', NULL, '2026-11-22T12:00:00.000000Z');
