### The sandbox: its walk, its clock, its key, wiping it. Key for key the same as en/sandbox.ftl.

## On every page

test-mode = Mode d’essai : rien n’est réel sur cette page, et le vrai QuickBooks n’y est pour rien.
sandbox-mode = Mode d’essai : rien n’est réel ici.
sandbox-name = Bac à sable
sandbox-footer = Un bac à sable pour les développeurs d’une banque. Rien d’ici n’atteint un client, une banque ni QuickBooks.
sandbox-walk = Parcours
sandbox-quickbooks = QuickBooks simulé
sandbox-clock = Horloge
sandbox-in-steps = le QuickBooks simulé
sandbox-ribbon = Ici, c’est le {$time}{$ahead}.
sandbox-ribbon-ahead = , en avance de {$span} sur l’heure réelle
sandbox-ribbon-true = , l’heure réelle

ahead-days = {$count ->
    [one] {$count} jour
   *[other] {$count} jours
}
ahead-hours = {$count ->
    [one] {$count} heure
   *[other] {$count} heures
}
ahead-minutes = {$count ->
    [one] {$count} minute
   *[other] {$count} minutes
}
ahead-two = {$more} et {$less}

## The key

key-heading = Votre clé d’API
key-lead = Le bac à sable agit pour vous avec votre clé, comme le ferait votre propre programme. Un exploitant en crée une avec bankfeeds-link partner create.
key-label = Clé d’API
key-hint = Elle commence par bfl_. Elle est gardée une heure dans ce seul navigateur, scellée, et n’est affichée nulle part.
key-enter = Continuer
key-wrong = Personne n’a cette clé d’API
key-wrong-how = Copiez-la en entier, sans guillemets. Si elle est perdue, partner key add en crée une autre.
key-too-many = Trop de mauvaises clés
key-too-many-how = {$count ->
    [one] Attendez une minute, puis réessayez.
   *[other] Attendez {$count} minutes, puis réessayez.
}
key-leave = Oublier la clé dans ce navigateur

## The walk

walk-heading = Toute l’histoire, comme votre programme la raconterait
walk-lead = Huit étapes, d’un nouveau client à un flux dans QuickBooks qui se tait. Chaque bouton fait l’appel affiché à côté, par HTTP, avec votre clé d’API.
walk-as = Vous êtes {$partner}.
walk-own-feed = L’entreprise de la démo a un flux qui envoie tout seul. Ce que vous créez ici est à vous seul.
walk-docs = Tous les appels et leurs champs : la documentation de l’API (en anglais)
walk-standing = Où vous en êtes
walk-company = Entreprise
walk-connection = Connexion
walk-accounts = Comptes
walk-last-push = Dernier envoi
walk-last-collection = Dernière collecte par QuickBooks
walk-none-yet = rien pour l’instant
walk-no-company = Rien encore. Commencez par l’étape 1.
walk-others = Autres entreprises
walk-terminal = Dans votre terminal
walk-terminal-lead = Ce qu’il faut à chaque appel ci-dessous, une seule fois :
walk-key-own = Mettez-y la clé d’API que vous avez donnée à cette page. Elle n’est plus affichée.
walk-key-demo = La démo garde sa clé d’API dans un fichier que vous seul pouvez lire.
walk-curl = Avec curl
walk-python = Avec Python
walk-python-lead = Installez le client officiel avec pip install codat-bankfeeds, et commencez par :
walk-copy = Copier
walk-copied = Copié.
walk-copy-failed = Votre navigateur ne l’a pas copié. Le texte est maintenant sélectionné : copiez-le au clavier.
walk-ids = Mettez les identifiants des réponses dans COMPANY et CONNECTION.
walk-call = L’appel
walk-calls = Les appels
walk-answered = Ce qui a été répondu
walk-no-answer = aucune réponse
walk-at = le {$time}
walk-status = HTTP {$status}
walk-first = Faites d’abord l’étape 1.
walk-create = Créer une entreprise, une connexion et deux comptes
walk-create-why = Une entreprise est votre cliente, sa connexion mène à QuickBooks, et les comptes sont ceux de vos livres.
walk-create-name = Nom de l’entreprise
walk-create-do = Les créer
walk-create-another = Créer une autre entreprise
walk-link = Envoyer le client au lien
walk-link-why = Un lien s’ouvre pour un seul navigateur et est valide une heure. Soyez le client dans un nouvel onglet : acceptez, et restez sur la page du nom d’utilisateur et du mot de passe.
walk-link-do = Ouvrir le lien dans un nouvel onglet
walk-credentials = Obtenir les identifiants
walk-credentials-why = La page du nouvel onglet les montre une seule fois, et attend QuickBooks. Un partenaire qui les montre sur ses propres pages les demande ainsi :
walk-connect = Connecter dans QuickBooks
walk-connect-why = Dans le QuickBooks simulé : Lier le compte, trouver {$institution}, saisir le nom d’utilisateur et le mot de passe, choisir les comptes, Connecter. La page des identifiants le remarquera : gardez-la à l’œil.
walk-connect-do = Ouvrir le QuickBooks simulé dans un nouvel onglet
walk-look-accounts = Voir les comptes
walk-push = Envoyer des opérations
walk-push-why = Seul un compte connecté reçoit des opérations. Celles-ci sont inventées, datées jusqu’à aujourd’hui selon le bac à sable.
walk-push-account = Compte
walk-push-count = Combien
walk-push-do = Les envoyer
walk-push-not-connected = Aucun compte n’est connecté. Un envoi serait refusé; essayez si vous voulez.
walk-update = Mettre à jour dans QuickBooks
walk-update-why = Dans le registre, Mettre à jour télécharge ce qui est nouveau. Tout seul, il le fait une fois par jour. Vous voyez ici quand il a demandé la dernière fois :
walk-look-connection = Voir la connexion
walk-revoke = Révoquer les identifiants
walk-revoke-why = QuickBooks est refusé à sa prochaine mise à jour, et votre prochain envoi aussi. Un nouveau lien et de nouveaux identifiants ramènent au flux.
walk-revoke-do = Les révoquer
walk-silence = Laisser passer dix jours
walk-silence-why = Un QuickBooks connecté demande chaque jour, et reste connecté. Après dix jours sans qu’il demande rien, les comptes sont déconnectés et la connexion est Unlinked; sa mise à jour suivante les connecte de nouveau.
walk-silence-do = Laisser passer dix jours de silence
walk-silence-daily = Laisser passer dix jours avec mise à jour quotidienne
walk-ends = Vider le bac à sable
walk-ends-why = Supprime vos entreprises et ce que le QuickBooks simulé en sait, et remet l’horloge à l’heure.

## The clock

clock-heading = L’horloge du bac à sable
clock-now = Ici, c’est le {$time}.
clock-ahead = C’est {$span} d’avance sur l’heure réelle.
clock-true = C’est l’heure réelle.
clock-lead = Les liens, les sessions, les mots de passe affichés, les dates de début, la mise à jour quotidienne et les dix jours de silence la suivent. Elle ne va que vers l’avant.
clock-shared = C’est l’horloge de tous dans ce bac à sable.
clock-days = Plusieurs jours passent l’un après l’autre : un QuickBooks connecté se met à jour chacun de ces jours.
clock-hour = Une heure
clock-day = Un jour
clock-ten-days = Dix jours
clock-ten-silent-days = Dix jours sans que QuickBooks demande rien
clock-before-otp-ends = À une minute de la fin du lien le plus récent
clock-after-otp-ends = À une seconde après la fin du lien le plus récent
clock-no-otp = Aucun de vos liens n’est valide.
clock-otp = Votre lien le plus récent prend fin le {$time}.
clock-turned = L’horloge a été avancée
clock-too-far = L’horloge reste où elle est
clock-too-far-why = Un bac à sable va au plus dix ans en avant. Videz-le pour recommencer.
clock-nowhere = L’horloge reste où elle est
clock-nowhere-why = Ce moment est passé, ou aucun de vos liens n’est valide.

## Wiping

wipe-heading = Vider le bac à sable?
wipe-lead = Cela ne peut pas être annulé.
wipe-companies = {$count ->
    [one] Une entreprise disparaît, avec ses connexions, comptes, liens, identifiants et opérations.
   *[other] {$count} entreprises disparaissent, avec leurs connexions, comptes, liens, identifiants et opérations.
}
wipe-quickbooks = Le QuickBooks simulé oublie votre institution, dans tous les navigateurs : ce qu’il a téléchargé et ce qui s’est dit par OFX.
wipe-stays = Vos paramètres et vos clés d’API restent.
wipe-clock = L’horloge revient à l’heure réelle. Les liens et les sessions ouverts prennent fin.
wipe-clock-stays = L’horloge reste en avance, car il y a d’autres partenaires dans ce bac à sable.
wipe-demo = L’entreprise de la démo disparaît aussi. Le prochain démarrage de la démo la recrée.
wipe-do = Le vider
wipe-keep = Tout garder
wipe-done = Le bac à sable a été vidé
