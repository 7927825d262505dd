### Identity: signing in, second factors, one’s own account. Key for key the same as fr-CA/portal_account.ftl.
