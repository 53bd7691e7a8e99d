/** Sentences beside a field: what is wrong and what to do, never a reproach. */
export const frProblem = {
  'problem.required': 'Remplissez ce champ.',
  'problem.sign_in_failed': 'L’identifiant et le mot de passe ne vont pas ensemble. Vérifiez-les et réessayez.',
  'problem.too_many_tries': 'Trop d’essais. Réessayez dans {minutes, plural, one {une minute} other {# minutes}}.',
  'problem.name_missing': 'Écrivez votre nom.',
  'problem.name_too_long': 'Écrivez un nom de {max} signes au plus, sans retour à la ligne.',
  'problem.email_hidden':
    'L’adresse contient {kind, select, control {un caractère de contrôle} direction {un signe qui inverse le sens de l’écriture} replacement {un signe mis à la place d’une lettre perdue} other {un signe invisible}}. Effacez-la et tapez-la à la main.',
  'problem.email_dots':
    'Dans une adresse, aucune partie ne commence ni ne finit par un point, et deux points ne se suivent jamais.',
  'problem.email_domain': 'Ce qui suit @ n’est pas le nom d’un serveur de courrier, comme exemple.fr.',
  'problem.email_invalid': 'Écrivez une adresse complète, comme nom@exemple.fr.',
  'problem.login_taken': 'Cet identifiant est déjà pris.',
  'problem.password_short': 'Choisissez un mot de passe d’au moins {min} signes.',
  'problem.password_long': 'Choisissez un mot de passe d’au plus 256 signes.',
  'problem.password_common': 'Ce mot de passe est parmi les premiers qu’on essaie. Choisissez-en un autre.',
  'problem.password_wrong': 'Ce n’est pas votre mot de passe actuel.',
  'problem.article_missing': 'Choisissez un montant.',
  'problem.article_unknown': 'Ce montant n’est plus proposé. Choisissez-en un autre.',
  'problem.price_changed':
    'Le prix a changé depuis que la page s’est affichée. Vérifiez le nouveau montant avant de continuer.',
  'problem.vat_changed':
    'Le taux de TVA a changé depuis que la page s’est affichée. Le prix est le même ; vérifiez le récapitulatif avant de continuer.',
  'problem.free_unread': 'Écrivez un montant en chiffres, comme 12,50.',
  'problem.free_too_low': 'Ce montant est trop petit. Les bornes sont écrites sous le champ.',
  'problem.free_too_high': 'Ce montant est trop grand. Les bornes sont écrites sous le champ.',
  'problem.free_off_step':
    'Ce montant tombe entre deux pas. Choisissez le plus proche\u00a0; le pas est écrit sous le champ.',
  'problem.limit_ordersPerDay':
    'La limite est de {most, plural, one {# commande} other {# commandes}} par jour{of, select, article { pour cet article} other {}}, et vous l’avez atteinte. Vous pourrez commander de nouveau le {again}.',
  'problem.limit_ordersPerMonth':
    'La limite est de {most, plural, one {# commande} other {# commandes}} par mois{of, select, article { pour cet article} other {}}, et vous l’avez atteinte. Vous pourrez commander de nouveau le {again}.',
  'problem.limit_spentPerDay':
    'La limite est de {most} par jour{of, select, article { pour cet article} other {}}. Il vous reste {left} aujourd’hui\u00a0: choisissez un montant plus petit, ou revenez le {again}.',
  'problem.limit_spentPerMonth':
    'La limite est de {most} par mois{of, select, article { pour cet article} other {}}. Il vous reste {left} ce mois-ci\u00a0: choisissez un montant plus petit, ou revenez le {again}.',
  'problem.limit_balance':
    'Votre solde ne peut pas dépasser {most}, commandes en cours comprises. Vous pouvez encore ajouter {left}. Ce montant redeviendra possible quand vous aurez dépensé {over}.',
  'problem.method_unknown': 'Choisissez un mode de paiement parmi ceux proposés.',
  'problem.terms_not_accepted': 'Pour commander, cochez la case des conditions générales de vente.',
  'problem.terms_changed': 'Les conditions générales de vente ont changé. Relisez-les et acceptez-les de nouveau.',
  'problem.form_expired':
    'Cette page était ouverte depuis trop longtemps. Vérifiez vos choix et envoyez-les de nouveau.',
  'problem.too_many_orders':
    'Trop de commandes en peu de temps. Réessayez dans {minutes, plural, one {une minute} other {# minutes}}.',
  'problem.too_many_attempts':
    'Trop de tentatives de paiement en peu de temps. Celle-ci n’a rien débité. Réessayez dans {minutes, plural, one {une minute} other {# minutes}}.',
  'problem.method_unavailable':
    'Ce mode de paiement est momentanément indisponible. Rien n’a été débité\u00a0; choisissez-en un autre, ou réessayez dans quelques minutes.',
  'problem.no_method':
    'Aucun mode de paiement n’est disponible pour l’instant. Rien n’a été débité\u00a0; réessayez dans quelques minutes.',
  'problem.gateway_refused':
    'Le prestataire de paiement a refusé de commencer. Rien n’a été débité\u00a0; choisissez un autre mode de paiement.',
  'problem.refund_below_zero':
    'Le crédit a déjà servi en partie. Cochez la case pour accepter que le solde passe sous zéro, ou remboursez moins.',
  'problem.amount_invalid': 'Écrivez une somme, comme 10,00.',
  'problem.reason_missing': 'Écrivez pourquoi en quelques mots.',
  'problem.reason_long': 'Écrivez le motif en {max} signes au plus.',
  'problem.refund_reference': 'Écrivez la référence telle que le prestataire l’écrit, sans espace, 100 signes au plus.',
  'problem.refund_reference_paid': 'C’est la référence du paiement lui-même\u00a0: écrivez celle du remboursement.',
  'problem.refund_reference_taken': 'Cette référence est déjà connue\u00a0: ce remboursement a déjà été annoncé.',
  'problem.refund_unnamed':
    'Un remboursement de cette somme attend encore sa référence et c’est peut-être celui-ci\u00a0: voyez d’abord ce qu’il devient.',
  'problem.refund_date': 'La date va du jour du paiement à aujourd’hui.',
  'problem.refund_above': 'On peut rembourser {left} au plus.',
  'problem.refund_credit_open':
    'Le crédit de cette commande est encore en cours de vérification. Décidez-en d’abord, puis remboursez.',
  'problem.refund_whole_only': 'Le crédit n’est pas encore parti\u00a0: remboursez la somme entière.',
  'problem.choice_missing': 'Choisissez ce qu’il faut faire.',
  'problem.changed_meanwhile': 'Quelqu’un a décidé entre-temps. Voici où cela en est.',
} as const
