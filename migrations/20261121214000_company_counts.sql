-- How many companies a partner has, so that a page of the list does not count them all. In sixteen parts by the company's id:
-- creations at the same time seldom wait for one another.
CREATE TABLE company_counts (
    partner_id UUID NOT NULL REFERENCES partners (id) ON DELETE CASCADE,
    part BIGINT NOT NULL,
    companies BIGINT NOT NULL,
    PRIMARY KEY (partner_id, part)
);
-- The name as it is looked for without regard to case. What is here already keeps its other letters than those of ASCII, by
-- which alone it is looked for; the Kelvin sign and the dotted I have small letters of ASCII.
ALTER TABLE companies ADD COLUMN folded_name TEXT NOT NULL DEFAULT '';
UPDATE companies SET folded_name = lower(replace(replace(name, 'K', 'k'), 'İ', 'i̇'));
INSERT INTO company_counts (partner_id, part, companies)
SELECT partner_id, 0, count(*) FROM companies GROUP BY partner_id;
