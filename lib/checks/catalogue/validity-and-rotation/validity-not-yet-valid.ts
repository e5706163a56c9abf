import { defineEndpointCheck } from '#lib/checks/contract.ts'
import { perLeaf } from '#lib/checks/per-address.ts'
import { toleranceMs, validityOf } from '#lib/checks/validity.ts'
import { fail, pass } from '#lib/checks/verdict.ts'

const severities = { early: 'high' } as const

export const validityNotYetValid = defineEndpointCheck({
  id: 'validity-not-yet-valid',
  group: 'validity-and-rotation',
  rung: 'current',
  title: 'Certificate not yet valid',
  why: 'Clients refuse a certificate before its time; a service that serves one has a wrong clock or was deployed out of order.',
  fix: 'Correct the clock, of the CA or of the server (chronyc tracking; timedatectl), or put the previous certificate back until the new one begins. A CA that backdates by some minutes spares clients with slow clocks (Vault: not_before_duration; step-ca: backdate).',
  severities,
  needs: ['handshake'],
  references: [
    { label: 'RFC 5280 section 4.1.2.5', url: 'https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5' },
    { label: 'NIST SP 800-53r5 SC-45', url: 'https://doi.org/10.6028/NIST.SP.800-53r5' },
  ],
  controls: [
    { framework: 'ietf-rfc', control: 'RFC5280 §4.1.2.5', relation: 'direct', rationale: 'validity period' },
    {
      framework: 'nist-sp-800-53',
      control: 'SC-45',
      relation: 'direct',
      rationale: 'time must be synchronised for validity decisions',
    },
    { framework: 'nist-sp-800-53', control: 'IA-5(2)', relation: 'direct', rationale: 'path validation fails' },
    { framework: 'nist-csf', control: 'PR.AA-01', relation: 'direct', rationale: 'credentials are managed' },
  ],
  evaluate: (facts, context) =>
    perLeaf(facts, context, severities, (leaf) => {
      const { notBefore, lifetimeMs } = validityOf(leaf)
      const evidence = { notBefore: leaf.notBefore }
      const toleratedFrom = new Date(notBefore.getTime() - toleranceMs(lifetimeMs))
      return context.now < toleratedFrom ? fail('early', evidence, toleratedFrom) : pass(evidence)
    }),
})
