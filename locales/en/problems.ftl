### Dead ends: calm, without blame, each with a way out.
### Key for key the same as fr-CA/problems.ftl.

problem-no-link = We cannot open this link
problem-no-link-why = It may be cut off, or no longer in use. Check that you copied all of it.
problem-no-link-do = If it still does not open, get a new link from your bank, on its website or by phone.
problem-too-many = Too many tries
problem-too-many-why = For everyone’s security, we stop answering for a while when many links that do not work are opened from one network.
problem-too-many-do = { $minutes ->
    [one] Wait { $minutes } minute, then open your link again.
   *[other] Wait { $minutes } minutes, then open your link again.
  }
problem-expired = This link has expired
problem-expired-why = For your security, links work for { $span }. You have done nothing wrong, and nothing has changed in your accounts.
problem-opened = This link has already been opened
problem-opened-why = A link works in one browser only. If you started on another device or in another browser, go back to it. Otherwise get a new link. Programs that check email sometimes open a link before its reader does.
problem-off = You cannot connect to QuickBooks right now
problem-off-why = { $partner } does not accept new connections at the moment. Accounts that are already connected keep working.
problem-off-do = Contact { $partner } to find out when new connections will be possible.
problem-lost = We lost your place
problem-lost-calm = You have done nothing wrong.
problem-lost-why = We keep your place for { $span } after your last step. If less time has passed, your browser did not keep the cookie that remembers where you were. This happens when cookies are blocked, or when a link moves from an app to a browser.
problem-lost-do = Allow cookies for this site, then open the link again. If it does not open, get a new one.
problem-lost-neutral = Your bank can give you a new link, on its website or by phone.
problem-trouble = Sorry, there is a problem with this service
problem-trouble-why = It is not your fault, and nothing has changed in your accounts.
problem-trouble-do = Wait a few minutes, then load this page again.
problem-unconfirmed-why = It is not your fault, but we could not confirm what you just did. It may have been done, or it may not.
problem-unconfirmed-do = Wait a few minutes, then go back one page and load it again to see. Press the button once more only if it has not been done.
problem-busy = Sorry, many people are using this service right now
problem-busy-do = Wait a moment, then load this page again.
problem-form = Please try that once more
problem-form-why = We did not do what the last button says, because this page had been open for too long or came from another window.
problem-form-do = Go back one page, load it again and press the button once more.
problem-not-whole = Your form did not arrive
problem-not-whole-why = We did not receive all of it, so we have done nothing with it.
problem-not-whole-do = Check your connection, then go back one page and press the button once more.
problem-too-large = Your form is too large
problem-too-large-why = It holds more than this page takes, so we have done nothing with it.
problem-not-for-this = This address is not for this
problem-not-for-this-why = Your browser asked for something that this address does not do. We have done nothing.
problem-not-for-this-do = Open your link again.
problem-company = Your connection is managed through your bank
problem-company-why = This page cannot open a connection by itself.
problem-company-do = Sign in to your bank and follow its link to QuickBooks. The link is made for you alone and works for { $span }.

problem-new-link = Get a new link: { $partner }
problem-contact = You can also contact { $partner }:
problem-contact-only = Contact { $partner } for a new link:
problem-contact-help = If that does not help, contact { $partner }:
problem-support-page = Support page
problem-ask = Ask { $partner } for a new link.
