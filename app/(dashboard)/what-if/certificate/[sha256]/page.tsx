import { redirect } from 'next/navigation'
import { requirePrincipal } from '#lib/auth/session.ts'
import { getCertificate } from '#lib/data/certificates/get-certificate.ts'
import { orNotFound } from '../../../or-not-found.ts'

/** What hangs on a certificate hangs on its key. */
export default async function CertificateRadiusPage({ params }: { params: Promise<{ sha256: string }> }) {
  const [principal, { sha256 }] = await Promise.all([requirePrincipal(), params])
  const { spkiSha256 } = await orNotFound(getCertificate(principal, sha256))
  redirect(`/what-if/key/${spkiSha256}`)
}
