import type { CaseResult } from './suite.ts'

interface Exception {
  readonly suite: string
  /** Ids, or the beginning of those of a group where it ends with `::`. */
  readonly ids: readonly string[]
  readonly why: string
}

/** Cases that come out other than their suites say, on purpose. */
const exceptions: readonly Exception[] = [
  {
    suite: 'pkits',
    ids: ['pkits::4.1.5::'],
    why: 'a DSA key that inherits its parameters from its issuer is none that can be used',
  },
  {
    suite: 'verify-chain',
    ids: ['boringssl-verify::many-names/ok-all-types'],
    why: 'some of the names of the leaf lie in no permitted subtree: BoringSSL tests the cost of the comparison alone',
  },
  {
    suite: 'limbo',
    ids: ['rfc5280::aki::cross-signed-root-missing-aki'],
    why: 'it contradicts cve::cve-2024-0567, which has the same chain',
  },
  {
    suite: 'limbo',
    ids: ['webpki::cn::', 'webpki::aki::', 'webpki::eku::', 'webpki::ca-as-leaf'],
    why: 'rules of the CA/B profile are checks of certificates, and no faults of paths by RFC 5280',
  },
  {
    suite: 'limbo',
    ids: ['webpki::nc::permitted-dns-match-noncritical'],
    why: 'RFC 5280 4.2.1.10 has name constraints critical; the CA/B profile lets them be otherwise',
  },
]

/** Why this case may come out otherwise; null where it may not. */
export function exceptionFor(suite: string, { id }: Pick<CaseResult, 'id'>): string | null {
  const fits = (name: string) => id === name || (name.endsWith('::') && id.startsWith(name))
  return exceptions.find((one) => one.suite === suite && one.ids.some(fits))?.why ?? null
}
