import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { systemPrincipal } from '#lib/core/principal.ts'
import { requireFilter } from '#lib/data/filter.ts'
import { dueFilter } from '#lib/data/rotations/due-filter.ts'
import { listDue, listDueByLife } from '#lib/data/rotations/list-due.ts'
import { listRhythms } from '#lib/data/rotations/list-rhythms.ts'
import { rhythmFilter } from '#lib/data/rotations/rhythm-filter.ts'
import { rotationCalendar } from '#lib/data/rotations/rotation-calendar.ts'
import { summariseAges } from '#lib/data/rotations/summarise-ages.ts'
import { summariseDue } from '#lib/data/rotations/summarise-due.ts'
import { summariseReadiness } from '#lib/data/rotations/summarise-readiness.ts'
import { closeDatabase, pool } from '#lib/db/client.ts'
import { startEmbeddedServer } from '#lib/db/embedded-server.ts'
import { migrate } from '#lib/db/migrate.ts'
import type { Measurement } from '#lib/testing/benchmark.ts'
import { fillCertificates } from '#lib/testing/fill-certificates.ts'

const certificates = 50_000
const rounds = 7

const due = (query: string) => requireFilter(dueFilter, new URLSearchParams(query))
const rhythm = (query: string) => requireFilter(rhythmFilter, new URLSearchParams(query))

const questions: readonly (readonly [what: string, ask: () => Promise<unknown>])[] = [
  ['due: first page with its count', () => listDue(systemPrincipal, due(''))],
  ['due: overdue in one environment', () => listDue(systemPrincipal, due('state=overdue,missed&environment=env-1'))],
  ['due: by name', () => listDue(systemPrincipal, due('sort=name'))],
  ['due: search', () => listDue(systemPrincipal, due('q=service-04242.team-7'))],
  ['due: counts of states and signs', () => summariseDue(systemPrincipal, due(''))],
  ['due: the first of each class of lives', () => listDueByLife(systemPrincipal, due(''), 10)],
  ['rhythm: first page with its count', () => listRhythms(systemPrincipal, rhythm(''))],
  ['rhythm: by usual share', () => listRhythms(systemPrincipal, rhythm('sort=-typical'))],
  ['rhythm: the 300 oldest by share', () => summariseAges(systemPrincipal, rhythm(''), 300)],
  ['readiness: totals', () => summariseReadiness(systemPrincipal, rhythm(''))],
  ['calendar: a month', () => rotationCalendar(systemPrincipal, {}, new Date().toISOString().slice(0, 7))],
]

/**
 * The pages of rotation over 40,000 endpoints, each bound to an identity of its own with six rotations, each as a
 * multiple of reading one row by primary key in the same run, so that the machine's speed falls out.
 */
export default async function rotationsAtScale(): Promise<readonly Measurement[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'countersign-bench-'))
  chmodSync(dataDir, 0o711)
  const server = await startEmbeddedServer(dataDir)
  try {
    process.env.DATABASE_URL = server.url
    await migrate(server.url)
    await fillCertificates(certificates)
    await fillRotations()
    const id = String((await pool().query('SELECT id FROM certificate LIMIT 1')).rows[0].id)
    const base = await medianMs(() => pool().query('SELECT id FROM certificate WHERE id = $1', [id]), 20 * rounds)
    const measured: Measurement[] = [{ what: 'primary key', value: 1000 * base, unit: 'µs' }]
    for (const [what, ask] of questions)
      measured.push({ what, value: (await medianMs(ask, rounds)) / base, unit: '× primary key' })
    return measured
  } finally {
    await closeDatabase()
    await server.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** What judging the estate would have written. */
async function fillRotations(): Promise<void> {
  const db = pool()
  await db.query(
    `INSERT INTO identity (kind, name, owner, environment_id)
     SELECT 'dns', 'own.' || host, 'team-' || length(host) % 50, (SELECT environment_id FROM identity WHERE id = e.identity_id)
       FROM endpoint e`,
  )
  await db.query(`UPDATE endpoint e SET identity_id = i.id FROM identity i WHERE i.name = 'own.' || e.host`)
  await db.query(
    `INSERT INTO rotation_due (identity_id, endpoint_id, endpoints, certificate_id, life_seconds, expected_at, due_at, missed_at, basis)
     SELECT e.identity_id, e.id, 1, c.id, extract(epoch FROM life), c.not_before + 0.6 * life, c.not_before + 0.75 * life, c.not_after, 'rhythm'
       FROM endpoint e JOIN address a ON a.endpoint_id = e.id JOIN presence p ON p.address_id = a.id
       JOIN certificate c ON c.id = p.certificate_id CROSS JOIN LATERAL (SELECT c.not_after - c.not_before AS life) l`,
  )
  await db.query(
    `INSERT INTO identity_rotation (identity_id, certificate_id, started_at, expected_at, due_at, missed_at, basis, measured_steps,
            typical_share, spread_share, public_limits, recent_steps, longest_gap_seconds, late_steps, missed_steps, ready_47)
     SELECT identity_id, certificate_id, due_at - make_interval(secs => 0.75 * life_seconds), expected_at, due_at, missed_at, basis, 6, 0.5 + 0.4 * random(), 0.1 * random(),
            random() < 0.5, 6, 1e6 * random(), 0, 0, 'ready' FROM rotation_due`,
  )
  await db.query(
    `INSERT INTO rotation (endpoint_id, identity_id, previous_id, next_id, at, age_seconds, life_left_seconds, key_kept)
     SELECT d.endpoint_id, d.identity_id, other.id, d.certificate_id, now() - make_interval(days => 20 * step::int), 5e6, 1e6, step = 3
       FROM rotation_due d CROSS JOIN generate_series(1, 6) step
       JOIN LATERAL (SELECT id FROM certificate WHERE id > d.certificate_id ORDER BY id OFFSET step LIMIT 1) other ON true`,
  )
  await db.query('ANALYZE')
}

async function medianMs(work: () => Promise<unknown>, times: number): Promise<number> {
  for (let round = 0; round < 3; round += 1) await work()
  const taken: number[] = []
  for (let round = 0; round < times; round += 1) {
    const start = performance.now()
    await work()
    taken.push(performance.now() - start)
  }
  return taken.sort((a, b) => a - b)[Math.floor(times / 2)] ?? 0
}
