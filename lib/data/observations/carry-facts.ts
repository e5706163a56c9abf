import { skipped } from '#lib/core/observed.ts'
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
    const leftOut = name === 'mtls' || (posture.has(name) && depth !== 'posture')
    if (leftOut && facts[name].status === 'skipped') take(carried, before, name)
  }
  return carried
}

/** Which of the deeper parts a scan of this depth really looked at. */
export function seenParts(facts: TlsFacts, depth: Depth): { readonly posture: boolean; readonly mtls: boolean } {
  const asked = (name: keyof TlsFacts) => facts[name].status !== 'skipped'
  return {
    posture: depth === 'posture' && factNames(facts).some((name) => posture.has(name) && asked(name)),
    mtls: asked('mtls'),
  }
}

function factNames(facts: TlsFacts): (keyof TlsFacts)[] {
  const isName = (name: string): name is keyof TlsFacts => name in facts
  return Object.keys(facts).filter(isName)
}

function take<Name extends keyof TlsFacts>(to: Facts, from: TlsFacts, name: Name): void {
  to[name] = from[name]
}
