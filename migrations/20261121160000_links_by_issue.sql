-- Links from later than now are found once a minute: the clock has been set back, and they are voided.
CREATE INDEX links_by_issue ON links (issued_at);
