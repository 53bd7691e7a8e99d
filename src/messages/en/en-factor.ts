import type { frFactor } from '../fr/fr-factor.ts'

export const enFactor = {
  'factor.setup_title': 'Protect the way into administration',
  'factor.setup_says': 'Your password alone is not enough here: a code from your phone goes with it, at every sign-in.',
  'factor.scan': 'Scan this square with an authenticator app.',
  'factor.picture': 'A square to scan; the key below says the same.',
  'factor.key': 'Or type this key into the app',
  'factor.code': 'Six-digit code',
  'factor.code_hint': 'The one that the app shows right now.',
  'factor.confirm': 'Confirm',
  'factor.codes_title': 'Keep your recovery codes',
  'factor.codes_says':
    'If you lose your phone, each of these codes lets you in once. They will never be shown again: print this page or copy them to a safe place.',
  'factor.codes': 'Recovery codes',
  'factor.continue': 'I have kept them, continue',
  'factor.ask_title': 'One more code',
  'factor.ask_says': 'It protects administration. A recovery code will do as well; each one works once.',
  'factor.ask_code': 'Code from your app',
  'factor.enter': 'Enter',
  'factor.lost': 'Neither phone nor recovery code? Whoever runs this server can let you start again.',
  'proved.title': 'Confirm it is you',
  'proved.says':
    'You proved who you are more than ten minutes ago. Before money goes back or rights change, please do so once more. What you entered is kept, and is sent right afterwards.',
  'proved.password': 'Your password',
  'proved.code': 'Code from your app, or a recovery code',
  'proved.go': 'Confirm and continue',
  'proved.cancel': 'Go back without doing anything',
  'proved.demo': 'Demonstration: the password is “{password}”.',
  'problem.code_wrong': 'This is not the right code, or it has been used already. Wait for the next one and try again.',
} as const satisfies Record<keyof typeof frFactor, string>
