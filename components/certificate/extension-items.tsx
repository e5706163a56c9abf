import type { ReactNode } from 'react'
import type { Certificate, GeneralName, NameConstraints, PolicyConstraints } from '#lib/x509/certificate.ts'
import { Hash } from '../ui/hash.tsx'

interface Item {
  readonly term: string
  readonly value: ReactNode
}

/** The extensions that every reader asks for, with a dash where they are absent, and the seldom ones where they are there. */
export function extensionItems(fields: Certificate): Item[] {
  const { basicConstraints: basic, keyUsage } = fields
  return [
    {
      term: 'Basic constraints',
      value:
        basic === null
          ? null
          : `CA ${basic.ca ? 'yes' : 'no'}${basic.pathLength === null ? '' : `, path length ${basic.pathLength}`}${critical(basic.critical)}`,
    },
    {
      term: 'Key usage',
      value: keyUsage === null ? null : `${keyUsage.bits.join(', ')}${critical(keyUsage.critical)}`,
    },
    { term: 'Extended key usage', value: joined(fields.extendedKeyUsage) },
    {
      term: 'Alternative names',
      value: `${fields.subjectAltNames.length.toLocaleString('en')}${critical(fields.subjectAltNamesCritical)}`,
    },
    { term: 'OCSP', value: joined(fields.ocspUrls) },
    { term: 'Issuer at', value: joined(fields.caIssuersUrls) },
    { term: 'CRL', value: joined(fields.crlUrls) },
    { term: 'Policies', value: joined(fields.policies) },
    { term: 'Must-staple', value: fields.mustStaple ? 'Yes' : 'No' },
    { term: 'Embedded SCTs', value: timestamps(fields) },
    { term: 'Unknown and critical', value: joined(fields.unknownCriticalExtensions) },
    ...seldomItems(fields).filter(({ value }) => value !== null),
  ]
}

function seldomItems(fields: Certificate): Item[] {
  const { nameConstraints } = fields
  return [
    { term: 'Permitted names', value: nameConstraints && permitted(nameConstraints) },
    { term: 'Excluded names', value: nameConstraints && joined(nameConstraints.excluded.map(nameText)) },
    { term: 'Policy mappings', value: joined(fields.policyMappings.map((one) => `${one.issuer} as ${one.subject}`)) },
    { term: 'Policy constraints', value: fields.policyConstraints && policyText(fields.policyConstraints) },
    {
      term: 'Any policy counts',
      value: fields.inhibitAnyPolicy === null ? null : `for ${moreCertificates(fields.inhibitAnyPolicy)}`,
    },
    { term: 'Issuer’s names', value: joined(fields.issuerAltNames.map(nameText)) },
    { term: 'Delta CRL', value: joined(fields.freshestCrlUrls) },
    {
      term: 'Subject’s services',
      value: joined(fields.subjectInfoAccess.map(({ method, location }) => `${method} ${location.value}`)),
    },
    {
      term: 'TLS features',
      value: fields.tlsFeatures.some((feature) => feature !== 5) ? fields.tlsFeatures.join(', ') : null,
    },
  ]
}

function permitted({ permitted: names, critical: isCritical }: NameConstraints): ReactNode {
  if (names === null) return `All that are not excluded${critical(isCritical)}`
  return names.length === 0 ? (
    `None${critical(isCritical)}`
  ) : (
    <>
      {joined(names.map(nameText))}
      {critical(isCritical)}
    </>
  )
}

function policyText({ requireExplicitPolicy: explicit, inhibitPolicyMapping: mapping }: PolicyConstraints): string {
  const parts = [
    explicit === null ? [] : [`a policy is needed after ${moreCertificates(explicit)}`],
    mapping === null ? [] : [`policies are mapped for ${moreCertificates(mapping)}`],
  ]
  return parts.flat().join('; ')
}

function moreCertificates(count: number): string {
  return count === 1 ? '1 more certificate' : `${count.toLocaleString('en')} more certificates`
}

/** Logs by the beginning of their ids, and when they saw the certificate. */
function timestamps({ sctCount, scts, ctPoison }: Certificate): ReactNode {
  const poison = ctPoison ? '; a precertificate (CT poison)' : ''
  return (
    <>
      {`${sctCount}${poison}`}
      {scts.map(({ version, logId, at }) => (
        <div key={`${logId} ${at}`} className="flex flex-wrap items-baseline gap-x-2 text-xs">
          {logId === null ? `version ${version}` : <Hash value={logId} length={16} />}
          <span className="text-ink-3">{at === null ? 'no time' : `${at.slice(0, 19).replace('T', ' ')} UTC`}</span>
        </div>
      ))}
    </>
  )
}

function nameText({ value }: GeneralName): string {
  return value === '' ? '(empty)' : value
}

function critical(yes: boolean): string {
  return yes ? ' (critical)' : ''
}

/** URLs in a certificate are somebody else's: shown, never linked. */
function joined(values: readonly string[] | null): ReactNode {
  return values === null || values.length === 0 ? null : <bdi className="font-mono text-xs">{values.join(', ')}</bdi>
}
