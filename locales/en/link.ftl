### The link pages: what a shop owner reads between opening the link and finishing in QuickBooks.
### Key for key the same as fr-CA/link.ftl.

## On every page

skip = Skip to main content
step = Step { $number } of { $total }
steps = Steps
step-software = Software
step-permission = Permission
step-set-up = QuickBooks
next = Next
support = Contact { $partner }
support-phone = Phone
support-hours = Opening hours
support-email = Email
help = Help
privacy = Privacy
terms = Terms
accessibility = Accessibility
error-title = Error: { $title }
error-summary = There is a problem
reference = Reference: { $reference }
printed = { $partner }: as shown on { $time }.
days = { $count ->
    [one] one day
   *[other] { $count } days
  }
span-minutes = { $count ->
    [one] 1 minute
   *[other] { $count } minutes
  }
span-hours = { $count ->
    [one] one hour
   *[other] { $count } hours
  }

## Step 1: the accounting software

select-software = Select your accounting software
select-software-lead = { $partner } will send your bank transactions to the software you select.
select-software-at-hand = It takes about five minutes. Have your QuickBooks sign-in ready.
select-software-elsewhere = If you use QuickBooks on another computer or phone, you can move there after this step.
select-software-tile = Intuit QuickBooks Bank Feeds
select-software-tile-hint = QuickBooks Online in Canada and the United States
select-software-other = I use something else
select-software-other-do = Contact { $partner } to find out which other software you can connect.
select-software-nothing = Select your accounting software, then select Next.

## Step 2: the permission

consent = Connect to QuickBooks Online Bank Feeds
consent-agreed-on = You agreed to this on { $date }.
consent-changed = What will be sent has changed since you opened this page. Read it once more, then select Next if you agree.
consent-lead = Check what will be sent before you continue.
consent-what = What { $partner } will send to QuickBooks
consent-accounts = Your bank accounts
consent-accounts-are = Name, number, type, currency and balance of each account you choose; of a card, only the last four digits of its number
consent-transactions = Your bank transactions
consent-transactions-are = Date, type, amount, description, reference and other party of each cleared transaction
consent-which = Accounts you can connect
consent-account = ending in { $digits }
consent-no-account = No account is ready yet. Contact { $partner }, then open this link again.
consent-why = What it is for
consent-why-balances = { $partner } asks for this so that your account balances appear in QuickBooks without you typing them in.
consent-why-is = { $partner } asks for this so that your transactions appear in QuickBooks without you typing them in.
consent-how-often = How often, and how far back
consent-how-often-is = QuickBooks checks for new transactions about once a day. The first ones can be up to { $span } old.
consent-how-often-balances = QuickBooks collects the balances about once a day. No transactions are sent.
consent-not = What does not happen
consent-not-money = Nobody can move money with this connection.
consent-not-books = { $partner } does not see your QuickBooks password or your books.
consent-stop = How to stop it
consent-stop-is = It lasts until you stop it. You can revoke the credentials on these pages, or disconnect the account in QuickBooks. What is already in QuickBooks stays there.
consent-agree = By selecting Next, you allow { $partner } to send this information to QuickBooks.
consent-decline = I do not want to connect

## Step 3: QuickBooks

set-up = Set up QuickBooks
set-up-lead = To connect your { $partner } accounts, QuickBooks asks for a one-time username and password. You get them here.
set-up-order = Do these steps in order
set-up-view = { $view }:
set-up-once = The password is shown once. Keep this page open until QuickBooks says that your accounts are connected.
set-up-have = Credentials you already have
set-up-have-are = They keep working until you revoke them. We cannot show a password again; get a new set if you no longer have it.
set-up-full = You have { $count } sets of credentials that still work, and there can be no more. To get a new set, revoke these first, then enter the new one in QuickBooks.
set-up-made = Created
set-up-used = Last used
set-up-never-used = Not used yet
set-up-connected = Connected accounts
set-up-since = Connected since
set-up-collected = Last collected
set-up-add = Add accounts
set-up-add-how = To connect more accounts, get a new set and enter it in QuickBooks. Accounts that are already connected stay connected.
get-credentials = Get credentials

## The credentials

credentials = Your credentials are ready
credentials-lead = Enter them in QuickBooks, not on any other site. { $partner } will never ask you for them.
credentials-username = Username
credentials-password = Password
credentials-copy-username = Copy username
credentials-copy-password = Copy password
credentials-copied-username = Username copied
credentials-copied-password = Password copied
credentials-copy-failed = Could not copy. Select the text and copy it yourself.
credentials-spaces = Capitals, spaces and hyphens make no difference when you type them.
credentials-once = We show the password on this page only. You can see it again in this browser until { $time }, unless QuickBooks uses it or you select “I have entered them” first.
credentials-now = Now, in QuickBooks
credentials-spell = Read it out letter by letter
credentials-entered = I have entered them
credentials-entered-then = After that, the password is not shown here any more. The page keeps waiting for QuickBooks.
credentials-finish = I have connected my accounts
credentials-print = Print with the password
credentials-left-out = The password is left out of the printed page.
credentials-shown = We already showed these credentials
credentials-shown-lead = For your security, we cannot show the password again. If you did not enter it in QuickBooks, get a new set.
credentials-made = They were created on { $time }.
credentials-signed-on = QuickBooks has signed in
credentials-choose = In QuickBooks, choose the accounts to connect, then select Connect.
credentials-connected = { $count ->
    [one] Your account is connected
   *[other] Your accounts are connected
  }
credentials-daily = QuickBooks checks for new transactions about once a day.
credentials-older = Earlier sets keep working until you revoke them.
credentials-new = Get a new set
credentials-stop = Do you want to stop sending transactions to QuickBooks?
revoke-credentials = Revoke credentials

## Whether QuickBooks has signed in

live-waiting = Waiting for QuickBooks…
live-signed-on = QuickBooks signed in at { $time }
live-signed-on-date = QuickBooks signed in on { $time }
live-connected = { $count ->
    [one] { $count } account connected
   *[other] { $count } accounts connected
  }
live-onward = Continue
live-check = Check again

## Digits read out

spell-2 = two
spell-3 = three
spell-4 = four
spell-5 = five
spell-6 = six
spell-7 = seven
spell-8 = eight
spell-9 = nine

## Revoking

revoke = Revoke all credentials?
revoke-lead = This takes effect at once, for every set of credentials made for this connection.
revoke-sign-on = QuickBooks can no longer sign in with them.
revoke-stops = { $count ->
    [one] No further transactions can be sent for { $count } account.
   *[other] No further transactions can be sent for { $count } accounts.
  }
revoke-stays = Transactions that are already in QuickBooks stay there.
revoke-again = To start again, you need a new set of credentials.
revoke-keep = No, keep them
revoked = Your credentials are revoked
revoked-at = Revoked on { $time }.
revoked-now = QuickBooks can no longer use them. Transactions that are already in QuickBooks stay there.
revoked-new = To send transactions to QuickBooks again, get a new set of credentials.

## Two screens

another-device = Continue on another device
another-device-ask = Is QuickBooks on another computer or phone?
another-device-lead = Do you use QuickBooks on another computer or phone? Continue there: your place comes with you.
another-device-how = You get a short address and a code. Enter them on the other device, then say yes here.
another-device-get = Get an address and a code
another-device-back = Stay on this device
another-device-do = Take the other device and do these steps.
another-device-address = Open this address in its browser:
another-device-scan = Or point its camera at this picture:
another-device-picture = QR code of the address above
another-device-code = Enter this code there:
another-device-yes-then = Come back to this page and say yes.
another-device-once = They work once, until { $time }.
another-device-nobody = Give the address and the code to nobody. { $partner } will never ask you for them.
another-device-waits = Waiting for the other device…
another-device-new = Get a new code
another-device-asked = Is this your other device?
another-device-asks = { $device } entered the code at { $time }.
another-device-can = After your yes, it can do all that you can do here: get credentials for QuickBooks, and revoke them.
another-device-careful = Say yes only if you entered the code there yourself. If somebody asked you for it, say no.
another-device-look = If it is yours, its screen says “{ $heading }” now. If yours says anything else, say no.
another-device-yes = Yes, continue there
another-device-no = No, it is not mine
another-device-let-in = Your other device can go on
another-device-goes-on = Continue there. What you do on either device counts for both.
another-device-password = A password that you were shown here is not shown there. Enter it from this page, or get a new set there.
another-device-here = Continue on this device too
another-device-refused = That device was not let in
another-device-nothing = Nothing has changed, and nobody can use that code any more.
another-device-wrong = The code was wrong too often
another-device-wrong-why = Somebody entered a wrong code at your address five times. If it was you, get a new code.
another-device-expired = The code has expired
device = { $browser } on { $system }
device-system = A browser on { $system }
device-unknown = A browser that does not say its name
continue = Enter the code
continue-lead = Your other device shows a code of six letters and digits.
continue-code = Code
continue-code-hint = Capitals, spaces and hyphens make no difference.
continue-go = Continue
continue-none = Enter the six letters and digits of the code.
continue-wrong = This code does not work at this address. Check both on your other device, or get a new code there.
continue-waiting = Now say yes on your other device
continue-waiting-lead = It asks whether this is you: { $device }.
continue-waits = Waiting for your yes…
continue-asleep = If nothing asks you there, wake that device and open its page with the code again.
continue-over = You cannot continue on this device
continue-over-why = The other device said no, or its time was over. Nothing has changed in your accounts.
continue-over-do = Go on there, or get a new code there and enter it here.

## Until when the page stays open

stay-until = This page stays open until { $time }. Any step you take gives you more time.
stay-keep = Keep going
stay-kept = You have more time: this page stays open for { $span } now.
stay-soon = Are you still there?
stay-soon-why = For your security, this page closes in less than { $span }.
stay-close = Close this message
stay-over = This page is closed now
stay-over-do = For your security, it closed after a time without a step. You have done nothing wrong. To go on, get a new link from { $partner }.

## The end

finish = You are done
finish-lead = QuickBooks will collect your new transactions about once a day. You can close this page.
finish-almost = You are almost done
finish-early = QuickBooks has not connected an account yet. Finish the steps in QuickBooks; after that it will collect your new transactions about once a day.
finish-steps = Show the steps in QuickBooks
finish-again = To add accounts or to stop the connection, ask { $partner } for a new link.
finish-return = Return to { $partner }
declined = You did not connect
declined-lead = Nothing was sent to QuickBooks. You can close this page.
declined-before = Nothing new was connected. QuickBooks can still use the credentials you got before, until you revoke them.
declined-again = If you change your mind, ask { $partner } for a new link.
