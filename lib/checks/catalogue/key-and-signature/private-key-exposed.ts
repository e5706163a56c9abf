import { defineEndpointCheck } from '#lib/checks/contract.ts'
import { servedLeaves } from '#lib/checks/served.ts'
import { fail, notAssessed, pass } from '#lib/checks/verdict.ts'
import { secondMs } from '#lib/core/time.ts'

const severities = { usable: 'critical', ended: 'high' } as const

export const privateKeyExposed = defineEndpointCheck({
  id: 'private-key-exposed',
  group: 'key-and-signature',
  rung: 'bound',
  rungRole: 'breaks',
  title: 'Private key found where it should not be',
  why: 'Whoever has a copy of the key is the service: no check of names, paths or dates tells the copy from the original.',
  fix: 'Ask the CA to revoke the certificate for key compromise (certbot revoke --reason keycompromise; BR 4.9.1.1 gives the CA 24 hours), make a new key where it is used (openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256) and deploy it, and only then clean the place where the old one was found, its history included (git filter-repo). Read who used the key meanwhile.',
  severities,
  needs: ['handshake', 'exposures'],
  references: [
    {
      label: 'OWASP NHI2:2025',
      url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/2-secret-leakage/',
      note: 'No record of an exposure proves that there is none, so silence is never a pass. A pass says that keys which were found are out of use and their certificates have ended.',
    },
    { label: 'CA/B Forum TLS BR 4.9.1.1', url: 'https://github.com/cabforum/servercert/blob/main/docs/BR.md' },
    { label: 'NIST SP 800-53r5 IA-5(7)', url: 'https://doi.org/10.6028/NIST.SP.800-53r5' },
  ],
  controls: [
    {
      framework: 'owasp-nhi',
      control: 'NHI2:2025',
      relation: 'direct',
      rationale: 'leakage of keys and certificates to unsanctioned stores',
    },
    {
      framework: 'nist-sp-800-53',
      control: 'IA-5(7)',
      relation: 'direct',
      rationale: 'no embedded unencrypted static authenticators',
    },
    { framework: 'nist-sp-800-53', control: 'IA-5(6)', relation: 'direct', rationale: 'authenticators are protected' },
    { framework: 'nist-sp-800-53', control: 'SC-28(3)', relation: 'direct', rationale: 'keys are stored protected' },
    { framework: 'nist-sp-800-53', control: 'SC-12', relation: 'direct', rationale: 'key protection' },
    { framework: 'nist-csf', control: 'PR.DS-01', relation: 'supporting', rationale: 'data at rest is protected' },
    { framework: 'nist-csf', control: 'PR.AA-01', relation: 'direct', rationale: 'credentials are managed' },
    {
      framework: 'cabf-br',
      control: '4.9.1.1',
      relation: 'direct',
      rationale: 'revocation within 24 hours on evidence of compromise',
    },
    { framework: 'owasp-nhi', control: 'NHI6:2025', relation: 'direct', rationale: 'keys hard-coded in pipelines' },
  ],
  evaluate: (facts, { now }) => {
    const exposures = facts.keyExposures
    if (exposures === undefined) return notAssessed('nobody looked up whether its keys were found elsewhere')
    if (exposures.length === 0) return notAssessed('no exposure of its keys is on record, which proves nothing')
    const servedKeys = new Set(servedLeaves(facts).map(({ spkiSha256 }) => spkiSha256))
    const told = exposures.map(({ spkiSha256, location, foundAt, certificateSha256, notAfter }) => ({
      location,
      spkiSha256,
      foundAt: foundAt.toISOString(),
      certificateSha256,
      notAfter: notAfter.toISOString(),
      served: servedKeys.has(spkiSha256),
    }))
    const ends = exposures.map(({ notAfter }) => notAfter.getTime() + secondMs).filter((end) => end > now.getTime())
    if (ends.length > 0) return fail('usable', { exposures: told }, new Date(Math.min(...ends)))
    return told.some(({ served }) => served) ? fail('ended', { exposures: told }) : pass({ exposures: told })
  },
})
