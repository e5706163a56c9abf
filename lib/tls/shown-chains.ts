import { valueOf } from '#lib/core/observed.ts'
import type { TlsFacts } from './observation.ts'

/**
 * The chains that clients may meet beside the main one: for other types of key, without a server name, and for a name
 * that the server does not know. SHA-256 of each certificate, leaf first; each leaf once, the main one left out.
 */
export function chainsBesideMain({
  chain,
  otherChains,
  serverNames,
}: Pick<TlsFacts, 'chain' | 'otherChains' | 'serverNames'>): readonly (readonly string[])[] {
  const { without, unknown } = valueOf(serverNames) ?? {}
  const shown = [...Object.values(valueOf(otherChains) ?? {}), without?.chain ?? [], unknown?.chain ?? []]
  const leaves = new Set([undefined, valueOf(chain)?.[0]])
  return shown.filter(([leaf]) => {
    if (leaves.has(leaf)) return false
    leaves.add(leaf)
    return true
  })
}
