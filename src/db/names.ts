/*
 * `personId` in the program, `person_id` in the database. A query’s names are written so while its text is made, and a
 * row's are read so where it comes out: to walk each query and each row once more for it costs more than the database.
 */
const remembered = (make: (name: string) => string): ((name: string) => string) => {
  const known = new Map<string, string>()
  return (name) => {
    const before = known.get(name)
    if (before !== undefined) return before
    const made = make(name)
    known.set(name, made)
    return made
  }
}

/** The database's name of a table or column of ours. */
export const snakeName = remembered((name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`))

/** Our name of a column of the database. */
export const camelName = remembered((name) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()))
