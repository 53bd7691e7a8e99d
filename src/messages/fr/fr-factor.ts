/** The second factor of managers: set up once, asked at every sign-in. */
export const frFactor = {
  'factor.setup_title': 'Protégez l’accès à l’administration',
  'factor.setup_says':
    'Votre mot de passe ne suffit pas ici\u00a0: un code de votre téléphone s’y ajoute, à chaque connexion.',
  'factor.scan': 'Avec une application d’authentification, photographiez ce carré.',
  'factor.picture': 'Carré à photographier\u00a0; la clé qui suit dit la même chose.',
  'factor.key': 'Ou tapez cette clé dans l’application',
  'factor.code': 'Code à six chiffres',
  'factor.code_hint': 'Celui que l’application affiche en ce moment.',
  'factor.confirm': 'Confirmer',
  'factor.codes_title': 'Notez vos codes de secours',
  'factor.codes_says':
    'Si vous perdez votre téléphone, chacun de ces codes vous laisse entrer une fois. Ils ne seront plus jamais affichés\u00a0: imprimez cette page ou recopiez-les en lieu sûr.',
  'factor.codes': 'Codes de secours',
  'factor.continue': 'C’est noté, continuer',
  'factor.ask_title': 'Encore un code',
  'factor.ask_says': 'Il protège l’administration. Un code de secours convient aussi\u00a0; chacun sert une fois.',
  'factor.ask_code': 'Code de votre application',
  'factor.enter': 'Entrer',
  'factor.lost': 'Ni téléphone ni code de secours\u00a0? Qui exploite ce serveur peut vous laisser recommencer.',
  'proved.title': 'Confirmez que c’est vous',
  'proved.says':
    'Vous vous êtes identifié il y a plus de dix minutes. Avant de rendre de l’argent ou de changer des droits, dites-le encore une fois\u00a0: ce que vous avez saisi est gardé et part aussitôt après.',
  'proved.password': 'Votre mot de passe',
  'proved.code': 'Code de votre application, ou code de secours',
  'proved.go': 'Confirmer et continuer',
  'proved.cancel': 'Revenir sans rien faire',
  'proved.demo': 'Démonstration\u00a0: le mot de passe est «\u00a0{password}\u00a0».',
  'problem.code_wrong': 'Ce code n’est pas le bon, ou il a déjà servi. Attendez le suivant et réessayez.',
} as const
