import Link from 'next/link'
import type { CertificateDetail } from '#lib/data/certificates/get-certificate.ts'
import { Card, Section } from '../ui/card.tsx'
import { DefinitionList } from '../ui/definition-list.tsx'
import { Hash } from '../ui/hash.tsx'
import { keyText } from './key-text.ts'

/** What stands in the certificate, and what could not be read of it. */
export function CertificateFacts({ certificate }: { certificate: CertificateDetail }) {
  const { fields } = certificate
  return (
    <div className="grid gap-5 xl:grid-cols-2">
      <Section title="Names and numbers" className="content-start">
        <Card>
          <DefinitionList
            items={[
              { term: 'Subject', value: text(fields.subject) },
              { term: 'Issuer', value: text(fields.issuer) },
              { term: 'Serial number', value: <Hash value={fields.serial} length={48} /> },
              { term: 'SHA-256', value: <Hash value={certificate.sha256} length={64} /> },
              {
                term: 'Self-signed',
                value: fields.selfSigned ? 'Yes: its signature verifies under its own key' : 'No',
              },
              { term: 'Anchor of', value: certificate.anchorOf.length === 0 ? null : certificate.anchorOf.join(', ') },
              {
                term: 'Version, size',
                value: `X.509 v${fields.version}, ${certificate.derBytes.toLocaleString('en')} bytes`,
              },
            ]}
          />
        </Card>
      </Section>
      <Section title="Key and signature" className="content-start">
        <Card>
          <DefinitionList items={keyItems(certificate)} />
        </Card>
      </Section>
      <Section title="Extensions" className="xl:col-span-2">
        <Card>
          <DefinitionList items={extensionItems(certificate)} />
        </Card>
      </Section>
    </div>
  )
}

function keyItems({ fields, spkiSha256, sameKey }: CertificateDetail) {
  const { publicKey } = fields
  return [
    {
      term: 'Key',
      value: `${keyText(publicKey.algorithm, publicKey.bits)}${publicKey.curve === null ? '' : `, curve ${publicKey.curve}`}${publicKey.exponent === null ? '' : `, exponent ${publicKey.exponent}`}`,
    },
    { term: 'Key SHA-256', value: <Hash value={spkiSha256} length={64} /> },
    {
      term: 'Same key in',
      value:
        sameKey === 0 ? (
          'no other certificate'
        ) : (
          <Link href={`/certificates?spki=${spkiSha256}`} className="link">
            {(sameKey + 1).toLocaleString('en')} certificates
          </Link>
        ),
    },
    {
      term: 'Signature',
      value: `${fields.signatureAlgorithm}${fields.signatureAlgorithmsAgree ? '' : '; the inner algorithm is another'}`,
    },
    {
      term: 'Subject key id',
      value: fields.subjectKeyId === null ? null : <Hash value={fields.subjectKeyId} length={40} />,
    },
    {
      term: 'Authority key id',
      value: fields.authorityKeyId === null ? null : <Hash value={fields.authorityKeyId} length={40} />,
    },
  ]
}

function extensionItems({ fields }: CertificateDetail) {
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
    { term: 'Embedded SCTs', value: `${fields.sctCount}${fields.ctPoison ? '; a precertificate (CT poison)' : ''}` },
    { term: 'Unknown and critical', value: joined(fields.unknownCriticalExtensions) },
  ]
}

function critical(yes: boolean): string {
  return yes ? ' (critical)' : ''
}

/** URLs in a certificate are somebody else's: shown, never linked. */
function joined(values: readonly string[] | null) {
  return values === null || values.length === 0 ? null : <bdi className="font-mono text-xs">{values.join(', ')}</bdi>
}

function text(value: string) {
  return value === '' ? null : <bdi>{value}</bdi>
}
