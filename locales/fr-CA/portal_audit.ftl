### The audit log. Key for key the same as en/portal_audit.ftl.

audit-heading = Journal d’audit
audit-lead = Qui a changé quoi, quand et d’où. Les entrées restent; seuls des renseignements personnels peuvent en être retirés, et le journal l’indique.

## Filter

audit-who = Qui
audit-what = Quoi
audit-when = Quand
audit-where = D’où
audit-company = Entreprise
audit-number = Numéro
audit-area = Domaine
audit-from = À partir du
audit-until = Jusqu’au
audit-day-hint = Année, mois et jour, par exemple 2026-11-30.
audit-filter = Filtrer
audit-show-all = Tout afficher
audit-everybody = Tout le monde
audit-everything = Tout
audit-day-wrong = Entrez un jour sous la forme année, mois et jour, par exemple 2026-11-30, ou laissez le champ vide.
audit-total = { $count ->
    [one] Le journal compte { $count } entrée.
   *[other] Le journal compte { $count } entrées.
}
audit-none = Aucune entrée de ce genre
audit-none-why = Rien dans le journal ne correspond à ce filtre.
audit-pages = Pages du journal
audit-newest = Entrées les plus récentes
audit-older = Entrées plus anciennes

## An entry

audit-entry = Entrée { $number }
audit-from-address = depuis { $address }
audit-of-company = Entreprise : { $company }
audit-company-gone = Une entreprise qui a été supprimée
audit-changes = Changements
audit-field = Champ
audit-before = Avant
audit-after = Après
audit-nothing = Rien
audit-removed = (renseignement personnel, retiré)
audit-on = En fonction
audit-off = Hors fonction
audit-unreadable = Cette entrée a été modifiée et ne peut pas être lue

## Who

audit-who-key = Clé API « { $name } » ({ $prefix }…)
audit-who-gone = Un membre qui a été retiré
audit-who-gone-key = Une clé API qui a été supprimée
audit-who-token = Quelqu’un avec un jeton d’accès
audit-who-customer = Un client
audit-who-software = Un logiciel de comptabilité
audit-who-operator = L’exploitant
audit-who-clock = Le système

## Areas

audit-area-settings = Paramètres
audit-area-looks = Encadré et image de marque
audit-area-team = Équipe
audit-area-sign-in = Ouverture de session
audit-area-keys = Clés API
audit-area-companies = Entreprises
audit-area-connections = Connexions et liens
audit-area-credentials = Identifiants
audit-area-log = Le journal lui-même

## What happened

audit-partner-created = { $who } a créé ce partenaire
audit-settings-changed = { $who } a modifié des paramètres
audit-callout-published = { $who } a publié l’encadré
audit-callout-scheduled = { $who } a planifié un encadré
audit-callout-unscheduled = { $who } a annulé un encadré planifié
audit-callout-restored = { $who } a rétabli un encadré antérieur
audit-branding-published = { $who } a publié l’image de marque
audit-branding-restored = { $who } a rétabli une image de marque antérieure
audit-image-set = { $who } a mis en place une nouvelle image
audit-image-removed = { $who } a retiré une image
audit-member-invited = { $who } a invité quelqu’un à se joindre à l’équipe
audit-invitation-withdrawn = { $who } a retiré une invitation
audit-member-joined = { $who } a rejoint l’équipe
audit-member-role = { $who } a donné un autre rôle à un membre
audit-member-removed = { $who } a retiré un membre de l’équipe
audit-member-changed = { $who } a modifié les renseignements d’un membre
audit-reset-link = { $who } a créé un lien pour choisir un nouveau mot de passe
audit-signed-in = { $who } a ouvert une session
audit-sign-in-failed = { $who } n’a pas réussi à ouvrir une session
audit-signed-out = { $who } a fermé sa session
audit-password-changed = { $who } a changé un mot de passe
audit-authenticator-added = { $who } a ajouté une application d’authentification
audit-authenticator-removed = { $who } a retiré une application d’authentification
audit-passkey-added = { $who } a ajouté une clé d’accès
audit-passkey-removed = { $who } a retiré une clé d’accès
audit-recovery-codes = { $who } a créé de nouveaux codes de récupération
audit-recovery-code-used = { $who } a utilisé un code de récupération
audit-sessions-ended = { $who } a mis fin à des sessions
audit-key-created = { $who } a créé une clé API
audit-key-rolled = { $who } a remplacé une clé API par une nouvelle
audit-key-deleted = { $who } a supprimé une clé API
audit-company-created = { $who } a ajouté une entreprise
audit-company-changed = { $who } a modifié les renseignements d’une entreprise
audit-company-deleted = { $who } a supprimé une entreprise
audit-connection-created = { $who } a créé une connexion
audit-connection-unlinked = { $who } a dissocié une connexion
audit-connection-deleted = { $who } a supprimé une connexion
audit-link-made = { $who } a créé un nouveau lien; les précédents ont pris fin
audit-credentials-made = { $who } a obtenu des identifiants pour QuickBooks
audit-credentials-revoked = { $who } a révoqué des identifiants
audit-personal-removed = { $who } a retiré des renseignements personnels de ce journal
audit-log-begun = { $who } a commencé ce journal
audit-log-sealed = { $who } a scellé ce journal avec une nouvelle clé

## Fields

audit-field-name-en = Nom en anglais
audit-field-name-fr = Nom en français
audit-field-institution-en = Nom dans QuickBooks, anglais
audit-field-institution-fr = Nom dans QuickBooks, français
audit-field-callout-title-en = Titre de l’encadré en anglais
audit-field-callout-body-en = Texte de l’encadré en anglais
audit-field-callout-title-fr = Titre de l’encadré en français
audit-field-callout-body-fr = Texte de l’encadré en français
audit-field-timed-callouts = Encadrés planifiés
audit-field-callout-from = Début
audit-field-callout-until = Fin
audit-field-primary-colour = Couleur principale
audit-field-secondary-colour = Couleur secondaire
audit-field-corners = Coins
audit-field-logo = Logo
audit-field-icon = Icône
audit-field-hero = Image d’accueil
audit-field-phone = Téléphone du soutien
audit-field-support-email = Courriel du soutien
audit-field-hours-en = Heures du soutien en anglais
audit-field-hours-fr = Heures du soutien en français
audit-field-help = Page d’aide
audit-field-privacy = Page sur la confidentialité
audit-field-terms = Page des conditions
audit-field-accessibility = Page sur l’accessibilité
audit-field-return = Adresse de retour
audit-field-hosts = Sites permis
audit-field-refresh = Adresse de renouvellement
audit-field-time-zone = Fuseau horaire
audit-field-language = Langue par défaut
audit-field-integration = Intégration
audit-field-accounts = Comptes bancaires
audit-field-transactions = Opérations bancaires
audit-field-history = Jours d’historique
audit-field-address = Adresse postale
audit-field-name = Nom
audit-field-description = Description
audit-field-tags = Étiquettes
audit-field-prefix = Commence par
audit-field-old-key-ends = L’ancienne clé prend fin
audit-field-username = Le nom d’utilisateur commence par
audit-field-valid-sets = Jeux d’identifiants valides
audit-field-values = Renseignements sur quelqu’un
audit-field-role = Rôle
audit-field-email = Adresse courriel
audit-field-second-factor = Second facteur

## Taking it along

audit-take = Télécharger le journal
audit-take-why = Les entrées de ce filtre, de la plus ancienne à la plus récente. La feuille de calcul les donne en mots; les lignes pour la vérification donnent les numéros et les empreintes, pour que chacun puisse contrôler la chaîne.
audit-csv = Feuille de calcul (CSV)
audit-lines = Lignes pour la vérification (JSON)

## Verifying

audit-verify = Est-il intact?
audit-verify-why = Chaque entrée est enchaînée à la précédente. Suivez la chaîne pour voir que rien n’a été modifié, enlevé ni ajouté à l’insu de tous.
audit-verify-now = Vérifier maintenant
audit-whole = Le journal est intact
audit-whole-all = { $count ->
    [one] L’entrée est telle qu’elle a été écrite.
   *[other] Les { $count } entrées sont telles qu’elles ont été écrites.
}
audit-whole-so-far = Les { $count } premières entrées sont telles qu’elles ont été écrites. Le journal est plus long que ce qu’une page peut vérifier; l’exploitant peut tout vérifier avec la commande audit verify.
audit-broken = Le journal n’est pas intact
audit-broken-at = La première entrée qui n’est pas telle qu’elle a été écrite porte le numéro { $number }.
audit-broken-what = Quelqu’un a modifié la base de données sans passer par ce programme. Avertissez la personne qui l’exploite; la commande « bankfeeds-link audit verify » en dit plus.
audit-removed-count = { $count ->
    [0] Aucun renseignement personnel n’a été retiré.
    [one] Un renseignement personnel a été retiré, comme il se doit.
   *[other] { $count } renseignements personnels ont été retirés, comme il se doit.
}
audit-back = Retour au journal
