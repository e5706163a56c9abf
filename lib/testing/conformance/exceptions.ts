import type { CaseResult } from './suite.ts'

interface Exception {
  readonly suite: string
  /** Ids, or the beginning of those of a group where it ends with `::`. */
  readonly ids: readonly string[]
  /** What they come to; anything else that is not expected is a fault. */
  readonly actual: string
  readonly why: string
}

/** Cases that come out other than their suites say, on purpose. */
const exceptions: readonly Exception[] = [
  {
    suite: 'pkits',
    ids: ['pkits::4.1.5::'],
    actual: 'false',
    why: 'a DSA key that inherits its parameters from its issuer is none that can be used',
  },
  {
    suite: 'verify-chain',
    ids: ['boringssl-verify::many-names/ok-all-types'],
    actual: 'false',
    why: 'some of the names of the leaf lie in no permitted subtree: BoringSSL tests the cost of the comparison alone',
  },
  {
    suite: 'limbo',
    ids: ['rfc5280::aki::cross-signed-root-missing-aki'],
    actual: 'SUCCESS',
    why: 'it contradicts cve::cve-2024-0567, which has the same chain',
  },
  {
    suite: 'limbo',
    ids: ['webpki::cn::', 'webpki::aki::', 'webpki::eku::', 'webpki::ca-as-leaf'],
    actual: 'SUCCESS',
    why: 'rules of the CA/B profile are checks of certificates, and no faults of paths by RFC 5280',
  },
  {
    suite: 'limbo',
    ids: ['webpki::nc::permitted-dns-match-noncritical'],
    actual: 'FAILURE',
    why: 'RFC 5280 4.2.1.10 has name constraints critical; the CA/B profile lets them be otherwise',
  },
]

/** Why this case may come out as it did and not as its suite says; null where it may not. */
export function exceptionFor(suite: string, { id, actual }: Pick<CaseResult, 'id' | 'actual'>): string | null {
  const fits = (name: string) => id === name || (name.endsWith('::') && id.startsWith(name))
  const found = exceptions.find((one) => one.suite === suite && one.actual === actual && one.ids.some(fits))
  return found?.why ?? null
}
