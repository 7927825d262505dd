### Identity: signing in, second factors, one’s own account. Key for key the same as en/portal_account.ftl.
