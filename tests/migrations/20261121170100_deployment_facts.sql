INSERT INTO deployment_facts (fact, fingerprint, changed_at) VALUES ('profile', '00ff', '2026-11-21T12:00:00.000000Z');
