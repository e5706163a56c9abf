import type { Elimination } from './elimination.ts'
import { readable } from './group-reading.ts'
import type { ListName, ListProbe } from './list-probe.ts'
import { isEcdhe, isEcdsa } from './suite-traits.ts'

const none: ReadonlySet<ListName> = new Set()

/** Where a narrowed list kept the server from some suites, its order among those that it accepts is asked for again. */
export async function settleOrder(probe: ListProbe): Promise<void> {
  const { suites } = probe.lists
  if (!probe.orderInDoubt() || suites.preference === 'client') return
  suites.forgetChoices()
  let left: readonly number[] = [...suites.accepted]
  while (left.length > 1) {
    const chosen = await probe.pick(left)
    if (chosen === null) return suites.loseOrder()
    left = left.filter((id) => id !== chosen).toReversed()
  }
}

/**
 * Asks for what is accepted once more where the answers fit the client's order as well as the server's. At first what
 * was found first stands last: a server that has an order of its own still takes it.
 */
export async function settlePreference(probe: ListProbe): Promise<void> {
  const { suites, groups } = probe.lists
  for (const turned of [true, false]) {
    if (!undecided(suites) && !undecided(groups)) return
    const curves = undecided(groups) && suites.accepted.some(isEcdhe)
    const fitting = curves ? suites.accepted.filter(isEcdhe) : suites.accepted
    const curve = probe.evidence.certificateCurve
    await probe.ask({ risks: none, suiteList: order(fitting, turned), groups: order(groups.accepted, turned), curve })
  }
  for (const turned of [true, false]) {
    if (!undecided(suites)) return
    const known = { groups: order(groups.accepted, turned), curve: probe.evidence.certificateCurve }
    await probe.ask({ risks: none, suiteList: order(suites.comparable, turned), ...known })
  }
}

/**
 * Where a server with an order of its own took what stood first, it did not say where in its order that stands: it is
 * asked for beside what it may stand above or below, with something else in front.
 */
export async function settlePlaces(probe: ListProbe, curveIsFree: boolean): Promise<void> {
  await settleGroups(probe, curveIsFree)
  const { suites } = probe.lists
  if (suites.preference !== 'server') return
  for (const suite of suites.neverFirst) {
    if (!suites.complete && suites.unordered(suite).length > 0) suites.loseOrder()
    if (!suites.complete) continue
    let others = suites.unordered(suite)
    while (others.length > 0) {
      const plain = others.filter((id) => !suites.neverFirst.includes(id))
      const chosen = await probe.pick([...(plain.length > 0 ? plain : others).toReversed(), suite])
      const left = suites.unordered(suite)
      if (chosen === null) return suites.loseOrder()
      if (left.length >= others.length) return
      others = left
    }
  }
}

/** Groups that never stood on one list as far as it was read, beside something that the server preferred to neither. */
async function settleGroups(probe: ListProbe, curveIsFree: boolean): Promise<void> {
  const { suites, groups } = probe.lists
  if (probe.version === 'TLSv1.3' || groups.preference !== 'server' || !groups.complete) return
  const free = suites.accepted.filter((id) => isEcdhe(id) && (curveIsFree || !isEcdsa(id)))
  const suiteList = free.length > 0 ? free : suites.accepted.filter(isEcdhe)
  const curve = free.length > 0 ? null : probe.evidence.certificateCurve
  for (const group of groups.accepted) {
    let others = groups.unordered(group)
    while (others.length > 0) {
      await probe.ask({ risks: none, suiteList, groups: [...readable(others, 9), group], curve })
      const left = groups.unordered(group)
      if (left.length >= others.length) return
      others = left
    }
  }
}

function undecided(list: Elimination<number>): boolean {
  return list.accepted.length > 1 && list.preference === 'unknown'
}

function order(items: readonly number[], turned: boolean): readonly number[] {
  return turned ? items.toReversed() : [...items]
}
