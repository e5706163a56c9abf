import type { Observed } from '#lib/core/observed.ts'
import type { ByVersion, ProtocolVersion, TlsFacts } from '#lib/tls/observation.ts'

/** The versions of TLS with suites of their own; SSL 2.0 is judged by itself. */
export const judgedVersions = [
  'TLSv1.3',
  'TLSv1.2',
  'TLSv1.1',
  'TLSv1',
  'SSLv3',
] as const satisfies readonly ProtocolVersion[]

/** True or false where it is known whether an address speaks a version, null where it is not. */
export function speaks({ protocol, versions }: TlsFacts, version: ProtocolVersion): boolean | null {
  if (protocol.status === 'observed' && protocol.value === version) return true
  const answer = versions.status === 'observed' ? versions.value[version] : undefined
  return answer?.status === 'observed' ? answer.value : null
}

/** True where every older version is known to be refused. */
export function speaksTls13Alone(facts: TlsFacts): boolean {
  return judgedVersions.every((version) => speaks(facts, version) === (version === 'TLSv1.3'))
}

export interface ListedItems<Item> {
  readonly items: readonly Item[]
  /** Why there may be more than these; null where they are all. */
  readonly missing: string | null
}

/** What an address accepts of one kind over all versions that it speaks, newest version first. */
export function listedItems<List, Item>(
  facts: TlsFacts,
  lists: Observed<ByVersion<List>>,
  read: (list: List, version: ProtocolVersion) => ListedItems<Item>,
): ListedItems<Item> {
  const items: Item[] = []
  const missing: string[] = []
  for (const version of judgedVersions) {
    const spoken = speaks(facts, version)
    if (spoken === null) missing.push(`whether ${version} is spoken is not known`)
    const list = lists.status === 'observed' ? lists.value[version] : lists
    if (list?.status === 'observed') {
      const found = read(list.value, version)
      items.push(...found.items)
      if (found.missing !== null) missing.push(`${version}: ${found.missing}`)
    } else if (spoken === true) missing.push(`${version}: ${list?.reason ?? 'not asked'}`)
  }
  return { items, missing: missing[0] ?? null }
}
