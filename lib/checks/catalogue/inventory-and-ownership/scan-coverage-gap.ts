import { defineEndpointCheck } from '#lib/checks/contract.ts'
import { describeOutcome, staleAt } from '#lib/checks/freshness.ts'
import { overAddresses } from '#lib/checks/per-address.ts'
import { fail, notApplicable, notAssessed, pass } from '#lib/checks/verdict.ts'

const severities = { critical: 'high', other: 'medium' } as const

export const scanCoverageGap = defineEndpointCheck({
  id: 'scan-coverage-gap',
  group: 'inventory-and-ownership',
  title: 'Endpoint not assessed within the window',
  why: 'What is not seen is not proven: an impostor at an endpoint that nobody reaches stays there.',
  fix: "Restore the way from the scanner to the endpoint: the name (dig NAME), the firewall (nc -vz HOST PORT from the worker's machine), the scope of the site. Set up a worker in the network where it stands, if none can reach it; or take the endpoint off the inventory.",
  severities,
  ofCertificate: false,
  needs: ['handshake', 'inventory'],
  references: [
    { label: 'NIST SP 800-207 section 2.1 tenet 5', url: 'https://doi.org/10.6028/NIST.SP.800-207' },
    { label: 'NIST SP 800-53r5 RA-5', url: 'https://doi.org/10.6028/NIST.SP.800-53r5' },
  ],
  controls: [
    { framework: 'nist-sp-800-53', control: 'RA-5', relation: 'direct', rationale: 'scanning at the set frequency' },
    { framework: 'nist-sp-800-53', control: 'CA-7', relation: 'supporting', rationale: 'continuous monitoring' },
    { framework: 'nist-sp-800-53', control: 'SI-4', relation: 'supporting', rationale: 'system monitoring' },
    {
      framework: 'nist-csf',
      control: 'DE.CM-01',
      relation: 'direct',
      rationale: 'networks and services are monitored',
    },
    {
      framework: 'nist-csf',
      control: 'DE.CM-09',
      relation: 'supporting',
      rationale: 'runtime environments are monitored',
    },
    { framework: 'nist-csf', control: 'ID.RA-01', relation: 'supporting', rationale: 'vulnerabilities are identified' },
    { framework: 'nist-sp-800-207', control: 'tenet-5', relation: 'supporting', rationale: 'posture is measured' },
    { framework: 'nist-sp-800-207', control: 'tenet-7', relation: 'supporting', rationale: 'information is collected' },
  ],
  evaluate: (facts, context) => {
    if (facts.identity !== null && facts.identity.retiredAt !== null) return notApplicable('the identity is retired')
    if (facts.lastScanAt === null) return notAssessed('never scanned')
    const { criticality } = facts.identity ?? {}
    const grade = criticality === 'high' || criticality === 'critical' ? 'critical' : 'other'
    if (facts.addresses.length === 0) return fail(grade, { lastOutcome: facts.lastOutcome ?? 'no address' })
    return overAddresses(facts, severities, ({ latest, lastOutcome }) => {
      if (latest === null) return fail(grade, { lastOutcome: describeOutcome(lastOutcome), lastSuccessAt: null })
      const stale = staleAt(latest.lastSeenAt, context.policy)
      // What moves with each scan stays out of a passing verdict.
      if (context.now < stale) return pass({ withinSeconds: 3 * context.policy.scanIntervalSeconds }, stale)
      return fail(grade, { lastOutcome: describeOutcome(lastOutcome), lastSuccessAt: latest.lastSeenAt.toISOString() })
    })
  },
})
