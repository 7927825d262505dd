### The team, invitations, set-up links. Key for key the same as fr-CA/portal_team.ftl.
