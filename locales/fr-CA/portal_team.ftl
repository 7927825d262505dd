### The team, invitations, set-up links. Key for key the same as en/portal_team.ftl.
