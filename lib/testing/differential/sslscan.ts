import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Transport } from '#lib/tls/observation.ts'
import { derOf } from './pem-blocks.ts'
import { runProgram } from './program.ts'
import { Notes, type Scan } from './sightings.ts'
import type { Place } from './subject.ts'
import { groupWord, instantWord, keyText, noteLeaf, suiteWord, versionWord } from './words.ts'
import { type Element, elementsOf, readXml } from './xml.ts'

const timeoutMs = 45_000

const flags: Partial<Record<Transport, readonly string[]>> = {
  tls: [],
  smtp: ['--starttls-smtp'],
  imap: ['--starttls-imap'],
  pop3: ['--starttls-pop3'],
  ftp: ['--starttls-ftp'],
  ldap: ['--starttls-ldap'],
  postgres: ['--starttls-psql'],
  mysql: ['--starttls-mysql'],
  irc: ['--starttls-irc'],
  xmpp: ['--starttls-xmpp'],
  'xmpp-server': ['--starttls-xmpp', '--xmpp-server'],
  rdp: ['--rdp'],
}

export async function lookWithSslscan({ address, port, serverName, transport }: Place): Promise<Scan> {
  const prelude = flags[transport]
  if (!prelude) return { status: 'unable', reason: `sslscan has no ${transport}` }
  const directory = mkdtempSync(join(tmpdir(), 'countersign-sslscan-'))
  const file = join(directory, 'out.xml')
  const asked = ['--show-certificate', '--show-client-cas', '--ocsp', '--show-cipher-ids', '--show-sigs']
  try {
    const text = await runProgram(
      'sslscan',
      [...prelude, '--no-colour', ...asked, `--sni-name=${serverName}`, `--xml=${file}`, `${address}:${port}`],
      timeoutMs,
    )
    const { sightings } = readSslscan(readFileSync(file, 'utf8'), text)
    if (sightings.get('versions')?.length === 0) return { status: 'unable', reason: 'sslscan found no TLS' }
    return { status: 'seen', sightings }
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

/** Its XML, and its text for what stands there alone: the fallback SCSV, the staple and the clients' CAs. */
export function readSslscan(document: string, text: string): Notes {
  const notes = new Notes()
  const test = readXml(document)
  notes.add('versions')
  for (const { attributes } of elementsOf(test, 'protocol')) {
    const version = versionWord(`${attributes['type'] === 'ssl' ? 'SSL' : 'TLS'}v${attributes['version']}`)
    if (version && attributes['enabled'] === '1') notes.add('versions', version)
  }
  for (const { attributes } of elementsOf(test, 'cipher')) {
    const version = versionWord(attributes['sslversion'] ?? '')
    const suite = suiteWord(attributes['id'] ?? '')
    notes.add(`suites ${version}`, suite).add(`order ${version}`, suite)
    if (attributes['dhebits'] !== undefined) notes.add('dh bits', attributes['dhebits'])
  }
  // It says "not vulnerable" of every version that it spoke, asked or not.
  const bleeding = elementsOf(test, 'heartbleed').map(({ attributes }) => attributes['vulnerable'] === '1')
  if (bleeding.length > 0) notes.flag('heartbleed', bleeding.includes(true))
  for (const { attributes } of elementsOf(test, 'group')) {
    notes.add(`groups ${versionWord(attributes['sslversion'] ?? '')}`, groupWord(attributes['id'] ?? ''))
  }
  for (const { attributes } of elementsOf(test, 'connection-signature-algorithm')) {
    notes.add(`schemes ${versionWord(attributes['sslversion'] ?? '')}`, attributes['name'] ?? '')
  }
  for (const { attributes } of elementsOf(test, 'renegotiation')) {
    // It looks by renegotiating in its newest version; its no is said of servers of TLS 1.3, and of those that let no client do it.
    if (attributes['supported'] === '1') notes.flag('secure renegotiation', attributes['secure'] === '1')
  }
  for (const certificate of elementsOf(test, 'certificate')) noteCertificate(notes, certificate)
  noteText(notes, text)
  return notes
}

function noteCertificate(notes: Notes, certificate: Element): void {
  const textOf = (name: string) => elementsOf(certificate, name)[0]?.text.trim() ?? ''
  if (certificate.attributes['type'] === 'full') {
    for (const der of derOf(textOf('certificate-blob'))) noteLeafHash(notes, der)
    return
  }
  if (textOf('not-valid-before') === '') return
  const [key] = elementsOf(certificate, 'pk')
  const names = textOf('altnames')
    .split(', ')
    .filter((name) => name.startsWith('DNS:'))
  notes
    .add('leaf: common name', textOf('subject'))
    .add('leaf: names', ...names.map((name) => name.slice(4)))
    .add('leaf: signature', textOf('signature-algorithm'))
    .add('leaf: not before', instantWord(textOf('not-valid-before')))
    .add('leaf: not after', instantWord(textOf('not-valid-after')))
  // For a curve it gives the strength, not the size.
  if (key?.attributes['type'] === 'RSA') notes.add('leaf: key', keyText('rsa', key.attributes['bits'] ?? null))
}

function noteLeafHash(notes: Notes, der: Uint8Array): void {
  const leaf = new Notes()
  noteLeaf(leaf, der)
  notes.add('leaf', ...(leaf.sightings.get('leaf') ?? []))
}

function noteText(notes: Notes, text: string): void {
  if (/TLS Fallback SCSV:/.test(text) && !/TLSv1\.\d is the only|not applicable/.test(text)) {
    if (/Server supports TLS Fallback SCSV/.test(text)) notes.flag('fallback scsv', true)
    if (/Server does not support TLS Fallback SCSV/.test(text)) notes.flag('fallback scsv', false)
  }
  if (/OCSP Stapling Request:/.test(text)) notes.flag('staple', /OCSP Response Status: successful/.test(text))
  const compression = /Compression (enabled|disabled)/.exec(text)?.[1]
  if (compression) notes.flag('compression', compression === 'enabled')
}
