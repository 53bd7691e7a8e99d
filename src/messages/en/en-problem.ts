import type { frProblem } from '../fr/fr-problem.ts'

export const enProblem = {
  'problem.required': 'Fill in this field.',
  'problem.sign_in_failed': 'Login and password do not go together. Check both and try again.',
  'problem.too_many_tries': 'Too many tries. Try again in {minutes, plural, one {one minute} other {# minutes}}.',
  'problem.name_missing': 'Write your name.',
  'problem.name_too_long': 'Write a name of at most {max} characters, without line breaks.',
  'problem.email_hidden':
    'The address contains {kind, select, control {a control character} direction {a sign that turns the writing round} replacement {a sign that stands for a lost letter} other {a sign that cannot be seen}}. Delete it and type the address by hand.',
  'problem.email_dots': 'An address has no dot at the beginning or end of a part, and no two dots in a row.',
  'problem.email_domain': 'What stands behind the @ is not the name of a mail server, such as example.org.',
  'problem.email_invalid': 'Write a complete address, such as name@example.org.',
  'problem.login_taken': 'This login is taken.',
  'problem.password_short': 'Choose a password of at least {min} characters.',
  'problem.password_long': 'Choose a password of at most 256 characters.',
  'problem.password_common': 'This password is among the first that people try. Choose another one.',
  'problem.password_wrong': 'This is not your current password.',
  'problem.article_missing': 'Choose an amount.',
  'problem.article_unknown': 'This amount is no longer offered. Choose another one.',
  'problem.price_changed': 'The price has changed since the page was shown. Check the new amount before you continue.',
  'problem.vat_changed':
    'The VAT rate has changed since the page was shown. The price is the same; check the summary before you continue.',
  'problem.free_unread': 'Write an amount in figures, such as 12.50.',
  'problem.free_too_low': 'This amount is too small. The bounds stand below the field.',
  'problem.free_too_high': 'This amount is too large. The bounds stand below the field.',
  'problem.free_off_step':
    'This amount lies between two steps. Choose the nearest one; the step stands below the field.',
  'problem.limit_ordersPerDay':
    'The limit is {most, plural, one {# order} other {# orders}} a day{of, select, article { for this article} other {}}, and you have reached it. You can order again on {again}.',
  'problem.limit_ordersPerMonth':
    'The limit is {most, plural, one {# order} other {# orders}} a month{of, select, article { for this article} other {}}, and you have reached it. You can order again on {again}.',
  'problem.limit_spentPerDay':
    'The limit is {most} a day{of, select, article { for this article} other {}}. You have {left} left today: choose a smaller amount, or come back on {again}.',
  'problem.limit_spentPerMonth':
    'The limit is {most} a month{of, select, article { for this article} other {}}. You have {left} left this month: choose a smaller amount, or come back on {again}.',
  'problem.limit_balance':
    'Your balance may not exceed {most}, open orders included. You can still add {left}. This amount becomes possible again once you have spent {over}.',
  'problem.method_unknown': 'Choose one of the payment methods offered.',
  'problem.terms_not_accepted': 'To order, tick the box of the terms of sale.',
  'problem.terms_changed': 'The terms of sale have changed. Read them and accept them again.',
  'problem.form_expired': 'This page had been open for too long. Check your choices and send them again.',
  'problem.too_many_orders':
    'Too many orders in a short time. Try again in {minutes, plural, one {one minute} other {# minutes}}.',
  'problem.too_many_attempts':
    'You have tried to pay too many times in a short while. Nothing was charged by this try. Try again in {minutes, plural, one {one minute} other {# minutes}}.',
  'problem.method_unavailable':
    'This payment method is temporarily unavailable. Nothing was charged; choose another one, or try again in a few minutes.',
  'problem.no_method': 'No payment method is available at the moment. Nothing was charged; try again in a few minutes.',
  'problem.gateway_refused': 'The payment provider refused to begin. Nothing was charged; choose another method.',
  'problem.refund_below_zero':
    'Part of the credit was used already. Tick the box to accept a balance below zero, or refund less.',
  'problem.amount_invalid': 'Write a sum, such as 10.00.',
  'problem.reason_missing': 'Write why, in a few words.',
  'problem.reason_long': 'Write the reason in {max} characters at most.',
  'problem.refund_reference': 'Write the reference as the provider writes it, without spaces, at most 100 characters.',
  'problem.refund_reference_paid': 'This is the reference of the payment itself: write the one of the refund.',
  'problem.refund_reference_taken': 'This reference is known already: this refund has been told of before.',
  'problem.refund_unnamed':
    'A refund of this sum still waits for its reference and may be this one: see first what becomes of it.',
  'problem.refund_date': 'The date lies between the day of the payment and today.',
  'problem.refund_above': 'At most {left} can be refunded.',
  'problem.refund_credit_open': 'The credit of this order is still being checked. Decide on it first, then refund.',
  'problem.refund_whole_only': 'The credit has not left yet: refund the whole sum.',
  'problem.choice_missing': 'Choose what to do.',
  'problem.changed_meanwhile': 'Somebody decided meanwhile. Here is how things stand.',
} as const satisfies Record<keyof typeof frProblem, string>
