### Identity: signing in, second factors, one’s own account. Key for key the same as fr-CA/portal_account.ftl.

## Signing in

sign-in-passkey = Sign in with a passkey
sign-in-passkey-wrong = This passkey was not accepted. Try again, or sign in with your password.
sign-in-over = It took more than five minutes, or another tab was used. Sign in again.
passkey-trouble = The passkey was not given. Try again, or choose another way.

second-heading = Enter your code
second-lead = Your password is correct. Now confirm that it is you.
second-code = Code
second-code-hint = The six digits that your authenticator app shows now, or one of your recovery codes.
second-recovery-hint = One of your recovery codes.
second-button = Sign in
second-wrong = This code was not accepted. Wait for the next one in your app and enter it. After too many wrong codes you have to wait a while.
second-back = Begin again
second-lost = No phone and no recovery codes? An administrator of your team can let you set up both anew.

## Proving it again

confirm-heading = Is it still you?
confirm-lead = Before you go on, confirm once more who you are. For the next ten minutes you will not be asked again.
confirm-button = Go on
confirm-wrong = This password was not accepted. Check it and try again. After too many wrong ones you have to wait a while.
confirm-wrong-both = This password and code were not accepted. Check the password and enter the next code of your app. After too many wrong ones you have to wait a while.
confirm-passkey = Go on with a passkey
confirm-passkey-wrong = This passkey was not accepted. Try again, or use your password.

## Account

account-heading = Your account
account-back = Back to your account
account-name = Name
account-email = Email address
account-role = Role
account-administrator = Administrator
account-developer = Developer
account-brand = Brand
account-onboarding = Onboarding
account-analyst = Analyst
account-ways = How you sign in
second-factor-by-role = Your role needs a second step at sign-in
second-factor-by-password = Your password has fewer than { $least } characters, so you need a second step at sign-in
second-factor-or-longer = Choose a longer password instead
account-second-needed = { $why }. Set up an authenticator app or a passkey.
account-second-advised = A password alone can be guessed or stolen. Add an authenticator app or a passkey.
account-password-change = Change password
account-password-none = You have none. You sign in with a passkey.
account-password-changed = Your password is changed. You are signed out everywhere else.
account-since = Set up { $time }.
account-none = Not set up.
account-authenticator-manage = Replace or remove
account-authenticator-set-up = Set up an authenticator app
account-authenticator-removed = The authenticator app is removed. Its codes do not work any more.
account-passkeys = { $count ->
    [one] { $count } passkey.
   *[other] { $count } passkeys.
  }
account-passkeys-manage = Manage passkeys
account-passkeys-add = Add a passkey
account-recovery-new = Get new codes
account-sessions-end = End sessions

## Password

password-heading = Password
password-lead = After this you are signed out everywhere but here.
password-old = Current password
password-new = New password
password-again = New password, once more
password-hint = At least { $least } characters, of any kind. Several words that do not belong together are good. Pasting is fine.
password-button = Change password
password-old-wrong = This is not your current password. Check it and try again. After too many wrong ones you have to wait a while.
password-differs = The two new passwords are not the same. Enter the new one twice.
password-short = The new password must have { $least } characters or more. Add a few words.
password-long = The new password may have { $most } characters at most. Shorten it.
password-guessable = This password is among those that are guessed first. Choose another: several words that do not belong together.

## Authenticator

authenticator-heading = Authenticator app
authenticator-required = { $why }. Set one up now; after that, everything is open to you.
authenticator-lead = An app on your phone shows a new code every 30 seconds. At sign-in you enter it after your password.
authenticator-replaces = As soon as the first code of the new app is right, the old app’s codes do not work any more.
authenticator-scan = Open your authenticator app, add an account, and scan this picture.
authenticator-picture = QR code with the key that is written below it
authenticator-type = You cannot scan it? Type this key into the app:
authenticator-here = The app is on this device: open it
authenticator-code = Code
authenticator-code-hint = The six digits that the app shows now.
authenticator-button = Turn it on
authenticator-wrong = This code is not right. Wait for the next one and enter it. If you opened this page more than once, delete the entry in your app and scan the picture shown now. If none is right, see whether your phone sets its clock by itself.
authenticator-over = Nothing was changed: it took too long, or it was done already. If an app is still to be set up, scan the picture again.
authenticator-last = Nothing was changed. { $why }: add a passkey first, or replace the app.
authenticator-or = You would rather use your phone’s or computer’s lock?
authenticator-since = Set up
authenticator-used = Last used
authenticator-added = Your authenticator app is set up. From now on you are asked for its code at sign-in.
authenticator-replace = Replace it
authenticator-remove = Remove it
authenticator-stays = { $why }, and this is the only one. To remove it, add a passkey first.

## Recovery codes

recovery-heading = Recovery codes
recovery-lead = With a recovery code you sign in when your phone is not at hand. Each works once.
recovery-left = { $count ->
    [one] { $count } code left.
   *[other] { $count } codes left.
  }
recovery-voids = The old codes do not work any more then.
recovery-button = Get ten new codes
recovery-nothing = Recovery codes stand in for an authenticator app or a passkey. Set one of them up first.
recovery-already = New codes were made already
recovery-already-why = They were shown once. If you have not kept them, get ten new ones.
recovery-new-heading = Keep these recovery codes
recovery-new-lead = They are shown this once. Each lets you sign in once when your phone is not at hand.
recovery-keep = Print this page, or keep the file where nobody else reads it: in a password manager, or in a safe. Not on the phone that they stand in for.
recovery-download = Download as text
recovery-kept = I have kept them
recovery-file = Recovery codes of { $address }. Each works once.
recovery-file-name = recovery-codes.txt

## Passkeys

passkeys-heading = Passkeys
passkeys-lead = A passkey is kept by your phone, computer or security key, and unlocked by finger, face or PIN. It signs you in without password and code.
passkeys-name = Name
passkeys-name-hint = By which you will know it again, such as “Work laptop”.
passkeys-name-wrong = Give it a name of one line and at most { $most } characters. The passkey itself is ready.
passkeys-since = Added
passkeys-used = Last used
passkeys-never = Never
passkeys-action = Action
passkeys-remove = Remove
passkeys-remove-named = Remove { $name }
passkeys-add = Add a passkey
passkeys-button = Add a passkey
passkeys-script = To add a passkey, allow JavaScript for this site in your browser.
passkeys-added = The passkey is added. You can sign in with it from now on.
passkeys-removed = The passkey is removed: it does not sign you in any more. Your device may still list it.
passkeys-refused = The passkey was not added: it took too long, or this page was used twice. Try again.
passkeys-known = This passkey belongs to an account already. Use another device or security key.
passkeys-too-many = You have { $most } passkeys, which is the most. Remove one before you add another.
passkeys-last = Nothing was changed. { $why }, and this is the only one. Add another first.
passkeys-impossible = This portal’s address is a number and not a name, so there can be no passkeys for it. Use an authenticator app.

## Sessions

sessions-heading = Where you are signed in
sessions-lead = End any session that is not yours or that you no longer need. If you do not recognize one, also change your password.
sessions-browser = Browser
sessions-network = Network
sessions-began = Since
sessions-seen = Last seen
sessions-this = This browser
sessions-since = Since { $time }
sessions-end = End
sessions-end-named = End { $device }, since { $time }
sessions-end-others = End all others
sessions-ended = That session has ended.
sessions-others-ended = All other sessions have ended.
sessions-gone = That session had ended already.
