import { observed, skipped, valueOf } from '#lib/core/observed.ts'
import { noPosture } from '#lib/tls/no-facts.ts'
import type { Depth, TlsFacts } from '#lib/tls/observation.ts'

type Facts = { -readonly [Name in keyof TlsFacts]: TlsFacts[Name] }

/** What only a scan of full depth looks at for its own sake. */
const posture = new Set<string>([...Object.keys(noPosture(skipped('none'))), 'otherChains'])

/**
 * The facts of a scan with those that its depth left out as they were seen before, so that an unchanged server gives
 * equal facts at any depth. What a scan tried and did not learn is not filled in.
 */
export function carryFacts(facts: TlsFacts, depth: Depth, before: TlsFacts): TlsFacts {
  const carried: Facts = { ...facts }
  for (const name of factNames(facts)) {
    const leftOut = posture.has(name) && depth !== 'posture' && facts[name].status === 'skipped'
    if (leftOut) take(carried, before, name)
  }
  carried.otherTrust = opinionsOf(carried, facts.otherTrust, before.otherTrust)
  carried.trust = withSecondOpinion(carried, before)
  const { mtls } = facts
  const unplayed = mtls.status === 'skipped' || (mtls.status === 'observed' && !playedClients(facts, depth))
  if (unplayed && !contradictsClients(facts, before)) take(carried, before, 'mtls')
  return carried
}

/**
 * What another engine said of the same chain against the same content of the same store stands until it is asked again.
 */
function withSecondOpinion({ trust, chain }: TlsFacts, before: TlsFacts): TlsFacts['trust'] {
  const [now, then] = [valueOf(trust), valueOf(before.trust)]
  if (now === null || now.secondOpinion || !then?.secondOpinion) return trust
  const sameStore = now.store.id === then.store.id && now.store.version === then.store.version
  const sameChain = valueOf(chain)?.join() === valueOf(before.chain)?.join()
  return sameStore && sameChain ? observed({ ...now, secondOpinion: then.secondOpinion }) : trust
}

/** Of the chains that stand in the facts now, some of them as they were seen before: the newest opinion of each. */
function opinionsOf(
  carried: Pick<TlsFacts, 'otherChains' | 'serverNames'>,
  now: TlsFacts['otherTrust'],
  before: TlsFacts['otherTrust'],
): TlsFacts['otherTrust'] {
  if (now.status !== 'observed' || before.status !== 'observed') return now
  const { without, unknown } = valueOf(carried.serverNames) ?? {}
  const chains = [...Object.values(valueOf(carried.otherChains) ?? {}), without?.chain ?? [], unknown?.chain ?? []]
  const known = { ...before.value, ...now.value }
  return observed(
    Object.fromEntries(
      chains.flatMap(([leaf]) => {
        const opinion = leaf === undefined ? undefined : known[leaf]
        return leaf === undefined || opinion === undefined ? [] : [[leaf, opinion]]
      }),
    ),
  )
}

/** What a scan says of when the deeper parts were seen. `lost`: what was known of the clients holds no more. */
export interface SeenParts {
  readonly posture: boolean
  readonly mtls: 'seen' | 'left-out' | 'lost'
}

export function seenParts(facts: TlsFacts, depth: Depth, before: TlsFacts | null): SeenParts {
  const looked = factNames(facts).some((name) => posture.has(name) && facts[name].status !== 'skipped')
  const lost = before !== null && contradictsClients(facts, before)
  return {
    posture: depth === 'posture' && looked,
    mtls: playedClients(facts, depth) ? 'seen' : lost ? 'lost' : 'left-out',
  }
}

/** A handshake alone shows whether a certificate is asked for, and nothing of what becomes of the clients. */
function playedClients({ mtls }: TlsFacts, depth: Depth): boolean {
  if (mtls.status !== 'observed') return false
  const { probes = [], verdict } = mtls.value
  return probes.length > 0 || ((depth === 'posture' || depth === 'mtls') && verdict !== 'UNKNOWN')
}

/** The server began or ceased to ask for certificates since the clients were played. */
function contradictsClients(facts: TlsFacts, before: TlsFacts): boolean {
  const now = valueOf(facts.clientCertificateRequested)
  const then = valueOf(before.clientCertificateRequested)
  return now !== null && then !== null && now !== then
}

function factNames(facts: TlsFacts): (keyof TlsFacts)[] {
  const isName = (name: string): name is keyof TlsFacts => name in facts
  return Object.keys(facts).filter(isName)
}

function take<Name extends keyof TlsFacts>(to: Facts, from: TlsFacts, name: Name): void {
  to[name] = from[name]
}
