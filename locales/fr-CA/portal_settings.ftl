### Settings: the integration and the link pages. Key for key the same as en/portal_settings.ftl.
