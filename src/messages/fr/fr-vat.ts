/** VAT rates at the desk. */
export const frVat = {
  'vat.title': 'Taux de TVA',
  'vat.says':
    'Le prix d’un article comprend sa TVA : quand un taux change, le prix reste et la part de TVA change. Une commande passée garde le taux du jour où elle l’a été.',
  'vat.none_yet': 'Aucun taux de TVA n’est fixé. Fixez-en un d’abord.',
  'vat.none': 'Aucun taux pour l’instant. Sans taux, rien ne peut être vendu.',
  'vat.code': 'Code',
  'vat.code_hint':
    'Un nom court, comme fr-20 ou reduit : lettres minuscules sans accent, chiffres, points et traits d’union. Un code qui existe déjà change de taux ; un nouveau code s’ajoute.',
  'vat.rate': 'Taux en pour cent',
  'vat.rate_hint': 'Par exemple 20 ou 5,5.',
  'vat.day': 'À partir du',
  'vat.day_hint':
    'Aujourd’hui : tout de suite. Un autre jour : dès minuit. Un nouveau code vaut depuis le début, quel que soit ce jour.',
  'vat.today': 'Aujourd’hui',
  'vat.coming': 'À venir',
  'vat.coming_one': '{rate} à partir du {date}',
  'vat.no_coming': 'Rien de prévu',
  'vat.set': 'Fixer un taux',
  'vat.change': 'Changer le taux de {code}',
  'vat.save': 'Fixer ce taux',
  'vat.saved': 'C’est enregistré. Les articles qui portent ce code suivent, chacun à son jour.',
  'vat.history': 'Historique',
  'vat.from_start': 'Le début',
  'vat.who': 'Fixé par',
  'vat.when': 'Fixé le',
  'problem.vat_code':
    'Écrivez un code de 20 signes au plus : lettres minuscules sans accent, chiffres, points, traits d’union.',
  'problem.vat_rate': 'Écrivez un taux entre 0 et 99,99, avec deux décimales au plus.',
  'problem.vat_past': 'Ce jour est passé. Ce qui a été vendu garde son taux : choisissez aujourd’hui ou plus tard.',
  'problem.vat_same': 'Ce code a déjà ce taux ce jour-là. Changez le taux ou le jour.',
} as const
