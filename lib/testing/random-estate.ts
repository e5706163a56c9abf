import fc from 'fast-check'
import { systemPrincipal } from '#lib/core/principal.ts'
import { severities } from '#lib/core/severity.ts'
import { dayMs } from '#lib/core/time.ts'
import { evaluateSubjects } from '#lib/data/evaluation/evaluate-subjects.ts'
import { recordObservations } from '#lib/data/observations/record-observations.ts'
import { pool } from '#lib/db/client.ts'
import type { Outcome } from '#lib/tls/observation.ts'
import { createRoot } from './certificates.ts'
import { addEndpoint, addIdentity, addSite } from './estate.ts'
import { failureAt, handshakeAt } from './observations.ts'

export const estateOwners = ['payments', 'ledger, eu']
export const estateEnvironments = ['production', 'test, eu']

const outcomes: readonly Outcome[] = [
  { kind: 'timeout', during: 'connect' },
  { kind: 'refused' },
  { kind: 'blocked-by-scope', rule: 'link-local' },
]

const sight = fc.record({
  daysAgo: fc.constantFrom(0, 1, 4, 20),
  /** Null: nothing was seen. */
  leaf: fc.option(fc.nat({ max: 5 }), { freq: 4 }),
  address: fc.constantFrom('192.0.2.1', '192.0.2.2'),
  outcome: fc.constantFrom(...outcomes),
})

export type EstatePlan = typeof estatePlan extends fc.Arbitrary<infer Plan> ? Plan : never

/** What a random estate is made of. */
export const estatePlan = fc.record({
  identities: fc.array(
    fc.record({
      owner: fc.option(fc.constantFrom(...estateOwners)),
      environment: fc.option(fc.constantFrom(...estateEnvironments)),
      isRetired: fc.constantFrom(false, false, true),
    }),
    { minLength: 1, maxLength: 5 },
  ),
  endpoints: fc.array(
    fc.record({
      identity: fc.option(fc.nat({ max: 4 })),
      isEnabled: fc.constantFrom(true, true, true, false),
      sights: fc.array(sight, { maxLength: 3 }),
      isJudged: fc.constantFrom(true, true, true, false),
    }),
    { minLength: 1, maxLength: 7 },
  ),
  /** What people made of the findings, over and over. */
  triage: fc.array(
    fc.record({
      status: fc.constantFrom('open', 'acknowledged', 'accepted', 'false_positive', 'resolved'),
      severity: fc.constantFrom(...severities),
    }),
    { minLength: 1, maxLength: 9 },
  ),
})

/** Puts such an estate in the place of whatever the database holds. */
export async function plantEstate({ identities, endpoints, triage }: EstatePlan, now: Date): Promise<void> {
  const db = pool()
  await db.query('TRUNCATE site, environment, identity, endpoint, certificate, verdict, finding CASCADE')
  const site = await addSite()
  const { rows } = await db.query<{ id: string; name: string }>(
    'INSERT INTO environment (name, production) SELECT name, name = $2 FROM unnest($1::text[]) AS t(name) RETURNING id, name',
    [estateEnvironments, estateEnvironments[0]],
  )
  const identityIds: string[] = []
  for (const [index, { owner, environment, isRetired }] of identities.entries()) {
    const environmentId = rows.find(({ name }) => name === environment)?.id
    const id = await addIdentity(`i${index}.example.com`, {
      ...(owner === null ? {} : { owner }),
      ...(environmentId === undefined ? {} : { environmentId }),
    })
    if (isRetired && index > 0) await db.query('UPDATE identity SET retired_at = now() WHERE id = $1', [id])
    identityIds.push(id)
  }
  const judged: string[] = []
  for (const [index, { identity, isEnabled, sights, isJudged }] of endpoints.entries()) {
    const identityId = identity === null ? undefined : identityIds[identity]
    const id = await addEndpoint(site, { host: `e${index}.example.com`, ...(identityId ? { identityId } : {}) })
    await plantSights(id, sights, now)
    if (!isEnabled) await db.query('UPDATE endpoint SET enabled = false WHERE id = $1', [id])
    if (isJudged) judged.push(id)
  }
  await evaluateSubjects(systemPrincipal, { endpointIds: judged, identityIds }, now)
  await db.query(
    `UPDATE finding f SET status = t.status::finding_status, severity = t.severity::severity,
            accepted_until = CASE t.status WHEN 'accepted' THEN $3::timestamptz END,
            resolved_at = CASE t.status WHEN 'resolved' THEN f.opened_at END
       FROM (SELECT id, row_number() OVER (ORDER BY id) AS place FROM finding) n
       JOIN unnest($1::text[], $2::text[]) WITH ORDINALITY AS t(status, severity, number) ON t.number = 1 + n.place % $4
      WHERE n.id = f.id`,
    [
      triage.map(({ status }) => status),
      triage.map(({ severity }) => severity),
      new Date(now.getTime() + 9 * dayMs),
      triage.length,
    ],
  )
}

const root = createRoot({ commonName: 'Random Root' })

/** Leaves with names of their own, of which some have ended and some end soon. */
const leaves = [
  [-300, -2],
  [-90, 1],
  [-60, 5],
  [-10, 80],
  [-9, 81],
  [-1, 300],
].map(([from = 0, to = 0], index) => {
  const now = Date.now()
  const validity = { notBefore: new Date(now + from * dayMs), notAfter: new Date(now + to * dayMs) }
  return root.issue({ dns: [`e${index}.example.com`], ...validity })
})

async function plantSights(
  endpointId: string,
  sights: EstatePlan['endpoints'][number]['sights'],
  now: Date,
): Promise<void> {
  for (const { daysAgo, leaf, address, outcome } of sights.toSorted((a, b) => b.daysAgo - a.daysAgo)) {
    const at = new Date(now.getTime() - daysAgo * dayMs)
    const seen = leaf === null ? undefined : leaves[leaf]
    const observation = seen
      ? handshakeAt({ at, address, chain: [seen.der, root.der] })
      : failureAt(outcome, { at, address })
    await recordObservations(systemPrincipal, [{ endpointId, observations: [observation] }])
  }
}
