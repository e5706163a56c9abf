import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Transport } from '#lib/tls/observation.ts'
import { derOf } from './pem-blocks.ts'
import { runProgram } from './program.ts'
import { Notes, type Scan } from './sightings.ts'
import type { Place } from './subject.ts'
import { clockWord, curveWord, instantWord, keyText, noteLeaf, versionWord } from './words.ts'
import { type Element, elementsOf, keyed, readXml } from './xml.ts'

const timeoutMs = 90_000

const scripts = [
  'ssl-enum-ciphers',
  'ssl-cert',
  'ssl-dh-params',
  'tls-alpn',
  'tls-nextprotoneg',
  'ssl-date',
  'sslv2',
  'ssl-heartbleed',
  'ssl-ccs-injection',
]
/** Where STARTTLS comes first; the others have no prelude. */
const scriptsBehindPrelude = scripts.slice(0, 3)

/** Names of nmap-services by which its scripts know which prelude to use. */
const services: Partial<Record<Transport, string>> = {
  tls: 'https',
  smtp: 'smtp',
  imap: 'imap',
  pop3: 'pop3',
  ftp: 'ftp',
  ldap: 'ldap',
  postgres: 'postgresql',
  mysql: 'mysql',
  nntp: 'nntp',
  xmpp: 'xmpp-client',
  'xmpp-server': 'xmpp-server',
  lmtp: 'lmtp',
  rdp: 'ms-wbt-server',
}

export async function lookWithNmap({ address, port, serverName, transport, http }: Place): Promise<Scan> {
  const service = services[transport]
  if (service === undefined) return { status: 'unable', reason: `nmap's scripts have no ${transport}` }
  const directory = mkdtempSync(join(tmpdir(), 'countersign-nmap-'))
  try {
    writeFileSync(join(directory, 'nmap-services'), `${service}\t${port}/tcp\t0.5\n`)
    // One script after the other: several makes serve one connection at a time.
    const seen: string[] = []
    for (const script of [
      ...(transport === 'tls' ? scripts : scriptsBehindPrelude),
      ...(http ? ['http-security-headers', 'http-server-header'] : []),
    ]) {
      const where = ['-Pn', '-n', '-sT', '--datadir', directory, '-p', String(port), '-oX', '-']
      const what = ['--script', `+${script}`, '--script-args', `tls.servername=${serverName},vulns.showall`]
      seen.push(await runProgram('nmap', [...where, ...what, address], timeoutMs))
    }
    const notes = new Notes()
    for (const document of seen) noteNmap(notes, document)
    return !notes.sightings.has('versions')
      ? { status: 'unable', reason: 'nmap found no TLS' }
      : { status: 'seen', sightings: notes.sightings }
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

const readers: Readonly<Record<string, (notes: Notes, script: Element) => void>> = {
  'ssl-enum-ciphers': noteCiphers,
  'ssl-cert': noteCertificate,
  'ssl-dh-params': (notes, { attributes }) => {
    for (const [, bits = ''] of (attributes['output'] ?? '').matchAll(/Modulus Length: (\d+)/g))
      notes.add('dh bits', bits)
  },
  'tls-alpn': (notes, script) => {
    notes.add('alpn', ...script.children.map(({ text }) => text))
  },
  'tls-nextprotoneg': (notes, script) => {
    notes.add('npn', ...script.children.map(({ text }) => text))
  },
  'ssl-date': noteDate,
  sslv2: (notes, { attributes }) => {
    if (/SSLv2 supported/.test(attributes['output'] ?? '')) notes.add('versions', 'SSLv2')
  },
  'ssl-heartbleed': noteFlaw('heartbleed'),
  'ssl-ccs-injection': noteFlaw('ccs injection'),
  'http-security-headers': (notes, { attributes }) => {
    const value = /Header: Strict-Transport-Security: (.*)/.exec(attributes['output'] ?? '')?.[1]
    notes.add('hsts', ...(value === undefined ? [] : [value.trim()]))
    for (const [, name = '', sent = ''] of (attributes['output'] ?? '').matchAll(/Header: ([\w-]+): (.*)/g))
      if (name !== 'Strict-Transport-Security') notes.add(`header ${name.toLowerCase()}`, sent.trim())
  },
  'http-server-header': (notes, script) => {
    notes.add('header server', ...script.children.map(({ text }) => text))
  },
}

/** The state that nmap's library for vulnerabilities writes. */
function noteFlaw(name: string): (notes: Notes, script: Element) => void {
  return (notes, { attributes }) => {
    const [, state = ''] = /State: (NOT VULNERABLE|(?:LIKELY )?VULNERABLE)/.exec(attributes['output'] ?? '') ?? []
    if (state !== '') notes.flag(name, !state.startsWith('NOT'))
  }
}

/** Adds what the scripts of one run found. A script that found nothing says nothing. */
export function noteNmap(notes: Notes, document: string): void {
  for (const script of elementsOf(readXml(document), 'script')) readers[script.attributes['id'] ?? '']?.(notes, script)
}

/** `delta`: seconds ahead of the scanner. */
function noteDate(notes: Notes, script: Element): void {
  const delta = keyed(script, 'delta')?.text
  if (delta !== undefined) notes.add('clock', clockWord(Number(delta)))
  else if (/does not represent time/.test(script.attributes['output'] ?? '')) notes.add('clock', 'not-told')
}

function noteCiphers(notes: Notes, script: Element): void {
  for (const table of script.children) {
    const version = versionWord(table.attributes['key'] ?? '')
    if (version === null) continue
    notes.add('versions', version)
    const suites = keyed(table, 'ciphers')?.children ?? []
    const names = suites.map((suite) => (keyed(suite, 'name')?.text ?? '').replace(/^TLS_AKE_WITH_/, 'TLS_'))
    const preference = keyed(table, 'cipher preference')?.text
    notes.add(`suites ${version}`, ...names)
    if (preference === 'server') notes.add(`order ${version}`, ...names)
    if (preference === 'server' || preference === 'client') notes.add(`preference ${version}`, preference)
    for (const suite of suites) noteKeyExchange(notes, version, keyed(suite, 'kex_info')?.text ?? '')
    const compressors = keyed(table, 'compressors')
    if (compressors)
      notes.flag(
        'compression',
        compressors.children.some(({ text }) => text !== 'NULL'),
      )
  }
}

/** `secp256r1`, `ecdh_x25519`, `dh 2048`; `rsa 2048` is the certificate's key. */
function noteKeyExchange(notes: Notes, version: string, information: string): void {
  const [kind = '', size] = information.split(' ')
  if (kind === 'dh') notes.add('dh bits', ...(size === undefined ? [] : [size]))
  else if (kind !== '' && kind !== 'rsa') notes.add(`groups used ${version}`, curveWord(kind))
}

function noteCertificate(notes: Notes, script: Element): void {
  const leaf = new Notes()
  for (const der of derOf(keyed(script, 'pem')?.text ?? '')) noteLeaf(leaf, der)
  const key = keyed(script, 'pubkey')
  const validity = keyed(script, 'validity')
  const names = elementsOf(script, 'table').find(
    (table) => keyed(table, 'name')?.text === 'X509v3 Subject Alternative Name',
  )
  const alternatives = (keyed(names, 'value')?.text ?? '').split(', ').filter((name) => name.startsWith('DNS:'))
  const commonName = keyed(keyed(script, 'subject'), 'commonName')?.text
  notes
    .add('leaf', ...(leaf.sightings.get('leaf') ?? []))
    .add('leaf: common name', ...(commonName === undefined ? [] : [commonName]))
    .add('leaf: names', ...alternatives.map((name) => name.slice(4)))
    .add('leaf: key', keyText(keyed(key, 'type')?.text ?? '', keyed(key, 'bits')?.text ?? null))
    .add('leaf: signature', keyed(script, 'sig_algo')?.text ?? '')
    .add('leaf: not before', instantWord(keyed(validity, 'notBefore')?.text ?? ''))
    .add('leaf: not after', instantWord(keyed(validity, 'notAfter')?.text ?? ''))
}
