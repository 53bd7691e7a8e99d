/** The first guesses of anybody who guesses, in English and in French; eight characters and more. */
const list = `
password password1 password12 password123 password1234 passw0rd p@ssw0rd p@ssword motdepasse motdepasse1 motdepasse123
mot2passe monmotdepasse azertyuiop azerty123 azerty1234 azerty12 azertyui qwertyuiop qwerty123 qwerty1234 qwertyui
qwertz123 1q2w3e4r 1q2w3e4r5t 1qaz2wsx 1a2b3c4d a1b2c3d4 a1z2e3r4 a1z2e3r4t5 q1w2e3r4 12345678 123456789 1234567890
0123456789 987654321 9876543210 11223344 123123123 12341234 1234abcd abcd1234 abc12345 abcdef123 azer1234 qwer1234
asdfghjkl asdfghjk zxcvbnm123 iloveyou iloveyou1 jetaime1 jetaime123 jetaimebebe sunshine sunshine1 princess princesse
princess1 football football1 baseball basketball superman superman1 spiderman batman123 pokemon1 pokemon123 starwars
starwars1 trustno1 welcome1 welcome123 bienvenue bienvenue1 bonjour1 bonjour123 bonjour12 coucou12 coucou123 doudou12
doudou123 loulou12 loulou123 soleil12 soleil123 chocolat chocolat1 chouchou nicolas1 nicolas123 camille1 thomas12
thomas123 alexandre alexandra caroline charlotte francois isabelle marseille marseille13 om13marseille parissg75
psg75016 juventus liverpool liverpool1 chelsea1 arsenal1 barcelona realmadrid michael1 jennifer jordan23 computer
computer1 internet internet1 changeme changeme1 changezmoi letmein1 letmein123 admin123 admin1234 administrator
administrateur root1234 secret123 master12 master123 shadow12 monkey12 monkey123 dragon12 dragon123 killer12 hello123
hello1234 summer2024 summer2025 summer2026 winter2024 winter2025 winter2026 ete2025ete printemps automne1 hiver2025
university universite universite1 etudiant etudiant1 etudiant123 student1 student123 library1 library123 bibliotheque
imprimante imprimer1 impression printing copieur1 photocopie doudoune tinkerbell whatever whatever1 blink182 freedom1
mustang1 harley123 corvette mercedes porsche1 ferrari1 yamaha12 snoopy12 garfield nirvana1 metallica slipknot1 eminem12
samsung1 samsung123 iphone12 android1 google123 facebook facebook1 minecraft minecraft1 fortnite fortnite1 callofduty
00000000 11111111 22222222 33333333 44444444 55555555 66666666 77777777 88888888 99999999 12121212 13131313 10203040
147258369 159753456 741852963 789456123 789456123 963852741 14725836 25802580 31415926 01012000 01011990 01011980
`

/** In lower case; a password is compared with it in lower case. */
export const commonPasswords: ReadonlySet<string> = new Set(list.trim().split(/\s+/))
