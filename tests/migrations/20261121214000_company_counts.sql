INSERT INTO company_counts (partner_id, part, companies) VALUES ('00000000-0000-4000-8000-000000000001', 3, 0);
