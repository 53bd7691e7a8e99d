import { readFile } from 'node:fs/promises'

/** What people here guess besides: French words, keyboards, years. The long list is of English speakers. */
const ours = `
p@ssword motdepasse1 motdepasse123 mot2passe monmotdepasse azerty1234 qwertz123 a1z2e3r4 a1z2e3r4t5 0123456789
9876543210 123123123 12341234 azer1234 jetaime1 jetaime123 jetaimebebe bienvenue bienvenue1 bonjour123 bonjour12
coucou12 coucou123 doudou12 doudou123 loulou12 loulou123 soleil12 soleil123 chocolat1 nicolas123 marseille13
om13marseille parissg75 psg75016 changezmoi admin1234 administrateur root1234 summer2024 summer2025 summer2026
winter2024 winter2025 winter2026 ete2025ete printemps automne1 hiver2025 universite universite1 etudiant etudiant1
etudiant123 student123 library123 bibliotheque imprimante imprimer1 impression copieur1 photocopie doudoune harley123
iphone12 android1 facebook1 minecraft1 fortnite fortnite1 12121212 13131313
`

/**
 * The passwords that were seen most often, in lower case; one is compared with them in lower case. Some
 * eighteen thousand that are long enough, written by `npm run passwords`; the first three thousand would do. (ASVS 6.2.4)
 */
export function commonPasswords(): Promise<ReadonlySet<string>> {
  loaded ??= load()
  return loaded
}

let loaded: Promise<ReadonlySet<string>> | undefined
/** Loaded when somebody first chooses a password: a megabyte that most days nobody needs. */
async function load(): Promise<ReadonlySet<string>> {
  const list = await readFile(new URL('common-passwords.txt', import.meta.url), 'utf8')
  return new Set([...list.trim().split('\n'), ...ours.trim().split(/\s+/)])
}
