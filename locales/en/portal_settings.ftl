### Settings: the integration and the link pages. Key for key the same as fr-CA/portal_settings.ftl.
