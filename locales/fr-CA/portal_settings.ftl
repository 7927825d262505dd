### Settings: the integration and the link pages. Key for key the same as en/portal_settings.ftl.

settings-on = En fonction
settings-off = Hors fonction
settings-both = { $first } et { $second }
settings-not-set = Aucune valeur
settings-as-usual = { $value } (par défaut)
settings-limit = Au plus { $count } caractères.
settings-saved = Enregistré : { $what }. En vigueur dès maintenant sur toutes les pages.
settings-unchanged = Rien n’a changé : tout était déjà enregistré ainsi.

## Two people at once

seen-heading = Une autre personne a modifié ces réglages pendant que vous écriviez
seen-lead = Rien n’a été remplacé. Votre texte est toujours dans le formulaire ci-dessous. Voici ce qui diffère.
seen-saved = Enregistré en ce moment
seen-typed = Votre saisie
seen-nothing = Rien
seen-save-mine = Enregistrer quand même ma version
seen-take = Garder ce qui est enregistré

## Why a setting is refused

why-empty = Remplissez ce champ.
why-long = Au plus { $limit } caractères. Il y en a { $count } de trop.
why-line-break = Le caractère { $place } est un saut de ligne. Écrivez le tout sur une seule ligne.
why-tab = Le caractère { $place } est une tabulation. Mettez plutôt une espace.
why-direction = Le caractère { $place } change le sens de l’écriture. Supprimez-le.
why-control = Le caractère { $place } est invisible et n’est pas permis. Supprimez-le.
why-marks = Le caractère { $place } porte plus de signes qu’aucune écriture n’en a. Tapez-le de nouveau.
why-phone = Entrez un numéro de téléphone en chiffres, par exemple +1 416 555-0142. Le poste vient à la fin : poste 12.
why-email = Entrez une seule adresse courriel, par exemple aide@banque.example.
why-colour = Entrez # et six chiffres ou lettres de A à F, par exemple #1d4e89.
why-time-zone = Choisissez un fuseau horaire dans la liste ou tapez son nom, par exemple America/Toronto.
why-language = Choisissez le français ou l’anglais.
why-country = Entrez trois lettres, par exemple CAN ou USA.
why-days = Entrez un nombre entier de { $least } à { $most }, ou laissez le champ vide.
why-hours = Remplissez d’abord les heures en anglais. Les pages en français les affichent quand il n’y a pas d’heures en français.
why-blanks = Une adresse Web n’a ni espace ni barre oblique inverse. Supprimez-les.
why-https = Commencez par https:// et le nom du site. Un nom d’utilisateur n’y a pas sa place.
why-whole = Entrez une adresse complète, par exemple https://banque.example/retour.
why-host = Entrez seulement le nom d’un site, par exemple banque.example, sans https:// ni chemin.
why-hosts = Au plus { $most } sites. Supprimez-en.
why-timed-callouts = Au plus { $most } encadrés planifiés. Retirez-en un d’abord.
why-host-not-listed = L’adresse mène à { $host }, qui n’est pas parmi les sites permis. Ajoutez-le d’abord à cette liste.
why-brace = Il manque une accolade. Chaque paramètre en a deux : { $example }.
why-brace-host = Le nom du site ne peut pas contenir de paramètre.
why-parameter-misspelt = Le paramètre { $name } n’existe pas. Écrivez plutôt { $spelt }.
why-parameter-not-returned = Le paramètre { $name } appartient au lien lui-même et ne revient pas. Retirez-le.
why-parameter-name = Le nom d’un paramètre a des lettres de A à Z, des chiffres, _ et -, et au plus 40 caractères.
why-parameters = Un lien porte au plus { $most } de vos propres paramètres.
why-menus = Au plus { $most } menus, séparés par >.
why-menu-empty = Il manque le nom d’un menu à côté d’un >.

## Integrations

integrations-heading = Intégrations
integrations-lead = Une intégration transmet les données bancaires de vos clients au logiciel comptable qu’ils utilisent.
integrations-quickbooks = QuickBooks Online Bank Feeds
integrations-enabled = Activée
integrations-enabled-means = Vos clients peuvent connecter leurs comptes et trouvent tout ce qu’ils cherchent.
integrations-needs-setup = À configurer
integrations-needs-setup-means = Vos clients peuvent déjà connecter leurs comptes. Ce qui manque rend les pages moins semblables aux vôtres.
integrations-off = Désactivée
integrations-off-means = Vos clients ne peuvent pas ouvrir leurs liens. Les comptes déjà connectés continuent de fonctionner.
integrations-no-accounts-means = Les comptes bancaires sont désactivés : vos clients ne peuvent pas ouvrir leurs liens. Les comptes déjà connectés continuent de fonctionner.
integrations-checks = Vérifications réussies : { $done } sur { $total }
integrations-missing = Il manque encore
integrations-logo = Votre logo
integrations-french-name = Votre nom en français; il peut être le même qu’en anglais
integrations-support = Une façon de vous joindre : un numéro de téléphone, une adresse de courriel ou une page d’aide
integrations-callout = Votre encadré dans les deux langues, ou aucun encadré
integrations-set-up = Configurer
integrations-manage = Gérer

## Manage QuickBooks Online Bank Feeds

qbo-heading = Gérer QuickBooks Online Bank Feeds
qbo-back = Toutes les intégrations
qbo-enabled = Activation
qbo-enabled-lead = Détermine si vos clients peuvent ouvrir leurs liens et connecter des comptes.
qbo-integration = Intégration
qbo-integration-on = Vos clients ouvrent leurs liens et connectent leurs comptes.
qbo-integration-off = Les pages du lien disent que la connexion n’est pas possible en ce moment. Votre programme reçoit l’erreur 403 quand il crée une connexion.
qbo-effects = Effet d’une désactivation en ce moment
qbo-effects-off = Pendant la désactivation
qbo-off-links = Les clients qui ouvrent leur lien lisent que la connexion n’est pas possible en ce moment.
qbo-off-open = { $count ->
    [0] Personne n’a de lien ouvert.
    [one] Une personne a un lien ouvert. À sa prochaine étape, elle lira que la connexion n’est pas possible en ce moment.
   *[other] { $count } personnes ont un lien ouvert. À leur prochaine étape, elles liront que la connexion n’est pas possible en ce moment.
  }
qbo-off-unopened = { $count ->
    [0] Aucun lien n’attend d’être ouvert.
    [one] Un lien attend d’être ouvert. Il dirait que la connexion n’est pas possible en ce moment.
   *[other] { $count } liens attendent d’être ouverts. Ils diraient que la connexion n’est pas possible en ce moment.
  }
qbo-off-accounts = { $count ->
    [0] Aucun compte n’est connecté, et aucun ne peut l’être.
    [one] Un compte est connecté. Il continue de fonctionner. Aucun autre ne se connecte.
   *[other] { $count } comptes sont connectés. Ils continuent de fonctionner. Aucun autre ne se connecte.
  }
qbo-off-program = Votre programme reçoit l’erreur 403 quand il crée une connexion.
qbo-off-pushes = Votre programme reçoit l’erreur 403 quand il envoie des opérations, et rien n’est conservé.
qbo-off-balances = { $count ->
    [0] Aucun compte n’est connecté. QuickBooks ne reçoit que le solde d’un compte qui se connecte.
    [one] Un compte est connecté. QuickBooks ne reçoit que son solde.
   *[other] { $count } comptes sont connectés. QuickBooks ne reçoit que leurs soldes.
  }
qbo-off-heading = Désactiver : { $what }?
qbo-off-lead = Rien n’est encore désactivé. Si vous continuez :
qbo-off-yes = Oui, désactiver
qbo-off-no = Non, laisser en fonction
qbo-data-types = Types de données
qbo-data-types-lead = Ce que QuickBooks reçoit. L’autorisation que donnent vos clients nomme exactement cela.
qbo-accounts = Comptes bancaires
qbo-accounts-on = Les noms, les types, les devises, les quatre derniers chiffres et les soldes sont transmis.
qbo-accounts-off = Sans comptes, il n’y a rien à connecter : les pages du lien disent que la connexion n’est pas possible en ce moment, et votre programme reçoit l’erreur 403 quand il crée une connexion.
qbo-transactions = Opérations bancaires
qbo-transactions-on = Les opérations que votre programme envoie sont transmises.
qbo-transactions-off = Votre programme reçoit l’erreur 403 quand il envoie des opérations. QuickBooks ne reçoit que les soldes.
qbo-names = Noms et menus dans QuickBooks
qbo-names-lead = Les étapes de vos pages du lien le disent ainsi, pour que vos clients vous trouvent et trouvent le bon menu.
qbo-institution-en = Institution telle qu’elle figure dans QuickBooks (en anglais)
qbo-institution-fr = Institution telle qu’elle figure dans QuickBooks (en français)
qbo-institution-fr-hint = Vide : le nom anglais.
qbo-menus-accounting-en = Menus de la vue Comptabilité (en anglais)
qbo-menus-accounting-fr = Menus de la vue Comptabilité (en français)
qbo-menus-business-en = Menus de la vue Entreprise (en anglais)
qbo-menus-business-fr = Menus de la vue Entreprise (en français)
qbo-menus-ours = Au plus 5 menus de 40 caractères, séparés par >. Vide : { $path }
qbo-start = Limite de la date de début
qbo-start-lead = De combien de jours un flux peut remonter, et quel âge peuvent avoir les opérations d’un premier envoi.
qbo-days = Jours
qbo-days-hint = De 1 à { $most }. Vide : { $ours }, comme partout sur ce serveur. Les flux déjà commencés gardent leur date.
qbo-address = Adresse pour les logiciels comptables
qbo-address-lead = Le profil OFX dit où se trouve votre institution. Ses champs sont courts.
qbo-address-line = Numéro et rue
qbo-city = Ville
qbo-region = Province ou État
qbo-region-hint = Au plus { $count } caractères, par exemple QC ou NY.
qbo-postal-code = Code postal
qbo-country = Pays
qbo-country-hint = Trois lettres, par exemple CAN ou USA.

## Link pages

linkset-heading = Pages du lien
linkset-contacts = Comment vos clients vous joignent
linkset-contacts-lead = Au bas de chaque page du lien. Ce qui est vide n’y figure pas.
linkset-phone = Téléphone du soutien
linkset-phone-hint = En chiffres, par exemple +1 416 555-0142. Le poste vient à la fin : poste 12.
linkset-hours-en = Heures d’ouverture (en anglais)
linkset-hours-fr = Heures d’ouverture (en français)
linkset-email = Courriel du soutien
linkset-help = Page d’aide
linkset-privacy = Page sur la confidentialité
linkset-terms = Page des conditions
linkset-accessibility = Page sur l’accessibilité
linkset-ways = Retour vers votre site
linkset-ways-lead = Où vont vos clients quand ils ont terminé ou refusé, et où ils obtiennent un nouveau lien quand le leur ne fonctionne plus.
linkset-return = Adresse de retour
linkset-return-hint = Peut contenir ces paramètres, et ceux que votre lien porte lui-même : { $names }
linkset-hosts = Sites permis
linkset-hosts-hint = Un par ligne, par exemple banque.example, au plus { $count }. Les adresses de retour et de renouvellement ne mènent qu’à ceux-ci.
linkset-refresh = Adresse de renouvellement
linkset-refresh-hint = Nous y ajoutons la connexion et la raison. Votre page y crée un nouveau lien.
linkset-defaults = Heure et langue
linkset-defaults-lead = Les pages donnent l’heure de ce fuseau et le nomment en toutes lettres.
linkset-zone = Fuseau horaire
linkset-zone-hint = Commencez à taper une ville ou un fuseau, puis choisissez dans la liste. Tout nom de la liste IANA convient.
linkset-language = Langue par défaut
linkset-language-hint = Pour les navigateurs qui ne demandent ni le français ni l’anglais.
linkset-try = Essayer l’adresse de retour
linkset-try-lead = Voyez où mènerait un lien, avec un client inventé. Rien n’est modifié.
linkset-try-url = Adresse de retour à essayer
linkset-try-own = Paramètres de votre lien
linkset-try-own-hint = Comme ils figurent dans le lien, par exemple client=42&succursale=7.
linkset-try-button = Afficher où elle mène
linkset-try-nothing = Il n’y a pas encore d’adresse de retour. Tapez-en une pour l’essayer.
linkset-try-finished = Un client qui termine retournerait à
linkset-try-declined = Un client qui refuse retournerait à
linkset-try-ours = { $name } appartient au lien et ne revient pas.
linkset-try-name = { $name } est laissé de côté : un nom a des lettres de A à Z, des chiffres, _ et -, et au plus 40 caractères.
linkset-try-value = { $name } est laissé de côté : une valeur a au plus 256 caractères, tous visibles.
linkset-try-many = { $name } est laissé de côté : un lien porte 10 de vos propres paramètres, et environ 2800 caractères en tout.
linkset-try-empty = { $name } reste vide : le lien ne le porte pas.
