import type { Crl } from './crl.ts'
import { crlExtensionOids as oids } from './crl-extensions.ts'

const critical = (oid: string) => (crl: Crl) => crl.criticalExtensions.has(oid)
const notCritical = (oid: string) => (crl: Crl) => crl.extensions.has(oid) && !crl.criticalExtensions.has(oid)
const absent = (oid: string) => (crl: Crl) => !crl.extensions.has(oid)

/** What RFC 5280 5 asks of CRLs (MUST) and the algorithm of its 6.3.3 never looks at. */
const rules: readonly { readonly clause: string; readonly detail: string; readonly broken: (crl: Crl) => boolean }[] = [
  { clause: '5.1.2.1', detail: 'a CRL of version 1', broken: ({ version }) => version === 1 },
  { clause: '5.1.2.3', detail: 'the issuer is empty', broken: ({ issuer }) => issuer.rdns.length === 0 },
  {
    clause: '5.1.2.4',
    detail: 'times until 2049 are UTCTime and later ones GeneralizedTime',
    broken: ({ timesConform }) => !timesConform,
  },
  { clause: '5.1.2.5', detail: 'no nextUpdate', broken: ({ nextUpdate }) => nextUpdate === null },
  { clause: '5.2.1', detail: 'no authority key identifier', broken: absent(oids.authorityKeyId) },
  { clause: '5.2.3', detail: 'no CRL number', broken: absent(oids.crlNumber) },
  { clause: '5.2.3', detail: 'the CRL number is critical', broken: critical(oids.crlNumber) },
  { clause: '5.2.4', detail: 'the delta CRL indicator is not critical', broken: notCritical(oids.deltaCrlIndicator) },
  {
    clause: '5.2.5',
    detail: 'the issuing distribution point is not critical',
    broken: notCritical(oids.issuingDistributionPoint),
  },
  { clause: '5.2.6', detail: 'the freshest CRL is critical', broken: critical(oids.freshestCrl) },
  {
    clause: '5.2.7',
    detail: 'the authority information access is critical',
    broken: critical(oids.authorityInformationAccess),
  },
]

/** What the CRL breaks of RFC 5280 5, each with its clause, in the order of the clauses. */
export function crlDeviations(crl: Crl): readonly string[] {
  return rules.filter(({ broken }) => broken(crl)).map(({ clause, detail }) => `${detail} (RFC 5280 ${clause})`)
}
