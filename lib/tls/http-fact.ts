/** What a server tells of its clock. */
export type ClockReading = 'not-told' | 'right' | 'wrong'

export interface HttpFact {
  readonly status: number
  /** Strict-Transport-Security as sent, null where none came. */
  readonly strictTransportSecurity: string | null
  /**
   * What else of the answer bears on security, by the name of the header in lower case, as sent (cookies without their
   * values); absent in facts of older scans.
   */
  readonly headers?: Readonly<Record<string, readonly string[]>>
  /** By the Date of the answer, `right` to five minutes; absent in facts of older scans. */
  readonly clock?: ClockReading
}
