import { defineIdentityCheck } from '#lib/checks/contract.ts'
import { inProduction } from '#lib/checks/environment.ts'
import type { AnchorFact, EndpointFacts, IdentityFacts } from '#lib/checks/facts.ts'
import { fail, mostTold, notApplicable, notAssessed, pass } from '#lib/checks/verdict.ts'
import { secondMs } from '#lib/core/time.ts'

const severities = {
  distrusted: 'high',
  nonproduction: 'high',
  'named-for-tests': 'medium',
  expired: 'medium',
} as const

type Grade = keyof typeof severities

export const trustStoreUnapprovedAnchor = defineIdentityCheck({
  id: 'trust-store-unapproved-anchor',
  group: 'chain-and-trust',
  title: 'Trust store holds anchors that do not belong there',
  why: 'Each anchor may vouch for any name: one that is distrusted, expired or made for tests lets in whoever holds its key.',
  fix: 'Take the anchors that the evidence names out of the store, and out of the bundle wherever it was rolled out (one managed bundle per environment). List what a bundle holds with openssl storeutl -noout -text -certs bundle.pem | grep -E "Subject:|Not After".',
  severities,
  ofCertificate: false,
  needs: ['trust', 'inventory'],
  references: [
    { label: 'NIST SP 800-53r5 SC-17', url: 'https://doi.org/10.6028/NIST.SP.800-53r5' },
    {
      label: 'OWASP NHI8:2025',
      url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/8-environment-isolation/',
    },
    { label: 'NIST SP 800-207 section 2.1 tenet 5', url: 'https://doi.org/10.6028/NIST.SP.800-207' },
  ],
  controls: [
    {
      framework: 'nist-sp-800-53',
      control: 'SC-17',
      relation: 'direct',
      rationale: 'only approved trust anchors are in managed stores',
    },
    {
      framework: 'nist-sp-800-53',
      control: 'IA-5(14)',
      relation: 'direct',
      rationale: 'the content of trust stores is managed',
    },
    {
      framework: 'nist-sp-800-53',
      control: 'SC-23(5)',
      relation: 'direct',
      rationale: 'the store decides which certificate authorities are allowed',
    },
    {
      framework: 'nist-csf',
      control: 'PR.PS-01',
      relation: 'supporting',
      rationale: 'configuration management is applied',
    },
    {
      framework: 'nist-sp-800-207',
      control: 'tenet-5',
      relation: 'supporting',
      rationale: 'the posture of what is owned is watched',
    },
    {
      framework: 'owasp-nhi',
      control: 'NHI8:2025',
      relation: 'interpretive',
      rationale: 'an anchor of tests in production breaks isolation',
    },
  ],
  evaluate: (facts, { now }) => {
    const stores = storesOf(facts)
    if (facts.endpoints.length === 0) return notAssessed('no endpoint is bound to it')
    if (stores.length === 0) return notAssessed('no trust store is assigned')
    const chosen = stores.flatMap((store) => (store.anchors ?? []).map((anchor) => ({ store, anchor })))
    if (stores.every(({ anchors }) => anchors === undefined)) {
      return notApplicable('it answers to roots that come with the runtime or the system')
    }
    const production = inProduction(facts.identity)
    const faults = chosen.flatMap(({ store, anchor }) => {
      const fault = faultOf(anchor, production, now)
      return fault === null ? [] : [{ store, anchor, fault }]
    })
    const changesAt = nextChange(chosen, now)
    const evidence = {
      stores: stores.map(({ name, version, anchors }) => ({ name, version, anchors: anchors?.length ?? null })),
      unapproved: faults.slice(0, mostTold).map(({ store, anchor, fault }) => ({
        store: store.name,
        anchorSha256: anchor.sha256,
        anchorName: anchor.subject,
        notAfter: anchor.notAfter.toISOString(),
        ...fault,
      })),
      unapprovedCount: faults.length,
    }
    const worst = order.find((grade) => faults.some(({ fault }) => fault.grade === grade))
    return worst === undefined ? pass(evidence, changesAt) : fail(worst, evidence, changesAt)
  },
})

/** The heaviest first. */
const order = ['distrusted', 'nonproduction', 'named-for-tests', 'expired'] as const satisfies readonly Grade[]

type Store = NonNullable<EndpointFacts['store']>

function storesOf({ endpoints }: IdentityFacts): readonly Store[] {
  return [...new Map(endpoints.flatMap(({ store }) => (store === null ? [] : [[store.id, store]]))).values()]
}

function faultOf(anchor: AnchorFact, production: boolean, now: Date): { grade: Grade; detail: string } | null {
  const { distrustedFrom, distrustReason, notAfter, environments, subject } = anchor
  if (distrustedFrom !== null && distrustedFrom <= now) {
    return { grade: 'distrusted', detail: distrustReason ?? 'distrusted' }
  }
  const others = environments.filter((environment) => !environment.production)
  if (production && others.length > 0) {
    return { grade: 'nonproduction', detail: `also the anchor of ${others.map(({ name }) => name).join(', ')}` }
  }
  if (endOf(notAfter) <= now) return { grade: 'expired', detail: `expired ${notAfter.toISOString()}` }
  const [word] = production ? (testWords.exec(subject) ?? []) : []
  return word === undefined ? null : { grade: 'named-for-tests', detail: `its name says ${word}` }
}

/** Whole words that name what is not production. */
const testWords = /\b(test|testing|tests|dev|development|staging|sandbox|snakeoil|dummy|qa|uat|non-?prod(uction)?)\b/i

/** notAfter is inclusive to the second (RFC 5280 4.1.2.5). */
function endOf(notAfter: Date): Date {
  return new Date(notAfter.getTime() + secondMs)
}

function nextChange(chosen: readonly { readonly anchor: AnchorFact }[], now: Date): Date | null {
  const instants = chosen
    .flatMap(({ anchor }) => [
      endOf(anchor.notAfter),
      ...(anchor.distrustedFrom === null ? [] : [anchor.distrustedFrom]),
    ])
    .filter((instant) => instant > now)
  return instants.length === 0 ? null : new Date(Math.min(...instants.map(Number)))
}
