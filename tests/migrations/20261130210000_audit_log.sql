INSERT INTO audit_entries (partner_id, number, at, area, actor, body, hash) VALUES ('00000000-0000-4000-8000-000000000001', 1, '2026-11-30T12:00:00.000001Z', 'companies', 'operator', '{}', '0');
INSERT INTO audit_heads (partner_id, number, hash, mac) VALUES ('00000000-0000-4000-8000-000000000001', 1, '0', '0');
INSERT INTO audit_personal (partner_id, number, name, salt, value, subject) VALUES ('00000000-0000-4000-8000-000000000001', 1, 'from', '0', '192.0.2.1', NULL);
