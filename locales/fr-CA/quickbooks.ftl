### The pretend QuickBooks of the sandbox. Key for key the same as en/quickbooks.ftl.

## On every page

qb-name = QuickBooks simulé
qb-test-mode = Mode d’essai : aucun argent réel, aucune comptabilité réelle.
qb-footer = Une imitation pour essayer les flux bancaires. Intuit ne l’a pas faite et n’y est pas liée. QuickBooks est une marque de commerce d’Intuit Inc.
qb-places = QuickBooks simulé
qb-banking = Opérations bancaires
qb-exchanges = Échanges OFX
qb-to-banking = Aller aux opérations bancaires
qb-continue = Continuer
qb-cancel = Annuler

## Dead ends

qb-no-page = Il n’y a rien à cette adresse
qb-no-page-why = Ce qui s’y trouvait appartient peut-être à un autre navigateur, ou a été oublié après 30 jours sans utilisation.
qb-form-refused = La demande n’a pas pu être lue
qb-form-refused-why = Rien n’a été changé. Revenez en arrière, rechargez la page et réessayez.
qb-trouble = Un problème est survenu de notre côté
qb-trouble-why = Attendez un instant, puis réessayez.

## Banking

qb-banking-none = Aucune banque n’est encore liée.
qb-link-account = Lier le compte
qb-updated = Dernière demande à la banque : { $moment }
qb-is-disconnected = Déconnectée. Ce qui a été téléchargé reste; rien de nouveau n’arrive.
qb-accounts = Comptes
qb-account = Compte
qb-bank-balance = Solde bancaire
qb-balance-is = Solde bancaire : { $balance }
qb-new-count = { $count ->
    [one] 1 nouvelle
   *[other] { $count } nouvelles
  }

## Find the institution

qb-find = Lier un compte bancaire
qb-find-name = Nom de la banque
qb-find-search = Rechercher
qb-find-nothing = Aucune banque ne figure sous « { $query } ». Recherchez une partie de son nom.
qb-find-found = { $count ->
    [one] Une banque
   *[other] { $count } banques
  }
qb-find-also = en anglais : { $name }
qb-find-more = Il y en a d’autres. Recherchez une partie du nom.
qb-find-too-long = Recherchez au plus 100 caractères.
qb-find-gone = Cette banque ne figure plus dans la liste. Choisissez-en une autre.
qb-find-full = Il y a 20 banques ici, et il n’y a plus de place. Un autre navigateur, ou une fenêtre privée, en accepte 20 de plus.

## Agree to the terms

qb-terms = Lier { $bank }
qb-terms-lead = Lisez ce que fait QuickBooks une fois la banque liée.
qb-terms-sign-on = Il ouvre une session à la banque avec le nom d’utilisateur et le mot de passe que vous entrerez ensuite.
qb-terms-daily = Il télécharge les soldes et les opérations des comptes que vous choisissez, maintenant et une fois par jour.
qb-terms-end = Il s’arrête quand vous déconnectez la banque, et oublie alors le mot de passe.
qb-terms-agree = J’accepte ces conditions
qb-terms-not-agreed = Acceptez les conditions pour continuer.
qb-other-bank = Choisir une autre banque

## Username and password

qb-sign-in = Ouvrir une session : { $bank }
qb-sign-in-lead = Entrez le nom d’utilisateur et le mot de passe de la page de la banque. Les majuscules, les espaces et les traits d’union sont sans importance.
qb-username = Nom d’utilisateur
qb-password = Mot de passe
qb-username-missing = Entrez le nom d’utilisateur.
qb-username-long = Entrez un nom d’utilisateur d’au plus 32 caractères.
qb-password-missing = Entrez le mot de passe.
qb-password-long = Entrez un mot de passe d’au plus 32 caractères.

## Choose accounts

qb-choose = Choisir les comptes
qb-choose-lead = { $bank } présente ces comptes. Choisissez ceux à connecter, et ce qu’est chacun dans votre comptabilité.
qb-choose-none = { $bank } a accepté le nom d’utilisateur et le mot de passe, mais ne présente aucun compte.
qb-choose-accounts = Comptes à connecter
qb-choose-type = Type de compte
qb-choose-nothing = Choisissez au moins un compte.
qb-choose-foreign = L’un des comptes n’est pas dans la liste de la banque. Choisissez dans cette liste.
qb-choose-unfit = { $account } : choisissez un type de compte qui convient. Une carte est une carte de crédit, et rien d’autre n’en est une.
qb-kind-checking = compte chèques
qb-kind-savings = compte d’épargne
qb-kind-money-market = compte du marché monétaire
qb-kind-credit-line = marge de crédit
qb-kind-card = carte de crédit
qb-chart-chequing = Compte chèques
qb-chart-savings = Compte d’épargne
qb-chart-money-market = Marché monétaire
qb-chart-cash = Encaisse
qb-chart-line = Marge de crédit
qb-chart-card = Carte de crédit
qb-start-date = Date de début
qb-start-hint = Année, mois et jour, comme { $date }. Une date antérieure est ignorée : un flux bancaire commence au plus tôt il y a sept jours.
qb-start-not-a-date = Entrez la date de début dans l’ordre année, mois, jour, comme 2026-11-14.
qb-start-future = Entrez une date de début qui n’est pas dans l’avenir.
qb-start-ignored = La date de début { $asked } a été ignorée : elle date de plus de sept jours. Le flux commence le { $earliest }.
qb-connect = Connecter
qb-not-connected = Aucun compte n’a été connecté.

## A bank

qb-update = Mettre à jour
qb-disconnect = Déconnecter
qb-reconnect = Reconnecter
qb-signs-on = Ouverture de session
qb-signs-on-as = Nom d’utilisateur : { $username }
qb-change-sign-in = Entrer un autre nom d’utilisateur et un autre mot de passe
qb-change-accounts = Connecter d’autres comptes
qb-disconnect-bank = Déconnecter { $bank }?
qb-disconnect-forgets = QuickBooks oublie le nom d’utilisateur et le mot de passe.
qb-disconnect-keeps = Les opérations téléchargées restent.
qb-disconnect-silence = La banque n’en est pas avisée. Elle remarque que plus personne ne demande rien, et déconnecte ses comptes après dix jours.
qb-stay = Rester connecté

## A register

qb-transactions = Opérations
qb-no-transactions = Rien n’a encore été téléchargé.
qb-date = Date
qb-payee = Bénéficiaire
qb-amount = Montant
qb-new = Nouvelle
qb-check = Chèque { $number }
qb-newer = Plus récentes
qb-older = Plus anciennes

## What was said over OFX

qb-exchanges-lead = Chaque demande à la banque et sa réponse, les { $count } plus récentes. Les mots de passe sont masqués.
qb-exchanges-none = Rien n’a encore été échangé. Liez d’abord une banque.
qb-all-exchanges = Tous les échanges
qb-asked-profile = Profil
qb-asked-accounts = Liste des comptes
qb-asked-statements = Relevés
qb-see-exchange = Voir l’échange
qb-meant = Ce que cela signifie
qb-request = Demande
qb-answer = Réponse
qb-masked = Le mot de passe a été masqué avant que ceci soit conservé.
qb-cut = Seul le début de la réponse, 64 Kio, est conservé.
qb-no-answer = Aucune réponse n’est venue.
qb-download-request = Télécharger la demande
qb-download-answer = Télécharger la réponse

## What an exchange meant

qb-profile-read = Le profil de la banque a été lu.
qb-accounts-none = Session ouverte. La banque ne présente aucun compte.
qb-accounts-listed = { $count ->
    [one] Session ouverte. La banque présente un compte.
   *[other] Session ouverte. La banque présente { $count } comptes.
  }
qb-connected = { $count ->
    [one] Un compte est connecté.
   *[other] { $count } comptes sont connectés.
  }
qb-nothing-new = À jour : rien de nouveau.
qb-downloaded = { $new ->
    [one] Une nouvelle opération.
   *[other] { $new } nouvelles opérations.
  }
qb-downloaded-again = { $new ->
    [one] Une nouvelle opération. Le reste de la réponse était déjà là.
   *[other] { $new } nouvelles opérations. Le reste de la réponse était déjà là.
  }
qb-wrong = La banque n’a pas accepté ce nom d’utilisateur et ce mot de passe.
qb-wrong-advice = Ils sont peut-être mal saisis, ou révoqués. Obtenez-en de nouveaux à la page de lien de la banque, puis entrez-les ici (code OFX 15500).
qb-throttled = La banque demande d’attendre : trop d’ouvertures de session ont échoué.
qb-throttled-advice = Attendez aussi longtemps que la banque le dit, puis réessayez une fois avec le bon mot de passe (code OFX 15502).
qb-other-code = La banque a refusé la demande avec le code OFX { $code }.
qb-no-account = { $account } : la banque ne connaît pas ce compte dans cette session (code OFX 2003).
qb-closed = { $account } : la banque a déconnecté ce compte. Obtenez de nouveaux identifiants et connectez-le de nouveau (code OFX 2004).
qb-account-code = { $account } : aucun relevé n’est venu (code OFX { $code }).
qb-bank-says = La banque dit (en anglais) :
qb-http = Le serveur de la banque a répondu HTTP { $status }, sans relevé.
qb-http-later = Le serveur de la banque a répondu HTTP { $status } et demande de revenir dans { $seconds ->
    [one] une seconde
   *[other] { $seconds } secondes
  }.
qb-not-reached = Le serveur de la banque est injoignable.
qb-timed-out = Le serveur de la banque n’a pas répondu en { $seconds ->
    [one] une seconde
   *[other] { $seconds } secondes
  }.
qb-broken-off = La connexion a été coupée avant la fin de la réponse.
qb-too-large = La réponse dépasse 4 Mio, et n’a pas été lue.
qb-unreadable = Ce que le serveur de la banque a répondu n’est pas une réponse OFX.
qb-wire-advice = Rien n’a été changé. Réessayez plus tard.
