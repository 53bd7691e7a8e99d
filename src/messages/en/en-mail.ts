import type { frMail } from '../fr/fr-mail.ts'

export const enMail = {
  'mail.head_subject': 'Witness of the books, {day}',
  'mail.head_greeting': 'Hello,',
  'mail.head_body':
    'The line below says, signed, where the books of the shop stood. Keep this letter: copied into a file, the line lets anyone check later that nothing was removed from them or written anew.',
  'mail.hello': 'Hello {name},',
  'mail.receipt_follow': 'The order and its progress: {url}',
  'mail.receipt_immediate': 'On {date} you asked to use your credit at once.',
  'mail.receipt_withdrawal':
    'You may withdraw until {date} without giving a reason: withdraw from the contract at {url} or at the foot of every page of the site. The unused part is refunded by the same means of payment.',
  'mail.password_subject': 'Choose a new password',
  'mail.password_body':
    'Somebody, probably you, asked for a new password. This link works once, within 30 minutes: {url}',
  'mail.password_ignore': 'If it was not you, do nothing: your password stays the same.',
  'mail.choose_subject': 'Choose your password',
  'mail.choose_body':
    'This is how you choose the password of your print account. Your login is {login}. This link works once, within seven days: {url}',
  'mail.choose_ignore': 'After that, ask for another one on the sign-in page, by “Forgotten password”.',
  'mail.email_subject': 'Confirm your address',
  'mail.email_body': 'To make this the address of your print account, open this link within 24 hours: {url}',
  'mail.email_ignore': 'If you asked for nothing, do nothing.',
  'mail.changed_subject': 'Your address has changed',
  'mail.changed_body':
    'The e-mail address of your print account has just been changed. If it was not you, call us at once.',
  'mail.terms_file': 'terms-of-sale',
  'mail.receipt_file': 'receipt',
  'mail.credit_note_file': 'credit-note',
} as const satisfies Record<keyof typeof frMail, string>
