### The pretend QuickBooks of the sandbox. Key for key the same as fr-CA/quickbooks.ftl.

## On every page

qb-name = Pretend QuickBooks
qb-test-mode = Test mode: no real money and no real books
qb-footer = An imitation for trying out bank feeds, not made by Intuit and not connected with it. QuickBooks is a trademark of Intuit Inc.
qb-places = Pretend QuickBooks
qb-banking = Banking
qb-exchanges = What was said over OFX
qb-to-banking = Go to Banking

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
