import type { ChainVerdict, ToldPath } from '#lib/x509/path/judge-chain.ts'
import type { PathFault } from '#lib/x509/path/reasons.ts'

/** `chosen`: of the path that counts; `valid`: of another one; `refused`: of attempts alone. */
export type Standing = 'chosen' | 'valid' | 'refused'

export interface GraphNode {
  readonly sha256: string
  readonly standing: Standing
  /** It ends a valid path or, where it was tried as one, an attempt that got there. */
  readonly isAnchor: boolean
  /** What speaks against it where it stands, each reason once. */
  readonly faults: readonly PathFault[]
}

/** From a certificate to the one that signed it, or was tried as such. */
export interface GraphEdge {
  readonly from: string
  readonly to: string
  readonly standing: Standing
  /** The signature itself does not hold. */
  readonly broken: boolean
}

export interface PathGraph {
  readonly leaf: string
  readonly nodes: readonly GraphNode[]
  readonly edges: readonly GraphEdge[]
  /** Refused attempts that are not drawn. */
  readonly undrawn: number
}

/** Attempts that are drawn: what else failed is said in words. */
const mostAttempts = 8

/** Faults of a signature are told at the issuer whose key was tried. */
const ofSignatures: ReadonlySet<string> = new Set(['signature-mismatch', 'unsupported-signature-algorithm'])

/**
 * All paths and attempts as one graph in which every certificate stands once. Null where nothing was tried: the leaf
 * could not be read, or the search came to its bounds at once.
 */
export function pathGraph({ paths, refused }: ChainVerdict, chosen: ToldPath | null): PathGraph | null {
  const others = paths.filter((path) => path !== chosen)
  const attempts = refused.filter(({ sha256 }) => sha256.length > 0)
  const drawn = attempts.slice(0, mostAttempts)
  const leaf = (chosen ?? paths[0] ?? drawn[0])?.sha256[0]
  if (leaf === undefined) return null
  const nodes = new Map<string, { standing: Standing; isAnchor: boolean; faults: PathFault[] }>()
  const edges = new Map<string, { from: string; to: string; standing: Standing; broken: boolean }>()
  const add = (sha256: readonly string[], standing: Standing) => {
    for (const [index, hash] of sha256.entries()) {
      const node = nodes.get(hash) ?? { standing, isAnchor: false, faults: [] }
      if (standing !== 'refused' && index === sha256.length - 1) node.isAnchor = true
      nodes.set(hash, node)
      const below = sha256[index - 1]
      const key = `${below} ${hash}`
      if (below !== undefined && !edges.has(key)) edges.set(key, { from: below, to: hash, standing, broken: false })
    }
  }
  if (chosen) add(chosen.sha256, 'chosen')
  for (const { sha256 } of others) add(sha256, 'valid')
  for (const { sha256, fault } of drawn) {
    add(sha256, 'refused')
    const inSignature = ofSignatures.has(fault.reason)
    const node = nodes.get(sha256[inSignature ? fault.at + 1 : fault.at] ?? '')
    if (node && !node.faults.some(({ reason }) => reason === fault.reason)) node.faults.push(fault)
    const edge = edges.get(`${sha256[fault.at]} ${sha256[fault.at + 1]}`)
    if (edge && inSignature) edge.broken = true
  }
  return {
    leaf,
    nodes: [...nodes].map(([sha256, node]) => ({ sha256, ...node })),
    edges: [...edges.values()],
    undrawn: attempts.length - drawn.length,
  }
}
