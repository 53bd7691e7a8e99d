/** How logins and addresses are compared: without blanks around, without letter case, in one Unicode form. */
export const comparable = (text: string): string => text.trim().normalize('NFKC').toLowerCase()
