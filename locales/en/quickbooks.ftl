### The pretend QuickBooks of the sandbox. Key for key the same as fr-CA/quickbooks.ftl.

## On every page

qb-name = Pretend QuickBooks
qb-test-mode = Test mode: no real money and no real books.
qb-footer = An imitation for trying out bank feeds. Intuit did not make it and is not connected with it. QuickBooks is a trademark of Intuit Inc.
qb-places = Pretend QuickBooks
qb-banking = Banking
qb-exchanges = What was said over OFX
qb-to-banking = Go to Banking
qb-continue = Continue
qb-cancel = Cancel

## Dead ends

qb-no-page = There is nothing at this address
qb-no-page-why = What was here may belong to another browser, or was forgotten after 30 days without use.
qb-form-refused = That could not be read
qb-form-refused-why = Nothing was changed. Go back, reload the page and try again.
qb-trouble = Something went wrong on our side
qb-trouble-why = Wait a moment, then try again.

## Banking

qb-banking-none = No bank is linked yet.
qb-link-account = Link account
qb-updated = Last asked the bank: { $moment }
qb-is-disconnected = Disconnected. What was downloaded stays; nothing new comes.
qb-accounts = Accounts
qb-account = Account
qb-bank-balance = Bank balance
qb-balance-is = Bank balance: { $balance }
qb-new-count = { $count ->
    [one] 1 new
   *[other] { $count } new
  }

## Find the institution

qb-find = Connect an account
qb-find-name = Bank name
qb-find-search = Search
qb-find-nothing = No bank is listed as “{ $query }”. Search for a part of its name.
qb-find-found = { $count ->
    [one] One bank
   *[other] { $count } banks
  }
qb-find-also = in French: { $name }
qb-find-more = There are more. Search for a part of the name.
qb-find-too-long = Search for at most 100 characters.
qb-find-gone = This bank is no longer listed. Choose another.
qb-find-full = There are 20 banks here, and no more fit. Another browser, or a private window, has room for 20 more.

## Agree to the terms

qb-terms = Link { $bank }
qb-terms-lead = Read what QuickBooks does once the bank is linked.
qb-terms-sign-on = It signs on to the bank with the username and password that you enter next.
qb-terms-daily = It downloads balances and transactions of the accounts you choose, now and once a day.
qb-terms-end = It stops when you disconnect, and forgets the password then.
qb-terms-agree = I agree to these terms
qb-terms-not-agreed = Agree to the terms to go on.
qb-other-bank = Choose another bank

## Username and password

qb-sign-in = Sign in to { $bank }
qb-sign-in-lead = Enter the username and password from the bank’s page. Capitals, spaces and hyphens do not matter.
qb-username = Username
qb-password = Password
qb-username-missing = Enter the username.
qb-username-long = Enter a username of at most 32 characters.
qb-password-missing = Enter the password.
qb-password-long = Enter a password of at most 32 characters.

## Choose accounts

qb-choose = Choose accounts
qb-choose-lead = { $bank } lists these accounts. Choose which to connect, and what each is in your books.
qb-choose-none = { $bank } took the username and password, but lists no account.
qb-choose-accounts = Accounts to connect
qb-choose-type = Account type
qb-choose-nothing = Choose at least one account.
qb-choose-foreign = One of the accounts is not in the bank’s list. Choose from this list.
qb-choose-unfit = { $account }: choose an account type that fits. A card is a credit card, and nothing else is one.
qb-kind-checking = chequing account
qb-kind-savings = savings account
qb-kind-money-market = money market account
qb-kind-credit-line = line of credit
qb-kind-card = credit card
qb-chart-chequing = Chequing
qb-chart-savings = Savings
qb-chart-money-market = Money market
qb-chart-cash = Cash on hand
qb-chart-line = Line of credit
qb-chart-card = Credit card
qb-start-date = Start date
qb-start-hint = Year, month and day, such as { $date }. An earlier date is ignored: a bank feed begins at most seven days back.
qb-start-not-a-date = Enter the start date as year, month and day, such as 2026-11-14.
qb-start-future = Enter a start date that is not in the future.
qb-start-ignored = The start date { $asked } was ignored: it is older than seven days. The feed begins on { $earliest }.
qb-connect = Connect
qb-not-connected = No account was connected.

## A bank

qb-update = Update
qb-disconnect = Disconnect
qb-reconnect = Reconnect
qb-signs-on = Sign-in
qb-signs-on-as = Username: { $username }
qb-change-sign-in = Enter another username and password
qb-change-accounts = Connect other accounts
qb-disconnect-bank = Disconnect { $bank }?
qb-disconnect-forgets = QuickBooks forgets the username and password.
qb-disconnect-keeps = The transactions that were downloaded stay.
qb-disconnect-silence = The bank is not told. It notices that nobody asks any more, and disconnects its accounts after ten days.
qb-stay = Stay connected

## A register

qb-transactions = Transactions
qb-no-transactions = Nothing has been downloaded yet.
qb-date = Date
qb-payee = Payee
qb-amount = Amount
qb-new = New
qb-check = Cheque { $number }
qb-newer = Newer
qb-older = Older

## What was said over OFX

qb-exchanges-lead = Every request to the bank and its answer, the newest { $count } of them. Passwords are masked.
qb-exchanges-none = Nothing has been said yet. Link a bank first.
qb-all-exchanges = All exchanges
qb-asked-profile = Profile
qb-asked-accounts = List of accounts
qb-asked-statements = Statements
qb-see-exchange = See what was said
qb-meant = What it meant
qb-request = Request
qb-answer = Answer
qb-masked = The password was masked before this was kept.
qb-cut = Only the first 64 KiB of the answer are kept.
qb-no-answer = No answer came.
qb-download-request = Download the request
qb-download-answer = Download the answer

## What an exchange meant

qb-profile-read = The bank’s profile was read.
qb-accounts-none = Signed on. The bank lists no account.
qb-accounts-listed = { $count ->
    [one] Signed on. The bank lists one account.
   *[other] Signed on. The bank lists { $count } accounts.
  }
qb-connected = { $count ->
    [one] One account is connected.
   *[other] { $count } accounts are connected.
  }
qb-nothing-new = Up to date: nothing new.
qb-downloaded = { $new ->
    [one] One new transaction.
   *[other] { $new } new transactions.
  }
qb-downloaded-again = { $new ->
    [one] One new transaction. What else came was here before.
   *[other] { $new } new transactions. What else came was here before.
  }
qb-wrong = The bank did not take this username and password.
qb-wrong-advice = They may be mistyped, or revoked. Get new credentials from the bank’s link page, then enter them here (OFX code 15500).
qb-throttled = The bank asks to wait: too many sign-ons have failed.
qb-throttled-advice = Wait as long as the bank says, then try once with the right password (OFX code 15502).
qb-other-code = The bank refused the request with OFX code { $code }.
qb-no-account = { $account }: the bank does not know this account under this sign-on (OFX code 2003).
qb-closed = { $account }: the bank has disconnected this account. Get new credentials and connect it again (OFX code 2004).
qb-account-code = { $account }: no statement came (OFX code { $code }).
qb-bank-says = The bank says:
qb-http = The bank’s server answered with HTTP { $status } and no statement.
qb-http-later = The bank’s server answered with HTTP { $status } and asks to come back in { $seconds ->
    [one] one second
   *[other] { $seconds } seconds
  }.
qb-not-reached = The bank’s server cannot be reached.
qb-timed-out = The bank’s server did not answer within { $seconds ->
    [one] one second
   *[other] { $seconds } seconds
  }.
qb-broken-off = The connection broke off before the whole answer had come.
qb-too-large = The answer is longer than 4 MiB, and was not read.
qb-unreadable = What the bank’s server answered is no OFX answer.
qb-wire-advice = Nothing was changed. Try again later.
