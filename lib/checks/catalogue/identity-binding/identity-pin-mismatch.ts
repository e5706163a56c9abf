import { defineEndpointCheck } from '#lib/checks/contract.ts'
import { perLeaf } from '#lib/checks/per-address.ts'
import { fail, notApplicable, pass } from '#lib/checks/verdict.ts'

const severities = { unpinned: 'high' } as const

export const identityPinMismatch = defineEndpointCheck({
  id: 'identity-pin-mismatch',
  group: 'identity-binding',
  rung: 'bound',
  rungRole: 'breaks',
  title: "Key is not one of the identity's pinned keys",
  why: 'The identity is pinned to named keys: another key means that somebody else answers, or that a rotation went past the record.',
  fix: 'Find out who issued the new key. If the rotation was meant, add its SPKI hash to the pins of the identity before the next one; else treat the endpoint as taken over.',
  severities,
  references: [{ label: 'NIST SP 800-53r5 IA-9', url: 'https://doi.org/10.6028/NIST.SP.800-53r5' }],
  controls: [
    {
      framework: 'nist-sp-800-53',
      control: 'IA-9',
      relation: 'supporting',
      rationale: 'a pinned key identifies the service beyond its name',
    },
    {
      framework: 'nist-sp-800-53',
      control: 'IA-5(2)',
      relation: 'supporting',
      rationale: 'the key is bound to the identity on record',
    },
    {
      framework: 'nist-csf',
      control: 'PR.AA-02',
      relation: 'supporting',
      rationale: 'identities are bound to credentials',
    },
  ],
  evaluate: (facts, context) => {
    const { pins } = context.policy
    if (pins === null) return notApplicable('no key is pinned')
    return perLeaf(facts, context, severities, ({ spkiSha256 }) =>
      pins.includes(spkiSha256) ? pass({ spkiSha256 }) : fail('unpinned', { spkiSha256, pins }),
    )
  },
})
