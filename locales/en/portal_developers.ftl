### API keys. Key for key the same as fr-CA/portal_developers.ftl.
