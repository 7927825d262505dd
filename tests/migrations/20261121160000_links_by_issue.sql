-- No new tables: the links of the first migration have an index more.
INSERT INTO links (id, connection_id, issued_at, expires_at)
VALUES ('00000000-0000-4000-8000-000000000106', '00000000-0000-4000-8000-000000000004', '2026-11-21T13:00:00.000000Z',
    '2026-11-21T14:00:00.000000Z');
