### Branding and the preview. Key for key the same as fr-CA/portal_branding.ftl.
