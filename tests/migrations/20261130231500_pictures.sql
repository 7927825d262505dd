INSERT INTO pictures (partner_id, kind, hash, width, height, luminance, content_type, bytes, size, source_format,
    source_size, source_width, source_height, created_at)
VALUES ('00000000-0000-4000-8000-000000000001', 'logo-dark', '01ff', 200, 34, '0.25 1', 'image/webp', 'bytes', 5, 'PNG',
    48213, 1200, 200, '2026-11-30T23:15:00.000000Z');
