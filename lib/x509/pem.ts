import { ParseError } from './parse-error.ts'
import { readPkcs7 } from './pkcs7.ts'

export interface PemProblem {
  /** From 1. */
  readonly line: number
  readonly problem: string
}

export interface PemContent {
  /** DER of each CERTIFICATE block, and of what PKCS7 blocks hold, in order; not parsed yet. */
  readonly certificates: readonly Uint8Array[]
  /** Blocks of private keys that were met. Their content is neither decoded nor kept nor named in a problem. */
  readonly privateKeysDropped: number
  readonly problems: readonly PemProblem[]
}

export const pemLimits = { characters: 16 * 1024 * 1024, certificates: 10_000, problems: 100 } as const

const certificateLabels = new Set(['CERTIFICATE', 'X509 CERTIFICATE'])
/** RFC 7468 8, and what Netscape and Windows wrote. */
const pkcs7Labels = new Set(['PKCS7', 'CMS', 'PKCS #7 SIGNED DATA'])
/** Blocks that travel with certificates and say nothing about them. */
const ignoredLabels = new Set(['EC PARAMETERS', 'DH PARAMETERS'])

/** Reads a PEM bundle (RFC 7468, with text between the blocks). Never throws: what is wrong stands in `problems`. */
export function readPem(text: string): PemContent {
  if (text.trim() === '') return nothing('the input is empty')
  if (text.length > pemLimits.characters) return nothing(`longer than ${pemLimits.characters} characters`)
  const content: Collected = { certificates: [], privateKeysDropped: 0, problems: [] }
  for (const block of blocks(text)) {
    const problem = isPrivateKey(block.label) ? null : blockProblem(block, content.certificates.length)
    if (isPrivateKey(block.label)) content.privateKeysDropped += 1
    else if (problem !== null) note(content.problems, block.line, problem)
    else if (certificateLabels.has(block.label)) content.certificates.push(decode(block.body))
    else if (pkcs7Labels.has(block.label)) addPkcs7(content, block)
  }
  if (content.certificates.length === 0 && content.problems.length === 0) {
    const found =
      content.privateKeysDropped > 0 ? 'a private key, which was dropped, and no certificate' : 'no certificate'
    note(content.problems, 1, `${found}: expected a line -----BEGIN CERTIFICATE-----`)
  }
  return content
}

interface Collected {
  certificates: Uint8Array[]
  privateKeysDropped: number
  problems: PemProblem[]
}

function addPkcs7(content: Collected, { line, body }: Block): void {
  try {
    const certificates = readPkcs7(decode(body))
    if (certificates.length === 0) note(content.problems, line, 'a PKCS#7 message without a certificate')
    const room = pemLimits.certificates - content.certificates.length
    if (certificates.length > room) note(content.problems, line, `more than ${pemLimits.certificates} certificates`)
    else content.certificates.push(...certificates)
  } catch (error) {
    if (!(error instanceof ParseError)) throw error
    note(content.problems, line, `the PKCS#7 message can't be read: ${error.message} (byte ${error.offset})`)
  }
}

interface Block {
  readonly label: string
  /** Of the BEGIN line. */
  readonly line: number
  /** Base64 without white space; empty for private keys. */
  readonly body: string
  readonly ended: boolean
  /** A line that looks like a boundary and is none. */
  readonly malformed: boolean
}

/** One block at a time; the lines of a private key are passed over. */
function* blocks(text: string): Generator<Block> {
  let open: { label: string; line: number; lines: string[] } | null = null
  const close = (ended: boolean, { label, line, lines }: NonNullable<typeof open>) => {
    return { label, line, body: lines.join(''), ended, malformed: false }
  }
  let number = 0
  for (const raw of text.split(/\r\n|\n|\r/)) {
    number += 1
    const line = raw.trim()
    const [, kind, label = ''] = /^-----(BEGIN|END) ([^-]{1,64})-----$/.exec(line) ?? []
    if (kind === 'BEGIN') {
      if (open !== null) yield close(false, open)
      open = { label: label.toUpperCase(), line: number, lines: [] }
    } else if (kind === 'END' && open !== null) {
      yield close(open.label === label.toUpperCase(), open)
      open = null
    } else if (line.includes('-----')) {
      const looksLike = line.includes('PRIVATE KEY') ? 'PRIVATE KEY' : ''
      yield { label: looksLike, line: number, body: '', ended: true, malformed: true }
    } else if (open !== null && !isPrivateKey(open.label)) {
      open.lines.push(line)
    }
  }
  if (open !== null) yield close(false, open)
}

function isPrivateKey(label: string): boolean {
  return label.endsWith('PRIVATE KEY')
}

/** Null for a block that can be used, or passed over. */
function blockProblem({ label, body, ended, malformed }: Block, certificates: number): string | null {
  if (malformed) return 'a malformed boundary: BEGIN and END stand on lines of their own'
  if (!ended) return `-----BEGIN ${printable(label)}----- without its END line`
  if (ignoredLabels.has(label)) return null
  if (!certificateLabels.has(label) && !pkcs7Labels.has(label)) return `${printable(label)} is no certificate`
  if (certificates >= pemLimits.certificates) return `more than ${pemLimits.certificates} certificates`
  const what = pkcs7Labels.has(label) ? 'message' : 'certificate'
  if (body === '') return `the ${what} is empty`
  return isBase64(body) ? null : `the ${what} is not valid base64`
}

function isBase64(body: string): boolean {
  return /^[A-Za-z0-9+/]+={0,2}$/.test(body) && body.length % 4 === 0
}

function decode(body: string): Uint8Array {
  return new Uint8Array(Buffer.from(body, 'base64'))
}

function printable(label: string): string {
  return label.replace(/[^\x20-\x7e]/g, '?')
}

function note(problems: PemProblem[], line: number, problem: string): void {
  if (problems.length < pemLimits.problems) problems.push({ line, problem })
}

function nothing(problem: string): PemContent {
  return { certificates: [], privateKeysDropped: 0, problems: [{ line: 1, problem }] }
}
