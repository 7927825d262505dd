### Branding and the preview. Key for key the same as en/portal_branding.ftl.
