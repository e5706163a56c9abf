import { ParseError } from '../parse-error.ts'
import { type ChainCertificate, readChainCertificate } from './chain-certificate.ts'

/** The certificates of a trust store, made ready to be found. */
export interface Anchors {
  /** By the key of their subject. */
  readonly bySubject: ReadonlyMap<string, readonly ChainCertificate[]>
  readonly sha256: ReadonlySet<string>
}

/** Anchors that can't be read strictly are left out: `unreadable` counts them. */
export function readAnchors(ders: Iterable<Uint8Array>): Anchors & { readonly unreadable: number } {
  const anchors: ChainCertificate[] = []
  let unreadable = 0
  for (const der of ders) {
    const read = tryReadChainCertificate(der)
    if (read instanceof ParseError) unreadable += 1
    else anchors.push(read)
  }
  return { ...anchorsOf(anchors), unreadable }
}

export function anchorsOf(anchors: readonly ChainCertificate[]): Anchors {
  return {
    bySubject: Map.groupBy(anchors, ({ subject }) => subject.key),
    sha256: new Set(anchors.map(({ sha256 }) => sha256)),
  }
}

/** As `readChainCertificate`, with the error as a value. */
export function tryReadChainCertificate(der: Uint8Array): ChainCertificate | ParseError {
  try {
    return readChainCertificate(der)
  } catch (error) {
    if (error instanceof ParseError) return error
    throw error
  }
}
