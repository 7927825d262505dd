INSERT INTO pretend_visitors (hash, seen_at) VALUES ('visitor', '2026-11-21T12:00:00.000000Z');
INSERT INTO pretend_sign_ons (id, visitor_hash, institution_id, name_en, name_fr, stage, username, password, listed, made_at, updated_at)
VALUES ('00000000-0000-4000-8000-000000000030', 'visitor', '00000000-0000-4000-8000-000000000001', 'Bank', 'Banque',
    'connected', 'S3MWTR4P7DS8', 'sealed', '[]', '2026-11-21T12:00:00.000000Z', '2026-11-21T12:05:00.000000Z');
INSERT INTO pretend_registers (id, sign_on_id, kind, bank_id, acct_id, name, chart_type, start_date, connected_at, is_connected,
    currency, balance, balance_at, next_start, last_exchange)
VALUES ('00000000-0000-4000-8000-000000000031', '00000000-0000-4000-8000-000000000030', 'CHECKING', '099900042', '42001187731',
    'Business chequing', 'chequing', '2026-11-14', '2026-11-21T12:05:00.000000Z', TRUE, 'CAD', '8450.25',
    '2026-11-21T12:05:00.000000Z', '2026-11-21T12:05:00.000000Z', '00000000-0000-4000-8000-000000000032');
INSERT INTO pretend_transactions (register_id, fitid, number, posted_on, amount, name, exchange_id)
VALUES ('00000000-0000-4000-8000-000000000031', 'f-1', 1, '2026-11-20', '-12.50', 'Coffee', '00000000-0000-4000-8000-000000000032');
INSERT INTO pretend_exchanges (id, visitor_hash, number, sign_on_id, asked, made_at, address, request, http_status, answer, is_cut, came_to)
VALUES ('00000000-0000-4000-8000-000000000032', 'visitor', 1, '00000000-0000-4000-8000-000000000030', 'statements',
    '2026-11-21T12:05:00.000000Z', 'http://127.0.0.1:8080/ofx', 'request', 200, 'answer', FALSE, '{"came":"brokenOff"}');
