import { observed, skipped } from '#lib/core/observed.ts'
import { endpointCases } from '#lib/testing/check-cases.ts'
import { endpoint, inDays, neverScanned } from '#lib/testing/facts.ts'
import type { MtlsFact } from '#lib/tls/observation.ts'
import { mtlsInvalidClientAccepted } from './mtls-invalid-client-accepted.ts'

const probed = (wrongPurpose: string | null, bare = 'refused') => {
  const none = { client: 'none', treatment: bare, detail: 'alert 116' } as const
  const impostor = { client: 'wrong-purpose', treatment: wrongPurpose ?? '', detail: 'the session stood' } as const
  const fact: MtlsFact = {
    verdict: 'ENFORCED',
    evidence: [],
    probes: wrongPurpose === null ? [none] : [none, impostor],
  }
  return endpoint({ at: { tls: { mtls: observed(fact) } } })
}

endpointCases(mtlsInvalidClientAccepted, {
  pass: { 'refused by an alert': probed('refused'), 'refused in HTTP': probed('refused-by-http') },
  fail: {
    served: [probed('served'), { grade: 'accepted' }],
    'let in where a client without a certificate was not': [probed('stood'), { grade: 'accepted' }],
  },
  'not-applicable': {
    'no certificate is requested': endpoint(),
    'none expected': [probed('served'), { policy: { mtls: 'none' } }],
  },
  'not-assessed': {
    'no such certificate was given': probed(null),
    'a session that stands as for anybody': probed('stood', 'stood'),
    dropped: probed('dropped'),
    'not probed': endpoint({ at: { tls: { mtls: skipped('depth') } } }),
    'the probes are older than three of their intervals': endpoint({
      at: { ...probedAt('refused'), asOf: { mtls: new Date(inDays(-22)) } },
    }),
    'never scanned': neverScanned(),
  },
})

function probedAt(treatment: string) {
  const probe = { client: 'wrong-purpose', treatment, detail: 'alert 43' } as const
  return { tls: { mtls: observed<MtlsFact>({ verdict: 'ENFORCED', evidence: [], probes: [probe] }) } }
}
