import type { EndpointFacts } from '#lib/checks/facts.ts'
import { oldestEvidence, partsNeeded } from '#lib/checks/verification/evidence-age.ts'
import { hasRole, type Principal } from '#lib/core/principal.ts'
import { secondMs } from '#lib/core/time.ts'
import { addEndpoints } from '#lib/data/endpoints/add-endpoints.ts'
import { listSiteWorkers } from '#lib/data/sites/list-site-workers.ts'
import type { Obstacle } from '#lib/data/verify/compose-answer.ts'
import { type Asked, findAsked } from '#lib/data/verify/find-asked.ts'
import { type AskedEvidence, evidenceOf, loadEvidence } from '#lib/data/verify/load-evidence.ts'
import type { Depth } from '#lib/tls/observation.ts'
import { lookNow, scanEndpointNow } from './scan-for-question.ts'
import { createTurnstile } from './turnstile.ts'

export interface Gathered {
  /** As it stands after the endpoint was recorded, where that was asked for. */
  readonly asked: Asked
  readonly evidence: AskedEvidence | null
  readonly obstacle: Obstacle | null
  readonly scanned: boolean
}

interface Given {
  readonly onRecord: AskedEvidence | null
  /** Evidence that is older is not used. */
  readonly oldest: Date
}

/** Scans that questions wait for at once in this process, over all who ask and for each of them. */
const turnstile = createTurnstile({ all: 32, each: 8 })

/**
 * Has the endpoint scanned by a worker of its site, whose scope and pace hold for it as for any scan, and waits for what
 * it sees. A process that serves pages dials nobody: it may stand where no site is, and knows no other scan's pace.
 */
export async function gatherEvidence(principal: Principal, asked: Asked, given: Given): Promise<Gathered> {
  const stopped = (obstacle: Obstacle, scanned = false) => ({ asked, evidence: given.onRecord, obstacle, scanned })
  const first = await obstacleBefore(principal, asked)
  if (first) return stopped(first)
  const leave = turnstile.enter(`${principal.kind}|${principal.id}`)
  if (!leave) return stopped(obstacles.busy)
  try {
    const placed = await recorded(principal, asked)
    const waitMs = placed.question.waitSeconds * secondMs
    return placed.endpoint
      ? await scanned(principal, placed, placed.endpoint.id, given, waitMs)
      : await looked(placed, waitMs)
  } finally {
    leave()
  }
}

const obstacles = {
  site: { code: 'no-site', text: 'there is no site of this name to look from' },
  role: { code: 'scan-not-allowed', text: 'evidence as young as asked for needs a scan, which needs the role analyst' },
  disabled: { code: 'endpoint-disabled', text: 'scans of this endpoint are switched off' },
  worker: { code: 'no-worker', text: 'no worker runs at the site, so nobody could look' },
  busy: { code: 'busy', text: 'too many questions wait for scans at this moment' },
  unbegun: { code: 'scan-not-begun', text: 'no worker of the site came to the scan in time' },
  late: { code: 'scan-late', text: 'the scan was not over in time' },
  failed: { code: 'scan-failed', text: 'the scan was stopped or could not be recorded' },
} as const satisfies Record<string, Obstacle>

async function obstacleBefore(principal: Principal, { site, endpoint }: Asked): Promise<Obstacle | null> {
  if (!hasRole(principal, 'analyst')) return obstacles.role
  if (!site) return obstacles.site
  if (endpoint?.enabled === false) return obstacles.disabled
  const workers = await listSiteWorkers(principal, site.id)
  return workers.some(({ state }) => state === 'alive') ? null : obstacles.worker
}

/** Puts the endpoint into the inventory where that is asked for and it is not there. */
async function recorded(principal: Principal, asked: Asked): Promise<Asked> {
  const { question, site } = asked
  if (!question.record || asked.endpoint !== null || !site) return asked
  const { host, port, serverName, transport } = question.endpoint
  await addEndpoints(principal, site.id, [{ host, port, serverName, transport, identity: question.identity }])
  const now = await findAsked({ ...question, endpoint: { ...question.endpoint, site: site.name } })
  return { ...now.asked, at: asked.at }
}

async function scanned(
  principal: Principal,
  asked: Asked,
  endpointId: string,
  { onRecord, oldest }: Given,
  waitMs: number,
): Promise<Gathered> {
  const depth = depthFor(asked, onRecord?.facts ?? null, oldest)
  const end = await scanEndpointNow(principal, { endpointId, depth, oldest, waitMs })
  const evidence = await loadEvidence(asked, endpointId, new Date())
  const obstacle = end === 'done' ? null : obstacles[end]
  return { asked, evidence, obstacle, scanned: true }
}

async function looked(asked: Asked, waitMs: number): Promise<Gathered> {
  const { host, port, serverName, transport } = asked.question.endpoint
  const depth = 'posture'
  const target = { host, port, serverName, transport }
  const seen = asked.site ? await lookNow(asked.site.id, { target, depth }, waitMs) : 'unbegun'
  if (typeof seen === 'string') return { asked, evidence: null, obstacle: obstacles[seen], scanned: true }
  return { asked, evidence: await evidenceOf(asked, seen, depth, new Date()), obstacle: null, scanned: true }
}

/** As shallow as will do: what is young enough is not asked for again. */
function depthFor({ policy }: Asked, facts: EndpointFacts | null, oldest: Date): Exclude<Depth, 'quick'> {
  const young = (part: 'posture' | 'mtls') => {
    const at = facts && oldestEvidence(facts, [part])
    return at !== null && at >= oldest
  }
  if (!young('posture')) return 'posture'
  return partsNeeded(policy).includes('mtls') && !young('mtls') ? 'mtls' : 'inventory'
}
