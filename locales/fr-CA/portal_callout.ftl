### The callout editor. Key for key the same as en/portal_callout.ftl.
