import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import type { ProtocolVersion, Transport } from '#lib/tls/observation.ts'
import { runProgram } from './program.ts'
import { Notes, type Scan } from './sightings.ts'
import type { Place } from './subject.ts'
import { clockWord, curveWord, instantWord, suiteWord } from './words.ts'

const timeoutMs = 900_000

/** Protocols, suites, forward secrecy, preference, certificates, HTTP, GREASE, renegotiation, and flaws of libraries. */
const checks = ['-p', '-E', '-f', '-P', '-S', '-h', '-C', '-Z', '-g', '-R', '-H', '-I', '-T', '--robot']

const preludes: Partial<Record<Transport, readonly string[]>> = {
  tls: [],
  ...Object.fromEntries(
    ['smtp', 'lmtp', 'pop3', 'imap', 'xmpp', 'ldap', 'nntp', 'postgres', 'mysql', 'ftp'].map((name) => [
      name,
      ['-t', name],
    ]),
  ),
}

export async function lookWithTestssl({ address, port, serverName, transport }: Place): Promise<Scan> {
  const prelude = preludes[transport]
  if (!prelude) return { status: 'unable', reason: `testssl.sh has no ${transport}` }
  const directory = mkdtempSync(join(tmpdir(), 'countersign-testssl-'))
  const file = join(directory, 'out.json')
  const how = ['--quiet', '--color', '0', '--warnings', 'batch', '--nodns', 'none', '--ip', address, '--jsonfile', file]
  try {
    await runProgram('testssl', [...how, ...prelude, ...checks, `${serverName}:${port}`], timeoutMs)
    return { status: 'seen', sightings: readTestssl(readFileSync(file, 'utf8')).sightings }
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

const findings = z.array(z.object({ id: z.string(), finding: z.string() }))

const versions: Readonly<Record<string, ProtocolVersion>> = {
  SSLv2: 'SSLv2',
  SSLv3: 'SSLv3',
  TLS1: 'TLSv1',
  TLS1_1: 'TLSv1.1',
  TLS1_2: 'TLSv1.2',
  TLS1_3: 'TLSv1.3',
}

const suiteVersions: Readonly<Record<string, ProtocolVersion>> = {
  ssl3: 'SSLv3',
  tls1: 'TLSv1',
  tls1_1: 'TLSv1.1',
  tls1_2: 'TLSv1.2',
  tls1_3: 'TLSv1.3',
}

/** Its flat JSON; findings in words are taken only where the words are known. */
export function readTestssl(json: string): Notes {
  const notes = new Notes()
  for (const { id, finding } of findings.parse(JSON.parse(json))) {
    const [name = ''] = id.split(' ')
    noteVersion(notes, name, finding)
    readers[name]?.(notes, finding)
  }
  return notes
}

function noteVersion(notes: Notes, id: string, finding: string): void {
  const version = versions[id]
  if (version) notes.add('versions', ...(/^offered/.test(finding) ? [version] : []))
  const [, word = '', value = ''] = /^cipher-(\w+?)_(x[\da-f]+)$/.exec(id) ?? []
  const suitesOf = suiteVersions[word]
  if (suitesOf) notes.add(`suites ${suitesOf}`, suiteWord(value))
}

type Reader = (notes: Notes, finding: string) => void

function yesOrNo(fact: string, yes: RegExp, no: RegExp): Reader {
  return (notes, finding) => {
    if (no.test(finding)) notes.flag(fact, false)
    else if (yes.test(finding)) notes.flag(fact, true)
  }
}

function noteFlaw(name: string): Reader {
  return yesOrNo(name, /^VULNERABLE|^potentially vulnerable/i, /^not vulnerable/)
}

/** Findings that stand under the name of the header. */
const headers = [
  'X-Frame-Options',
  'X-Content-Type-Options',
  'Content-Security-Policy',
  'Content-Security-Policy-Report-Only',
  'Expect-CT',
  'Referrer-Policy',
  'X-XSS-Protection',
  'Access-Control-Allow-Origin',
  'Upgrade',
  'X-UA-Compatible',
  'Cache-Control',
  'Pragma',
]

/** `1/2 at '/' marked as secure`, `All (2) at …`. */
function noteCookies(fact: string): Reader {
  return (notes, finding) => notes.add(fact, /^(?:All \()?(\d+)/.exec(finding)?.[1] ?? '?')
}

const readers: Readonly<Record<string, Reader>> = {
  PFS_ECDHE_curves: (notes, finding) => notes.add('groups of any version', ...finding.split(' ').map(curveWord)),
  ALPN_HTTP2: (notes, finding) => notes.add('alpn', finding),
  ALPN: (notes, finding) => notes.add('alpn', ...finding.split(' ').filter((name) => !/^(not|offered|no)$/.test(name))),
  secure_client_renego: yesOrNo('client renegotiation', /^VULNERABLE|^likely vulnerable/i, /^not vulnerable/),
  secure_renego: yesOrNo('secure renegotiation', /^supported/, /not supported|VULNERABLE/),
  CRIME_TLS: yesOrNo('compression', /^VULNERABLE/, /^not vulnerable/),
  heartbleed: noteFlaw('heartbleed'),
  CCS: noteFlaw('ccs injection'),
  ticketbleed: noteFlaw('ticketbleed'),
  ROBOT: noteFlaw('robot'),
  fallback_SCSV: yesOrNo('fallback scsv', /^supported/, /^not supported/),
  sessionresumption_ticket: yesOrNo('resumption by ticket', /^supported/, /^not supported/),
  sessionresumption_ID: yesOrNo('resumption by identifier', /^supported/, /^not supported/),
  OCSP_stapling: yesOrNo('staple', /^offered/, /^not offered/),
  clientAuth: yesOrNo('client certificate', /^(optional|required)/, /^none/),
  TLS_extensions: noteExtensions,
  NPN: (notes, finding) => {
    const names = /^offered with (.*) \(advertised\)/.exec(finding)?.[1]
    if (names !== undefined || /^not offered/.test(finding)) notes.add('npn', ...(names?.split(', ') ?? []))
  },
  TLS_timestamp: (notes, finding) => {
    const ahead = /^off by ([+-]?\d+) seconds/.exec(finding)?.[1]
    if (ahead !== undefined) notes.add('clock', clockWord(Number(ahead)))
    else if (finding === 'random') notes.add('clock', 'not-told')
  },
  TLS_session_ticket: (notes, finding) => {
    const seconds = /^valid for (\d+) seconds/.exec(finding)?.[1]
    if (seconds !== undefined) notes.add('ticket life', seconds)
  },
  HTTP_clock_skew: (notes, finding) => {
    const ahead = /^([+-]?\d+) seconds? from localtime/.exec(finding)?.[1]
    if (ahead !== undefined) notes.add('http clock', clockWord(Number(ahead)))
  },
  cookie_count: (notes, finding) => notes.add('cookies', ...(/^[1-9]\d*/.exec(finding) ?? [])),
  cookie_secure: noteCookies('cookies with Secure'),
  cookie_httponly: noteCookies('cookies with HttpOnly'),
  banner_server: (notes, finding) =>
    notes.add('header server', ...(/^No Server banner|is empty$/.test(finding) ? [] : [finding])),
  banner_reverseproxy: (notes, finding) => notes.add('header via', ...(/^Via: (.*)/.exec(finding)?.slice(1) ?? [])),
  ...Object.fromEntries(
    headers.map((name) => [name, (notes, finding) => notes.add(`header ${name.toLowerCase()}`, finding)]),
  ),
  GREASE: yesOrNo('grease', /No bugs found|works fine/i, /bug found|fail/i),
  HTTP_status_code: (notes, finding) => notes.add('http status', finding.slice(0, 3)),
  HSTS_time: (notes, finding) => notes.add('hsts', `max-age=${/=(\d+) seconds/.exec(finding)?.[1]}`),
  HSTS: (notes, finding) => notes.add('hsts', ...(/^not offered|^--/.test(finding) ? [] : [finding])),
  cert_fingerprintSHA256: (notes, finding) => notes.add('leaf', finding.toLowerCase()),
  cert_commonName: (notes, finding) => notes.add('leaf: common name', finding),
  cert_commonName_wo_SNI: (notes, finding) => notes.add('without a name', finding),
  cert_subjectAltName: (notes, finding) => notes.add('leaf: names', ...finding.split(' ')),
  cert_notBefore: (notes, finding) => notes.add('leaf: not before', instantWord(finding)),
  cert_notAfter: (notes, finding) => notes.add('leaf: not after', instantWord(finding)),
  cert_serialNumber: (notes, finding) => notes.add('leaf: serial', finding.replace(/^0+/, '')),
  cert_keySize: noteKey,
  certs_countServer: (notes, finding) => notes.add('chain length', finding),
}

/** `RSA 2048 bits`, `EC 256 bits`. */
function noteKey(notes: Notes, finding: string): void {
  const [, kind = '', bits = ''] = /^(\w+) (\d+) bits/.exec(finding) ?? []
  if (kind !== '') notes.add('leaf: key', `${kind.toLowerCase()} ${bits}`)
}

/** `'renegotiation info/#65281' 'session ticket/#35'`: what the server ever answered with. */
function noteExtensions(notes: Notes, finding: string): void {
  const values = [...finding.matchAll(/\/#(\d+)'/g)].map(([, value]) => Number(value))
  const known = { 15: 'heartbeat', 22: 'encrypt then mac', 23: 'extended master secret', 65281: 'secure renegotiation' }
  for (const [value, name] of Object.entries(known)) notes.flag(name, values.includes(Number(value)))
}
