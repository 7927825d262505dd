INSERT INTO job_rounds (job, until) VALUES ('silence', '2026-11-21T12:10:00.000000Z');
