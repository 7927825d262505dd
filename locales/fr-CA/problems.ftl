### Les impasses : calmes, sans reproche, chacune avec une issue.
### Clé pour clé comme en/problems.ftl. Jamais de, à ou par devant le nom du partenaire.

problem-no-link = Nous ne pouvons pas ouvrir ce lien
problem-no-link-why = Il est peut-être incomplet ou n’est plus valide. Vérifiez que vous l’avez copié en entier.
problem-no-link-do = S’il ne s’ouvre toujours pas, obtenez un nouveau lien auprès de votre institution financière, sur son site Web ou par téléphone.
problem-too-many = Trop de tentatives
problem-too-many-why = Pour la sécurité de tous, nous cessons de répondre un moment lorsque de nombreux liens non valides sont ouverts à partir d’un même réseau.
problem-too-many-do = { $minutes ->
    [one] Attendez { $minutes } minute, puis ouvrez de nouveau votre lien.
   *[other] Attendez { $minutes } minutes, puis ouvrez de nouveau votre lien.
  }
problem-expired = Ce lien est expiré
problem-expired-why = Par mesure de sécurité, les liens fonctionnent pendant { $span }. Vous n’avez rien fait de mal et rien n’a changé dans vos comptes.
problem-opened = Ce lien a déjà été ouvert
problem-opened-why = Un lien ne fonctionne que dans un seul navigateur. Si vous avez commencé sur un autre appareil ou dans un autre navigateur, retournez-y. Sinon, obtenez un nouveau lien. Il arrive que des programmes qui vérifient les courriels ouvrent un lien avant son destinataire.
problem-off = La connexion à QuickBooks n’est pas offerte pour le moment
problem-off-why = { $partner } n’accepte pas de nouvelles connexions en ce moment. Les comptes déjà connectés continuent de fonctionner.
problem-off-do = Communiquez avec { $partner } pour savoir quand les nouvelles connexions seront possibles.
problem-lost = Nous ne savons plus où vous en étiez
problem-lost-calm = Vous n’avez rien fait de mal.
problem-lost-why = Nous gardons votre place pendant { $span } après votre dernière étape. S’il s’est écoulé moins de temps, votre navigateur n’a pas conservé le témoin qui retient où vous en étiez. Cela se produit lorsque les témoins sont bloqués ou lorsqu’un lien passe d’une application à un navigateur.
problem-lost-do = Autorisez les témoins (cookies) pour ce site, puis ouvrez de nouveau le lien. S’il ne s’ouvre pas, obtenez-en un nouveau.
problem-lost-neutral = Votre institution financière peut vous donner un nouveau lien, sur son site Web ou par téléphone.
problem-trouble = Désolés, ce service éprouve un problème
problem-trouble-why = Ce n’est pas votre faute et rien n’a changé dans vos comptes.
problem-trouble-do = Attendez quelques minutes, puis rechargez cette page.
problem-unconfirmed-why = Ce n’est pas votre faute, mais nous n’avons pas pu confirmer votre dernière action. Elle a peut-être été effectuée, peut-être pas.
problem-unconfirmed-do = Attendez quelques minutes, puis revenez à la page précédente et rechargez-la pour le vérifier. N’appuyez de nouveau sur le bouton que si rien n’a été fait.
problem-busy = Désolés, beaucoup de gens utilisent ce service en ce moment
problem-busy-do = Attendez un moment, puis rechargez cette page.
problem-form = Veuillez essayer encore une fois
problem-form-why = Nous n’avons pas fait ce que le dernier bouton indique, parce que cette page était ouverte depuis trop longtemps ou venait d’une autre fenêtre.
problem-form-do = Revenez à la page précédente, rechargez-la et appuyez de nouveau sur le bouton.
problem-not-whole = Votre formulaire ne nous est pas parvenu
problem-not-whole-why = Nous ne l’avons pas reçu en entier et n’en avons donc rien fait.
problem-not-whole-do = Vérifiez votre connexion, puis revenez à la page précédente et appuyez de nouveau sur le bouton.
problem-too-large = Votre formulaire est trop volumineux
problem-too-large-why = Il contient plus que ce que cette page accepte et nous n’en avons donc rien fait.
problem-not-for-this = Cette adresse ne sert pas à cela
problem-not-for-this-why = Votre navigateur a demandé une chose que cette adresse ne fait pas. Nous n’avons rien fait.
problem-not-for-this-do = Ouvrez de nouveau votre lien.
problem-company = Votre connexion se gère auprès de votre institution financière
problem-company-why = Cette page ne peut pas ouvrir une connexion à elle seule.
problem-company-do = Ouvrez une session auprès de votre institution financière et suivez son lien vers QuickBooks. Ce lien est créé pour vous seulement et fonctionne pendant { $span }.

problem-new-link = Obtenir un nouveau lien : { $partner }
problem-contact = Vous pouvez aussi communiquer avec { $partner } :
problem-contact-only = Pour obtenir un nouveau lien, communiquez avec { $partner } :
problem-contact-help = Si cela ne suffit pas, communiquez avec { $partner } :
problem-support-page = Page de soutien
problem-ask = Communiquez avec { $partner } pour obtenir un nouveau lien.
