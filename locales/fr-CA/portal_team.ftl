### L’équipe, les invitations, les liens. Clé pour clé comme en/portal_team.ftl.

## Roles, and what each may do

role-administrator = Administration
role-administrator-may = Tout, y compris l’équipe et ses invitations. Exige un second facteur.
role-developer = Développement
role-developer-may = Les clés API, les liens des clients, les réglages du lien et le bac à sable; consulte le reste. Exige un second facteur.
role-brand = Image de marque
role-brand-may = L’encadré, l’image de marque, les aperçus et les textes que lisent les clients.
role-onboarding = Accueil des clients
role-onboarding-may = Les entreprises et de nouveaux liens pour elles.
role-analyst = Analyse
role-analyst-may = Consulte tout, y compris le journal d’audit, et ne modifie rien.

## The list

team-heading = Équipe
team-lead = Les personnes qui peuvent utiliser ce portail, et leur rôle. Les modifications prennent effet immédiatement.
team-invite = Inviter quelqu’un
team-members = Membres
team-invitations = Invitations
team-no-invitations = Personne n’est invité pour le moment.
team-name = Nom
team-email = Adresse courriel
team-role = Rôle
team-last-seen = Dernière visite
team-second-factor = Second facteur
team-state = État
team-active = Membre
team-actions = Actions
team-own = vous
team-never = —
team-yes = Oui
team-no = Non
team-manage = Gérer
team-manage-whom = Gérer le compte : { $name }
team-invited-until = Invitation en attente; le lien est valide jusqu’au { $moment }
team-invited-expired = Invitation en attente; le lien est expiré
team-anew = Créer un nouveau lien
team-anew-whom = Créer un nouveau lien : { $address }
team-withdraw = Retirer
team-withdraw-whom = Retirer l’invitation : { $address }
team-done-role = Le rôle est modifié. Il vaut dès la prochaine page de cette personne.
team-done-removed = La personne est retirée de l’équipe, et toutes ses sessions sont fermées.
team-done-withdrawn = L’invitation est retirée. Son lien ne fonctionne plus.

## Inviting

invite-heading = Inviter une personne à se joindre à l’équipe
invite-lead = Vous obtenez un lien qui fonctionne une seule fois, pendant 72 heures. La personne qui l’ouvre choisit un mot de passe.
invite-email = Son adresse courriel
invite-email-wrong = Entrez une adresse courriel, par exemple nom@banque.example.
invite-name = Son nom
invite-role = Rôle
invite-role-wrong = Choisissez un rôle.
invite-language = Langue de l’invitation
invite-button = Créer l’invitation
invite-is-member = Quelqu’un de votre équipe a déjà cette adresse.
invite-too-many = { $most } liens sont ouverts, soit le maximum. Retirez les invitations dont personne n’a plus besoin.

## A link that was just made

made-invitation = L’invitation est prête
made-reset = Le lien pour un nouveau mot de passe est prêt
made-once = Ce lien n’est affiché que maintenant. Il fonctionne une seule fois, jusqu’au { $moment }. Toute personne qui l’a peut s’en servir : ne le donnez qu’à la personne dont l’adresse est { $address }.
made-link = Lien
made-copy = Copier le lien
made-copied = Lien copié
made-sent = Un courriel contenant ce lien est en route vers { $address }. S’il n’arrive pas, transmettez le lien vous-même.
made-not-sent = L’envoi de courriels n’est pas configuré ici, et rien n’a été envoyé : transmettez vous-même le lien à { $address }.
made-already = Le lien a déjà été créé
made-already-invited = Il a été affiché une seule fois. Si personne ne l’a, choisissez « Créer un nouveau lien » à côté de l’invitation.
made-already-reset = Il a été affiché une seule fois. Si personne ne l’a, créez-en un autre à la page du membre.
made-none = Aucun lien n’a été créé
made-back = Retour à l’équipe

## One member

member-role = Rôle
member-role-change = Modifier le rôle
member-role-own = Personne ne modifie son propre rôle. Demandez-le à une autre personne qui administre l’équipe.
member-own = Personne ne modifie son propre rôle. Rien n’a été modifié.
member-last = C’est la dernière personne qui administre l’équipe. Donnez d’abord ce rôle à quelqu’un d’autre. Rien n’a été modifié.
member-overtaken = Quelqu’un d’autre a modifié ce rôle entre-temps. Rien n’a été modifié; voyez le rôle ci-dessus et choisissez de nouveau.
member-help = Aide à l’ouverture de session
member-help-lead = Vous obtenez un lien avec lequel { $name } choisit un nouveau mot de passe. Vous ne verrez pas ce mot de passe. L’ancien fonctionne jusque-là; ensuite, toutes les sessions de cette personne sont fermées.
member-keeps = Le second facteur reste tel quel, sauf si vous cochez ceci :
member-forgets = Retirer aussi le second facteur, parce que l’appareil est perdu
member-forgets-hint = L’application d’authentification, les codes de récupération et les clés d’accès disparaissent quand le lien est utilisé. Assurez-vous d’abord que la demande vient vraiment de cette personne ({ $name }).
member-reset = Créer un lien pour un nouveau mot de passe
member-remove = Retirer de l’équipe

## Removing

remove-heading = Retirer { $name } de l’équipe?
remove-what = Toutes les sessions sont fermées aussitôt, et il n’est plus possible d’en ouvrir. Ce qui a été fait reste dans le journal d’audit; le nom et l’adresse en sont retirés.
remove-invitations = Les invitations que cette personne a créées et que personne n’a acceptées ne fonctionnent plus.
remove-own = Il s’agit de vous : votre session sera fermée et vous ne pourrez pas revenir par vous-même.
remove-button = Retirer
remove-keep = Ne pas retirer

## A set-up link

join-heading = Accéder au portail : { $partner }
join-lead = { $name } vous invite à vous joindre à l’équipe. Votre rôle : { $role }.
join-first-lead = On vous invite à vous joindre à l’équipe. Votre rôle : { $role }.
join-reset-heading = Choisir un nouveau mot de passe
join-reset-lead = Pour le portail suivant : { $partner }. Dès que vous l’avez choisi, l’ancien ne fonctionne plus et toutes les sessions ouvertes sont fermées.
join-email = Adresse courriel
join-email-hint = Vous ouvrez vos sessions avec cette adresse.
join-name = Votre nom
join-name-wrong = Entrez un nom d’au plus { $most } caractères, sans saut de ligne.
join-password = Mot de passe
join-password-hint = Au moins { $least } caractères. Quelques mots que personne ne devinerait conviennent; vous pouvez coller depuis un gestionnaire de mots de passe.
join-password-short = Choisissez un mot de passe d’au moins { $least } caractères.
join-password-long = Choisissez un mot de passe d’au plus { $most } caractères.
join-password-guessable = Ce mot de passe est parmi ceux qu’on essaie d’abord, ou contient votre nom ou celui de la banque. Choisissez-en un autre.
join-show = Afficher le mot de passe
join-hide = Masquer le mot de passe
join-second-factor = Vous configurez ensuite un second facteur, par exemple une application d’authentification sur votre téléphone. Votre rôle l’exige.
join-button = Accéder au portail
join-reset-button = Enregistrer le nouveau mot de passe
join-unknown = Ce lien ne fonctionne pas
join-unknown-why = Il n’a peut-être pas été copié au complet, ou les témoins ne sont pas autorisés. Ouvrez-le de nouveau là où vous l’avez reçu. Si rien n’y fait, demandez-en un nouveau.
join-used = Ce lien a déjà été utilisé
join-used-why = Chaque lien fonctionne une seule fois. Si c’était vous, ouvrez une session avec le mot de passe que vous avez choisi.
join-withdrawn = Ce lien ne fonctionne plus
join-withdrawn-why = Il a été retiré, ou un lien plus récent l’a remplacé. Si vous en avez un plus récent, ouvrez celui-là.
join-expired = Ce lien est expiré
join-expired-why = Un lien fonctionne pendant 72 heures. Rien n’est perdu : il suffit d’un instant pour en créer un nouveau.
join-ask = Demandez un nouveau lien à une personne qui administre l’équipe ({ $partner }).
join-ask-operator = Demandez un nouveau lien à la personne qui exploite ce portail.
join-taken = Il existe déjà un compte pour cette adresse
join-taken-why = { $address } sert déjà à ouvrir une session dans un portail ici, et il n’y a qu’un compte par adresse. Ouvrez une session avec cette adresse, ou demandez une invitation sous une autre adresse. Le lien fonctionne toujours.
join-sign-in = Ouvrir une session
join-forgotten = Mot de passe oublié?
join-renewed = Votre nouveau mot de passe est enregistré
join-renewed-why = Vos sessions sont fermées. Ouvrez une session avec le nouveau mot de passe et votre second facteur, qui reste le même.

## A forgotten password

forgotten-heading = Mot de passe oublié?
forgotten-lead = Entrez l’adresse avec laquelle vous ouvrez vos sessions. S’il y a un compte, un lien pour un nouveau mot de passe y est envoyé.
forgotten-email = Adresse courriel
forgotten-email-wrong = Entrez une adresse courriel, par exemple nom@banque.example.
forgotten-button = Envoyer un lien
forgotten-ask = Une personne qui administre votre équipe peut vous créer un lien pour un nouveau mot de passe, à la page Équipe.
forgotten-operator = Si personne d’autre n’administre l’équipe, adressez-vous à la personne qui exploite ce portail : la commande « bankfeeds-link member reset » crée un nouveau lien.
forgotten-asked = Consultez vos courriels
forgotten-asked-why = S’il y a un compte à cette adresse, un lien est en route. Il peut mettre quelques minutes à arriver; au plus trois sont envoyés en une heure.
forgotten-back = Retour à l’ouverture de session

## Letters

letter-invitation-subject = Invitation au portail : { $partner }
letter-invitation = { $name } vous invite au portail des flux bancaires suivant : { $partner }.
letter-role = Votre rôle : { $role }.
letter-reset-subject = Un nouveau mot de passe pour le portail : { $partner }
letter-reset = { $name } vous a créé un lien avec lequel vous choisissez un nouveau mot de passe pour le portail suivant : { $partner }.
letter-forgotten = Quelqu’un, peut-être vous, a demandé un nouveau mot de passe pour le portail suivant : { $partner }.
letter-open = Ouvrez ce lien et choisissez un mot de passe :
letter-until = Il fonctionne une seule fois, jusqu’au { $moment }. Ne le donnez à personne.
letter-unexpected = Si vous n’attendez pas d’invitation, ne faites rien : sans ce lien, personne n’entre en votre nom.
letter-reset-unexpected = Si vous ne voulez pas de nouveau mot de passe, ne faites rien : l’ancien reste valide. Si cela se répète, avertissez la personne qui administre votre équipe.
letter-changed-subject = Votre compte a été modifié sur le portail : { $partner }
letter-changed = Votre compte a été modifié sur le portail des flux bancaires suivant : { $partner }.
letter-changed-password = Un nouveau mot de passe a été choisi.
letter-changed-authenticator = Une application d’authentification a été configurée.
letter-changed-no-authenticator = L’application d’authentification a été retirée.
letter-changed-passkey = Une clé d’accès a été ajoutée.
letter-changed-no-passkey = Une clé d’accès a été retirée.
letter-changed-codes = De nouveaux codes de récupération ont été créés. Les précédents ne fonctionnent plus.
letter-changed-when = Date et heure : { $moment }. Adresse d’origine : { $address }.
letter-changed-unexpected = Si c’est vous, ne faites rien. Sinon, avertissez tout de suite la personne qui administre votre équipe : elle peut vous créer un lien pour un nouveau mot de passe, ce qui met fin à toutes vos sessions.
