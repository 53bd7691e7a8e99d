import type { MailTrouble } from './mail.ts'

/** How far a letter had come when it was refused. */
export type Stage = 'connection' | 'sign_in' | 'sender' | 'recipient' | 'content'
/** What the server said, or what became of the connection when it said nothing. */
export type Refusal = {
  stage: Stage
  /** Of SMTP, such as 550; undefined where no answer came. */
  code: number | undefined
  /** Of RFC 3463, such as 5.1.1; empty where the server gives none. */
  enhanced: string
  /** What the server wrote, for the few who give no enhanced code. */
  words: string
}

/** Whose fault it is: our account's, or the letter's, for good or perhaps not. */
export type Blame = { account: MailTrouble } | { letter: 'for_good' | 'for_now' }
type Line = { stage?: readonly Stage[]; code?: RegExp; enhanced?: RegExp; words?: RegExp; blame: Blame }

const account = (trouble: MailTrouble): Blame => ({ account: trouble })
const forGood: Blame = { letter: 'for_good' }
const forNow: Blame = { letter: 'for_now' }

// RFC 3463, 4954, 5321, 7372; 5.4.5 as Google uses it, 5.7.57, 5.7.60 and 5.2.252 as Exchange does.
/** The first line that fits decides. */
const lines: readonly Line[] = [
  // It closes the connection, or has had enough of us today.
  { code: /^421$/, blame: account('turned_away') },
  { enhanced: /^[45]\.4\.5$/, blame: account('turned_away') },
  { stage: ['sign_in'], code: /^4/, blame: account('turned_away') },
  { stage: ['sign_in'], blame: account('sign_in') },
  { stage: ['connection'], code: /./, blame: account('turned_away') },
  // "Sign in first", at whatever stage.
  { code: /^53[048]$/, blame: account('sign_in') },
  { enhanced: /^5\.7\.(0|3|8|9|57)$/, blame: account('sign_in') },
  // It has our letter as too long, or the recipient's letters as too many for it: announced with the sender.
  { stage: ['sender'], code: /^55[25]$/, blame: forGood },
  { enhanced: /^5\.(3\.4|2\.3|6\.\d+)$/, blame: forGood },
  // The sender's address: unknown, not ours to use, or its domain does not vouch for this server.
  { enhanced: /^5\.(1\.[78]|2\.252|7\.(2\d|60))$/, blame: account('sender') },
  { stage: ['sender'], code: /^5/, blame: account('sender') },
  { stage: ['sender'], code: /^4/, blame: account('turned_away') },
  // Its own system is in trouble, whatever letter it was.
  { enhanced: /^4\.3\./, blame: account('turned_away') },
  // It does not pass mail on to such addresses for us.
  { stage: ['recipient'], enhanced: /^5\.7\./, blame: account('relay') },
  { stage: ['recipient'], code: /^5/, enhanced: /^$/, words: /relay|rcpthosts/i, blame: account('relay') },
  { stage: ['recipient', 'content'], code: /^5/, blame: forGood },
  // Full for now, not seen before, no answer after the content was sent: it may even have arrived, so not without end.
  { blame: forNow },
]

/** Who has to change something before a letter like this can go. */
export function judgeRefusal({ stage, code, enhanced, words }: Refusal): Blame {
  const fits = (line: Line) =>
    (!line.stage || line.stage.includes(stage)) &&
    (!line.code || line.code.test(String(code ?? ''))) &&
    (!line.enhanced || line.enhanced.test(enhanced)) &&
    (!line.words || line.words.test(words))
  return lines.find(fits)?.blame ?? forNow
}
