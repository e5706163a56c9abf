import Link from 'next/link'
import type { CertificateDetail } from '#lib/data/certificates/get-certificate.ts'
import { Card, Section } from '../ui/card.tsx'
import { DefinitionList } from '../ui/definition-list.tsx'
import { Hash } from '../ui/hash.tsx'
import { extensionItems } from './extension-items.tsx'
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
          <DefinitionList items={extensionItems(certificate.fields)} />
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
    ...(fields.authorityCertificate === null
      ? []
      : [{ term: 'Authority certificate', value: authorityText(fields.authorityCertificate) }]),
  ]
}

function authorityText({ issuer, serial }: NonNullable<CertificateDetail['fields']['authorityCertificate']>) {
  return <bdi>{[...issuer.map(({ value }) => value), `serial number ${serial}`].join(', ')}</bdi>
}

function text(value: string) {
  return value === '' ? null : <bdi>{value}</bdi>
}
