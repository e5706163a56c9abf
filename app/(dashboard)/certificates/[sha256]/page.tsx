import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { Suspense } from 'react'
import { CertificateFacts } from '#components/certificate/certificate-facts.tsx'
import { CertificateFindings } from '#components/certificate/certificate-findings.tsx'
import { CertificateHeader } from '#components/certificate/certificate-header.tsx'
import { CertificateNames } from '#components/certificate/certificate-names.client.tsx'
import { CertificatePaths } from '#components/certificate/certificate-path.tsx'
import { CertificatePlaces } from '#components/certificate/certificate-places.tsx'
import { CertificateProblems } from '#components/certificate/certificate-problems.tsx'
import { CertificateRevocation } from '#components/certificate/certificate-revocation.tsx'
import { CertificateSameKey } from '#components/certificate/certificate-same-key.tsx'
import { CertificateTimestamps } from '#components/certificate/certificate-timestamps.tsx'
import { CertificateValidity } from '#components/certificate/certificate-validity.tsx'
import { Card, Section } from '#components/ui/card.tsx'
import { CodeBlock } from '#components/ui/code.tsx'
import { DetailSkeleton } from '#components/ui/skeleton.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import { AppError } from '#lib/core/errors.ts'
import type { Principal } from '#lib/core/principal.ts'
import { certificateFilter } from '#lib/data/certificates/filter.ts'
import {
  type CertificateDetail,
  findCertificateHash,
  getCertificate,
  getCertificatePem,
} from '#lib/data/certificates/get-certificate.ts'
import { listCertificates } from '#lib/data/certificates/list-certificates.ts'
import { listEndpointFindings } from '#lib/data/certificates/list-endpoint-findings.ts'
import { listPresences } from '#lib/data/certificates/list-presences.ts'
import { getCertificateTimestamps } from '#lib/data/ct-logs/certificate-timestamps.ts'
import { parseFilter } from '#lib/data/filter.ts'
import { getCertificateRevocation } from '#lib/data/revocation/certificate-revocation.ts'
import { judgeCertificate } from '#lib/data/trust/judge-certificate.ts'

export const metadata: Metadata = { title: 'Certificate' }

export default async function CertificatePage({ params }: { params: Promise<{ sha256: string }> }) {
  const [principal, { sha256 }] = await Promise.all([requirePrincipal(), params])
  const certificate = await certificateOrNotFound(principal, sha256)
  return (
    <Suspense fallback={<DetailSkeleton />}>
      <Certificate principal={principal} certificate={certificate} />
    </Suspense>
  )
}

async function Certificate({ principal, certificate }: { principal: Principal; certificate: CertificateDetail }) {
  const { filter } = parseFilter(certificateFilter, { spki: certificate.spkiSha256, limit: '20' })
  const [pem, presences, judgement, findings, sameKey, revocation, timestamps] = await Promise.all([
    getCertificatePem(principal, certificate.sha256),
    listPresences(principal, certificate.id),
    judgeCertificate(principal, certificate.sha256),
    listEndpointFindings(principal, certificate.id),
    listCertificates(principal, filter),
    getCertificateRevocation(principal, certificate.sha256),
    getCertificateTimestamps(principal, certificate.sha256),
  ])
  const now = new Date()
  return (
    <>
      <CertificateHeader certificate={certificate} pem={pem} now={now} />
      <CertificateProblems problems={certificate.fields.problems} />
      <Section id="served" title="Where it is served" note="Addresses that present it, as leaf or in their chain.">
        <CertificatePlaces presences={presences} />
      </Section>
      <div className="grid gap-5 xl:grid-cols-2">
        <Section title="Validity" className="content-start">
          <CertificateValidity certificate={certificate} now={now} />
        </Section>
        <Section
          title="Names"
          className="content-start"
          note="What it may stand for. The common name is no identity (RFC 9525)."
        >
          <Card>
            <CertificateNames names={certificate.fields.subjectAltNames} />
          </Card>
        </Section>
      </div>
      <Section id="paths" title="Paths" note="Trust is a path to a named, dated store; there is no other.">
        <CertificatePaths judgement={judgement} current={certificate.sha256} spkiSha256={certificate.spkiSha256} />
      </Section>
      <Section id="revocation" title="Revocation" note="What its issuer says of it now, by evidence that was verified.">
        <CertificateRevocation revocation={revocation} certificate={certificate.fields} now={now} />
      </Section>
      <Section
        id="transparency"
        title="Certificate Transparency"
        note="SCTs: the word of public logs that they have seen it. A rogue certificate that is in none of them can go unnoticed."
      >
        <CertificateTimestamps timestamps={timestamps} />
      </Section>
      <Section title="Findings where it is served">
        <CertificateFindings findings={findings} />
      </Section>
      <Section id="same-key" title="Same key elsewhere">
        <CertificateSameKey page={sameKey} certificate={certificate} />
      </Section>
      <CertificateFacts certificate={certificate} />
      <Section title="PEM">
        <div className="min-w-0">
          <CodeBlock text={pem} label="PEM" />
        </div>
      </Section>
    </>
  )
}

/** A link that knows our own id alone is led to the fingerprint. */
async function certificateOrNotFound(principal: Principal, sha256: string): Promise<CertificateDetail> {
  try {
    return await getCertificate(principal, sha256)
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'not-found') throw error
    const hash = await findCertificateHash(principal, sha256)
    if (hash !== null) redirect(`/certificates/${hash}`)
    notFound()
  }
}
