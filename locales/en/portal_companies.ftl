### Companies. Key for key the same as fr-CA/portal_companies.ftl.
