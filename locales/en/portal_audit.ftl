### The audit log. Key for key the same as fr-CA/portal_audit.ftl.
