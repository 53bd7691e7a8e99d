/** Signs that no text needs and that some readers stumble over; the line break stays. */
const controls = /(?!\n)\p{Cc}/gu

/** What somebody typed, with one kind of line break and without control signs or blanks around it. */
export const plainText = (typed: string): string => typed.replace(/\r\n?/g, '\n').replace(controls, ' ').trim()
