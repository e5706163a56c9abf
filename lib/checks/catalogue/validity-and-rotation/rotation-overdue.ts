import { defineIdentityCheck, type Evidence } from '#lib/checks/contract.ts'
import { rotationDue } from '#lib/checks/rotation-due.ts'
import type { RotationRhythm } from '#lib/checks/rotation-rhythm.ts'
import { passWhileAllServed, servedLeavesOf } from '#lib/checks/served.ts'
import { validityOf } from '#lib/checks/validity.ts'
import { fail, notAssessed } from '#lib/checks/verdict.ts'

const severities = { overdue: 'medium', far: 'high' } as const

export const rotationOverdue = defineIdentityCheck({
  id: 'rotation-overdue',
  group: 'validity-and-rotation',
  rung: 'current',
  title: 'Credential in use longer than its rotation interval',
  why: 'The longer one key serves, the longer a stolen copy of it works; a rotation that was due and did not come is the first sign of a broken renewal.',
  fix: 'Rotate the certificate with a new key now, then mend the renewal job (cert-manager: renewBefore; certbot: systemctl status certbot.timer; SPIRE: agent health) and watch that the next rotation comes by itself.',
  severities,
  needs: ['handshake', 'history', 'inventory'],
  parameters: ['rotationIntervalSeconds', 'expiryUrgentShare'],
  references: [
    {
      label: 'OWASP NHI7:2025',
      url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/7-long-lived-secrets/',
    },
    { label: 'NIST SP 800-207 section 2.1 tenet 5', url: 'https://doi.org/10.6028/NIST.SP.800-207' },
    { label: 'NIST SP 800-53r5 IA-5', url: 'https://doi.org/10.6028/NIST.SP.800-53r5' },
  ],
  controls: [
    { framework: 'owasp-nhi', control: 'NHI7:2025', relation: 'direct', rationale: 'secrets not rotated in time' },
    {
      framework: 'nist-sp-800-53',
      control: 'IA-5',
      relation: 'direct',
      rationale: 'authenticators are changed at defined periods',
    },
    { framework: 'nist-sp-800-53', control: 'SC-12', relation: 'direct', rationale: 'key life cycle is managed' },
    { framework: 'nist-csf', control: 'PR.AA-01', relation: 'direct', rationale: 'credentials are managed' },
    {
      framework: 'nist-sp-800-207',
      control: 'tenet-5',
      relation: 'supporting',
      rationale: 'posture of assets is measured',
    },
  ],
  evaluate: (facts, context) => {
    const leaves = servedLeavesOf(facts)
    if (leaves.length === 0) return notAssessed('no certificate of this identity was seen yet')
    const dues = leaves.map((leaf) => ({ leaf, ...rotationDue(validityOf(leaf), facts.rotations, context.policy) }))
    const oldest = dues.reduce((worst, due) => (due.dueAt < worst.dueAt ? due : worst))
    const evidence = {
      certificateSha256: oldest.leaf.sha256,
      inUseSince: oldest.leaf.notBefore,
      dueAt: oldest.dueAt.toISOString(),
      missedAt: oldest.missedAt.toISOString(),
      basis: oldest.basis,
      ...rhythmEvidence(oldest.rhythm),
    }
    if (context.now < oldest.dueAt) return passWhileAllServed(facts, context, evidence, oldest.dueAt)
    if (context.now < oldest.missedAt) return fail('overdue', evidence, oldest.missedAt)
    return fail('far', evidence)
  },
})

/** What was learned of earlier rotations, in shares of the life. */
function rhythmEvidence(rhythm: RotationRhythm | null): Evidence {
  if (rhythm === null) return {}
  const { steps, typicalShare, spreadShare } = rhythm
  const rounded = (share: number) => Math.round(share * 1000) / 1000
  return { rhythm: { rotations: steps, typicalShare: rounded(typicalShare), spreadShare: rounded(spreadShare) } }
}
