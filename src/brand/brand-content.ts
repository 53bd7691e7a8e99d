import { type InEach, inEach, type LocalText } from '../kit/language.ts'
import type { BrandLogoRow } from './brand-tables.ts'

/** A cleaned picture in the table of logos; size in pixels, `fileName` as it was sent. */
export type Logo = {
  logoId: string
  type: BrandLogoRow['type']
  width: number
  height: number
  fileName: string
  bytes: number
}

/** Copies where they cost something else than prints, what is scanned, what is faxed. */
export const otherCosts = ['copyBlackAndWhite', 'copyColour', 'scan', 'fax'] as const
export type OtherCost = (typeof otherCosts)[number]

/** What an operator may say and colour; published in versions (brand.ts), every text in each language. */
export type BrandContent = {
  name: string
  tagline: LocalText
  /** Without one the first letter of the name stands for it; `dark` is for the dark ground, else `light` serves there too. */
  logos: { light: Logo | null; dark: Logo | null }
  accent: string
  /** The paper by day, where the operator wants another than ours. */
  ground: string | null
  seller: { name: string; lines: string[] }
  accountName: LocalText
  /** `one` and `other` of the credit's name: unité, unités. */
  creditNames: InEach<{ one: string; other: string }>
  /** Cost of a page in minor units of credit, to tell what a balance buys; 0: not said. Copies cost the same, unless told. */
  pageCosts: { blackAndWhite: number; colour: number }
  /** What else a page may cost, in minor units of credit; 0: free, null: not said. */
  otherCosts: Record<OtherCost, number | null>
  addressLines: string[]
  welcome: LocalText
  /** Above the balance, for as long as there is something to announce; mostly empty. */
  homeMessage: LocalText
  help: LocalText
  footer: LocalText
  legal: LocalText
  privacy: LocalText
  accessibility: LocalText
  receiptSubject: LocalText
  receiptBody: LocalText
  creditNoteSubject: LocalText
  creditNoteBody: LocalText
  mailSignature: LocalText
}

/** Whether the operator has said what pages cost: without that nothing is told about what a balance buys. */
export const saysPageCosts = ({ pageCosts }: Pick<BrandContent, 'pageCosts'>): boolean => pageCosts.blackAndWhite > 0

/** The demonstration's logo, which its first start puts among the logos. */
export const montclarLogoSvg =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 44 44"><rect width="44" height="44" fill="#1d3a7a"/>' +
  '<circle cx="29" cy="15" r="5.5" fill="#fff"/><path d="M0 33c8-9 16-9 24-2s13 6 20 1" fill="none" stroke="#fff" ' +
  'stroke-width="2.5"/><path d="M0 40c8-5 15-5 22-1s15 4 22 0" fill="none" stroke="#fff" stroke-width="1.5"/></svg>'

/** The demonstration's university: names, addresses and numbers are invented. */
export const montclar: BrandContent = {
  name: 'Université Montclar',
  tagline: { fr: 'Impressions et copies', en: 'Printing and copying' },
  logos: { light: null, dark: null },
  accent: '#1d3a7a',
  ground: null,
  seller: {
    name: 'Université Montclar',
    lines: [
      'Service reprographie',
      '1, place de l’Université',
      '99000 Montclar',
      'SIRET 123 456 789 00012',
      'TVA FR 00 123456789',
    ],
  },
  accountName: { fr: 'Compte principal', en: 'Main account' },
  creditNames: { fr: { one: 'unité', other: 'unités' }, en: { one: 'unit', other: 'units' } },
  pageCosts: { blackAndWhite: 5, colour: 15 },
  otherCosts: { copyBlackAndWhite: null, copyColour: null, scan: 2, fax: 10 },
  addressLines: ['Compte Gespage', '12, rue des Presses', '99000 Montclar'],
  welcome: {
    fr: 'Consultez votre solde et ajoutez du crédit en ligne, de jour comme de nuit. Deux minutes suffisent.',
    en: 'Check your balance and add credit online, day or night. It takes two minutes.',
  },
  homeMessage: { fr: '', en: '' },
  help: {
    fr: 'Une question ? Le service reprographie répond du lundi au vendredi, de 9 h à 17 h : 01 99 00 12 34, impressions@univ-montclar.example.',
    en: 'Any questions? The print service is there Monday to Friday, 9 am to 5 pm: +33 1 99 00 12 34, impressions@univ-montclar.example.',
  },
  footer: { fr: '', en: '' },
  legal: {
    fr: '## Éditeur\n\nUniversité Montclar, 1, place de l’Université, 99000 Montclar. Téléphone : 01 99 00 12 34.\n\nDirectrice de la publication : la présidente de l’université.\n\n## Hébergement\n\nDirection du numérique, à la même adresse.\n\n## Logiciel\n\nObole, logiciel libre sous licence Apache 2.0.',
    en: '## Publisher\n\nUniversité Montclar, 1, place de l’Université, 99000 Montclar, France. Telephone: +33 1 99 00 12 34.\n\nResponsible for publication: the president of the university.\n\n## Hosting\n\nDigital services, at the same address.\n\n## Software\n\nObole, free software under the Apache 2.0 licence.',
  },
  privacy: {
    fr: 'Obole enregistre votre identifiant, votre nom, votre adresse de courriel, vos commandes et l’usage de votre compte. Votre numéro de carte n’est jamais transmis à ce site : il est tapé sur la page de la banque.\n\nLes pièces comptables sont conservées dix ans. Le profil permet de télécharger vos données. Pour toute demande : dpo@univ-montclar.example.',
    en: 'Obole stores your username, your name, your email address, your orders and how you use your account. Your card number never reaches this site: you type it on the bank’s page.\n\nAccounting records are kept for ten years. You can download your data from your profile. For any request: dpo@univ-montclar.example.',
  },
  accessibility: {
    fr: 'Ce service se veut utilisable au clavier, sans JavaScript, avec un lecteur d’écran et jusqu’à 320 pixels de large. Il n’a pas encore été audité selon le RGAA 4.1. Une difficulté ? Écrivez à accessibilite@univ-montclar.example.',
    en: 'This service is meant to be usable by keyboard, without JavaScript, with a screen reader and down to 320 pixels wide. It has not yet been audited against RGAA 4.1. Having difficulty? Write to accessibilite@univ-montclar.example.',
  },
  receiptSubject: {
    fr: 'Votre compte est crédité de {credit} (reçu {number})',
    en: 'Your account has been credited: {credit} (receipt {number})',
  },
  receiptBody: {
    fr: 'Nous avons bien reçu votre paiement de {amount} pour la commande {order}. Votre compte est crédité de {credit}. Le reçu {number} est joint à ce message, avec les conditions générales de vente que vous avez acceptées le {date}.',
    en: 'We have received your payment of {amount} for order {order}. Your account has been credited: {credit}. Receipt {number} is attached to this message, along with the terms of sale you accepted on {date}.',
  },
  creditNoteSubject: {
    fr: 'Remboursement de {amount} (avoir {number})',
    en: 'Refund of {amount} (credit note {number})',
  },
  creditNoteBody: {
    fr: 'Nous vous remboursons {amount} pour la commande {order}, par le moyen de paiement d’origine. L’avoir {number} est joint à ce message.',
    en: 'We are refunding {amount} for order {order}, to the original payment method. Credit note {number} is attached to this message.',
  },
  mailSignature: {
    fr: 'Le service reprographie de l’Université Montclar',
    en: 'The print service of Université Montclar',
  },
}

/** A new one for each text: a copy of the content must not tie two texts together. */
const unsaid = (): LocalText => inEach(() => '')

/**
 * What stands before an operator has published anything: the program's own words where some are needed, and nothing
 * where only the operator can speak.
 */
export const unpublished: BrandContent = {
  name: '',
  tagline: unsaid(),
  logos: { light: null, dark: null },
  accent: '#1f4e5f',
  ground: null,
  seller: { name: '', lines: [] },
  accountName: { fr: 'Compte d’impression', en: 'Print account' },
  creditNames: montclar.creditNames,
  pageCosts: { blackAndWhite: 0, colour: 0 },
  otherCosts: { copyBlackAndWhite: null, copyColour: null, scan: null, fax: null },
  addressLines: [],
  welcome: unsaid(),
  homeMessage: unsaid(),
  help: unsaid(),
  footer: unsaid(),
  legal: unsaid(),
  privacy: unsaid(),
  accessibility: unsaid(),
  receiptSubject: montclar.receiptSubject,
  receiptBody: montclar.receiptBody,
  creditNoteSubject: montclar.creditNoteSubject,
  creditNoteBody: montclar.creditNoteBody,
  mailSignature: unsaid(),
}
