INSERT INTO drafts (partner_id, topic, content, version, changed_by, changed_by_name, changed_at)
VALUES ('00000000-0000-4000-8000-000000000001', 'callout', '{"title":"Bonjour"}', 2, NULL, 'Béatrice',
    '2026-11-30T12:00:00.000000Z');
INSERT INTO publications (id, partner_id, topic, place, content, published_by, published_by_name, published_at)
VALUES ('00000000-0000-4000-8000-000000000041', '00000000-0000-4000-8000-000000000001', 'callout', 1,
    '{"title":"Bonjour"}', NULL, 'Béatrice', '2026-11-30T12:01:00.000000Z');
