-- How many companies a partner has, so that a page of the list does not count them all. In sixteen parts by the company's id:
-- creations at the same time seldom wait for one another.
CREATE TABLE company_counts (
    partner_id UUID NOT NULL REFERENCES partners (id) ON DELETE CASCADE,
    part BIGINT NOT NULL,
    companies BIGINT NOT NULL,
    PRIMARY KEY (partner_id, part)
);
INSERT INTO company_counts (partner_id, part, companies)
SELECT partner_id, 0, count(*) FROM companies GROUP BY partner_id;
