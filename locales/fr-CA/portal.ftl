### Ce que toutes les pages du portail partagent. Clé pour clé comme en/portal.ftl.

portal-name = Portail des flux bancaires
portal-places = Portail
portal-menu = Menu
portal-sign-out = Fermer la session
portal-signed-in = Session ouverte : { $name }
portal-errors = Il y a un problème
portal-problem-of = { $field } : { $problem }
portal-save = Enregistrer
portal-cancel = Annuler
portal-optional = { $label } (facultatif)

## Places

place-home = Accueil
place-companies = Entreprises
place-integrations = Intégrations
place-callout = Encadré
place-branding = Image de marque
place-link = Pages du lien
place-keys = Clés API
place-team = Équipe
place-audit = Journal d’audit
place-account = Votre compte

## Dead ends

dead-end-no-page = Il n’y a rien à cette adresse
dead-end-no-page-why = L’élément a peut-être été supprimé, ou l’adresse n’a pas été copiée au complet.
dead-end-home = Aller à l’accueil du portail
dead-end-role = Votre rôle ne le permet pas
dead-end-role-why = Rien n’a été modifié. Une personne qui administre l’équipe peut le faire, ou vous donner un autre rôle.
dead-end-form = Votre demande n’a pas pu être lue
dead-end-form-why = Rien n’a été modifié. Revenez en arrière, rechargez la page et réessayez.
dead-end-large = Votre envoi est trop volumineux
dead-end-large-why = Rien n’a été modifié. Revenez en arrière, puis raccourcissez le texte ou choisissez un fichier plus petit.
dead-end-many = Trop de tentatives
dead-end-many-why = Attendez quelques minutes, puis réessayez.
dead-end-trouble = Un problème est survenu de notre côté
dead-end-trouble-why = Attendez un instant, puis vérifiez si votre modification a été conservée avant de la refaire.

## Home

home-heading = Accueil
home-welcome = Bienvenue, { $name }.
home-next = À faire ensuite
home-nothing = Vous n’avez rien à faire pour le moment.
home-done = Fait
home-places = Tout ce que contient le portail
home-factor = Protéger votre compte par un second facteur
home-factor-why = Même si quelqu’un découvre votre mot de passe, il ne pourra pas ouvrir une session à votre place.
home-integration = Activer QuickBooks Online Bank Feeds
home-integration-why = Tant que l’intégration ou ses comptes bancaires sont désactivés, aucun client ne peut ouvrir de lien.
home-logo = Téléverser votre logo
home-logo-why = Vos clients le voient en haut de chaque page où ils lient leurs comptes.
home-callout = Rédiger votre encadré en français
home-callout-why = Les personnes qui lisent les pages en français ne voient pas d’encadré.
home-contact = Indiquer comment vous joindre
home-contact-why = Sans numéro de téléphone ni adresse courriel, une personne en difficulté ne trouve pas d’aide.
home-key = Brancher votre programme
home-key-why = Aucune clé API n’a encore été utilisée.
home-company = Ajouter votre première entreprise
home-company-why = Votre programme la crée quand un client demande des flux bancaires.

## Signing in

sign-in-heading = Ouvrir une session
sign-in-email = Adresse courriel
sign-in-password = Mot de passe
sign-in-button = Ouvrir une session
sign-in-wrong = Cette adresse et ce mot de passe ne correspondent pas, ou il y a eu trop d’essais. Vérifiez les deux, ou attendez quelques minutes, puis réessayez.
