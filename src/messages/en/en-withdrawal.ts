import type { frWithdrawal } from '../fr/fr-withdrawal.ts'

export const enWithdrawal: Record<keyof typeof frWithdrawal, string> = {
  'withdrawal.here': 'Withdraw from contract here',
  'withdrawal.before_order':
    'You may withdraw for {days} days after the order, at the foot of every page, under “Withdraw from contract here”.',
  'withdrawal.title': 'Withdraw from a contract',
  'withdrawal.says':
    'You may withdraw for {days} days after the order without giving a reason. There are two steps: this page, then a confirmation. Nothing is sent before that.',
  'withdrawal.which': 'Which order is it about?',
  'withdrawal.until': 'until {date}',
  'withdrawal.name': 'Your name',
  'withdrawal.contract': 'Order number',
  'withdrawal.contract_hint':
    'It stands in the confirmation e-mail and on the receipt. If you do not have it, write what helps to find the order: its date, its amount.',
  'withdrawal.email': 'E-mail address',
  'withdrawal.email_hint': 'The acknowledgement goes there.',
  'withdrawal.continue': 'Continue',
  'withdrawal.confirm_title': 'Confirm withdrawal',
  'withdrawal.confirm_says': 'Please read your declaration again. It is recorded once you confirm it.',
  'withdrawal.sentence': 'I hereby give notice that I withdraw from the following contract.',
  'withdrawal.confirm': 'Confirm withdrawal',
  'withdrawal.change': 'Change',
  'withdrawal.received_title': 'Your withdrawal has been received.',
  'withdrawal.received_at': 'It reached us on {date} at {time}.',
  'withdrawal.received_mail':
    'An acknowledgement is on its way to the address you gave. It holds your declaration with its date and hour: please keep it.',
  'withdrawal.received_next':
    'We check the order and answer by e-mail. What is due to you is paid back by {date} at the latest, by the means of payment of the order.',
  'withdrawal.received_id': 'Reference:',
  'withdrawal.order_until': 'You may <a>withdraw from contract here</a> until {date}.',
  'withdrawal.order_received': 'Withdrawal received on {date} at {time}. We answer by e-mail.',
  'withdrawal.order_accepted': 'Withdrawal accepted. The refund has been asked for at the payment provider.',
  'withdrawal.order_refused': 'Withdrawal refused. The reason was sent to you by e-mail.',
  'withdrawal.order_closed': 'Withdrawal closed. The explanation was sent to you by e-mail.',
  'withdrawal.refund_reason': 'Withdrawal',

  'withdrawal.mail_hello': 'Hello,',
  'withdrawal.mail_received': 'Acknowledgement of your withdrawal',
  'withdrawal.mail_accepted': 'Your withdrawal is accepted',
  'withdrawal.mail_refused': 'Your withdrawal is refused',
  'withdrawal.mail_closed': 'What became of your withdrawal',
  'withdrawal.mail_when':
    'We have received the declaration of withdrawal below. Date and hour of receipt: {date}, {time} ({zone} time).',
  'withdrawal.mail_sentence': 'I hereby give notice that I withdraw from the following contract.',
  'withdrawal.mail_name': 'Name: {name}',
  'withdrawal.mail_contract': 'Contract: {contract}',
  'withdrawal.mail_email': 'Address for the answer: {email}',
  'withdrawal.mail_next':
    'We check the order and answer you. What is due to you is paid back by {date} at the latest, by the means of payment of the order.',
  'withdrawal.mail_keep': 'Please keep this e-mail. Reference to give us: {id}',
  'withdrawal.mail_of': 'You declared on {date} at {time} that you withdraw.',
  'withdrawal.mail_gives_back':
    'Your withdrawal is accepted. We are asking for the refund of {amount} by the means of payment of the order; the credit that goes with it leaves your account.',
  'withdrawal.mail_gives_back_plain':
    'Your withdrawal is accepted. We are asking for the refund of what is due, by the means of payment of the order; the credit that goes with it leaves the account.',
  'withdrawal.mail_refuses': 'We cannot follow it, for this reason: {why}',
  'withdrawal.mail_closes': 'This declaration is closed without a refund from our side. Here is why: {why}',
  'withdrawal.mail_disagree': 'If you do not agree, please answer us: somebody will read your case again.',

  'matters.kind_withdrawal': 'Withdrawal',
  'matters.says_withdrawal':
    '{why, select, unknown {A withdrawal names an order that has to be found.} bank_refused {The payment provider refused the refund of a withdrawal.} other {Somebody withdraws from an order.}} To be refunded by {date}.',
  'withdrawal.desk_open':
    'This person withdraws from the order. What is due has to be paid back by {date}{left, plural, =0 {, today} one { (# day left)} other { (# days left)}}.',
  'withdrawal.desk_late': 'What is due had to be paid back by {date}. The time that the law gives is over.',
  'withdrawal.desk_unknown':
    'The order could not be told from what was typed. Find it, tie it, then decide. What is due has to be paid back by {date}.',
  'withdrawal.desk_credit_open':
    'The credit of this order is still on its way, or in doubt. Decide that first. What is due has to be paid back by {date}.',
  'withdrawal.desk_bank_refused':
    'The withdrawal is accepted, but {bank} refused the refund. What is due has to be paid back by {date}.',
  'withdrawal.desk_settled':
    '{status, select, accepted {The withdrawal is accepted and its refund asked for.} refused {The withdrawal is refused.} other {The withdrawal is closed.}}',
  'withdrawal.declared_at': 'Declared',
  'withdrawal.typed_name': 'Name as typed',
  'withdrawal.typed_contract': 'Contract as typed',
  'withdrawal.typed_email': 'Address as typed',
  'withdrawal.signed_in': 'Signed in',
  'withdrawal.yes': 'yes',
  'withdrawal.no': 'no',
  'withdrawal.account_of': 'Account of',
  'withdrawal.ordered': 'Ordered',
  'withdrawal.period': 'Period',
  'withdrawal.in_time': 'kept (until {date})',
  'withdrawal.too_late': 'over (it was until {date})',
  'withdrawal.immediate': 'Immediate use asked for',
  'withdrawal.paid': 'Paid and not refunded',
  'withdrawal.unspent': 'Unused credit',
  'withdrawal.used': 'Used credit',
  'withdrawal.used_due': '{used}, remains due',
  'withdrawal.used_free': '{used}, is not due',
  'withdrawal.to_refund': 'To be refunded',
  'withdrawal.nothing_left': 'nothing to refund',
  'withdrawal.choice_refund': 'Accept and refund {amount}',
  'withdrawal.choice_refund_says':
    '{amount} go back to the means of payment they came from, {credit} leave the account, a credit note is issued. The person hears of it by e-mail.',
  'withdrawal.choice_refuse': 'Refuse',
  'withdrawal.choice_refuse_says': 'Nothing moves. The reason you write goes to {email} as it is.',
  'withdrawal.choice_close': 'Close without a refund from here',
  'withdrawal.choice_close_says':
    'For a double, an order that was never paid, or a sum that went back another way. What you write goes to {email} as it is.',
  'withdrawal.other_name': 'This number is that of an order of {name}: the name that was typed is another.',
  'withdrawal.attach_number': 'Order it is about',
  'withdrawal.attach': 'Tie to this order',
  'withdrawal.attached': 'The withdrawal is tied to the order.',
  'withdrawal.not_attached': 'No order has this number. Look for it in the list of orders.',
  'desk.foot_deskWithdrawals': 'Withdrawals',
  'withdrawal.see': 'See the declaration',
  'actor.declarant': 'somebody who was not signed in',
  'withdrawal.list_title': 'Withdrawals',
  'withdrawal.list_says':
    'Who withdrew from which order, and what became of it. The law gives fourteen days to refund.',
  'withdrawal.list_none': 'Nobody has withdrawn from an order.',
  'withdrawal.what': 'Declaration',
  'withdrawal.row_says': '{name}: to be refunded by {date}',
  'withdrawal.status':
    '{status, select, received {To be decided} accepted {Accepted} refunded {Refunded} refused {Refused} bank_refused {Refund refused} other {Closed}}',
  'withdrawal.csv': 'Download the withdrawals (CSV)',
  'withdrawal.file': 'withdrawals',
  'happened.withdrawal_moved':
    '{to, select, received {Withdrawal declared} accepted {Withdrawal accepted} refused {Withdrawal refused} other {Withdrawal closed}}',
  'problem.withdrawal_name': 'Write your name.',
  'problem.withdrawal_contract': 'Write the order number, or what helps to find the order.',
  'problem.withdrawal_long': 'Write it in {max} characters at most, on one line.',
}
