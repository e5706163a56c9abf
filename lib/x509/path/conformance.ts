import type { ChainCertificate } from './chain-certificate.ts'
import { certificateExtensions as oids } from './chain-extensions.ts'
import type { ComparableGeneralName } from './general-names.ts'
import { isUnderstood, uriHost } from './name-constraints.ts'

/** Where a certificate stands in its path. */
export type PathRole = 'leaf' | 'intermediate' | 'anchor'

interface Rule {
  readonly clause: string
  readonly broken: (certificate: ChainCertificate, role: PathRole) => boolean
  readonly detail: string
}

const isCa = ({ basicConstraints }: ChainCertificate) => basicConstraints?.ca === true
const isSelfIssued = ({ issuer, subject }: ChainCertificate) => issuer.key === subject.key
const critical = (oid: string) => (certificate: ChainCertificate) => certificate.criticalExtensions.has(oid)
const notCritical = (oid: string) => (certificate: ChainCertificate) =>
  certificate.extensions.has(oid) && !certificate.criticalExtensions.has(oid)

/**
 * What RFC 5280 4 asks of certificates (MUST) and its path validation never looks at. Of an anchor neither serial nor
 * issuer matter: it may be a cross-signed root, and public roots of serial 0 are in use.
 */
const rules: readonly Rule[] = [
  {
    clause: '4.1.2.2',
    detail: 'the serial is not a positive number of at most 20 octets',
    broken: ({ serial, serialOctets }, role) =>
      role !== 'anchor' && (/^(?:-|0*$)/.test(serial) || serialOctets.length > 20),
  },
  { clause: '4.1.2.4', detail: 'the issuer is empty', broken: ({ issuer }) => issuer.rdns.length === 0 },
  {
    clause: '4.1.2.5',
    detail: 'times until 2049 are UTCTime and later ones GeneralizedTime',
    broken: ({ timesConform }) => !timesConform,
  },
  {
    clause: '4.1.2.6',
    detail: 'the subject is empty',
    broken: (certificate) =>
      certificate.subject.rdns.length === 0 &&
      (isCa(certificate) || !certificate.criticalExtensions.has(oids.subjectAltName)),
  },
  {
    clause: '4.2.1.1',
    detail: 'no authority key identifier',
    broken: (certificate, role) =>
      role !== 'anchor' && certificate.version === 3 && !isSelfIssued(certificate) && !certificate.authorityKeyId,
  },
  {
    clause: '4.2.1.1',
    detail: 'the authority key identifier is critical',
    broken: critical(oids.authorityKeyId),
  },
  {
    clause: '4.2.1.2',
    detail: 'a CA without a subject key identifier',
    broken: (certificate) => isCa(certificate) && !certificate.subjectKeyId,
  },
  { clause: '4.2.1.2', detail: 'the subject key identifier is critical', broken: critical(oids.subjectKeyId) },
  {
    clause: '4.2.1.3',
    detail: 'a CA without a key usage',
    broken: ({ keyUsage, version }, role) => role === 'intermediate' && version === 3 && keyUsage === null,
  },
  {
    clause: '4.2.1.3',
    detail: 'the key may sign certificates and the subject is no CA',
    broken: (certificate) => certificate.keyUsage?.has('keyCertSign') === true && !isCa(certificate),
  },
  { clause: '4.2.1.3', detail: 'the key usage allows nothing', broken: ({ keyUsage }) => keyUsage?.size === 0 },
  {
    clause: '4.2.1.6',
    detail: 'a subjectAltName is not in the form of its kind',
    broken: ({ subjectAltNames }) => subjectAltNames?.some((name) => !isWellFormed(name)) === true,
  },
  {
    clause: '4.2.1.9',
    detail: 'a CA whose basic constraints are not critical',
    broken: (certificate) => isCa(certificate) && !certificate.criticalExtensions.has(oids.basicConstraints),
  },
  {
    clause: '4.2.1.9',
    detail: 'a path length without the CA flag or the right to sign certificates',
    broken: ({ basicConstraints, keyUsage }) =>
      basicConstraints !== null &&
      basicConstraints.pathLength !== null &&
      (!basicConstraints.ca || keyUsage?.has('keyCertSign') === false),
  },
  {
    clause: '4.2.1.10',
    detail: 'name constraints in a certificate that is no CA',
    broken: (certificate) => certificate.nameConstraints !== null && !isCa(certificate),
  },
  { clause: '4.2.1.10', detail: 'name constraints are not critical', broken: notCritical(oids.nameConstraints) },
  {
    clause: '4.2.1.10',
    detail: 'a dNSName constraint begins with a dot',
    broken: ({ nameConstraints }) =>
      nameConstraints !== null &&
      [...nameConstraints.permitted, ...nameConstraints.excluded].some(
        (base) => base.kind === 'dns' && base.value.startsWith('.'),
      ),
  },
  {
    clause: '4.2.1.10',
    detail: 'the base of a name constraint is none of its form',
    broken: ({ nameConstraints }) =>
      nameConstraints !== null &&
      [...nameConstraints.permitted, ...nameConstraints.excluded].some(
        (base) => base.kind !== 'other' && !isUnderstood(base),
      ),
  },
  { clause: '4.2.1.11', detail: 'policy constraints are not critical', broken: notCritical(oids.policyConstraints) },
  { clause: '4.2.1.14', detail: 'inhibitAnyPolicy is not critical', broken: notCritical(oids.inhibitAnyPolicy) },
  {
    clause: '4.2.2.1',
    detail: 'the authority information access is critical',
    broken: critical(oids.authorityInformationAccess),
  },
  {
    clause: '4.2.2.2',
    detail: 'the subject information access is critical',
    broken: critical(oids.subjectInformationAccess),
  },
]

/** What the certificate breaks of RFC 5280 4, each with its clause, in the order of the clauses. */
export function deviations(certificate: ChainCertificate, role: PathRole): readonly string[] {
  return rules
    .filter(({ broken }) => broken(certificate, role))
    .map(({ clause, detail }) => `${detail} (RFC 5280 ${clause})`)
}

/** RFC 5280 4.2.1.6: preferred name syntax (with a wildcard label), a mailbox, a URI with a scheme and its part. */
function isWellFormed(name: ComparableGeneralName): boolean {
  if (name.kind === 'dns') return isPreferredName(name.value.startsWith('*.') ? name.value.slice(2) : name.value)
  if (name.kind === 'email') return /^[^@\s]+@[^@\s]+$/.test(name.value) && isPreferredName(hostOf(name.value))
  if (name.kind === 'uri')
    return /^[A-Za-z][A-Za-z0-9+.-]*:.+$/.test(name.value) && (uriHost(name.value) ?? 'x').length > 0
  return true
}

function hostOf(mailbox: string): string {
  return mailbox.slice(mailbox.lastIndexOf('@') + 1).toLowerCase()
}

/** RFC 1034 3.5 as modified by RFC 1123 2.1; a last label of digits alone would be an address. */
function isPreferredName(name: string): boolean {
  if (name.length > 253) return false
  const labels = name.split('.')
  return labels.every((label) => /^(?!-)[a-z0-9-]{1,63}(?<!-)$/.test(label)) && !/^\d+$/.test(labels.at(-1) ?? '')
}
