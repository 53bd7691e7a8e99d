export type BrandVersionRow = {
  id: string
  number: number
  content: string
  publishedBy: string
  publishedAt: string
}

export type BrandDraftRow = {
  id: string
  content: string
  changedBy: string
  changedAt: string
  baseNumber: number
  revision: string
}

export type BrandLogoRow = {
  id: string
  type: 'image/svg+xml' | 'image/png' | 'image/webp'
  content: Uint8Array
  addedAt: string
}

declare module '../db/schema.ts' {
  interface Schema {
    brandVersion: BrandVersionRow
    brandDraft: BrandDraftRow
    brandLogo: BrandLogoRow
  }
}
