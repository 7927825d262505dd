### The callout editor. Key for key the same as fr-CA/portal_callout.ftl.
