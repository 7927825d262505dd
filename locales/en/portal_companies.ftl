### Companies. Key for key the same as fr-CA/portal_companies.ftl.

companies-heading = Companies
companies-search = Find a company
companies-search-hint = A part of its name, its id, or the id of a connection.
companies-search-button = Search
companies-search-long = Search for { $limit } characters or less.
companies-show-all = Show all companies
companies-total = { $count ->
    [one] { $count } company
   *[other] { $count } companies
}
companies-span = { $span } of { $total } companies, newest first
companies-pages = Pages of companies
companies-before = Newer companies
companies-after = Older companies
companies-company = Company
companies-status = Status
companies-link = Link
companies-active = Last activity
companies-created = Created
companies-make = New link
companies-more = and { $count ->
    [one] { $count } older connection
   *[other] { $count } older connections
}
companies-unconnected = No connection
companies-pending = Not connected yet
companies-linked = Connected
companies-unlinked = Stopped
companies-deauthorized = Access revoked
companies-link-none = No link
companies-link-waits = Never opened, expires at { $time }
companies-link-opened = Opened
companies-link-expired = Never opened, expired
companies-copy-new = Copy new link
companies-connect = Create connection and link
companies-new-voids = A new link makes every earlier link of the same connection void.

## Nothing to show

companies-none = There are no companies yet
companies-none-why = A company is a business customer of yours. Your program makes one through the API when a customer asks for bank feeds, and gives the customer its link. You find it here from then on. A company can be made by hand, too:
companies-no-result = Nothing was found
companies-no-result-why = No company of yours has this in its name, and neither a company nor a connection has this id. Check the spelling, or search for a shorter part of the name.

## A new link

companies-link-heading = New link for { $company }
companies-link-until = It expires at { $time }.
companies-link-once = It is shown this once. Give it to this customer and to nobody else. Earlier links are void now.
companies-copy = Copy the link
companies-back = Back to companies
companies-confirm-heading = { $company } is using a link right now
companies-confirm-open = { $count ->
    [one] The pages of an earlier link are open in { $count } browser.
   *[other] The pages of earlier links are open in { $count } browsers.
}
companies-confirm-why = A new link ends them at once. Whoever is there loses their place and has to begin again with the new link. Nothing that QuickBooks already uses is ended.
companies-confirm = End them and make a new link
companies-already = This link was shown already
companies-already-why = The form was sent twice, and only one link was made. If you did not copy it, go back and make another one.
companies-off = Links are off
companies-off-why = Links cannot be opened, because the integration or its bank accounts are switched off. An administrator can switch them on under Integrations.
