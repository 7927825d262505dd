### Companies. Key for key the same as en/portal_companies.ftl.

companies-heading = Entreprises
companies-search = Trouver une entreprise
companies-search-hint = Une partie de son nom, son numéro d’identification ou celui d’une connexion.
companies-search-button = Rechercher
companies-search-long = Recherchez au plus { $limit } caractères.
companies-show-all = Afficher toutes les entreprises
companies-total = { $count ->
    [one] { $count } entreprise
   *[other] { $count } entreprises
}
companies-span = { $span } sur { $total } entreprises, les plus récentes d’abord
companies-pages = Pages d’entreprises
companies-before = Entreprises plus récentes
companies-after = Entreprises plus anciennes
companies-company = Entreprise
companies-status = État
companies-link = Lien
companies-active = Dernière activité
companies-created = Création
companies-make = Nouveau lien
companies-more = et { $count ->
    [one] { $count } connexion plus ancienne
   *[other] { $count } connexions plus anciennes
}
companies-unconnected = Aucune connexion
companies-pending = Pas encore connectée
companies-linked = Connectée
companies-unlinked = Arrêtée
companies-deauthorized = Accès révoqué
companies-link-none = Aucun lien
companies-link-waits = Jamais ouvert, expire à { $time }
companies-link-opened = Ouvert
companies-link-expired = Jamais ouvert, expiré
companies-copy-new = Copier un nouveau lien
companies-connect = Créer la connexion et le lien
companies-new-voids = Un nouveau lien annule tous les liens précédents de la même connexion.

## Nothing to show

companies-none = Il n’y a pas encore d’entreprise
companies-none-why = Une entreprise est un client d’affaires de votre institution. Votre programme la crée par l’API quand le client demande des flux bancaires, et lui remet son lien. Vous la trouvez ensuite ici. Une entreprise peut aussi être créée à la main :
companies-no-result = Aucun résultat
companies-no-result-why = Aucune de vos entreprises n’a ce texte dans son nom, et aucune entreprise ni connexion n’a ce numéro d’identification. Vérifiez l’orthographe ou recherchez une partie plus courte du nom.

## A new link

companies-link-heading = Nouveau lien : { $company }
companies-link-until = Il expire à { $time }.
companies-link-once = Il ne s’affiche que cette fois. Remettez-le à ce client et à personne d’autre. Les liens précédents sont annulés.
companies-copy = Copier le lien
companies-back = Retour aux entreprises
companies-confirm-heading = Un lien est utilisé en ce moment : { $company }
companies-confirm-open = { $count ->
    [one] Les pages d’un lien précédent sont ouvertes dans { $count } navigateur.
   *[other] Les pages de liens précédents sont ouvertes dans { $count } navigateurs.
}
companies-confirm-why = Un nouveau lien y met fin tout de suite. La personne qui s’y trouve perd sa place et doit recommencer avec le nouveau lien. Rien de ce que QuickBooks utilise déjà ne prend fin.
companies-confirm = Y mettre fin et créer un nouveau lien
companies-already = Ce lien a déjà été affiché
companies-already-why = Le formulaire a été envoyé deux fois, et un seul lien a été créé. Si vous ne l’avez pas copié, revenez en arrière et créez-en un autre.
companies-off = Les liens sont désactivés
companies-off-why = Les liens ne peuvent pas être ouverts, parce que l’intégration ou ses comptes bancaires sont désactivés. Une personne qui administre l’équipe peut les activer sous Intégrations.
