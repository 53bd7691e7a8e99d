import type {
  ArticleRow,
  ArticleVersionRow,
  AuditEntryRow,
  BalanceRow,
  BrandDraftRow,
  BrandLogoRow,
  BrandVersionRow,
  ChainHeadRow,
  ClosingRow,
  CounterRow,
  CredentialRow,
  EvidenceRow,
  HistoryEntryRow,
  IdentityRow,
  KeptMatterRow,
  LatestInstantRow,
  LeaseRow,
  LimitsVersionRow,
  NumberGapRow,
  OneTimeLinkRow,
  PersonKeyRow,
  PersonRoleRow,
  PersonRow,
  SiteRow,
  TermsVersionRow,
  ThrottleRow,
  TransferRow,
  VatRateRow,
  VatRateVersionRow,
  WebSessionRow,
} from './base-rows.ts'
import type {
  CapturedMailRow,
  DifferenceEndRow,
  DifferenceRow,
  MailRow,
  NoticeRow,
  OrderRow,
  PaymentFactRow,
  PaymentRow,
  PrintAccountRow,
  ReceiptRow,
  ReconciliationRow,
  RefundRow,
  StatusChangeRow,
  TopUpRow,
  UsageEntryRow,
  UsageTotalRow,
  WithdrawalChangeRow,
  WithdrawalRow,
} from './sale-rows.ts'

/**
 * The rows of the database, one type a table, columns in camel case (the SQL is in migrations/).
 * Numbers are whole numbers; instants are ISO strings in UTC; `detail`-like columns hold JSON.
 */
export type Schema = {
  transfer: TransferRow
  balance: BalanceRow
  chainHead: ChainHeadRow
  evidence: EvidenceRow
  counter: CounterRow
  closing: ClosingRow
  numberGap: NumberGapRow
  historyEntry: HistoryEntryRow
  lease: LeaseRow
  latestInstant: LatestInstantRow
  site: SiteRow
  person: PersonRow
  credential: CredentialRow
  identity: IdentityRow
  personRole: PersonRoleRow
  personKey: PersonKeyRow
  webSession: WebSessionRow
  oneTimeLink: OneTimeLinkRow
  throttle: ThrottleRow
  auditEntry: AuditEntryRow
  keptMatter: KeptMatterRow
  vatRate: VatRateRow
  vatRateVersion: VatRateVersionRow
  article: ArticleRow
  articleVersion: ArticleVersionRow
  limitsVersion: LimitsVersionRow
  termsVersion: TermsVersionRow
  brandVersion: BrandVersionRow
  brandDraft: BrandDraftRow
  brandLogo: BrandLogoRow
  orders: OrderRow
  statusChange: StatusChangeRow
  payment: PaymentRow
  notice: NoticeRow
  paymentFact: PaymentFactRow
  refund: RefundRow
  printAccount: PrintAccountRow
  topUp: TopUpRow
  receipt: ReceiptRow
  mail: MailRow
  capturedMail: CapturedMailRow
  reconciliation: ReconciliationRow
  difference: DifferenceRow
  differenceEnd: DifferenceEndRow
  usageEntry: UsageEntryRow
  usageTotal: UsageTotalRow
  withdrawal: WithdrawalRow
  withdrawalChange: WithdrawalChangeRow
}
