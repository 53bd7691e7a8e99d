/** What is repeated until the input is as long as wanted: each has made some program stand still. */
const pieces = [
  ...[
    '1',
    'a',
    '\u0301',
    ' ',
    '\u00a0',
    '\n',
    '\r\n ',
    '.',
    '-',
    '/',
    '\\',
    '"',
    '&',
    '%',
    '=',
    '%41',
    '&amp;',
    '&#1;',
  ],
  ...['{', '{a', '{a}', '[', '(', '](https://', '[a](https://b', '*', '**', '# ', '<', '<a', '<a>', '<b>', '<a b="'],
  ...['<!DOCTYPE ', '<!--', '<![CDATA[', '/*', '.a{fill:#fff}', '@', 'a@', '.a@b', '1 ', '1-', '$', '"a":"', '"\\"'],
  ...['[{"a":', '-----BEGIN CERTIFICATE-----', '/v2/payments/captures/', 'fr,en;q=1,'],
]

/** Each piece again and again, behind a beginning and before an end that let whoever looks for one try again. */
export const worstInputs = (length: number): Array<{ name: string; text: string }> =>
  pieces.map((piece) => ({
    name: `x${piece} again and again, !`,
    text: `x${piece.repeat(Math.ceil(length / piece.length)).slice(0, length)}!`,
  }))
