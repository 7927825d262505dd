### Companies. Key for key the same as en/portal_companies.ftl.
