### L’éditeur de l’encadré. Clé pour clé comme en/portal_callout.ftl.

callout-heading = Encadré
callout-lead = Un court message que vous adressez à la clientèle. Il paraît dans une boîte grise, juste au-dessus de « Obtenir les identifiants ».
callout-english = Anglais
callout-french = Français
callout-no-english = Les personnes qui lisent en anglais ne voient pas d’encadré.
callout-no-french = Les personnes qui lisent en français ne voient pas d’encadré.

## Ce qu’on voit, et ce qui vient

callout-now = Ce que la clientèle voit maintenant
callout-now-until = Jusqu’à ce moment : { $until }. Ensuite paraît l’encadré qui n’a pas de durée.
callout-to-history = Tout ce qui a été publié
callout-to-none = Pour ne plus en afficher, videz les quatre champs et publiez.
callout-scheduled = Planifié
callout-take-back = Retirer
callout-span-open = Dès sa publication
callout-span-from = Début : { $from }
callout-span-until = Fin : { $until }
callout-span-both = Début : { $from }. Fin : { $until }

## L’ébauche

callout-draft = Ébauche
callout-draft-saved = Cette ébauche a été enregistrée ({ $name }, { $at }).
callout-draft-unseen = La clientèle ne la voit pas avant sa publication.
callout-draft-none = Il n’y a pas d’ébauche. Voici les textes que la clientèle voit maintenant; ce que vous changez et enregistrez devient d’abord une ébauche.
callout-read-only = Votre rôle permet de consulter l’encadré. Une personne ayant le rôle Administration ou Image de marque peut le modifier.
callout-title-en = Titre en anglais
callout-body-en = Texte en anglais
callout-title-fr = Titre en français
callout-body-fr = Texte en français
callout-limit = { $limit } caractères au plus
callout-count = { $count ->
    [one] { $count } caractère sur { $limit }
   *[other] { $count } caractères sur { $limit }
}
callout-too-many = { $over } de trop
callout-save = Enregistrer l’ébauche
callout-preview = Enregistrer et voir l’aperçu
callout-publish = Enregistrer et publier
callout-preview-what = Les pages telles qu’elles seront, avec l’ébauche telle qu’elle a été enregistrée la dernière fois.
callout-discard = Supprimer l’ébauche
callout-back = Retour à l’encadré

## Ce qui ne va pas dans un texte

callout-title-en-long = Le titre en anglais doit compter { $limit } caractères ou moins. Il y en a { $over } de trop.
callout-body-en-long = Le texte en anglais doit compter { $limit } caractères ou moins. Il y en a { $over } de trop.
callout-title-fr-long = Le titre en français doit compter { $limit } caractères ou moins. Il y en a { $over } de trop.
callout-body-fr-long = Le texte en français doit compter { $limit } caractères ou moins. Il y en a { $over } de trop.
callout-missing = Il manque ceci : { $label }. Un encadré a un titre et un texte.
callout-line-break = { $label } : le caractère { $place } est un saut de ligne. Un encadré n’a qu’un paragraphe; enlevez le saut de ligne.
callout-tab = { $label } : le caractère { $place } est une tabulation. Remplacez-la par une espace.
callout-direction = { $label } : le caractère { $place } est invisible et change le sens de l’écriture. Supprimez-le, ou tapez le texte de nouveau.
callout-control = { $label } : le caractère { $place } est un caractère de commande invisible. Supprimez-le, ou tapez le texte de nouveau.
callout-marks = { $label } : le caractère { $place } porte plus d’accents qu’aucune langue n’en a. Tapez-le de nouveau.

## Le français

callout-lacks-french = Il n’y a pas de texte français.
callout-lacks-french-why = Les personnes qui lisent en français ne verront pas d’encadré. Au Québec, la Charte de la langue française demande que ce que vous dites à la clientèle en français soit au moins équivalent à ce que vous lui dites dans une autre langue. Vous pouvez tout de même publier.
callout-suggested = Suggestions pour le français
callout-becomes = devient
callout-mend = Accepter ces suggestions
callout-suggested-first = Vous pouvez publier sans en tenir compte ou les accepter d’abord.
callout-why-bound = aucune ligne ne peut s’y couper
callout-why-apostrophe = l’apostrophe est ’
callout-why-quotes = les guillemets français sont « »
callout-why-ellipsis = les points de suspension sont un seul signe, sans espace devant
callout-why-nothing-before = au Québec, rien ne précède le point-virgule, le point d’exclamation et le point d’interrogation
callout-why-space = une seule espace suffit
callout-why-capital = les majuscules gardent leurs accents
callout-why-word = le mot que le Québec préfère

## À deux

callout-overtaken = L’ébauche a été enregistrée pendant que vous écriviez ({ $name }, { $at }). Vos textes sont toujours là, mais ne sont pas encore enregistrés.
callout-overtaken-gone = L’ébauche a été publiée ou supprimée pendant que vous écriviez. Vos textes sont toujours là, mais ne sont pas encore enregistrés.
callout-overtaken-live = Un autre encadré a été publié pendant que vous écriviez. Vos textes sont toujours là, mais ne sont pas encore enregistrés.
callout-theirs = Ce qui est enregistré maintenant
callout-theirs-none = Il n’y a plus d’ébauche.
callout-theirs-choose = Comparez avec vos textes ci-dessous. Pour enregistrer les vôtres à la place, sélectionnez de nouveau « Enregistrer l’ébauche ».
callout-take-theirs = Continuer avec ce qui est enregistré
callout-live-choose = Comparez avec vos textes ci-dessous. Pour garder les vôtres comme ébauche, sélectionnez de nouveau « Enregistrer l’ébauche ».
callout-take-live = Commencer par ce que la clientèle voit maintenant

## Publier

callout-publish-heading = Publier l’encadré
callout-before = Ce que la clientèle voit maintenant
callout-after = Ce qu’elle verra
callout-no-change = Les deux sont identiques.
callout-for-whom = L’encadré s’adresse à toutes les personnes qui ouvrent un de vos liens, chacune dans sa langue, dès la prochaine page qu’elles ouvrent.
callout-unfinished = L’ébauche n’est pas terminée.
callout-when = Quand
callout-when-hint = Laissez tout vide pour publier maintenant et sans fin.
callout-when-clock = Les heures sont celles du fuseau horaire de votre institution. Date et heure actuelles : { $now }.
callout-from = Début (facultatif)
callout-until = Fin (facultatif)
callout-from-date = Jour du début
callout-from-time = Heure du début
callout-until-date = Jour de la fin
callout-until-time = Heure de la fin
callout-which = Laquelle des deux heures?
callout-hidden-until = La clientèle voit un encadré publié pour une durée, jusqu’à ce moment : { $until }. Sans durée, celui-ci paraît ensuite.
callout-publish-now = Publier
callout-publish-changed = L’ébauche a changé pendant que vous la regardiez. { $saved } Regardez-la de nouveau avant de la publier.
callout-live-changed = Rien n’a été fait : un autre encadré a été publié ou retiré pendant que vous regardiez cette page. Regardez de nouveau ce que la clientèle voit maintenant et ce qui est planifié.
callout-full = Il y a dix encadrés planifiés, soit le maximum. Retirez-en un d’abord.
callout-when-no-date = Entrez aussi le jour.
callout-when-no-time = Entrez aussi l’heure.
callout-when-not-a-date = Entrez un jour du calendrier, comme 2026-12-24.
callout-when-not-a-time = Entrez une heure, comme 14 h 05.
callout-when-skipped = Ce jour-là, l’horloge est avancée et cette heure n’existe pas. Entrez ce moment ou un autre plus tard : { $next }.
callout-when-twice = Ce jour-là, l’horloge est reculée et cette heure revient deux fois. Choisissez ci-dessous une des deux.
callout-from-past = Le début doit être à venir. Laissez-le vide pour commencer maintenant.
callout-from-far = Le début doit être dans les cinq prochaines années.
callout-until-past = La fin doit être à venir.
callout-until-far = La fin doit être dans les cinq prochaines années.
callout-until-first = La fin doit venir après le début.

## Supprimer, rétablir, retirer

callout-discard-heading = Supprimer l’ébauche?
callout-discard-what = Elle disparaîtra. Ce que la clientèle voit ne change pas.
callout-discard-changed = L’ébauche a changé pendant que vous la regardiez. Voici ce qu’elle est maintenant.
callout-history-heading = Encadrés publiés
callout-history-empty = Rien n’a encore été publié ici.
callout-history-at = Publication
callout-history-by = Par
callout-history-what = Encadré
callout-elsewhere = Défini ailleurs que sur cette page
callout-restored = Rétabli
callout-shown = La clientèle le voit maintenant
callout-taken-back = Retiré
callout-restore = Rétablir
callout-restore-heading = Rétablir cet encadré?
callout-restore-of = Sa publication date du { $date }. Il sera publié maintenant, sans date de fin.
callout-take-back-heading = Retirer cet encadré?
callout-take-back-what = La clientèle ne le verra pas pendant cette période. Il reste dans la liste des encadrés publiés.

## Ce qui a été fait

callout-done-saved = L’ébauche est enregistrée. La clientèle ne la voit pas avant sa publication.
callout-done-typeset = L’ébauche est enregistrée, et son français a les espaces insécables que le Québec demande. La clientèle ne la voit pas avant sa publication.
callout-done-mended = Les suggestions sont acceptées et l’ébauche est enregistrée. La clientèle ne la voit pas avant sa publication.
callout-done-discarded = L’ébauche est supprimée. Ce que la clientèle voit n’a pas changé.
callout-done-published = L’encadré est publié. La clientèle le voit dès la prochaine page qu’elle ouvre.
callout-done-scheduled = L’encadré est publié pour plus tard. Sa durée figure ci-dessous.
callout-done-restored = L’ancien encadré est publié de nouveau. La clientèle le voit dès la prochaine page qu’elle ouvre.
callout-done-taken-back = L’encadré est retiré.
