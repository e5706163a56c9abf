/** What a browser asks of the SCTs of a public certificate; `since`: for certificates issued from that day on. */
export interface CtPolicy {
  readonly id: string
  readonly name: string
  readonly source: string
  readonly since: string
  /** Embedded in the certificate: how many, of as many logs, by its life in days; the last for all longer ones. */
  readonly embedded: {
    readonly needed: readonly { readonly upToDays: number; readonly scts: number }[]
    /** So many of them of logs that count now; the others may have been retired since they gave theirs. */
    readonly current: number
    readonly operators: number
  }
  /** In the TLS extension or the stapled OCSP response: of logs that count now. */
  readonly delivered: {
    readonly scts: number
    readonly operators: number
    /** One that came so is enough where embedded ones make up the number. */
    readonly besideEmbedded: boolean
  }
  /** So many of logs that speak the API of RFC 6962. */
  readonly rfc6962: number
}

const byLife = [
  { upToDays: 180, scts: 2 },
  { upToDays: Number.POSITIVE_INFINITY, scts: 3 },
]

/**
 * Rules for earlier certificates are left out: these have expired. Firefox follows Chrome's, which asked for a log of
 * RFC 6962 until the end of 2025.
 * Apple counts one SCT of each operator up to 180 days and two beyond, which is to ask for two operators.
 */
export const ctPolicies: readonly CtPolicy[] = [
  {
    id: 'chrome',
    name: 'Chrome',
    source: 'https://googlechrome.github.io/CertificateTransparency/ct_policy.html',
    since: '2022-04-15',
    embedded: { needed: byLife, current: 1, operators: 2 },
    delivered: { scts: 2, operators: 2, besideEmbedded: false },
    rfc6962: 0,
  },
  {
    id: 'apple',
    name: 'Apple',
    source: 'https://support.apple.com/en-us/103214',
    since: '2021-04-21',
    embedded: { needed: byLife, current: 1, operators: 2 },
    delivered: { scts: 2, operators: 1, besideEmbedded: true },
    rfc6962: 1,
  },
]
