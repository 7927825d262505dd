### The audit log. Key for key the same as fr-CA/portal_audit.ftl.

audit-heading = Audit log
audit-lead = Who changed what, when and from where. Entries stay; only personal data can be removed, and the log says so.

## Filter

audit-who = Who
audit-what = What
audit-when = When
audit-where = From where
audit-company = Company
audit-number = Number
audit-area = Area
audit-from = From this day
audit-until = Up to this day
audit-day-hint = Year, month and day, such as 2026-11-30.
audit-filter = Filter
audit-show-all = Show everything
audit-everybody = Everybody
audit-everything = Everything
audit-day-wrong = Enter a day as year, month and day, such as 2026-11-30, or leave it empty.
audit-total = { $count ->
    [one] The log has one entry.
   *[other] The log has { $count } entries.
}
audit-none = No such entries
audit-none-why = Nothing in the log fits this filter.
audit-pages = Pages of the log
audit-newest = Newest entries
audit-older = Older entries

## An entry

audit-entry = Entry { $number }
audit-from-address = from { $address }
audit-of-company = Company: { $company }
audit-company-gone = A company that was deleted
audit-changes = Changes
audit-field = Field
audit-before = Before
audit-after = After
audit-nothing = Nothing
audit-removed = (personal data, removed)
audit-on = On
audit-off = Off
audit-unreadable = This entry was changed and cannot be read

## Who

audit-who-key = API key “{ $name }” ({ $prefix }…)
audit-who-gone = A member who was removed
audit-who-gone-key = An API key that was deleted
audit-who-token = Somebody with an access token
audit-who-customer = A customer
audit-who-software = Accounting software
audit-who-operator = The operator
audit-who-clock = The system

## Areas

audit-area-settings = Settings
audit-area-looks = Callout and branding
audit-area-team = Team
audit-area-sign-in = Signing in
audit-area-keys = API keys
audit-area-companies = Companies
audit-area-connections = Connections and links
audit-area-credentials = Credentials
audit-area-log = The log itself

## What happened

audit-partner-created = { $who } set up this partner
audit-settings-changed = { $who } changed settings
audit-callout-published = { $who } published the callout
audit-callout-scheduled = { $who } scheduled a callout
audit-callout-unscheduled = { $who } took a callout off the schedule
audit-callout-restored = { $who } restored an earlier callout
audit-branding-published = { $who } published the branding
audit-branding-restored = { $who } restored an earlier branding
audit-image-set = { $who } put up a new image
audit-image-removed = { $who } took an image away
audit-member-invited = { $who } invited somebody to the team
audit-invitation-withdrawn = { $who } withdrew an invitation
audit-member-joined = { $who } joined the team
audit-member-role = { $who } gave a member another role
audit-member-removed = { $who } removed a member from the team
audit-member-changed = { $who } changed a member’s details
audit-reset-link = { $who } made a link to set a new password
audit-signed-in = { $who } signed in
audit-sign-in-failed = { $who } failed to sign in
audit-signed-out = { $who } signed out
audit-password-changed = { $who } changed a password
audit-authenticator-added = { $who } added an authenticator app
audit-authenticator-removed = { $who } removed an authenticator app
audit-passkey-added = { $who } added a passkey
audit-passkey-removed = { $who } removed a passkey
audit-recovery-codes = { $who } made new recovery codes
audit-recovery-code-used = { $who } used a recovery code
audit-sessions-ended = { $who } ended sessions
audit-key-created = { $who } made an API key
audit-key-rolled = { $who } replaced an API key by a new one
audit-key-deleted = { $who } deleted an API key
audit-company-created = { $who } added a company
audit-company-changed = { $who } changed a company’s details
audit-company-deleted = { $who } deleted a company
audit-connection-created = { $who } made a connection
audit-connection-unlinked = { $who } unlinked a connection
audit-connection-deleted = { $who } deleted a connection
audit-link-made = { $who } made a new link; earlier ones ended
audit-credentials-made = { $who } got credentials for QuickBooks
audit-credentials-revoked = { $who } revoked credentials
audit-personal-removed = { $who } removed personal data from this log
audit-log-begun = { $who } began this log
audit-log-sealed = { $who } sealed this log under a new key

## Fields

audit-field-name-en = Name in English
audit-field-name-fr = Name in French
audit-field-institution-en = Name in QuickBooks, English
audit-field-institution-fr = Name in QuickBooks, French
audit-field-callout-title-en = Callout title in English
audit-field-callout-body-en = Callout text in English
audit-field-callout-title-fr = Callout title in French
audit-field-callout-body-fr = Callout text in French
audit-field-timed-callouts = Scheduled callouts
audit-field-callout-from = Start
audit-field-callout-until = End
audit-field-primary-colour = Primary colour
audit-field-secondary-colour = Secondary colour
audit-field-corners = Corners
audit-field-logo = Logo
audit-field-icon = Icon
audit-field-hero = Hero image
audit-field-phone = Support phone
audit-field-support-email = Support email
audit-field-hours-en = Support hours in English
audit-field-hours-fr = Support hours in French
audit-field-help = Help page
audit-field-privacy = Privacy page
audit-field-terms = Terms page
audit-field-accessibility = Accessibility page
audit-field-return = Return URL
audit-field-hosts = Allowed sites
audit-field-refresh = Refresh URL
audit-field-time-zone = Time zone
audit-field-language = Default language
audit-field-integration = Integration
audit-field-accounts = Bank accounts
audit-field-transactions = Bank transactions
audit-field-history = Days of history
audit-field-address = Postal address
audit-field-name = Name
audit-field-description = Description
audit-field-tags = Tags
audit-field-prefix = Begins with
audit-field-old-key-ends = The old key ends
audit-field-username = Username begins with
audit-field-valid-sets = Valid sets of credentials
audit-field-values = Values about somebody
audit-field-role = Role
audit-field-email = Email address
audit-field-second-factor = Second factor

## Taking it along

audit-take = Download the log
audit-take-why = The entries of this filter, oldest first. The spreadsheet has them in words; the lines for auditors have numbers and hashes, so that anybody can check the chain.
audit-csv = Spreadsheet (CSV)
audit-lines = Lines for auditors (JSON)

## Verifying

audit-verify = Is the log intact?
audit-verify-why = Each entry is chained to the one before it. Follow the chain to see that nothing was changed, taken out or put in unnoticed.
audit-verify-now = Verify now
audit-whole = The log is intact
audit-whole-all = { $count ->
    [one] The one entry is as it was written.
   *[other] All { $count } entries are as they were written.
}
audit-whole-so-far = The first { $count } entries are as they were written. The log is longer than a page can check; the operator can check all of it with the command audit verify.
audit-broken = The log is not intact
audit-broken-at = The first entry that is not as it was written has the number { $number }.
audit-broken-what = Somebody has changed the database from outside this program. Tell the operator; the command “bankfeeds-link audit verify” says more.
audit-removed-count = { $count ->
    [0] No personal values were removed.
    [one] One personal value was removed, as it should be.
   *[other] { $count } personal values were removed, as they should be.
}
audit-back = Back to the log
