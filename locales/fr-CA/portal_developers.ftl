### API keys. Key for key the same as en/portal_developers.ftl.
