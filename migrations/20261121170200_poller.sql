-- Which accounting software asked last, in its own words.
ALTER TABLE connections ADD COLUMN last_polled_by TEXT;
