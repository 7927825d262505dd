### The audit log. Key for key the same as en/portal_audit.ftl.
