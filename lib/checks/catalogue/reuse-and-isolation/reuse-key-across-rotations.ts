import { defineEndpointCheck } from '#lib/checks/contract.ts'
import { passWhileServed, servedLeaves } from '#lib/checks/served.ts'
import { fail, notApplicable, notAssessed } from '#lib/checks/verdict.ts'

const severities = { returned: 'high' } as const

export const reuseKeyAcrossRotations = defineEndpointCheck({
  id: 'reuse-key-across-rotations',
  group: 'reuse-and-isolation',
  reuse: ['rotations'],
  title: 'A key that had been replaced is in use again',
  why: 'A rotation retires a key because it has been about for long enough, or because it was lost: taken up again, every old copy of it works again.',
  fix: 'Make a new key now (openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256; cert-manager: rotationPolicy: Always; certbot without --reuse-key), look for what brought the old one back (a rollback, a restored volume, an image with the key inside, a load balancer that was not told), and destroy old keys once they are replaced.',
  severities,
  needs: ['handshake', 'history'],
  references: [
    { label: 'NIST SP 800-57 Part 1 r5 section 8.3.4', url: 'https://doi.org/10.6028/NIST.SP.800-57pt1r5' },
    {
      label: 'OWASP NHI9:2025',
      url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/9-nhi-reuse/',
      note: 'A renewal that keeps the key is another finding; here a key comes back after another one had taken its place at the same endpoint.',
    },
    { label: 'NIST SP 800-53r5 SC-12', url: 'https://doi.org/10.6028/NIST.SP.800-53r5' },
  ],
  controls: [
    {
      framework: 'owasp-nhi',
      control: 'NHI9:2025',
      relation: 'direct',
      rationale: 'reuse of a credential over its rotations',
    },
    { framework: 'owasp-nhi', control: 'NHI7:2025', relation: 'direct', rationale: 'the secret did not stay retired' },
    {
      framework: 'nist-sp-800-53',
      control: 'SC-12',
      relation: 'direct',
      rationale: 'keys are destroyed or retired at the end of their life',
    },
    { framework: 'nist-sp-800-53', control: 'IA-5', relation: 'direct', rationale: 'authenticators are not reused' },
    { framework: 'nist-csf', control: 'PR.AA-01', relation: 'direct', rationale: 'credentials are managed' },
  ],
  evaluate: (facts, context) => {
    const leaves = new Set(servedLeaves(facts).map(({ sha256 }) => sha256))
    if (leaves.size === 0) return notAssessed('no certificate seen yet')
    const steps = facts.rotations.filter(({ nextSha256 }) => leaves.has(nextSha256))
    if (steps.length === 0) return notApplicable('the step to what it serves now was not seen')
    const returned = steps.filter(({ keyReturned }) => keyReturned === true)
    if (returned.length > 0) {
      const told = returned.map(({ at, nextSha256 }) => ({ at: at.toISOString(), certificateSha256: nextSha256 }))
      return fail('returned', { steps: told })
    }
    if (steps.some(({ keyReturned }) => keyReturned === undefined))
      return notAssessed('nobody compared its key with earlier ones')
    return passWhileServed(facts, context, { rotations: facts.rotations.length })
  },
})
