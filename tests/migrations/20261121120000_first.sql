-- A row of each table, in text that both databases read.
INSERT INTO partners (id, settings, version, profile_changed_at, created_at)
VALUES ('00000000-0000-4000-8000-000000000001', '{"name":{"en":"Acme Bank","fr":null}}', 1,
    '2026-11-21T12:00:00.000000Z', '2026-11-21T12:00:00.000000Z');
INSERT INTO partner_images (partner_id, kind, hash, width, height, luminance, content_type, bytes, created_at)
VALUES ('00000000-0000-4000-8000-000000000001', 'logo', '00ff', 300, 50, '0.25', 'image/png', 'bytes',
    '2026-11-21T12:00:00.000000Z');
INSERT INTO api_keys (id, partner_id, name, prefix, hash, created_at, last_used_at)
VALUES ('00000000-0000-4000-8000-000000000002', '00000000-0000-4000-8000-000000000001', 'production', 'bfl_abc', 'hash',
    '2026-11-21T12:00:00.000000Z', NULL);
INSERT INTO companies (id, partner_id, name, description, tags, created_by, created_at)
VALUES ('00000000-0000-4000-8000-000000000003', '00000000-0000-4000-8000-000000000001', 'Bistro', NULL, '{}', NULL,
    '2026-11-21T12:00:00.000000Z');
INSERT INTO connections (id, company_id, partner_id, status, bank_id, linked_at, last_polled_at, created_at)
VALUES ('00000000-0000-4000-8000-000000000004', '00000000-0000-4000-8000-000000000003',
    '00000000-0000-4000-8000-000000000001', 'Linked', '021001088', '2026-11-21T12:00:00.000000Z',
    '2026-11-21T12:00:00.000000Z', '2026-11-21T12:00:00.000000Z');
INSERT INTO timeline (place, id, connection_id, at, who, what, why, account_id)
VALUES (1, '00000000-0000-4000-8000-000000000005', '00000000-0000-4000-8000-000000000004', '2026-11-21T12:00:00.000000Z',
    'partner', 'account added', 'the partner added it', 'acc-1');
INSERT INTO links (id, connection_id, issued_at, expires_at, claimed_at, claimed_by, voided_at)
VALUES ('00000000-0000-4000-8000-000000000006', '00000000-0000-4000-8000-000000000004', '2026-11-21T12:00:00.000000Z',
    '2026-11-21T13:00:00.000000Z', '2026-11-21T12:01:00.000000Z', 'browser', NULL);
INSERT INTO link_sessions (hash, connection_id, link_id, created_at, expires_at, consented_at, parameters)
VALUES ('session', '00000000-0000-4000-8000-000000000004', '00000000-0000-4000-8000-000000000006',
    '2026-11-21T12:01:00.000000Z', '2026-11-21T13:01:00.000000Z', '2026-11-21T12:02:00.000000Z', '{}');
INSERT INTO wrong_code_buckets (bucket, since_claim, touched_at) VALUES ('bucket', 1, '2026-11-21T12:00:00.000000Z');
INSERT INTO wrong_codes (id, bucket, at)
VALUES ('00000000-0000-4000-8000-000000000007', 'bucket', '2026-11-21T12:00:00.000000Z');
INSERT INTO consents (id, connection_id, at, granted, text_version, text_hash, language)
VALUES ('00000000-0000-4000-8000-000000000008', '00000000-0000-4000-8000-000000000004', '2026-11-21T12:02:00.000000Z',
    TRUE, '2026-11', '00ff', 'fr-CA');
INSERT INTO credentials (id, connection_id, username, password_hash, made_by, form_nonce, created_at, last_used_at,
    revoked_at)
VALUES ('00000000-0000-4000-8000-000000000009', '00000000-0000-4000-8000-000000000004', 'K7QX4ZRT9BCD', '$argon2id$',
    'customer', 'nonce', '2026-11-21T12:03:00.000000Z', NULL, NULL);
INSERT INTO sealed_copies (credential_id, connection_id, session_hash, sealed, expires_at)
VALUES ('00000000-0000-4000-8000-000000000009', '00000000-0000-4000-8000-000000000004', 'session', 'sealed',
    '2026-11-21T12:13:00.000000Z');
INSERT INTO source_accounts (place, id, connection_id, account_id, account_name, account_type, account_number, currency, balance,
    balance_on, status, ofx_account_id, next_place, modified_at, created_at)
VALUES (1, '00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-000000000004', 'acc-1', 'Everyday', 'checking',
    '0001234', 'CAD', '99.90', '2026-11-21', 'connected', '0001234', 1, '2026-11-21T12:00:00.000000Z',
    '2026-11-21T12:00:00.000000Z');
INSERT INTO transactions (source_account_id, transaction_id, place, fitid, written_date, amount, content_hash, pushed_at,
    earliest_at)
VALUES ('00000000-0000-4000-8000-00000000000a', '716422529', 0, '716422529', '2026-11-20', '-12.30', '00ff',
    '2026-11-21T12:00:00.000000Z', '2026-11-20T12:00:00.000000Z');
INSERT INTO push_operations (id, company_id, connection_id, account_id, requested_at, completed_at, status, status_code,
    outcome)
VALUES ('00000000-0000-4000-8000-00000000000b', '00000000-0000-4000-8000-000000000003',
    '00000000-0000-4000-8000-000000000004', 'acc-1', '2026-11-21T12:00:00.000000Z', '2026-11-21T12:00:00.000000Z',
    'Success', 200, '{}');
