type Given<Parts> = { [Name in keyof Parts]?: Exclude<Parts[Name], undefined> }

/** Of an object the parts that are there: what a provider does not say is absent from a fact, never undefined in it. */
export function given<Parts extends object>(parts: Parts): Given<Parts> {
  return Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined)) as Given<Parts>
}
