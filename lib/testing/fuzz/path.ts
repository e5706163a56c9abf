import { sha256Hex } from '#lib/core/ids.ts'
import { parseCertificate } from '#lib/x509/parse-certificate.ts'
import { ParseError } from '#lib/x509/parse-error.ts'
import { anchorsOf, tryReadChainCertificate } from '#lib/x509/path/anchors.ts'
import { type ChainCertificate, readChainCertificate } from '#lib/x509/path/chain-certificate.ts'
import type { EdgeCache } from '#lib/x509/path/edges.ts'
import { findPaths, type PathJudgement, pathLimits } from '#lib/x509/path/find-paths.ts'
import { privatePki, rfc5280, spiffe, webpki } from '#lib/x509/path/profile.ts'
import { contextConstructed, contextPrimitive, objectIdentifier, sequence } from '../certificates/der-writer.ts'
import { createRoot, generateKeyPair } from '../certificates.ts'
import type { FuzzTarget } from './fuzz-target.ts'

const dns = (name: string) => contextPrimitive(2, Buffer.from(name))
const constraints = sequence(
  contextConstructed(0, sequence(dns('test'))),
  contextConstructed(1, sequence(dns('b.test'))),
)
const mappings = sequence(sequence(objectIdentifier('1.2.3'), objectIdentifier('1.2.4')))
const root = createRoot()
const keys = Array.from({ length: 3 }, () => generateKeyPair())
const pairs = keys.map((key) => ({ key, top: root.intermediate({ commonName: 'Top', key, policies: ['1.2.3'] }) }))
const tops = pairs.map(({ top }) => top)
const middles = pairs.flatMap(({ key, top }) => [
  top.intermediate({
    commonName: 'Middle',
    key,
    policies: ['1.2.3'],
    extraExtensions: [
      { oid: '2.5.29.30', critical: true, value: constraints },
      { oid: '2.5.29.33', critical: true, value: mappings },
    ],
  }),
  top.intermediate({ commonName: 'Top', ca: { pathLength: 1 } }),
])
const leaf = middles[0]?.issue({
  dns: ['a.test', '*.c.test'],
  ips: ['192.0.2.1', '2001:db8::1'],
  uris: ['spiffe://a.test/x'],
  emails: ['x@a.test'],
  policies: ['1.2.4'],
  ocspUrls: ['http://a.test/'],
  crlUrls: ['http://a.test/1'],
})
const corpus = [root, ...tops, ...middles, ...(leaf ? [leaf] : [])].map(({ der }) => Uint8Array.from(der))
const known = corpus.map((der) => readChainCertificate(der))
const ours = new Set(known.map(({ sha256 }) => sha256))
const anchors = anchorsOf(known.slice(0, 1))
const profiles = [rfc5280, webpki, spiffe, privatePki]

/** Certificates: refused as bytes, or judged; no exception, no bound left, and no changed one in a valid path. */
export const path: FuzzTarget = {
  corpus,
  run(input) {
    parseOrRefuse(input)
    const changed = tryReadChainCertificate(input)
    const others = changed instanceof ParseError ? known : [...known, changed]
    const profile = profiles[input.length % profiles.length] ?? privatePki
    for (const one of changed instanceof ParseError ? [] : [changed, ...known.slice(-1)]) {
      const judgement = findPaths({ leaf: one, others, anchors, at: null, profile })
      expectBounds(judgement)
      for (const { certificates } of judgement.valid)
        if (!certificates.every(({ sha256 }) => ours.has(sha256))) throw new Error('a changed certificate was believed')
    }
    walkRandomGraph(input, others)
  },
}

function parseOrRefuse(input: Uint8Array): void {
  try {
    parseCertificate(input)
  } catch (error) {
    if (!(error instanceof ParseError)) throw error
  }
}

/** Whoever signed whom is drawn from the input: rings, lattices and dead ends among a few names and keys. */
function walkRandomGraph(input: Uint8Array, others: readonly ChainCertificate[]): void {
  const seed = sha256Hex(input)
  const drawn = (child: string, issuer: string) =>
    Number.parseInt(sha256Hex(Buffer.from(seed + child + issuer)).slice(0, 1), 16)
  const signed: EdgeCache = {
    get: (child, issuer) => (drawn(child, issuer) < 10 ? 'verified' : 'mismatch'),
    set: () => undefined,
  }
  const [start] = known.slice(-1)
  if (start === undefined) return
  const judgement = findPaths({ leaf: start, others, anchors, at: null, profile: privatePki, edges: signed })
  expectBounds(judgement)
  for (const { certificates } of judgement.valid) {
    const places = new Set(certificates.map(({ subject, spkiSha256 }) => `${subject.key} ${spkiSha256}`))
    const chained = certificates.every((child, at) => {
      const issuer = certificates[at + 1]
      return (
        issuer === undefined || (child.issuer.key === issuer.subject.key && drawn(child.sha256, issuer.spkiSha256) < 10)
      )
    })
    if (places.size !== certificates.length || !chained || !anchors.sha256.has(certificates.at(-1)?.sha256 ?? ''))
      throw new Error('a path that is none')
  }
}

function expectBounds({ valid, refused }: PathJudgement): void {
  if (valid.length > pathLimits.paths || refused.length > pathLimits.paths) throw new Error('more paths than are told')
  if (valid.some(({ certificates }) => certificates.length > pathLimits.depth + 1)) throw new Error('a path too deep')
}
