import { type GroupInfo, groupIds, groupInfo } from '#lib/tls/groups.ts'

const byName: ReadonlyMap<string, GroupInfo> = new Map(
  groupIds().flatMap((id) => {
    const info = groupInfo(id)
    return info === null ? [] : [[info.name, info] as const]
  }),
)

/** A registered group by the name that facts give it; null for `dhe` and for values without a name. */
export function namedGroup(name: string): GroupInfo | null {
  return byName.get(name) ?? null
}

/** ML-KEM alone or beside a classical exchange. */
export function isPostQuantum(name: string): boolean {
  const kind = namedGroup(name)?.kind
  return kind === 'pq' || kind === 'hybrid'
}
