### Settings: the integration and the link pages. Key for key the same as fr-CA/portal_settings.ftl.

settings-on = On
settings-off = Off
settings-both = { $first } and { $second }
settings-not-set = Not set
settings-as-usual = { $value } (default)
settings-limit = { $count } characters or less.
settings-saved = Saved: { $what }. Live now on every page.
settings-unchanged = Nothing was changed: everything was saved like this already.

## Two people at once

seen-heading = Somebody else changed this while you were typing
seen-lead = Nothing was overwritten. Your text is still in the form below. Here is what differs.
seen-saved = Saved now
seen-typed = You typed
seen-nothing = Nothing
seen-save-mine = Save mine anyway
seen-take = Keep what is saved

## Why a setting is refused

why-empty = Fill this in.
why-long = { $limit } characters or less. You have { $count } too many.
why-line-break = Character { $place } is a line break. Write it on one line.
why-tab = Character { $place } is a tab. Use a space instead.
why-direction = Character { $place } changes the direction of writing. Delete it.
why-control = Character { $place } is invisible and is not allowed. Delete it.
why-marks = Character { $place } carries more marks than any script has. Type it again.
why-phone = Enter a phone number in digits, such as +1 416 555-0142. An extension comes last: ext. 12.
why-email = Enter one email address, such as help@bank.example.
why-colour = Enter # and six digits or letters from A to F, such as #1d4e89.
why-time-zone = Choose a time zone from the list, or type its name, such as America/Toronto.
why-language = Choose English or French.
why-country = Enter three letters, such as CAN or USA.
why-days = Enter a whole number from { $least } to { $most }, or leave it empty.
why-hours = Fill in the English hours first. French pages show them when there are no French hours.
why-blanks = A web address has no spaces and no backslashes. Delete them.
why-https = Begin with https:// and the name of the site. Leave out any username.
why-whole = Enter a whole address, such as https://bank.example/back.
why-host = Enter the name of a site alone, such as bank.example: no https:// and no path.
why-hosts = { $most } sites at most. Delete some.
why-timed-callouts = { $most } scheduled callouts at most. Take one back first.
why-host-not-listed = It leads to { $host }, which is not among the allowed sites. Add it there first.
why-brace = A brace is missing. Each parameter stands in two: { $example }.
why-brace-host = The name of the site may not hold a parameter.
why-parameter-misspelt = There is no parameter { $name }. Write { $spelt } instead.
why-parameter-not-returned = The parameter { $name } belongs to the link itself and does not come back. Take it out.
why-parameter-name = A parameter’s name has letters from A to Z, digits, _ and -, and 40 characters at most.
why-parameters = A link carries { $most } parameters of your own at most.
why-menus = { $most } menus at most, with > between them.
why-menu-empty = A menu’s name is missing beside a >.

## Integrations

integrations-heading = Integrations
integrations-lead = An integration sends your customers’ bank data to the accounting software they use.
integrations-quickbooks = QuickBooks Online Bank Feeds
integrations-enabled = Enabled
integrations-enabled-means = Customers can connect their accounts, and find everything they look for.
integrations-needs-setup = Needs setup
integrations-needs-setup-means = Customers can connect their accounts already. What is missing makes the pages look less like yours.
integrations-off = Off
integrations-off-means = Customers cannot open their links. Accounts that are connected keep working.
integrations-no-accounts-means = Bank accounts are switched off, so customers cannot open their links. Accounts that are connected keep working.
integrations-checks = { $done } of { $total } checks done
integrations-missing = Still missing
integrations-logo = Your logo
integrations-french-name = Your name in French; the same as in English is fine
integrations-support = A way to reach you: a phone number, an email address or a help page
integrations-callout = Your callout in both languages, or no callout at all
integrations-set-up = Set up
integrations-manage = Manage

## Manage QuickBooks Online Bank Feeds

qbo-heading = Manage QuickBooks Online Bank Feeds
qbo-back = All integrations
qbo-enabled = On or off
qbo-enabled-lead = Whether customers can open their links and connect accounts.
qbo-integration = Integration
qbo-integration-on = Customers open their links and connect their accounts.
qbo-integration-off = The link pages say that connecting is not possible at the moment. Your program gets error 403 when it creates a connection.
qbo-effects = What switching it off would do now
qbo-effects-off = While it is off
qbo-off-links = Customers who open their link read that connecting is not possible at the moment.
qbo-off-open = { $count ->
    [0] Nobody has an open link.
    [one] One person has an open link. Their next step says that connecting is not possible at the moment.
   *[other] { $count } people have an open link. Their next step says that connecting is not possible at the moment.
  }
qbo-off-unopened = { $count ->
    [0] No link is waiting to be opened.
    [one] One link is waiting to be opened. It would say that connecting is not possible at the moment.
   *[other] { $count } links are waiting to be opened. They would say that connecting is not possible at the moment.
  }
qbo-off-accounts = { $count ->
    [0] No account is connected, and none can be.
    [one] One account is connected. It keeps working. No other one connects.
   *[other] { $count } accounts are connected. They keep working. No others connect.
  }
qbo-off-program = Your program gets error 403 when it creates a connection.
qbo-off-pushes = Your program gets error 403 when it pushes transactions, and nothing is stored.
qbo-off-balances = { $count ->
    [0] No account is connected. QuickBooks gets only the balance of one that connects.
    [one] One account is connected. QuickBooks gets its balance only.
   *[other] { $count } accounts are connected. QuickBooks gets their balances only.
  }
qbo-off-heading = Switch off: { $what }?
qbo-off-lead = Nothing is switched off yet. If you go on:
qbo-off-yes = Yes, switch off
qbo-off-no = No, keep it on
qbo-data-types = Data types
qbo-data-types-lead = What QuickBooks gets. The permission that customers give names exactly this.
qbo-accounts = Bank accounts
qbo-accounts-on = Names, types, currencies, last four digits and balances are shared.
qbo-accounts-off = Without accounts there is nothing to connect: the link pages say that connecting is not possible at the moment, and your program gets error 403 when it creates a connection.
qbo-transactions = Bank transactions
qbo-transactions-on = The transactions that your program pushes are shared.
qbo-transactions-off = Your program gets error 403 when it pushes transactions. QuickBooks gets balances only.
qbo-names = Names and menus in QuickBooks
qbo-names-lead = The steps on your link pages say this, so that customers find you and the right menu.
qbo-institution-en = Institution as listed in QuickBooks (English)
qbo-institution-fr = Institution as listed in QuickBooks (French)
qbo-institution-fr-hint = Empty: the English name.
qbo-menus-accounting-en = Menus in the accounting view (English)
qbo-menus-accounting-fr = Menus in the accounting view (French)
qbo-menus-business-en = Menus in the business view (English)
qbo-menus-business-fr = Menus in the business view (French)
qbo-menus-ours = Up to 5 menus of 40 characters, with > between them. Empty: { $path }
qbo-start = Start-date limit
qbo-start-lead = How many days back a feed may start, and how old the transactions of a first push may be.
qbo-days = Days
qbo-days-hint = From 1 to { $most }. Empty: { $ours }, as everywhere on this server. Feeds that have started keep their date.
qbo-address = Address for accounting software
qbo-address-lead = The OFX profile states where your institution is. Its fields are short.
qbo-address-line = Street and number
qbo-city = City
qbo-region = Province or state
qbo-region-hint = { $count } characters or less, such as QC or NY.
qbo-postal-code = Postal code
qbo-country = Country
qbo-country-hint = Three letters, such as CAN or USA.

## Link pages

linkset-heading = Link pages
linkset-contacts = How customers reach you
linkset-contacts-lead = In the footer of every link page. What is empty is left out.
linkset-phone = Support phone
linkset-phone-hint = In digits, such as +1 416 555-0142. An extension comes last: ext. 12.
linkset-hours-en = Hours (English)
linkset-hours-fr = Hours (French)
linkset-email = Support email
linkset-help = Help page
linkset-privacy = Privacy page
linkset-terms = Terms page
linkset-accessibility = Accessibility page
linkset-ways = Return to your site
linkset-ways-lead = Where customers go when they have finished or declined, and where they get a new link when theirs no longer works.
linkset-return = Return URL
linkset-return-hint = May hold these parameters, and those that your link carries itself: { $names }
linkset-hosts = Allowed sites
linkset-hosts-hint = One per line, such as bank.example, { $count } at most. Return and refresh URLs lead to these only.
linkset-refresh = Refresh URL
linkset-refresh-hint = We add the connection and the reason. Your page there makes a new link.
linkset-defaults = Time and language
linkset-defaults-lead = The pages tell times by this clock and name it in words.
linkset-zone = Time zone
linkset-zone-hint = Begin typing a city or a clock, and choose from the list. Any name of the IANA list will do.
linkset-language = Default language
linkset-language-hint = For browsers that ask for neither English nor French.
linkset-try = Try the return URL
linkset-try-lead = See where a link would return, with a made-up customer. Nothing is changed.
linkset-try-url = Return URL to try
linkset-try-own = Your link’s own parameters
linkset-try-own-hint = As they stand in the link, such as customer=42&branch=7.
linkset-try-button = Show where it leads
linkset-try-nothing = There is no return URL yet. Type one to try it.
linkset-try-finished = A customer who finishes would return to
linkset-try-declined = A customer who declines would return to
linkset-try-ours = { $name } is the link’s own and does not come back.
linkset-try-name = { $name } is left out: a name has letters from A to Z, digits, _ and -, and 40 characters at most.
linkset-try-value = { $name } is left out: a value has 256 characters at most, and none that cannot be seen.
linkset-try-many = { $name } is left out: a link carries 10 parameters of your own, and about 2,800 characters together.
linkset-try-empty = { $name } stays empty: the link does not carry it.
