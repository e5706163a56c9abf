import { defineEndpointCheck } from '#lib/checks/contract.ts'
import { classicalStrength } from '#lib/checks/key-strength-bits.ts'
import { perLeaf } from '#lib/checks/per-address.ts'
import { fail, notAssessed, pass } from '#lib/checks/verdict.ts'
import type { Certificate } from '#lib/x509/certificate.ts'

/** The dates are years ahead and of a draft: something to plan by, and nothing to be woken for. */
const severities = { authority: 'info', leaf: 'info' } as const

/** IR 8547 (initial public draft) Tables 2 and 4: strengths below 128 bits after 2030, all that is left after 2035. */
const deadlines = { below128: '2030-12-31T23:59:59Z', all: '2035-12-31T23:59:59Z' } as const

export const pqcValidityBeyondTransition = defineEndpointCheck({
  id: 'pqc-validity-beyond-transition',
  group: 'pqc-readiness',
  title: 'Certificate outlives the transition dates of its algorithm',
  why: 'A certificate that is valid past the date at which its algorithm is to be given up has to be replaced before its time, and a CA with all that it issued.',
  fix: 'Let leaves end before the date (openssl x509 -req -days N; step-ca: maxTLSCertDuration), and plan a second hierarchy with ML-DSA, or at least with P-384, to take over before the CA reaches it. The dates are those of a NIST draft and may move.',
  severities,
  needs: ['handshake'],
  references: [
    {
      label: 'NIST IR 8547 (draft) Tables 2 and 4',
      url: 'https://csrc.nist.gov/pubs/ir/8547/ipd',
      note: 'An initial public draft: its dates may move, and no public CA may issue anything else yet. Told for the plan of migration, and weighed as no fault of today.',
    },
    { label: 'NIST SP 800-57 part 1r5 Table 4', url: 'https://doi.org/10.6028/NIST.SP.800-57pt1r5' },
  ],
  controls: [
    { framework: 'nist-ir-8547', control: 'Table 2', relation: 'direct', rationale: 'dates of signatures by strength' },
    { framework: 'nist-ir-8547', control: 'Table 4', relation: 'direct', rationale: 'dates of key establishment' },
    { framework: 'nist-sp-800-57', control: 'Table 4', relation: 'direct', rationale: '112 bits through 2030' },
    { framework: 'nist-sp-800-53', control: 'SC-12', relation: 'direct', rationale: 'cryptoperiods' },
    { framework: 'nist-sp-800-53', control: 'SC-12(3)', relation: 'direct', rationale: 'asymmetric keys' },
    { framework: 'nist-csf', control: 'ID.AM-08', relation: 'supporting', rationale: 'life cycle planning' },
    { framework: 'nist-csf', control: 'ID.RA-06', relation: 'supporting', rationale: 'responses are planned' },
  ],
  evaluate: (facts, context) =>
    perLeaf(facts, context, severities, (leaf, { chain }) => {
      const above = chain.filter(({ sha256, basicConstraints }) => sha256 !== leaf.sha256 && basicConstraints?.ca)
      const judged = [leaf, ...above].map(judge)
      const beyond = judged.filter(({ outlives }) => outlives === true)
      if (beyond.some(({ sha256 }) => sha256 !== leaf.sha256)) return fail('authority', { beyond })
      if (beyond.length > 0) return fail('leaf', { beyond })
      const unknown = judged.find(({ outlives }) => outlives === null)
      return unknown === undefined
        ? pass({ judged: judged.length, deadlines })
        : notAssessed(`the strength of a key of ${unknown.keyType} is not known`)
    }),
})

function judge({ sha256, subject, notAfter, publicKey }: Certificate) {
  const strength = classicalStrength(publicKey)
  const deadline =
    strength === 'safe' ? null : strength !== null && strength >= 128 ? deadlines.all : deadlines.below128
  const late = deadline !== null && new Date(notAfter) > new Date(deadline)
  // Without a known strength the earlier date tells as long as it is kept.
  const outlives = strength === null && late ? null : late
  return { sha256, subject, notAfter, keyType: publicKey.algorithm, keyBits: publicKey.bits, deadline, outlives }
}
