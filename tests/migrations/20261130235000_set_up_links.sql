INSERT INTO set_up_links (id, hash, kind, partner_id, member_id, person, email, email_folded, name, role, language,
    forgets_second_factor, made_by, created_at, expires_at, used_at, withdrawn_at)
VALUES ('00000000-0000-4000-8000-00000000000c', 'hash', 'invitation', '00000000-0000-4000-8000-000000000001', NULL,
    '00000000-0000-4000-8000-00000000000d',     'Grace@Bank.example', 'grace@bank.example', 'Grace', 'brand', 'fr-CA', FALSE, '00000000-0000-4000-8000-00000000000a',
    '2026-11-21T12:00:00.000000Z', '2026-11-24T12:00:00.000000Z', NULL, NULL);
