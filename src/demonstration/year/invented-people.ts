/** Ninety-six invented people of a small university, in the scripts that such a place knows. */
export const inventedNames: readonly string[] = [
  ...['Léa Bertin', 'Hugo Marchand', 'Chloé Vasseur', 'Nathan Guérin', 'Manon Lefèvre', 'Lucas Rolland'],
  ...['Inès Benali', 'Théo Charpentier', 'Camille Dubreuil', 'Louis Faure', 'Jade Gauthier', 'Maël Hervé'],
  ...['Zoé Imbert', 'Tom Jacquet', 'Lina Kessler', 'Noé Lambert', 'Anaïs Monnier', 'Paul Noirot'],
  ...['Eva Olivier', 'Jules Perrin', 'Sarah Quentin', 'Adam Renard', 'Alix Sauvage', 'Rayan Toumi'],
  ...['Clara Urbain', 'Axel Valentin', 'Nina Weber', 'Yanis Ziani', 'Romane Aubry', 'Gabin Blanchet'],
  ...['Élise Carpentier', 'Raphaël Delmas', 'Océane Étienne', 'Mathis Fontaine', 'Capucine Girard', 'Enzo Huet'],
  ...['Margot Joly', 'Sacha Klein', 'Pauline Leclerc', 'Antoine Morvan', 'Agathe Navarro', 'Simon Prévost'],
  ...['Justine Rey', 'Clément Simonet', 'Victoire Tessier', 'Bastien Vidal', 'Fatoumata Diallo', 'Mamadou Sow'],
  ...['Aminata Traoré', 'Ousmane Keïta', 'Yasmine Haddad', 'Karim Bouzid', 'Leïla Mansouri', 'Amine Cherif'],
  ...['Nguyễn Thị Hương', 'Trần Văn Minh', 'Phạm Quỳnh Anh', 'Lê Đức Long', 'Agnieszka Wójcik', 'Paweł Zieliński'],
  ...['Ștefan Ionescu', 'Ioana Bălan', 'Željko Kovačević', 'Jiří Dvořák', 'Šárka Nováková', 'László Szűcs'],
  ...['Gülşen Yıldız', 'Çağrı Özdemir', 'Łucja Dąbrowska', 'Åsa Lindqvist', 'Søren Østergaard', 'Jón Þórsson'],
  ...['Ελένη Παπαδοπούλου', 'Νίκος Γεωργίου', 'Ольга Соколова', 'Дмитрий Волков', 'Оксана Шевченко', 'Іван Мельник'],
  ...['李静', '王伟', '陈晓明', '佐藤美咲', '田中健太', '김민준'],
  ...['ليلى الخطيب', 'يوسف منصور', 'נועה כהן', 'דוד לוי', 'สมชาย ใจดี', 'ปรียา แก้วมณี'],
  ...['João Figueiredo', 'Beatriz Gonçalves', 'Íñigo Etxeberria', 'María Muñoz', 'Giulia Ferraro', 'Matteo Niccolò'],
]

/** The login of the so-manieth of them: a number that the university gives, as it would for names in any script. */
export const inventedLogin = (index: number): string => `e${22_100_413 + index * 37}`
