import { remember } from '#lib/core/remember.ts'
import { fingerprint } from '#lib/x509/fingerprint.ts'
import { type Anchors, readAnchors } from '#lib/x509/path/anchors.ts'
import { type ChainVerdict, judgeChain } from '#lib/x509/path/judge-chain.ts'
import { profileFor } from '#lib/x509/path/profile.ts'
import type { TrustStoreInput } from './trust-store.ts'

const maxStores = 32
const maxKept = 10_000
/** Longer chains would fill the memory with their hashes. */
const longestKept = 10

const anchorsByStore = new Map<string, Anchors>()
const known = new Map<string, ChainVerdict>()

/** What path validation says of a chain as sent (DER, leaf first) against a store; chains that come again are known. */
export function chainVerdict(chain: readonly Uint8Array[], store: TrustStoreInput): ChainVerdict {
  const storeKey = JSON.stringify([store.id, store.version])
  const key = [storeKey, ...chain.map(fingerprint)].join(' ')
  const kept = known.get(key)
  if (kept !== undefined) return kept
  const profile = profileFor({ publicRoots: store.publicRoots === true }, 'dns')
  const verdict = judgeChain({ chain, anchors: anchorsOf(store, storeKey), profile })
  if (chain.length <= longestKept) remember(known, maxKept, key, verdict)
  return verdict
}

function anchorsOf(store: TrustStoreInput, key: string): Anchors {
  const kept = anchorsByStore.get(key)
  if (kept) return kept
  const anchors = readAnchors(store.anchors)
  remember(anchorsByStore, maxStores, key, anchors)
  return anchors
}
