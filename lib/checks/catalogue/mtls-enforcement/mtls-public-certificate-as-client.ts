import { clientAuthEnd } from '#lib/checks/client-auth-end.ts'
import { clientCertificatesOf, mayBeClient } from '#lib/checks/client-certificates.ts'
import { defineIdentityCheck } from '#lib/checks/contract.ts'
import { passWhileAllServed } from '#lib/checks/served.ts'
import { validityOf } from '#lib/checks/validity.ts'
import { fail, notApplicable, notAssessed, pass } from '#lib/checks/verdict.ts'
import type { Certificate } from '#lib/x509/certificate.ts'

const severities = { breaks: 'high', planned: 'medium' } as const

export const mtlsPublicCertificateAsClient = defineIdentityCheck({
  id: 'mtls-public-certificate-as-client',
  group: 'mtls-enforcement',
  reuse: ['public-clients'],
  title: 'Publicly trusted certificate used for client authentication',
  why: 'Public CAs take clientAuth out of TLS certificates (Chrome root programme from 2026-06-15, the last of them by 2027-03-01): what logs in with one today is refused after its next renewal.',
  fix: 'Give the client a certificate from a CA of your own: a cert-manager Issuer of type CA with usages: [client auth], step ca certificate NAME client.crt client.key, or a SPIFFE ID from SPIRE (spire-server entry create -spiffeID ID -parentID PARENT -selector SELECTOR). Let the servers trust that CA for clients beside the old one (nginx: ssl_client_certificate; Envoy: trusted_ca), move the clients, then take the public roots out.',
  severities,
  needs: ['handshake', 'trust', 'declared', 'issued'],
  references: [
    {
      label: 'Chrome Root Program Policy',
      url: 'https://googlechrome.github.io/chromerootprogram/',
      note: 'A certificate breaks when it ends, where its renewal comes after the last day on which its CA issues with clientAuth. One that was issued after 2026-06-15 comes from a CA that was given until 2027-03-01.',
    },
    {
      label: 'CA/B Forum TLS BR 7.1.2.7.10',
      url: 'https://github.com/cabforum/servercert/blob/main/docs/BR.md',
      note: 'That a public certificate permits client authentication is no fault by itself: judged where it is for clients alone, or where the identity is on record as one that calls others.',
    },
    { label: 'NIST SP 800-53r5 SC-17', url: 'https://doi.org/10.6028/NIST.SP.800-53r5' },
  ],
  controls: [
    {
      framework: 'chrome-root-program',
      control: 'CRP-clientauth',
      relation: 'direct',
      rationale: 'public CAs stop issuing clientAuth in TLS certificates',
    },
    { framework: 'cabf-br', control: '7.1.2.7.10', relation: 'direct', rationale: 'clientAuth is only a MAY' },
    {
      framework: 'nist-sp-800-53',
      control: 'SC-17',
      relation: 'direct',
      rationale: 'certificates under an own policy',
    },
    {
      framework: 'nist-sp-800-53',
      control: 'IA-9',
      relation: 'direct',
      rationale: 'service identity under own control',
    },
    {
      framework: 'nist-csf',
      control: 'PR.AA-01',
      relation: 'direct',
      rationale: 'credentials are managed by the organisation',
    },
    {
      framework: 'owasp-nhi',
      control: 'NHI3:2025',
      relation: 'interpretive',
      rationale: 'identity issuance depends on a third party',
    },
  ],
  evaluate: (facts, context) => {
    const all = clientCertificatesOf(facts)
    if (all.length === 0) return notAssessed('no certificate of this identity is on record')
    const standing = all.filter(({ certificate }) => validityOf(certificate).endsAt > context.now)
    const forClients = standing.filter(({ certificate }) => mayBeClient(certificate))
    if (forClients.length === 0) return notApplicable('none of its certificates is for clients')
    const publics = forClients.filter(({ isPublic }) => isPublic === true).map(({ certificate }) => certificate)
    const unknown = forClients.some(({ isPublic }) => isPublic === null)
    if (publics.length === 0) {
      if (unknown) return notAssessed('whether the issuer of its certificates is a public CA is not known')
      const evidence = { issuers: [...new Set(forClients.map(({ certificate }) => certificate.issuer))] }
      return facts.endpoints.length === 0 ? pass(evidence) : passWhileAllServed(facts, context, evidence)
    }
    const { granted, used } = facts.identity.declared ?? {}
    const calls = [...(granted ?? []), ...(used ?? [])].length > 0
    const asClient = publics.filter((one) => calls || one.extendedKeyUsage?.includes('serverAuth') !== true)
    if (asClient.length === 0) {
      return granted === undefined && used === undefined
        ? notAssessed('a public certificate permits it to be a client; whether it is one is not on record')
        : notApplicable('it is on record as calling nobody')
    }
    const hasSuccessor = forClients.some(({ isPublic }) => isPublic === false)
    const evidence = { certificates: asClient.map(tell), successor: hasSuccessor }
    const nextEnd = new Date(Math.min(...asClient.map((one) => validityOf(one).endsAt.getTime())))
    const late = asClient.some((one) => clientAuthEnd(one).issuedAfterEnd)
    return late || !hasSuccessor ? fail('breaks', evidence, nextEnd) : fail('planned', evidence, nextEnd)
  },
})

function tell(certificate: Certificate) {
  const { sha256, issuer, extendedKeyUsage, notBefore, notAfter } = certificate
  const { breaksAt, lastIssuance } = clientAuthEnd(certificate)
  return {
    certificateSha256: sha256,
    issuer,
    extendedKeyUsage,
    notBefore,
    notAfter,
    lastIssuance: lastIssuance.toISOString(),
    breaksAt: breaksAt.toISOString(),
  }
}
