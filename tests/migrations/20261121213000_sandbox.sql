INSERT INTO sandbox_clock (id, ahead_micros, turns) VALUES (1, 864000000000, 3);
INSERT INTO sandbox_calls (company_id, step, place, method, path, status, answer, called_at)
VALUES ('00000000-0000-4000-8000-000000000003', 'create', 0, 'POST', '/companies', 200, '{"name":"Bistro"}',
    '2026-11-21T12:00:00.000000Z');
