/** The text spelled backwards, sign by sign: an index of it finds what a text ends with. */
export const reversed = (text: string): string => [...text].reverse().join('')
