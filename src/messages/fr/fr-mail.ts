/** Letters. A greeting, what happened, what to do, a signature. */
export const frMail = {
  'mail.head_subject': 'Témoin des comptes du {day}',
  'mail.head_greeting': 'Bonjour,',
  'mail.head_body':
    'La ligne ci-dessous dit, signée, où en étaient les comptes de la boutique. Gardez ce message\u00a0: copiée dans un fichier, elle permet de vérifier plus tard que rien n’en a été retiré ni réécrit.',
  'mail.hello': 'Bonjour {name},',
  'mail.receipt_follow': 'La commande et son suivi\u00a0: {url}',
  'mail.receipt_immediate': 'Vous avez demandé le {date} à utiliser votre crédit tout de suite.',
  'mail.receipt_withdrawal':
    'Vous pouvez vous rétracter jusqu’au {date}, sans donner de motif\u00a0: renoncez au contrat à l’adresse {url} ou au bas de chaque page du site. La partie non utilisée vous est remboursée par le même moyen de paiement.',
  'mail.password_subject': 'Choisir un nouveau mot de passe',
  'mail.password_body':
    'Quelqu’un, sans doute vous, a demandé un nouveau mot de passe. Ce lien sert une fois, dans les 30 minutes\u00a0: {url}',
  'mail.password_ignore': 'Si ce n’était pas vous, ne faites rien\u00a0: votre mot de passe reste le même.',
  'mail.choose_subject': 'Choisir votre mot de passe',
  'mail.choose_body':
    'Voici de quoi choisir le mot de passe de votre compte d’impression. Votre identifiant est {login}. Ce lien sert une fois, dans les sept jours\u00a0: {url}',
  'mail.choose_ignore':
    'Passé ce délai, demandez-en un autre sur la page de connexion, par «\u00a0Mot de passe oublié\u00a0».',
  'mail.email_subject': 'Confirmer votre adresse',
  'mail.email_body':
    'Pour que cette adresse devienne celle de votre compte d’impression, ouvrez ce lien dans les 24 heures\u00a0: {url}',
  'mail.email_ignore': 'Si vous n’avez rien demandé, ne faites rien.',
  'mail.changed_subject': 'Votre adresse a changé',
  'mail.changed_body':
    'L’adresse de courriel de votre compte d’impression vient d’être changée. Si ce n’était pas vous, appelez-nous tout de suite.',
  'mail.terms_file': 'conditions-generales-de-vente',
  'mail.receipt_file': 'recu',
  'mail.credit_note_file': 'avoir',
} as const
