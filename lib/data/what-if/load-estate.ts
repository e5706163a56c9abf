import { pool } from '#lib/db/client.ts'
import { fingerprint } from '#lib/x509/fingerprint.ts'
import { ParseError } from '#lib/x509/parse-error.ts'
import { Estate } from '#lib/x509/path/estate.ts'
import { loadEdges } from '../trust/stored-edges.ts'
import { CompletingIssuers } from './completing-issuers.ts'
import { type ChainRow, countChains, listAddressIds, listChains, loadDers, type ServedChain } from './served-chain.ts'

export interface LoadedEstate {
  readonly estate: Estate
  readonly chains: readonly ServedChain[]
}

/** Told how many of how many chains stand. */
export type Progress = (done: number, total: number) => Promise<void>

/** Addresses that are read at once: bytes are held no longer than it takes to read them. */
const pageSize = 2000

/**
 * The chains that enabled endpoints serve now, read and with their signatures known: what is verified for the first
 * time is written down.
 */
export async function loadEstate(onProgress: Progress, signal?: AbortSignal): Promise<LoadedEstate> {
  const total = await countChains(pool())
  const reading: Reading = {
    estate: new Estate(),
    issuers: new Map(),
    completing: await CompletingIssuers.load(pool()),
  }
  const chains: ServedChain[] = []
  for (let after: string | null = null; ; ) {
    signal?.throwIfAborted()
    const page: string[] = await listAddressIds(pool(), after, pageSize)
    for (const chain of await readPage(reading, await listChains(pool(), page))) chains.push(chain)
    // Meanwhile more may have come than there were at first.
    await onProgress(chains.length, Math.max(total, chains.length))
    after = page.at(-1) ?? null
    if (page.length < pageSize) return { estate: reading.estate, chains }
  }
}

interface Reading {
  readonly estate: Estate
  /** DER of what stands above leaves, by SHA-256: thousands of chains show the same few. */
  readonly issuers: Map<string, Uint8Array>
  readonly completing: CompletingIssuers
}

async function readPage({ estate, issuers, completing }: Reading, page: readonly ChainRow[]): Promise<ServedChain[]> {
  const leaves = await loadDers(
    pool(),
    page.flatMap((row) => hexes(row.leaves)),
  )
  const missing = new Set(page.flatMap((row) => hexes(row.others)).filter((hash) => !issuers.has(hash)))
  for (const [hash, der] of await loadDers(pool(), [...missing])) issuers.set(hash, der)
  const edges = await loadEdges(pool(), [...leaves.keys()])
  const completed = await completing.of(pool(), [...leaves.keys(), ...missing])
  const chains = page.flatMap(({ leaves: own, others, identityKind, ...row }) => {
    const sent = hexes(others)
    return hexes(own).map((leafSha256): ServedChain => {
      const der = leaves.get(leafSha256)
      const above = [...sent.flatMap((hash) => issuers.get(hash) ?? []), ...completed([leafSha256, ...sent])]
      const read = der && estate.add(der, above, fingerprint, edges)
      const leaf = read === undefined || read instanceof ParseError ? null : read
      const { endpointId, identityId, environmentId, storeId } = row
      return { endpointId, identityId, environmentId, storeId, identityKind: identityKind ?? 'dns', leafSha256, leaf }
    })
  })
  await edges.save(pool())
  return chains
}

function hexes(hashes: readonly Buffer[] | null): string[] {
  return (hashes ?? []).map((hash) => hash.toString('hex'))
}
