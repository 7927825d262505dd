INSERT INTO request_counts (bucket, ends_at, requests) VALUES ('bucket', '2026-11-22T00:00:00.000000Z', 12);
