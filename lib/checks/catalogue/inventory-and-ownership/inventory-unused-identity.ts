import { defineIdentityCheck } from '#lib/checks/contract.ts'
import { servedLeavesOf } from '#lib/checks/served.ts'
import { validityOf } from '#lib/checks/validity.ts'
import { fail, notApplicable, notAssessed, pass } from '#lib/checks/verdict.ts'
import { dayMs } from '#lib/core/time.ts'

const severities = { valid: 'medium', ended: 'low' } as const

export const inventoryUnusedIdentity = defineIdentityCheck({
  id: 'inventory-unused-identity',
  group: 'inventory-and-ownership',
  title: 'Recorded identity not seen in use',
  why: "An identity that nobody needs is a key that nobody watches: it stays valid, and whoever finds it has a service's rights.",
  fix: 'Retire the identity and have its certificate revoked (certbot revoke --reason cessationofoperation; step ca revoke SERIAL; spire-server entry delete -entryID ID), and take its endpoints off the inventory; or record why it is kept ready.',
  severities,
  ofCertificate: false,
  needs: ['handshake', 'history', 'inventory'],
  references: [
    {
      label: 'OWASP NHI1:2025',
      url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/1-improper-offboarding/',
    },
    {
      label: 'NIST SP 800-53r5 CM-8',
      url: 'https://doi.org/10.6028/NIST.SP.800-53r5',
      note: 'Unused means: not seen for 90 days although scans looked within them. What nobody looked for is not assessed.',
    },
  ],
  controls: [
    { framework: 'owasp-nhi', control: 'NHI1:2025', relation: 'direct', rationale: 'NHIs no longer needed' },
    {
      framework: 'nist-sp-800-53',
      control: 'AC-2(3)',
      relation: 'supporting',
      rationale: 'inactive accounts are disabled',
    },
    { framework: 'nist-sp-800-53', control: 'CM-8', relation: 'direct', rationale: 'inventory reflects the system' },
    { framework: 'nist-csf', control: 'ID.AM-08', relation: 'supporting', rationale: 'life cycle' },
    { framework: 'nist-csf', control: 'PR.AA-01', relation: 'direct', rationale: 'identities are managed' },
  ],
  evaluate: (facts, { now }) => {
    const { identity, endpoints, lastSeenAt, createdAt } = facts
    if (identity.retiredAt !== null) return notApplicable('the identity is retired')
    if (identity.declared?.standby !== undefined) return notApplicable('it is kept ready without being in use')
    if (lastSeenAt === undefined) return notAssessed('nobody looked up when it was last seen')
    const quietSince = lastSeenAt ?? createdAt
    const dueAt = new Date(quietSince.getTime() + windowMs)
    if (now < dueAt) {
      return lastSeenAt === null ? notAssessed('recorded, and not seen yet', dueAt) : pass({ windowDays }, dueAt)
    }
    const scanned = endpoints.some(
      ({ lastScanAt }) => lastScanAt !== null && now.getTime() - lastScanAt.getTime() < windowMs,
    )
    if (!scanned) return notAssessed(`no scan looked for it within ${windowDays} days`)
    const ends = [...servedLeavesOf(facts), ...(facts.issued ?? []).map(({ certificate }) => certificate)].map(
      (certificate) => validityOf(certificate).endsAt,
    )
    const ahead = ends.filter((end) => end > now)
    const evidence = { lastSeen: lastSeenAt?.toISOString() ?? null, windowDays }
    if (ahead.length === 0) return fail('ended', evidence)
    return fail('valid', evidence, new Date(Math.max(...ahead.map(Number))))
  },
})

const windowDays = 90
const windowMs = windowDays * dayMs
