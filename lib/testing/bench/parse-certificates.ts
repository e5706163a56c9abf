import { X509Certificate } from 'node:crypto'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { z } from 'zod'
import type { Measurement } from '#lib/testing/benchmark.ts'
import { readVectors } from '#lib/testing/certificates/vectors.ts'
import { type Authority, createRoot } from '#lib/testing/certificates.ts'
import { parseCertificate } from '#lib/x509/parse-certificate.ts'

const rounds = 20
/** The first ones, in which code is compiled. */
const warmUp = 6
const leavesPerRound = 1000

/**
 * Certificates read per second of this process' CPU: parseCertificate, and beside it `new X509Certificate` with a look
 * at its fields. No certificate is read twice by the same reader: leaves are fresh, and as the corpus is short each
 * round has copies of it whose signatures differ. Neither verifies a signature.
 */
export default async function parseCertificates(): Promise<readonly Measurement[]> {
  const corpus = corpusOf(readVectors('zlint-testdata')).filter(isReadByNode)
  const root = createRoot({ commonName: 'Issuing CA' })
  const leaves = Array.from({ length: rounds * leavesPerRound }, (_, index) => freshLeaf(root, index))
  return [
    ...compare('zlint corpus', (round) => corpus.map((der) => withOtherSignature(der, round))),
    ...compare('fresh P-256 leaves', (round) => leaves.slice(round * leavesPerRound, (round + 1) * leavesPerRound)),
  ]
}

setFlagsFromString('--expose-gc')
const collectGarbage: (options: { readonly type: 'minor' }) => void = runInNewContext('gc')

/** In turns, so that a busy machine burdens both alike. */
function compare(what: string, dersOf: (round: number) => readonly Uint8Array[]): readonly Measurement[] {
  if (dersOf(0).length === 0) return []
  const own: number[] = []
  const node: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const ders = dersOf(round)
    node.push(perCpuSecond(ders, readByNode))
    own.push(perCpuSecond(ders, parseCertificate))
  }
  const ratios = own.map((rate, round) => rate / (node[round] ?? 0))
  return [
    { what: `${what}: parseCertificate`, value: median(own.slice(warmUp)), unit: 'certificates per CPU second' },
    { what: `${what}: X509Certificate`, value: median(node.slice(warmUp)), unit: 'certificates per CPU second' },
    { what: `${what}: parseCertificate is faster`, value: median(ratios.slice(warmUp)), unit: 'times' },
  ]
}

/** Each reader pays for its own garbage, of which X509Certificate leaves much. */
function perCpuSecond(ders: readonly Uint8Array[], read: (der: Uint8Array) => unknown): number {
  const before = process.cpuUsage()
  for (const der of ders) read(der)
  collectGarbage({ type: 'minor' })
  const { user, system } = process.cpuUsage(before)
  return ders.length / ((user + system) / 1e6)
}

/** What parseCertificate tells, as far as Node does. */
function readByNode(der: Uint8Array): unknown[] {
  const read = new X509Certificate(der)
  const key = read.publicKey
  return [
    [read.subject, read.issuer, read.validFrom, read.validTo, read.serialNumber, read.subjectAltName],
    [read.keyUsage, read.infoAccess, read.fingerprint256, read.ca, read.raw],
    [key.asymmetricKeyType, key.asymmetricKeyDetails],
  ]
}

function isReadByNode(der: Uint8Array): boolean {
  try {
    return readByNode(der).length > 0
  } catch {
    return false
  }
}

function withOtherSignature(der: Uint8Array, round: number): Uint8Array {
  const copy = Buffer.from(der)
  copy[copy.length - 2] = (copy.at(-2) ?? 0) ^ round
  return copy
}

const block = z.object({ type: z.string(), b64: z.string() })
const corpusSchema = z.object({ files: z.record(z.string(), z.union([z.array(block), z.string()])) })

/** Empty where the vectors are not on this machine. */
function corpusOf(vectors: unknown): Uint8Array[] {
  if (vectors === null) return []
  const blocks = Object.values(corpusSchema.parse(vectors).files).flatMap((file) =>
    typeof file === 'string' ? [] : file,
  )
  return blocks.flatMap(({ type, b64 }) => (type === 'CERTIFICATE' ? [Buffer.from(b64, 'base64')] : []))
}

function freshLeaf(root: Authority, index: number): Uint8Array {
  const name = `service-${index}.example.test`
  return root.issue({
    subject: [
      ['C', 'DE'],
      ['O', 'Example'],
      ['CN', name],
    ],
    dns: [name, `service-${index}`],
    ocspUrls: ['http://ocsp.example.test'],
    caIssuersUrls: ['http://ca.example.test/ca.crt'],
    crlUrls: ['http://crl.example.test/1.crl'],
    policies: ['2.23.140.1.2.1'],
  }).der
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}
