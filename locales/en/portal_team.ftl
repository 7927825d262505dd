### The team, invitations, set-up links. Key for key the same as fr-CA/portal_team.ftl.

## Roles, and what each may do

role-administrator = Administrator
role-administrator-may = Everything, the team and its invitations too. Needs a second factor.
role-developer = Developer
role-developer-may = API keys, customers’ links, link settings and the sandbox; reads the rest. Needs a second factor.
role-brand = Brand
role-brand-may = Callout, branding, previews and the words that customers read.
role-onboarding = Onboarding
role-onboarding-may = Companies and new links for them.
role-analyst = Analyst
role-analyst-may = Reads everything, the audit log too, and changes nothing.

## The list

team-heading = Team
team-lead = Who may use this portal, and as what. Changes count at once.
team-invite = Invite somebody
team-members = Members
team-invitations = Invitations
team-no-invitations = Nobody is invited at the moment.
team-name = Name
team-email = Email address
team-role = Role
team-last-seen = Last seen
team-second-factor = Second factor
team-state = State
team-active = Active
team-actions = Actions
team-own = you
team-never = —
team-yes = Yes
team-no = No
team-manage = Manage
team-manage-whom = Manage { $name }
team-invited-until = Invited; the link works until { $moment }
team-invited-expired = Invited; the link has expired
team-anew = Make a new link
team-anew-whom = Make a new link for { $address }
team-withdraw = Withdraw
team-withdraw-whom = Withdraw the invitation of { $address }
team-done-role = The role is changed. It counts from the member’s next page on.
team-done-removed = The member is removed, and signed out everywhere.
team-done-withdrawn = The invitation is withdrawn. Its link no longer works.

## Inviting

invite-heading = Invite somebody to the team
invite-lead = You get a link that works once, within 72 hours. Whoever opens it chooses a password.
invite-email = Their email address
invite-email-wrong = Enter an email address such as name@bank.example.
invite-name = Their name
invite-role = Role
invite-role-wrong = Choose a role.
invite-language = Language of the invitation
invite-button = Create the invitation
invite-is-member = Somebody in your team has this address already.
invite-too-many = { $most } links are open, which is as many as there may be. Withdraw invitations that nobody needs any more.

## A link that was just made

made-invitation = The invitation is ready
made-reset = The link for a new password is ready
made-once = This link is shown only now. It works once, until { $moment }. Whoever has it can use it: give it to nobody but { $address }.
made-link = Link
made-copy = Copy the link
made-copied = Link copied
made-sent = A letter with this link is on its way to { $address }. If it does not arrive, hand the link on yourself.
made-not-sent = No email is set up here, so nothing was sent: hand the link on to { $address } yourself.
made-already = The link was made already
made-already-invited = It was shown once. If nobody has it, choose Make a new link beside the invitation.
made-already-reset = It was shown once. If nobody has it, make another on the member’s page.
made-none = No link was made
made-back = Back to the team

## One member

member-role = Role
member-role-change = Change the role
member-role-own = Nobody changes their own role. Ask another administrator.
member-own = Nobody changes their own role. Nothing was changed.
member-last = This is the team’s last administrator. Make somebody else an administrator first. Nothing was changed.
member-overtaken = Somebody else has changed this role meanwhile. Nothing was changed; look at the role above, and choose again.
member-help = Help with signing in
member-help-lead = You get a link with which { $name } chooses a new password. You will not see that password. The old one works until then; after that every session of theirs has ended.
member-keeps = The second factor stays as it is, unless you tick this:
member-forgets = Remove the second factor, too, because their device is lost
member-forgets-hint = Authenticator app, recovery codes and passkeys go when the link is used. First make sure that it is really { $name } who asks.
member-reset = Make a link for a new password
member-remove = Remove from the team

## Removing

remove-heading = Remove { $name } from the team?
remove-what = All sessions end at once, and signing in works no more. What was done stays in the audit log; name and address are removed from it.
remove-invitations = Invitations that this person has made and nobody has accepted no longer work.
remove-own = This is you: you will be signed out and cannot come back by yourself.
remove-button = Remove
remove-keep = Do not remove

## A set-up link

join-heading = Join the portal of { $partner }
join-lead = { $name } invites you to the team. Your role: { $role }.
join-first-lead = You are invited to the team. Your role: { $role }.
join-reset-heading = Choose a new password
join-reset-lead = For the portal of { $partner }. When you have chosen it, the old one no longer works and every open session ends.
join-email = Email address
join-email-hint = You sign in with this address.
join-name = Your name
join-name-wrong = Enter a name of { $most } characters or less, without line breaks.
join-password = Password
join-password-hint = At least { $least } characters. A few words that nobody would guess are good; you can paste from a password manager.
join-password-short = Choose a password of at least { $least } characters.
join-password-long = Choose a password of { $most } characters or less.
join-password-guessable = This password is among those that are tried first, or holds your name or the bank’s. Choose another one.
join-show = Show password
join-hide = Hide password
join-second-factor = Next you set up a second factor, such as an authenticator app on your phone. Your role needs it.
join-button = Join
join-reset-button = Set the new password
join-unknown = This link does not work
join-unknown-why = It may have been copied in part, or cookies are not allowed. Open it once more from where you got it. If that does not help, ask for a new one.
join-used = This link was used already
join-used-why = Each link works once. If it was you, sign in with the password that you have chosen.
join-withdrawn = This link no longer works
join-withdrawn-why = It was withdrawn, or a newer one was made in its place. If you have a newer one, open that.
join-expired = This link has expired
join-expired-why = A link works for 72 hours. Nothing is lost: a new one is made in a moment.
join-ask = Ask an administrator of the team at { $partner } for a new link.
join-ask-operator = Ask whoever runs this portal for a new link.
join-taken = This address has an account already
join-taken-why = { $address } already signs in to a portal here, and each address has one account. Sign in with it, or ask to be invited under another address. The link still works.
join-sign-in = Sign in
join-forgotten = Forgotten your password?
join-renewed = Your new password is set
join-renewed-why = Your sessions have ended. Sign in with the new password and your second factor, which stays as it was.

## A forgotten password

forgotten-heading = Forgotten your password?
forgotten-lead = Enter the address that you sign in with. If there is an account, a link for a new password goes there.
forgotten-email = Email address
forgotten-email-wrong = Enter an email address such as name@bank.example.
forgotten-button = Send a link
forgotten-ask = An administrator of your team can make you a link for a new password, on the page Team.
forgotten-operator = If nobody else is an administrator, ask the operator of this portal: the command “bankfeeds-link member reset” makes a new link.
forgotten-asked = Check your email
forgotten-asked-why = If there is an account with this address, a link is on its way. It can take a few minutes; at most three are sent in an hour.
forgotten-back = Back to signing in

## Letters

letter-invitation-subject = Invitation to the portal of { $partner }
letter-invitation = { $name } invites you to the bank feeds portal of { $partner }.
letter-role = Your role: { $role }.
letter-reset-subject = A new password for the portal of { $partner }
letter-reset = { $name } has made you a link with which you choose a new password for the portal of { $partner }.
letter-forgotten = Somebody, perhaps you, has asked for a new password for the portal of { $partner }.
letter-open = Open this link and choose a password:
letter-until = It works once, until { $moment }. Give it to nobody.
letter-unexpected = If you expect no invitation, do nothing: without this link nobody joins in your name.
letter-reset-unexpected = If you do not want a new password, do nothing: the old one still works. If this happens again, tell your administrator.
letter-changed-subject = Your account at the portal of { $partner } was changed
letter-changed = Your account at the bank feeds portal of { $partner } was changed:
letter-changed-password = A new password was chosen.
letter-changed-authenticator = An authenticator app was set up.
letter-changed-no-authenticator = The authenticator app was removed.
letter-changed-passkey = A passkey was added.
letter-changed-no-passkey = A passkey was removed.
letter-changed-codes = New recovery codes were made. The ones before them work no more.
letter-changed-when = It happened on { $moment }, from the address { $address }.
letter-changed-unexpected = If this was you, do nothing. If it was not, tell an administrator of your team at once: they can make you a link for a new password, which ends every session.
