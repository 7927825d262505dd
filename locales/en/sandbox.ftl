### The sandbox: its walk, its clock, its key, wiping it. Key for key the same as fr-CA/sandbox.ftl.

## On every page

test-mode = Test mode: nothing on this page is real, and no real QuickBooks is involved.
sandbox-mode = Test mode: nothing here is real.
sandbox-name = Sandbox
sandbox-footer = A sandbox for a bank’s developers. Nothing here reaches a customer, a bank or QuickBooks.
sandbox-walk = Walk
sandbox-quickbooks = Pretend QuickBooks
sandbox-clock = Clock
sandbox-in-steps = the pretend QuickBooks
sandbox-ribbon = Here it is {$time}{$ahead}.
sandbox-ribbon-ahead = , {$span} ahead of the true time
sandbox-ribbon-true = , the true time

ahead-days = {$count ->
    [one] one day
   *[other] {$count} days
}
ahead-hours = {$count ->
    [one] one hour
   *[other] {$count} hours
}
ahead-minutes = {$count ->
    [one] one minute
   *[other] {$count} minutes
}
ahead-two = {$more} and {$less}

## The key

key-heading = Your API key
key-lead = The sandbox acts for you with your key, as your own program would. An operator makes one with bankfeeds-link partner create.
key-label = API key
key-hint = It begins with bfl_. It is kept for an hour in this browser alone, sealed, and shown nowhere.
key-enter = Go on
key-wrong = That is nobody’s API key
key-wrong-how = Copy it whole, without quotes. If it is lost, partner key add makes another.
key-too-many = Too many wrong keys
key-too-many-how = {$count ->
    [one] Wait one minute, then try again.
   *[other] Wait {$count} minutes, then try again.
}
key-leave = Forget the key in this browser

## The walk

walk-heading = The whole story, as your program would tell it
walk-lead = Eight steps from a new customer to a feed in QuickBooks that falls silent. Each button makes the call that stands beside it, over HTTP, with your API key.
walk-as = You are {$partner}.
walk-own-feed = The demo’s own company has a feed that pushes by itself. What you make here is yours alone.
walk-docs = Every call and its fields: the documentation of the API
walk-standing = Where you stand
walk-company = Company
walk-connection = Connection
walk-accounts = Accounts
walk-last-push = Last push
walk-last-collection = Last collected by QuickBooks
walk-none-yet = none yet
walk-no-company = Nothing yet. Begin with step 1.
walk-others = Other companies
walk-terminal = In your terminal
walk-terminal-lead = What every call below needs, once:
walk-key-own = Put the API key in that you gave to this page. It is not shown again.
walk-key-demo = The demo keeps its API key in a file that only you can read.
walk-curl = With curl
walk-python = With Python
walk-python-lead = Install the official client with pip install codat-bankfeeds, and begin with:
walk-copy = Copy
walk-copied = Copied.
walk-copy-failed = Your browser did not copy it. It is selected now: copy it with the keyboard.
walk-ids = Put the ids of the answers in COMPANY and CONNECTION.
walk-call = The call
walk-calls = The calls
walk-answered = What was answered
walk-no-answer = no answer
walk-at = at {$time}
walk-status = HTTP {$status}
walk-first = Take step 1 first.
walk-create = Create a company, a connection and two accounts
walk-create-why = A company is your customer, its connection leads to QuickBooks, and the accounts are those in your books.
walk-create-name = Company’s name
walk-create-do = Create them
walk-create-another = Create another company
walk-link = Send the customer to the link
walk-link-why = A link opens for one browser and lives for an hour. Be the customer in a new tab: agree, and stay on the page with the username and password.
walk-link-do = Open the link in a new tab
walk-credentials = Get the credentials
walk-credentials-why = The page in the new tab shows them once, and waits for QuickBooks. A partner that shows them on pages of its own asks for them like this:
walk-connect = Connect in QuickBooks
walk-connect-why = In the pretend QuickBooks: Link account, find {$institution}, enter the username and password, choose accounts, Connect. Watch the page with the credentials notice it.
walk-connect-do = Open the pretend QuickBooks in a new tab
walk-look-accounts = Look at the accounts
walk-push = Push transactions
walk-push-why = Only a connected account takes transactions. These are invented, dated up to today as the sandbox takes it.
walk-push-account = Account
walk-push-count = How many
walk-push-do = Push them
walk-push-not-connected = No account is connected. A push would be refused; try it if you like.
walk-update = Update in QuickBooks
walk-update-why = In the register, Update downloads what is new. By itself it does so once a day. Here you see when it last asked:
walk-look-connection = Look at the connection
walk-revoke = Revoke the credentials
walk-revoke-why = QuickBooks is refused at its next update, and so is your next push. A new link and new credentials lead back.
walk-revoke-do = Revoke them
walk-silence = Let ten days pass
walk-silence-why = A QuickBooks that is connected asks every day, and stays connected. After ten days in which it does not ask, the accounts are disconnected and the connection is Unlinked; its next update connects them again.
walk-silence-do = Let ten silent days pass
walk-silence-daily = Let ten days with daily updates pass
walk-ends = Wipe the sandbox
walk-ends-why = Removes your companies and what the pretend QuickBooks knows of them, and puts the clock right.

## The clock

clock-heading = The clock of the sandbox
clock-now = Here it is {$time}.
clock-ahead = That is {$span} ahead of the true time.
clock-true = That is the true time.
clock-lead = Links, sessions, passwords on show, start dates, the daily update and ten days of silence follow it. It goes forward only.
clock-shared = It is the clock of everybody in this sandbox.
clock-days = Several days pass one after the other: a connected QuickBooks updates on each of them.
clock-hour = One hour
clock-day = One day
clock-ten-days = Ten days
clock-ten-silent-days = Ten days in which QuickBooks does not ask
clock-before-otp-ends = To a minute before the newest link ends
clock-after-otp-ends = To a second after the newest link ends
clock-no-otp = No link of yours is alive.
clock-otp = Your newest link ends on {$time}.
clock-turned = The clock was turned
clock-too-far = The clock stays where it is
clock-too-far-why = A sandbox goes ten years ahead at most. Wipe it to begin anew.
clock-nowhere = The clock stays where it is
clock-nowhere-why = That moment is over, or no link of yours is alive.

## Wiping

wipe-heading = Wipe the sandbox?
wipe-lead = This cannot be undone.
wipe-companies = {$count ->
    [one] One company goes, with its connections, accounts, links, credentials and transactions.
   *[other] {$count} companies go, with their connections, accounts, links, credentials and transactions.
}
wipe-quickbooks = The pretend QuickBooks forgets your institution, in every browser: what it downloaded and what was said over OFX.
wipe-stays = Your settings and API keys stay.
wipe-clock = The clock goes back to the true time. Open links and sessions end.
wipe-clock-stays = The clock stays ahead, because there are other partners in this sandbox.
wipe-demo = The demo’s own company goes, too. The next start of the demo makes it anew.
wipe-do = Wipe it
wipe-keep = Keep everything
wipe-done = The sandbox was wiped
