INSERT INTO failed_sign_ons (bucket, failures, ends_at, last_at)
VALUES ('bucket', 3, '2026-11-22T12:00:00.000000Z', '2026-11-21T12:00:30.000000Z');
INSERT INTO wrong_code_buckets (bucket, since_claim, touched_at, connection_id)
VALUES ('connection', 1, '2026-11-21T12:00:00.000000Z', '00000000-0000-4000-8000-000000000004');
