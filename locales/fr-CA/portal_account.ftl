### Identity: signing in, second factors, one’s own account. Key for key the same as en/portal_account.ftl.

## Signing in

sign-in-passkey = Ouvrir une session avec une clé d’accès
sign-in-passkey-wrong = Cette clé d’accès n’a pas été acceptée. Réessayez, ou utilisez votre mot de passe.
sign-in-over = Plus de cinq minutes ont passé, ou un autre onglet a servi. Recommencez.
passkey-trouble = La clé d’accès n’a pas été présentée. Réessayez, ou choisissez un autre moyen.

second-heading = Entrez votre code
second-lead = Le mot de passe est le bon. Confirmez maintenant votre identité.
second-code = Code
second-code-hint = Les six chiffres qu’affiche votre application d’authentification, ou un de vos codes de récupération.
second-recovery-hint = Un de vos codes de récupération.
second-button = Ouvrir une session
second-wrong = Ce code n’a pas été accepté. Attendez le prochain dans votre application et entrez-le. Après trop de codes erronés, il faut patienter.
second-back = Recommencer
second-lost = Ni téléphone ni code de récupération? Une administratrice ou un administrateur de votre équipe peut vous permettre de tout configurer de nouveau.

## Proving it again

confirm-heading = Est-ce toujours vous?
confirm-lead = Avant d’aller plus loin, confirmez de nouveau votre identité. On ne vous le redemandera pas avant dix minutes.
confirm-button = Continuer
confirm-wrong = Ce mot de passe n’a pas été accepté. Vérifiez-le et réessayez. Après trop d’essais erronés, il faut patienter.
confirm-wrong-both = Ce mot de passe et ce code n’ont pas été acceptés. Vérifiez le mot de passe et entrez le prochain code de votre application. Après trop d’essais erronés, il faut patienter.
confirm-passkey = Continuer avec une clé d’accès
confirm-passkey-wrong = Cette clé d’accès n’a pas été acceptée. Réessayez, ou utilisez votre mot de passe.

## Account

account-heading = Votre compte
account-back = Retour à votre compte
account-name = Nom
account-email = Adresse courriel
account-role = Rôle
account-administrator = Administration
account-developer = Développement
account-brand = Image de marque
account-onboarding = Accueil des clients
account-analyst = Analyse
account-ways = Comment vous ouvrez une session
second-factor-by-role = Votre rôle exige une deuxième étape à l’ouverture de session
second-factor-by-password = Votre mot de passe compte moins de { $least } caractères et exige donc une deuxième étape à l’ouverture de session
second-factor-or-longer = Choisir plutôt un mot de passe plus long
account-second-needed = { $why }. Configurez une application d’authentification ou une clé d’accès.
account-second-advised = Un mot de passe seul peut être deviné ou volé. Ajoutez une application d’authentification ou une clé d’accès.
account-password-change = Changer le mot de passe
account-password-none = Vous n’en avez pas. Vous ouvrez une session avec une clé d’accès.
account-password-changed = Votre mot de passe est changé. Vos autres sessions sont fermées.
account-since = Configurée le { $time }.
account-none = Non configurée.
account-authenticator-manage = Remplacer ou retirer
account-authenticator-set-up = Configurer une application d’authentification
account-authenticator-removed = L’application d’authentification est retirée. Ses codes ne fonctionnent plus.
account-passkeys = { $count ->
    [one] { $count } clé d’accès.
   *[other] { $count } clés d’accès.
  }
account-passkeys-manage = Gérer les clés d’accès
account-passkeys-add = Ajouter une clé d’accès
account-recovery-new = Obtenir de nouveaux codes
account-sessions-end = Fermer des sessions

## Password

password-heading = Mot de passe
password-lead = Vos sessions seront ensuite fermées partout sauf ici.
password-old = Mot de passe actuel
password-new = Nouveau mot de passe
password-again = Nouveau mot de passe, encore une fois
password-hint = Au moins { $least } caractères, de toute sorte. Plusieurs mots sans lien entre eux conviennent bien. Vous pouvez le coller.
password-button = Changer le mot de passe
password-old-wrong = Ce n’est pas votre mot de passe actuel. Vérifiez-le et réessayez. Après trop d’essais erronés, il faut patienter.
password-differs = Les deux nouveaux mots de passe diffèrent. Entrez deux fois le nouveau.
password-short = Le nouveau mot de passe doit compter au moins { $least } caractères. Ajoutez quelques mots.
password-long = Le nouveau mot de passe peut compter au plus { $most } caractères. Raccourcissez-le.
password-guessable = Ce mot de passe est de ceux qu’on devine en premier. Choisissez-en un autre : plusieurs mots sans lien entre eux.

## Authenticator

authenticator-heading = Application d’authentification
authenticator-required = { $why }. Configurez-la maintenant; tout vous sera ensuite ouvert.
authenticator-lead = Une application sur votre téléphone affiche un nouveau code toutes les 30 secondes. À l’ouverture de session, vous l’entrez après votre mot de passe.
authenticator-replaces = Dès que le premier code de la nouvelle application est le bon, les codes de l’ancienne ne fonctionnent plus.
authenticator-scan = Ouvrez votre application d’authentification, ajoutez un compte et numérisez cette image.
authenticator-picture = Code QR de la clé écrite au-dessous
authenticator-type = Vous ne pouvez pas la numériser? Tapez cette clé dans l’application :
authenticator-here = L’application est sur cet appareil : l’ouvrir
authenticator-code = Code
authenticator-code-hint = Les six chiffres que l’application affiche maintenant.
authenticator-button = Activer
authenticator-wrong = Ce code n’est pas le bon. Attendez le prochain et entrez-le. Si vous avez ouvert cette page plus d’une fois, supprimez l’entrée de votre application et numérisez l’image affichée maintenant. Si aucun n’est bon, voyez si votre téléphone règle son heure lui-même.
authenticator-over = Rien n’a changé : trop de temps a passé, ou c’était déjà fait. S’il reste une application à configurer, numérisez de nouveau l’image.
authenticator-last = Rien n’a changé. { $why } : ajoutez d’abord une clé d’accès, ou remplacez l’application.
authenticator-or = Vous préférez le verrou de votre téléphone ou de votre ordinateur?
authenticator-since = Configurée
authenticator-used = Dernière utilisation
authenticator-added = Votre application d’authentification est configurée. Son code vous sera désormais demandé à l’ouverture de session.
authenticator-replace = La remplacer
authenticator-remove = La retirer
authenticator-stays = { $why }, et il n’y a que celle-ci. Pour la retirer, ajoutez d’abord une clé d’accès.

## Recovery codes

recovery-heading = Codes de récupération
recovery-lead = Un code de récupération vous permet d’ouvrir une session quand vous n’avez pas votre téléphone. Chacun sert une fois.
recovery-left = { $count ->
    [one] Il reste { $count } code.
   *[other] Il reste { $count } codes.
  }
recovery-voids = Les anciens codes ne fonctionneront plus.
recovery-button = Obtenir dix nouveaux codes
recovery-nothing = Les codes de récupération remplacent une application d’authentification ou une clé d’accès. Configurez-en d’abord une.
recovery-already = De nouveaux codes ont déjà été créés
recovery-already-why = Ils ont été affichés une seule fois. Si vous ne les avez pas conservés, obtenez-en dix nouveaux.
recovery-new-heading = Conservez ces codes de récupération
recovery-new-lead = Ils ne sont affichés que cette fois. Chacun vous permet une fois d’ouvrir une session quand vous n’avez pas votre téléphone.
recovery-keep = Imprimez cette page, ou gardez le fichier là où personne d’autre ne le lit : dans un gestionnaire de mots de passe ou dans un coffre. Pas sur le téléphone qu’ils remplacent.
recovery-download = Télécharger en format texte
recovery-kept = Je les ai conservés
recovery-file = Codes de récupération : { $address }. Chacun sert une fois.
recovery-file-name = codes-de-recuperation.txt

## Passkeys

passkeys-heading = Clés d’accès
passkeys-lead = Votre téléphone, votre ordinateur ou une clé de sécurité garde la clé d’accès; le doigt, le visage ou un NIP la déverrouille. Elle ouvre votre session sans mot de passe ni code.
passkeys-name = Nom
passkeys-name-hint = Pour la reconnaître, par exemple « Portable du bureau ».
passkeys-name-wrong = Donnez-lui un nom d’une ligne et d’au plus { $most } caractères. La clé elle-même est prête.
passkeys-since = Ajoutée
passkeys-used = Dernière utilisation
passkeys-never = Jamais
passkeys-action = Action
passkeys-remove = Retirer
passkeys-remove-named = Retirer { $name }
passkeys-add = Ajouter une clé d’accès
passkeys-button = Ajouter une clé d’accès
passkeys-script = Pour ajouter une clé d’accès, autorisez JavaScript pour ce site dans votre navigateur.
passkeys-added = La clé d’accès est ajoutée. Elle peut désormais ouvrir votre session.
passkeys-removed = La clé d’accès est retirée : elle n’ouvre plus votre session. Votre appareil peut encore l’afficher.
passkeys-refused = La clé d’accès n’a pas été ajoutée : trop de temps a passé, ou cette page a servi deux fois. Réessayez.
passkeys-known = Cette clé d’accès appartient déjà à un compte. Utilisez un autre appareil ou une autre clé de sécurité.
passkeys-too-many = Vous avez { $most } clés d’accès, le maximum. Retirez-en une avant d’en ajouter une autre.
passkeys-last = Rien n’a changé. { $why }, et il n’y a que celle-ci. Ajoutez-en d’abord une autre.
passkeys-impossible = L’adresse de ce portail est un numéro et non un nom : il ne peut pas y avoir de clés d’accès. Utilisez une application d’authentification.

## Sessions

sessions-heading = Vos sessions ouvertes
sessions-lead = Fermez celles qui ne sont pas les vôtres ou qui ne servent plus, et changez votre mot de passe si vous en voyez une inconnue.
sessions-browser = Navigateur
sessions-network = Réseau
sessions-began = Depuis
sessions-seen = Dernière activité
sessions-this = Ce navigateur
sessions-since = Depuis le { $time }
sessions-end = Fermer
sessions-end-named = Fermer { $device }, depuis le { $time }
sessions-end-others = Fermer toutes les autres
sessions-ended = Cette session est fermée.
sessions-others-ended = Toutes les autres sessions sont fermées.
sessions-gone = Cette session était déjà fermée.
