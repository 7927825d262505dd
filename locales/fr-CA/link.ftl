### Les pages du lien : ce qu’on lit entre l’ouverture du lien et la fin dans QuickBooks.
### Clé pour clé comme en/link.ftl. Jamais de, à ou par devant le nom du partenaire.

## Sur chaque page

skip = Passer au contenu principal
step = Étape { $number } de { $total }
steps = Étapes
step-software = Logiciel
step-permission = Autorisation
step-set-up = QuickBooks
next = Suivant
support = Communiquer avec { $partner }
support-phone = Téléphone
support-hours = Heures d’ouverture
support-email = Courriel
help = Aide
privacy = Confidentialité
terms = Conditions
accessibility = Accessibilité
error-title = Erreur : { $title }
error-summary = Il y a un problème
reference = Référence : { $reference }
printed = { $partner } : page affichée le { $time }.
days = { $count ->
    [one] { $count } jour
   *[other] { $count } jours
  }
span-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
  }
span-hours = { $count ->
    [one] une heure
   *[other] { $count } heures
  }

## Étape 1 : le logiciel de comptabilité

select-software = Sélectionnez votre logiciel de comptabilité
select-software-lead = { $partner } enverra vos opérations bancaires au logiciel que vous sélectionnez.
select-software-at-hand = Prévoyez environ cinq minutes et ayez sous la main ce qu’il faut pour ouvrir une session dans QuickBooks.
select-software-elsewhere = Si QuickBooks est sur un autre ordinateur ou téléphone, vous pourrez y passer après cette étape.
select-software-tile = Intuit QuickBooks – Connexion bancaire
select-software-tile-hint = QuickBooks en ligne, au Canada et aux États-Unis
select-software-other = J’utilise un autre logiciel
select-software-other-do = Communiquez avec { $partner } pour savoir quels autres logiciels vous pouvez connecter.
select-software-nothing = Sélectionnez votre logiciel de comptabilité, puis Suivant.

## Étape 2 : l’autorisation

consent = Connexion bancaire avec QuickBooks en ligne
consent-agreed-on = Vous avez donné votre accord le { $date }.
consent-changed = Ce qui sera transmis a changé depuis que vous avez ouvert cette page. Relisez-la, puis sélectionnez Suivant si vous êtes d’accord.
consent-lead = Vérifiez ce qui sera transmis avant de continuer.
consent-what = Ce que { $partner } transmettra à QuickBooks
consent-accounts = Vos comptes bancaires
consent-accounts-are = Nom, numéro, type, devise et solde de chaque compte que vous choisissez; pour une carte, seulement les quatre derniers chiffres de son numéro
consent-transactions = Vos opérations bancaires
consent-transactions-are = Date, type, montant, description, référence et nom du payeur ou du bénéficiaire de chaque opération compensée
consent-which = Comptes que vous pouvez connecter
consent-account = se terminant par { $digits }
consent-no-account = Aucun compte n’est prêt pour l’instant. Communiquez avec { $partner }, puis ouvrez de nouveau ce lien.
consent-why = À quoi cela sert
consent-why-balances = { $partner } le demande pour que le solde de vos comptes apparaisse dans QuickBooks sans que vous ayez à le saisir.
consent-why-is = { $partner } le demande pour que vos opérations apparaissent dans QuickBooks sans que vous ayez à les saisir.
consent-how-often = À quelle fréquence et depuis quand
consent-how-often-is = QuickBooks vérifie environ une fois par jour s’il y a de nouvelles opérations. Les premières peuvent remonter à { $span } au plus.
consent-how-often-balances = QuickBooks recueille les soldes environ une fois par jour. Aucune opération n’est transmise.
consent-not = Ce que vous n’autorisez pas
consent-not-money = Personne ne peut déplacer d’argent avec cette connexion.
consent-not-books = { $partner } ne voit ni votre mot de passe QuickBooks ni vos livres.
consent-stop = Comment y mettre fin
consent-stop-is = La connexion dure jusqu’à ce que vous y mettiez fin. Vous pouvez révoquer les identifiants sur ces pages ou déconnecter le compte dans QuickBooks. Ce qui est déjà dans QuickBooks y restera.
consent-agree = En sélectionnant Suivant, vous autorisez { $partner } à transmettre ces renseignements à QuickBooks.
consent-decline = Je ne veux pas me connecter

## Étape 3 : QuickBooks

set-up = Configurez QuickBooks
set-up-lead = Pour connecter vos comptes { $partner }, QuickBooks demande un nom d’utilisateur et un mot de passe à usage unique. Vous les obtenez ici.
set-up-order = Suivez ces étapes dans l’ordre
set-up-view = { $view } :
set-up-once = Le mot de passe ne s’affiche qu’une fois. Gardez cette page ouverte jusqu’à ce que QuickBooks confirme la connexion de vos comptes.
set-up-have = Identifiants que vous avez déjà
set-up-have-are = Ils fonctionnent jusqu’à ce que vous les révoquiez. Un mot de passe ne peut pas s’afficher de nouveau; si vous ne l’avez plus, obtenez de nouveaux identifiants.
set-up-full = Vous avez { $count } jeux d’identifiants qui fonctionnent encore, soit le maximum. Pour en obtenir de nouveaux, révoquez d’abord ceux-ci, puis entrez les nouveaux dans QuickBooks.
set-up-made = Création
set-up-used = Dernière utilisation
set-up-never-used = Aucune pour l’instant
set-up-connected = Comptes connectés
set-up-since = Connexion
set-up-collected = Dernière collecte
set-up-add = Ajouter des comptes
set-up-add-how = Pour connecter d’autres comptes, obtenez de nouveaux identifiants et entrez-les dans QuickBooks. Les comptes déjà connectés le restent.
get-credentials = Obtenir les identifiants

## Les identifiants

credentials = Vos identifiants sont prêts
credentials-lead = Entrez-les dans QuickBooks et nulle part ailleurs. { $partner } ne vous les demandera jamais.
credentials-username = Nom d’utilisateur
credentials-password = Mot de passe
credentials-copy-username = Copier le nom d’utilisateur
credentials-copy-password = Copier le mot de passe
credentials-copied-username = Nom d’utilisateur copié
credentials-copied-password = Mot de passe copié
credentials-copy-failed = La copie a échoué. Sélectionnez le texte et copiez-le.
credentials-spaces = Les majuscules, les espaces et les traits d’union ne changent rien à la saisie.
credentials-once = Le mot de passe ne s’affiche que sur cette page. Vous pouvez le revoir dans ce navigateur jusqu’à { $time }, sauf si QuickBooks l’utilise ou si vous sélectionnez « Je les ai entrés » avant.
credentials-now = Maintenant, dans QuickBooks
credentials-spell = Épeler lettre par lettre
credentials-entered = Je les ai entrés
credentials-entered-then = Le mot de passe ne s’affichera plus. La page continuera d’attendre QuickBooks.
credentials-finish = Mes comptes sont connectés
credentials-print = Imprimer avec le mot de passe
credentials-left-out = Le mot de passe est omis de la page imprimée.
credentials-shown = Ces identifiants ont déjà été affichés
credentials-shown-lead = Par mesure de sécurité, le mot de passe ne peut pas s’afficher de nouveau. Si vous ne l’avez pas entré dans QuickBooks, obtenez de nouveaux identifiants.
credentials-made = Ils ont été créés le { $time }.
credentials-signed-on = QuickBooks a ouvert une session
credentials-choose = Dans QuickBooks, choisissez les comptes à connecter, puis sélectionnez Connecter.
credentials-connected = { $count ->
    [one] Votre compte est connecté
   *[other] Vos comptes sont connectés
  }
credentials-daily = QuickBooks vérifie environ une fois par jour s’il y a de nouvelles opérations.
credentials-older = Les identifiants précédents fonctionnent jusqu’à ce que vous les révoquiez.
credentials-new = Obtenir de nouveaux identifiants
credentials-stop = Voulez-vous cesser de transmettre vos opérations à QuickBooks?
revoke-credentials = Révoquer les identifiants

## QuickBooks a-t-il ouvert une session

live-waiting = En attente de QuickBooks…
live-signed-on = QuickBooks a ouvert une session à { $time }
live-signed-on-date = QuickBooks a ouvert une session le { $time }
live-connected = { $count ->
    [one] { $count } compte connecté
   *[other] { $count } comptes connectés
  }
live-onward = Continuer
live-check = Vérifier de nouveau

## Les chiffres épelés

spell-2 = deux
spell-3 = trois
spell-4 = quatre
spell-5 = cinq
spell-6 = six
spell-7 = sept
spell-8 = huit
spell-9 = neuf

## La révocation

revoke = Révoquer tous les identifiants?
revoke-lead = La révocation prend effet immédiatement, pour tous les identifiants créés pour cette connexion.
revoke-sign-on = QuickBooks ne pourra plus ouvrir de session avec ces identifiants.
revoke-stops = { $count ->
    [one] Aucune nouvelle opération ne pourra être transmise pour { $count } compte.
   *[other] Aucune nouvelle opération ne pourra être transmise pour { $count } comptes.
  }
revoke-stays = Les opérations qui sont déjà dans QuickBooks y resteront.
revoke-again = Pour recommencer, il vous faudra de nouveaux identifiants.
revoke-keep = Non, les conserver
revoked = Vos identifiants sont révoqués
revoked-at = Révocation : { $time }.
revoked-now = QuickBooks ne peut plus les utiliser. Les opérations qui sont déjà dans QuickBooks y restent.
revoked-new = Pour transmettre de nouveau vos opérations à QuickBooks, obtenez de nouveaux identifiants.

## Deux écrans

another-device = Continuer sur un autre appareil
another-device-ask = QuickBooks est-il sur un autre ordinateur ou téléphone?
another-device-lead = Utilisez-vous QuickBooks sur un autre ordinateur ou téléphone? Continuez là-bas : vous y serez à la même étape.
another-device-how = Vous obtenez une adresse courte et un code. Entrez-les sur l’autre appareil, puis dites oui ici.
another-device-get = Obtenir une adresse et un code
another-device-back = Rester sur cet appareil
another-device-do = Prenez l’autre appareil et suivez ces étapes.
another-device-address = Ouvrez cette adresse dans son navigateur :
another-device-scan = Ou pointez son appareil photo vers cette image :
another-device-picture = Code QR de l’adresse ci-dessus
another-device-code = Entrez-y ce code :
another-device-yes-then = Revenez à cette page et dites oui.
another-device-once = Ils fonctionnent une seule fois, jusqu’à { $time }.
another-device-nobody = Ne donnez l’adresse et le code à personne. { $partner } ne vous les demandera jamais.
another-device-waits = En attente de l’autre appareil…
another-device-new = Obtenir un nouveau code
another-device-asked = Est-ce votre autre appareil?
another-device-asks = { $device } : le code y a été entré à { $time }.
another-device-can = Après votre oui, on pourra y faire tout ce que vous pouvez faire ici : obtenir des identifiants pour QuickBooks et les révoquer.
another-device-careful = Dites oui seulement si vous y avez entré le code vous-même. Si quelqu’un vous l’a demandé, dites non.
another-device-look = Si c’est le vôtre, son écran affiche « { $heading } ». Si le vôtre affiche autre chose, dites non.
another-device-yes = Oui, continuer là-bas
another-device-no = Non, ce n’est pas le mien
another-device-let-in = Votre autre appareil peut continuer
another-device-goes-on = Continuez là-bas. Ce que vous faites sur un appareil compte pour les deux.
another-device-password = Un mot de passe affiché ici ne s’affiche pas là-bas. Entrez-le à partir de cette page ou obtenez de nouveaux identifiants là-bas.
another-device-here = Continuer aussi sur cet appareil
another-device-refused = L’accès a été refusé à cet appareil
another-device-nothing = Rien n’a changé et personne ne peut plus utiliser ce code.
another-device-wrong = Trop de codes erronés ont été entrés
another-device-wrong-why = Quelqu’un a entré cinq fois un code erroné à votre adresse. Si c’était vous, obtenez un nouveau code.
another-device-expired = Le code est expiré
device = { $browser } sur { $system }
device-system = Un navigateur sur { $system }
device-unknown = Un navigateur qui ne dit pas son nom
continue = Entrez le code
continue-lead = Votre autre appareil affiche un code de six lettres et chiffres.
continue-code = Code
continue-code-hint = Les majuscules, les espaces et les traits d’union ne changent rien.
continue-go = Continuer
continue-none = Entrez les six lettres et chiffres du code.
continue-wrong = Ce code ne fonctionne pas à cette adresse. Vérifiez les deux sur votre autre appareil ou obtenez-y un nouveau code.
continue-waiting = Dites maintenant oui sur votre autre appareil
continue-waiting-lead = Il demande si c’est bien vous : { $device }.
continue-waits = En attente de votre oui…
continue-asleep = Si rien ne vous y est demandé, réactivez cet appareil et rouvrez sa page avec le code.
continue-over = Vous ne pouvez pas continuer sur cet appareil
continue-over-why = L’autre appareil a dit non ou son délai était écoulé. Rien n’a changé dans vos comptes.
continue-over-do = Continuez sur l’autre appareil, ou obtenez-y un nouveau code et entrez-le ici.

## Jusqu’à quand la page reste ouverte

stay-until = Cette page reste ouverte jusqu’à { $time }. Chaque étape vous donne plus de temps.
stay-keep = Poursuivre
stay-kept = Vous avez plus de temps : cette page reste maintenant ouverte pendant { $span }.
stay-soon = Êtes-vous toujours là?
stay-soon-why = Par mesure de sécurité, cette page se ferme dans moins de { $span }.
stay-close = Fermer ce message
stay-over = Cette page est maintenant fermée
stay-over-do = Par mesure de sécurité, elle s’est fermée après un moment sans étape. Vous n’avez rien fait de mal. Pour continuer, communiquez avec { $partner } pour obtenir un nouveau lien.

## La fin

finish = C’est terminé
finish-lead = QuickBooks recueillera vos nouvelles opérations environ une fois par jour. Vous pouvez fermer cette page.
finish-almost = C’est presque terminé
finish-early = QuickBooks n’a encore connecté aucun compte. Terminez les étapes dans QuickBooks; vos nouvelles opérations y seront ensuite recueillies environ une fois par jour.
finish-steps = Afficher les étapes dans QuickBooks
finish-again = Pour ajouter des comptes ou mettre fin à la connexion, communiquez avec { $partner } pour obtenir un nouveau lien.
finish-return = Retourner au site : { $partner }
declined = La connexion n’a pas été établie
declined-lead = Rien n’a été transmis à QuickBooks. Vous pouvez fermer cette page.
declined-before = Aucune nouvelle connexion n’a été établie. QuickBooks peut encore utiliser les identifiants que vous avez déjà, jusqu’à ce que vous les révoquiez.
declined-again = Si vous changez d’avis, communiquez avec { $partner } pour obtenir un nouveau lien.
