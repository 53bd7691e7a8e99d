export type KeptMatterRow = {
  kind:
    | 'held_payment'
    | 'long_pending'
    | 'doubtful_top_up'
    | 'doubtful_refund'
    | 'contradiction'
    | 'puzzling_notice'
    | 'failed_mail'
  subjectId: string
  keptBy: string
  keptAt: string
  why: string
}

declare module '../db/schema.ts' {
  interface Schema {
    keptMatter: KeptMatterRow
  }
}
