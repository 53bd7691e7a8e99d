/** The right to withdraw: the form, its letters, and the cases at the desk. */
export const frWithdrawal = {
  'withdrawal.here': 'Renoncer au contrat ici',
  'withdrawal.before_order':
    'Vous pourrez vous rétracter pendant {days} jours après la commande, au bas de chaque page, sous «\u00a0Renoncer au contrat ici\u00a0».',
  'withdrawal.title': 'Renoncer au contrat',
  'withdrawal.says':
    'Vous pouvez vous rétracter pendant {days} jours après la commande, sans donner de motif. Il y a deux étapes\u00a0: cette page, puis une confirmation. Rien n’est envoyé avant.',
  'withdrawal.which': 'De quelle commande s’agit-il\u00a0?',
  'withdrawal.until': 'jusqu’au {date}',
  'withdrawal.name': 'Votre nom',
  'withdrawal.contract': 'Numéro de commande',
  'withdrawal.contract_hint':
    'Il est dans le courriel de confirmation et sur le reçu. Sans lui, écrivez ce qui permet de retrouver la commande\u00a0: sa date, son montant.',
  'withdrawal.email': 'Adresse de courriel',
  'withdrawal.email_hint': 'L’accusé de réception y sera envoyé.',
  'withdrawal.continue': 'Continuer',
  'withdrawal.confirm_title': 'Confirmer la rétractation',
  'withdrawal.confirm_says': 'Relisez votre déclaration. Elle sera enregistrée quand vous l’aurez confirmée.',
  'withdrawal.sentence': 'Je vous notifie ma rétractation du contrat suivant.',
  'withdrawal.confirm': 'Confirmer la rétractation',
  'withdrawal.change': 'Modifier',
  'withdrawal.received_title': 'Votre rétractation est reçue.',
  'withdrawal.received_at': 'Elle nous est parvenue le {date} à {time}.',
  'withdrawal.received_mail':
    'Un accusé de réception part à l’adresse que vous avez donnée. Il reprend votre déclaration, sa date et son heure\u00a0: gardez-le.',
  'withdrawal.received_next':
    'Nous vérifions la commande et vous répondons par courriel. Ce qui vous est dû vous est rendu au plus tard le {date}, par le moyen de paiement de la commande.',
  'withdrawal.received_id': 'Référence\u00a0:',
  'withdrawal.order_until': 'Vous pouvez <a>renoncer au contrat ici</a> jusqu’au {date}.',
  'withdrawal.order_received': 'Rétractation reçue le {date} à {time}. Nous vous répondons par courriel.',
  'withdrawal.order_accepted': 'Rétractation acceptée. Le remboursement est demandé au prestataire de paiement.',
  'withdrawal.order_refused': 'Rétractation refusée. Le motif vous a été envoyé par courriel.',
  'withdrawal.order_closed': 'Rétractation close. L’explication vous a été envoyée par courriel.',
  'withdrawal.refund_reason': 'Rétractation',

  'withdrawal.mail_hello': 'Bonjour,',
  'withdrawal.mail_received': 'Accusé de réception de votre rétractation',
  'withdrawal.mail_accepted': 'Votre rétractation est acceptée',
  'withdrawal.mail_refused': 'Votre rétractation est refusée',
  'withdrawal.mail_closed': 'Suite donnée à votre rétractation',
  'withdrawal.mail_when':
    'Nous avons reçu la déclaration de rétractation ci-dessous. Date et heure de réception\u00a0: {date}, {time} (heure de {zone}).',
  'withdrawal.mail_sentence': 'Je vous notifie ma rétractation du contrat suivant.',
  'withdrawal.mail_name': 'Nom\u00a0: {name}',
  'withdrawal.mail_contract': 'Contrat\u00a0: {contract}',
  'withdrawal.mail_email': 'Adresse pour la réponse\u00a0: {email}',
  'withdrawal.mail_next':
    'Nous vérifions la commande et vous répondons. Ce qui vous est dû vous est rendu au plus tard le {date}, par le moyen de paiement de la commande.',
  'withdrawal.mail_keep': 'Gardez ce courriel. Référence à nous donner\u00a0: {id}',
  'withdrawal.mail_of': 'Vous avez déclaré vous rétracter le {date} à {time}.',
  'withdrawal.mail_gives_back':
    'Votre rétractation est acceptée. Nous demandons le remboursement de {amount} par le moyen de paiement de la commande\u00a0; le crédit correspondant quitte votre compte.',
  'withdrawal.mail_gives_back_plain':
    'Votre rétractation est acceptée. Nous demandons le remboursement de ce qui est dû, par le moyen de paiement de la commande\u00a0; le crédit correspondant quitte le compte.',
  'withdrawal.mail_refuses': 'Nous ne pouvons pas y donner suite, pour ce motif\u00a0: {why}',
  'withdrawal.mail_closes': 'Cette déclaration est close sans remboursement par nos soins. Voici pourquoi\u00a0: {why}',
  'withdrawal.mail_disagree': 'Si vous n’êtes pas d’accord, répondez-nous\u00a0: quelqu’un relira votre dossier.',

  'matters.kind_withdrawal': 'Rétractation',
  'matters.says_withdrawal':
    '{why, select, unknown {Une rétractation nomme une commande à retrouver.} bank_refused {Le prestataire de paiement a refusé le remboursement d’une rétractation.} other {Quelqu’un renonce à sa commande.}} À rembourser au plus tard le {date}.',
  'withdrawal.desk_open':
    'Cette personne renonce à sa commande. Ce qui est dû doit être rendu au plus tard le {date}{left, plural, =0 {, aujourd’hui} one { (encore # jour)} other { (encore # jours)}}.',
  'withdrawal.desk_late': 'Ce qui est dû devait être rendu le {date} au plus tard. Le délai de la loi est dépassé.',
  'withdrawal.desk_unknown':
    'La commande n’a pas été reconnue d’après ce qui a été saisi. Retrouvez-la, rattachez-la, puis décidez. Ce qui est dû doit être rendu au plus tard le {date}.',
  'withdrawal.desk_credit_open':
    'Le crédit de cette commande est encore en cours, ou en doute. Décidez-en d’abord. Ce qui est dû doit être rendu au plus tard le {date}.',
  'withdrawal.desk_bank_refused':
    'La rétractation est acceptée, mais {bank} a refusé le remboursement. Ce qui est dû doit être rendu au plus tard le {date}.',
  'withdrawal.desk_settled':
    '{status, select, accepted {La rétractation est acceptée et son remboursement demandé.} refused {La rétractation est refusée.} other {La rétractation est close.}}',
  'withdrawal.declared_at': 'Déclarée',
  'withdrawal.typed_name': 'Nom saisi',
  'withdrawal.typed_contract': 'Contrat saisi',
  'withdrawal.typed_email': 'Adresse saisie',
  'withdrawal.signed_in': 'Personne connectée',
  'withdrawal.yes': 'oui',
  'withdrawal.no': 'non',
  'withdrawal.account_of': 'Compte de',
  'withdrawal.ordered': 'Commandé',
  'withdrawal.period': 'Délai',
  'withdrawal.in_time': 'respecté (jusqu’au {date})',
  'withdrawal.too_late': 'dépassé (c’était jusqu’au {date})',
  'withdrawal.immediate': 'Usage immédiat demandé',
  'withdrawal.paid': 'Payé, non remboursé',
  'withdrawal.unspent': 'Crédit non utilisé',
  'withdrawal.used': 'Crédit utilisé',
  'withdrawal.used_due': '{used}, reste dû',
  'withdrawal.used_free': '{used}, n’est pas dû',
  'withdrawal.to_refund': 'À rembourser',
  'withdrawal.nothing_left': 'rien à rembourser',
  'withdrawal.choice_refund': 'Accepter et rembourser {amount}',
  'withdrawal.choice_refund_says':
    '{amount} repartiront sur le moyen de paiement d’origine, {credit} quitteront le compte, un avoir sera émis. La personne l’apprend par courriel.',
  'withdrawal.choice_refuse': 'Refuser',
  'withdrawal.choice_refuse_says': 'Rien ne bouge. Le motif que vous écrivez part tel quel à {email}.',
  'withdrawal.choice_close': 'Clore sans remboursement d’ici',
  'withdrawal.choice_close_says':
    'Pour un doublon, une commande jamais payée ou une somme rendue autrement. Ce que vous écrivez part tel quel à {email}.',
  'withdrawal.other_name': 'Ce numéro est celui d’une commande de {name}\u00a0: le nom saisi est autre.',
  'withdrawal.attach_number': 'Commande concernée',
  'withdrawal.attach': 'Rattacher à cette commande',
  'withdrawal.attached': 'La rétractation est rattachée à la commande.',
  'withdrawal.not_attached': 'Aucune commande ne porte ce numéro. Cherchez-la dans la liste des commandes.',
  'desk.foot_deskWithdrawals': 'Rétractations',
  'withdrawal.see': 'Voir la déclaration',
  'actor.declarant': 'quelqu’un sans connexion',
  'withdrawal.list_title': 'Rétractations',
  'withdrawal.list_says':
    'Qui a renoncé à quelle commande, et la suite donnée. La loi donne quatorze jours pour rembourser.',
  'withdrawal.list_none': 'Personne n’a renoncé à une commande.',
  'withdrawal.what': 'Déclaration',
  'withdrawal.row_says': '{name}\u00a0: à rembourser au plus tard le {date}',
  'withdrawal.status':
    '{status, select, received {À décider} accepted {Acceptée} refunded {Remboursée} refused {Refusée} bank_refused {Remboursement refusé} other {Close}}',
  'withdrawal.csv': 'Télécharger les rétractations (CSV)',
  'withdrawal.file': 'retractations',
  'happened.withdrawal_moved':
    '{to, select, received {Rétractation déclarée} accepted {Rétractation acceptée} refused {Rétractation refusée} other {Rétractation close}}',
  'problem.withdrawal_name': 'Écrivez votre nom.',
  'problem.withdrawal_contract': 'Écrivez le numéro de commande, ou ce qui permet de la retrouver.',
  'problem.withdrawal_long': 'Écrivez-le en {max} signes au plus, sur une ligne.',
} as const
