### What all pages of the portal share. Key for key the same as fr-CA/portal.ftl.

portal-name = Bank feeds portal
portal-places = Portal
portal-menu = Menu
portal-sign-out = Sign out
portal-signed-in = Signed in as { $name }
portal-errors = There is a problem
portal-problem-of = { $field }: { $problem }
portal-save = Save
portal-cancel = Cancel
portal-optional = { $label } (optional)

## Places

place-home = Home
place-companies = Companies
place-integrations = Integrations
place-callout = Callout
place-branding = Branding
place-link = Link pages
place-keys = API keys
place-team = Team
place-audit = Audit log
place-account = Your account

## Dead ends

dead-end-no-page = There is nothing at this address
dead-end-no-page-why = It may have been deleted, or the address was copied in part.
dead-end-home = Go to the portal’s home page
dead-end-role = Your role does not allow this
dead-end-role-why = Nothing was changed. An administrator of your team can do it, or give you another role.
dead-end-form = We could not read your request
dead-end-form-why = Nothing was changed. Go back, reload the page and try again.
dead-end-large = What you sent is too large
dead-end-large-why = Nothing was changed. Go back and shorten the text or choose a smaller file.
dead-end-many = Too many tries
dead-end-many-why = Wait a few minutes, then try again.
dead-end-trouble = Something went wrong on our side
dead-end-trouble-why = Wait a moment, then look whether your change was kept before you make it again.

## Home

home-heading = Home
home-welcome = Welcome, { $name }.
home-next = What to do next
home-nothing = Nothing is waiting for you.
home-done = Done
home-places = Everything in the portal
home-factor = Protect your account with a second factor
home-factor-why = Even if somebody finds out your password, they cannot sign in as you.
home-integration = Switch QuickBooks Online Bank Feeds on
home-integration-why = As long as it or its bank accounts are off, no customer can open a link.
home-logo = Upload your logo
home-logo-why = Customers see it at the top of every page they link their accounts on.
home-callout = Write your callout in French
home-callout-why = Customers who read the pages in French see no callout.
home-contact = Say how customers reach you
home-contact-why = Without a phone number or an email address, whoever is stuck finds no help.
home-key = Connect your program
home-key-why = No API key has been used yet.
home-company = Add your first company
home-company-why = Your program makes one when a customer asks for bank feeds.

## Signing in

sign-in-heading = Sign in
sign-in-email = Email address
sign-in-password = Password
sign-in-button = Sign in
sign-in-wrong = This address and password do not match, or there were too many tries. Check both, or wait a few minutes, then try again.
