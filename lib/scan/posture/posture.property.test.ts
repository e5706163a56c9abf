import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Observed, valueOf } from '#lib/core/observed.ts'
import { observeScripted } from '#lib/testing/scan/observe-scripted.ts'
import { scriptedConfigs } from '#lib/testing/scan/scripted-cases.ts'
import type { ScriptedConfig, ScriptedFault, ScriptedVersion } from '#lib/testing/scan/scripted-config.ts'
import { ScriptedTruth, type TrueList } from '#lib/testing/scan/scripted-truth.ts'
import type { Accepted, NamedGroup } from '#lib/tls/observation.ts'

const versions: readonly ScriptedVersion[] = ['TLSv1.3', 'TLSv1.2', 'TLSv1.1', 'TLSv1', 'SSLv3']
const seed = { numRuns: Number(process.env['RUNS'] ?? 400) }

test('what is enumerated is what the server was made with, in its own order', async () => {
  await fc.assert(
    fc.asyncProperty(scriptedConfigs, async (config) => {
      const truth = speaking(config)
      const { facts } = await observeScripted(config)
      for (const version of versions) {
        expect(valueOf(facts.versions)?.[version], version).toEqual(saw(truth.speaks(version)))
        if (!truth.speaks(version)) continue
        expect(listOf(valueOf(facts.suites)?.[version]), `suites of ${version}`).toEqual(whole(truth.suites(version)))
        if (version === 'TLSv1.2' || version === 'TLSv1.3') {
          expect(valueOf(facts.signatureSchemes)?.[version]).toEqual(saw(truth.schemes(version)))
        }
        if (version === 'SSLv3') continue
        const groups = groupsOf(valueOf(facts.groups)?.[version])
        expect(groups, `groups of ${version}`).toEqual(whole(truth.groups(version)))
      }
    }),
    seed,
  )
})

test('a question that fails never turns into "not supported"', async () => {
  const faults = fc.infiniteStream(fc.option(fc.constantFrom<ScriptedFault>('timeout', 'reset', 'closed'), { freq: 5 }))
  await fc.assert(
    fc.asyncProperty(scriptedConfigs, faults, async (config, stream) => {
      const truth = speaking(config)
      const faultAt = () => stream.next().value ?? null
      const { facts } = await observeScripted({ ...config, faultAt })
      for (const version of versions) {
        const spoken = valueOf(facts.versions)?.[version]
        if (spoken?.status === 'observed') expect(spoken.value, version).toBe(truth.speaks(version))
        const suites = listOf(valueOf(facts.suites)?.[version])
        if (suites) expectHonest(suites, truth.suites(version))
        if (version === 'SSLv3') continue
        const groups = groupsOf(valueOf(facts.groups)?.[version])
        if (groups) expectHonest(groups, truth.groups(version))
      }
      const { grease, longHello } = valueOf(facts.tolerance) ?? {}
      if (valueOf(grease ?? unknown) === false) expect(config.intolerantOf).toContain('grease')
      if (valueOf(longHello ?? unknown) === false) expect(config.intolerantOf).toContain('long')
      const alpn = valueOf(facts.alpnProtocols)
      const mayChoose = config.versions.some((version) => version !== 'SSLv3')
      if (alpn) expect(alpn.toSorted()).toEqual(mayChoose ? config.alpn.toSorted() : [])
    }),
    seed,
  )
})

const unknown: Observed<boolean> = { status: 'skipped', reason: 'unknown' }

interface SeenList {
  readonly names: readonly string[]
  readonly preference: string
  readonly complete: boolean
}

/** Nothing that the server has not, and all that it has where it is called complete. */
function expectHonest({ names, complete, preference }: SeenList, truth: TrueList): void {
  if (preference !== 'unknown') expect(preference).toBe(truth.preference)
  if (complete) expect(names.toSorted()).toEqual(truth.names.toSorted())
  else expect([...truth.names]).toEqual(expect.arrayContaining([...names]))
}

/** A server speaks a version of which it can use some suite with its certificates. */
function speaking(config: ScriptedConfig): ScriptedTruth {
  const truth = new ScriptedTruth(config)
  fc.pre(config.versions.every((version) => truth.speaks(version) && truth.ordersSuites(version)))
  return truth
}

function saw<T>(value: T): Observed<T> {
  return { status: 'observed', value }
}

/** A list without an order of its own is compared sorted. */
function whole({ names, preference }: TrueList): SeenList {
  return { names: preference === 'server' ? names : names.toSorted(), preference, complete: true }
}

function listOf(fact: Observed<Accepted<string>> | undefined): SeenList | null {
  if (fact?.status !== 'observed') return null
  const { accepted, preference, complete } = fact.value
  return { names: preference === 'server' ? accepted : accepted.toSorted(), preference, complete }
}

function groupsOf(fact: Observed<Accepted<NamedGroup>> | undefined): SeenList | null {
  if (fact?.status !== 'observed') return null
  return listOf(saw({ ...fact.value, accepted: fact.value.accepted.map(({ name }) => name) }))
}
