### API keys. Key for key the same as en/portal_developers.ftl.

## When something last happened

ago-now = à l’instant
ago-minutes = { $count ->
    [one] il y a { $count } minute
   *[other] il y a { $count } minutes
}
ago-hours = { $count ->
    [one] il y a { $count } heure
   *[other] il y a { $count } heures
}
ago-days = { $count ->
    [one] il y a { $count } jour
   *[other] il y a { $count } jours
}

## Copying

copy-done = Copié
copy-failed = La copie n’a pas fonctionné. Le texte est sélectionné : copiez-le avec le clavier ou le menu.

## The list

keys-heading = Clés API
keys-about = Vos programmes s’authentifient auprès de l’API avec une clé. Donnez à chaque programme sa propre clé : vous pourrez en remplacer une sans arrêter les autres.
keys-room = { $count ->
    [one] Vous avez { $count } clé, sur un maximum de { $most }.
   *[other] Vous avez { $count } clés, sur un maximum de { $most }.
}
keys-full = Il n’y a plus de place pour une autre clé. Supprimez d’abord une clé dont vous n’avez plus besoin.
keys-none = Il n’y a pas encore de clé.
keys-new = Créer une clé API
keys-name = Nom
keys-prefix = Début
keys-by = Créée par
keys-by-former = Une personne qui a quitté l’équipe
keys-by-key = La clé « { $name } »
keys-by-operator = L’exploitant
keys-created = Création
keys-used = Dernière utilisation
keys-never = Jamais
keys-ends = Prend fin le { $time }
keys-change = Modifier
keys-roll = Renouveler
keys-delete = Supprimer
keys-deleted = La clé a été supprimée. Les programmes qui l’utilisent encore sont refusés dès maintenant.
keys-try = Faire un essai
keys-docs = Documentation de l’API
keys-openapi = Sa description pour les programmes (OpenAPI)
keys-sandbox = Bac à sable : parcourir le tout une fois
keys-back = Retour aux clés API

## A new key

keys-name-hint = Ce qui l’utilise, par exemple « traitement de nuit ». Au plus 60 caractères.
keys-name-missing = Entrez un nom pour distinguer cette clé des autres.
keys-name-long = Le nom doit compter au plus { $limit } caractères. Il en a { $count } de trop.
keys-name-unwelcome = Le nom doit être du texte simple. Retirez le caractère numéro { $place }, qui est un caractère de commande.
keys-once = La clé s’affiche une seule fois, à la page suivante. Préparez l’endroit où vous la conserverez.
keys-create = Créer la clé
keys-copy-now = Copiez votre clé maintenant
keys-never-again = Vous ne pourrez plus la voir ensuite.
keys-the-key = Clé « { $name } »
keys-header = En-tête prêt à l’emploi
keys-curl = Requête prête à l’emploi : la liste de vos entreprises
keys-copy-key = Copier la clé
keys-copy-header = Copier l’en-tête
keys-copy-curl = Copier la requête
keys-keep = Conservez-la là où vos programmes gardent leurs secrets, et ne l’envoyez à personne par courriel. Si elle est perdue ou si d’autres l’ont vue, renouvelez-la ou supprimez-la ici.
keys-have-copied = J’ai copié la clé
keys-already = Cette clé a déjà été affichée
keys-already-why = Le formulaire a été envoyé deux fois, et une seule clé a été créée. Si vous ne l’avez pas copiée, supprimez-la et créez-en une autre.
keys-old-ends = L’ancienne clé fonctionne jusqu’au { $time }, puis prend fin d’elle-même. Installez la nouvelle dans tous vos programmes avant ce moment.
keys-old-ended = L’ancienne clé ne fonctionne plus.

## Rolling and deleting

keys-roll-heading = Renouveler la clé « { $name } »
keys-roll-about = Vous obtenez une nouvelle clé du même nom. L’ancienne fonctionne encore aussi longtemps que vous le choisissez, puis prend fin d’elle-même.
keys-overlap = Combien de temps l’ancienne clé doit-elle encore fonctionner?
keys-overlap-none = Pas du tout : elle prend fin tout de suite
keys-overlap-hour = Encore 1 heure
keys-overlap-day = Encore 1 jour
keys-overlap-three = Encore 3 jours
keys-overlap-week = Encore 7 jours
keys-roll-now = Renouveler la clé
keys-roll-not = Impossible de renouveler la clé « { $name } »
keys-is-ending = Elle a déjà été renouvelée et prend fin d’elle-même le { $time }. Renouvelez plutôt la clé qui la remplace.
keys-many-ending = { $count ->
    [one] { $count } clé remplacée fonctionne encore. Supprimez-la d’abord, ou attendez sa fin.
   *[other] { $count } clés remplacées fonctionnent encore. Supprimez-en une d’abord, ou attendez la fin de l’une d’elles.
}
keys-delete-heading = Supprimer la clé « { $name } »?
keys-delete-about = Les programmes qui utilisent cette clé sont refusés tout de suite, tout comme les jetons d’accès créés avec elle. Cette action est irréversible.
keys-delete-now = Supprimer la clé
keys-delete-not = Impossible de supprimer la clé « { $name } »
keys-is-last = C’est votre dernière clé, et sans clé aucun de vos programmes ne pourrait s’authentifier. Créez-en d’abord une autre, installez-la dans vos programmes, puis supprimez celle-ci.
