import { failed, observed } from '#lib/core/observed.ts'
import type { MtlsVerdict, TlsFacts } from '#lib/tls/observation.ts'
import type { Attempt } from '../attempt.ts'
import { contextForStore, contextWithClientCertificate } from '../client-contexts.ts'
import { untrustedClient } from '../untrusted-client.ts'
import { describeTreatment, type Treatment, treatmentOf } from './client-treatment.ts'
import type { Connect } from './connect.ts'

/**
 * Whether the server makes its clients prove themselves, by what it does to a client without a certificate and, with
 * `connect`, to one with a self-made certificate that nobody trusts. HTTP is asked for its head over plain TLS only,
 * for some servers finish the handshake and refuse in HTTP.
 */
export async function probeMtls(first: Attempt, overTls: boolean, connect: Connect | null): Promise<TlsFacts['mtls']> {
  const { flight, outcome } = first
  if (!flight.certificateRequested) {
    if (flight.requestSettled)
      return observed({ verdict: 'NOT-REQUESTED', evidence: ['no CertificateRequest in the handshake'] })
    return failed(outcome.kind)
  }
  const requested = 'CertificateRequest in the handshake'
  const asks = { alpn: ['http/1.1'], askHttp: true }
  const bare =
    connect !== null && overTls && treatmentOf(first) === 'stood'
      ? await connect({ context: contextForStore(null), ...asks })
      : first
  const evidence = [requested, describeTreatment('without a certificate', bare)]
  if (connect === null) {
    const verdict = treatmentOf(bare) === 'refused' ? 'ENFORCED' : 'UNKNOWN'
    return observed({ verdict, evidence: [...evidence, 'an untrusted certificate was not tried'] })
  }
  const { certPem, keyPem } = untrustedClient()
  const context = contextWithClientCertificate(certPem, keyPem)
  const impostor = await connect({ context, ...(overTls ? asks : {}) })
  const verdict = verdictOf(treatmentOf(bare), treatmentOf(impostor))
  return observed({
    verdict,
    evidence: [...evidence, describeTreatment('with a self-made untrusted certificate', impostor)],
  })
}

function verdictOf(bare: Treatment, impostor: Treatment): MtlsVerdict {
  if (bare === 'unclear') return 'UNKNOWN'
  if (impostor === 'served') return 'ACCEPTS-UNTRUSTED'
  if (bare === 'refused' || bare === 'refused-by-http') return verdictWhereNeeded(bare, impostor)
  return impostor === 'stood' ? 'ACCEPTS-UNTRUSTED' : 'REQUESTED-ONLY'
}

/** A certificate is needed; is any good enough? */
function verdictWhereNeeded(bare: 'refused' | 'refused-by-http', impostor: Treatment): MtlsVerdict {
  if (impostor === 'refused' || impostor === 'refused-by-http') return 'ENFORCED'
  return bare === 'refused' && impostor === 'stood' ? 'ACCEPTS-UNTRUSTED' : 'UNKNOWN'
}
