### The pretend QuickBooks of the sandbox. Key for key the same as en/quickbooks.ftl.

## On every page

qb-name = QuickBooks simulé
qb-test-mode = Mode d’essai : aucun argent réel, aucune comptabilité réelle
qb-footer = Une imitation pour essayer les flux bancaires, ni faite par Intuit ni liée à Intuit. QuickBooks est une marque de commerce d’Intuit Inc.
qb-places = QuickBooks simulé
qb-banking = Opérations bancaires
qb-exchanges = Échanges OFX
qb-to-banking = Aller aux opérations bancaires

## Dead ends

qb-no-page = Il n’y a rien à cette adresse
qb-no-page-why = Ce qui s’y trouvait appartient peut-être à un autre navigateur, ou a été oublié après 30 jours sans utilisation.
qb-form-refused = La demande n’a pas pu être lue
qb-form-refused-why = Rien n’a été changé. Revenez en arrière, rechargez la page et réessayez.
qb-trouble = Un problème est survenu de notre côté
qb-trouble-why = Attendez un instant, puis réessayez.

## Banking

qb-banking-none = Aucune banque n’est encore liée.
qb-link-account = Lier un compte
