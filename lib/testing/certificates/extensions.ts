import { createHash } from 'node:crypto'
import ipaddr from 'ipaddr.js'
import {
  bitString,
  boolean,
  contextConstructed,
  contextPrimitive,
  integer,
  objectIdentifier,
  octetString,
  sequence,
} from './der-writer.ts'
import type { IssueOptions } from './issue-options.ts'
import { isRsa, type KeyPair } from './key-pair.ts'

/** What the options leave open, settled. */
export interface ExtensionInput {
  readonly options: IssueOptions
  readonly isCa: boolean
  readonly key: KeyPair
  readonly issuerKeyId: Buffer | null
  readonly subjectIsEmpty: boolean
}

/** The extensions of a certificate, each as DER, in the order that most issuers write. */
export function extensionList(input: ExtensionInput): Buffer[] {
  const { options } = input
  return [
    ...basicConstraints(input),
    ...keyUsage(input),
    ...extendedKeyUsage(input),
    ...subjectAltName(input),
    ...keyIds(input),
    ...distribution(options),
    ...(options.mustStaple === true ? [extension('1.3.6.1.5.5.7.1.24', false, sequence(integer(5)))] : []),
    ...(options.extraExtensions ?? []).map(({ oid, critical, value }) => extension(oid, critical, value)),
  ]
}

/** The key identifier of RFC 5280 4.2.1.2, method 1, taken over the whole SPKI; 20 octets. */
export function keyIdOf(key: KeyPair): Buffer {
  return createHash('sha1').update(key.spki).digest()
}

export function extension(oid: string, critical: boolean, value: Uint8Array): Buffer {
  return sequence(objectIdentifier(oid), ...(critical ? [boolean(true)] : []), octetString(value))
}

/** Bits of RFC 5280 4.2.1.3, in their order. */
const keyUsageBits = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
]

const purposes: Readonly<Record<string, string>> = {
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
  codeSigning: '1.3.6.1.5.5.7.3.3',
  emailProtection: '1.3.6.1.5.5.7.3.4',
  timeStamping: '1.3.6.1.5.5.7.3.8',
  OCSPSigning: '1.3.6.1.5.5.7.3.9',
  anyExtendedKeyUsage: '2.5.29.37.0',
}

function basicConstraints({ options, isCa }: ExtensionInput): Buffer[] {
  if (options.omitBasicConstraints === true) return []
  const pathLength = typeof options.ca === 'object' ? options.ca.pathLength : undefined
  const value = isCa ? [boolean(true), ...(pathLength === undefined ? [] : [integer(pathLength)])] : []
  return [extension('2.5.29.19', true, sequence(...value))]
}

function keyUsage({ options, isCa, key }: ExtensionInput): Buffer[] {
  if (options.keyUsage === null) return []
  const leafBits = isRsa(key.algorithm) ? ['digitalSignature', 'keyEncipherment'] : ['digitalSignature']
  const bits = options.keyUsage ?? (isCa ? ['digitalSignature', 'keyCertSign', 'cRLSign'] : leafBits)
  const numbers = bits.map((bit) => numberOfBit(bit))
  const highest = Math.max(-1, ...numbers)
  const octets = Buffer.alloc(Math.ceil((highest + 1) / 8))
  for (const number of numbers) octets[number >> 3] = (octets[number >> 3] ?? 0) | (0x80 >> (number & 7))
  const unused = octets.length * 8 - (highest + 1)
  return [extension('2.5.29.15', true, bitString(octets, unused))]
}

function numberOfBit(name: string): number {
  const number = keyUsageBits.indexOf(name)
  if (number < 0) throw new Error(`no such key usage: ${name}`)
  return number
}

function extendedKeyUsage({ options, isCa }: ExtensionInput): Buffer[] {
  const names =
    options.extendedKeyUsage === undefined && !isCa ? ['serverAuth', 'clientAuth'] : options.extendedKeyUsage
  if (names === null || names === undefined) return []
  const oids = names.map((name) => objectIdentifier(purposes[name] ?? name))
  return [extension('2.5.29.37', false, sequence(...oids))]
}

function subjectAltName({ options, subjectIsEmpty }: ExtensionInput): Buffer[] {
  const names = [
    ...(options.dns ?? []).map((name) => contextPrimitive(2, Buffer.from(name, 'latin1'))),
    ...(options.ips ?? []).map((ip) => contextPrimitive(7, Buffer.from(ipaddr.parse(ip).toByteArray()))),
    ...(options.uris ?? []).map((uri) => contextPrimitive(6, Buffer.from(uri, 'latin1'))),
    ...(options.emails ?? []).map((email) => contextPrimitive(1, Buffer.from(email, 'latin1'))),
  ]
  if (names.length === 0) return []
  // RFC 5280 4.2.1.6: critical where the subject is empty.
  return [extension('2.5.29.17', options.sanCritical ?? subjectIsEmpty, sequence(...names))]
}

function keyIds({ options, key, issuerKeyId }: ExtensionInput): Buffer[] {
  const own = options.subjectKeyId === undefined ? keyIdOf(key) : options.subjectKeyId
  const issuer = options.authorityKeyId === undefined ? issuerKeyId : options.authorityKeyId
  return [
    ...(own === null ? [] : [extension('2.5.29.14', false, octetString(own))]),
    ...(issuer === null ? [] : [extension('2.5.29.35', false, sequence(contextPrimitive(0, issuer)))]),
  ]
}

function distribution(options: IssueOptions): Buffer[] {
  const access = [
    ...(options.ocspUrls ?? []).map((url) => accessDescription('1.3.6.1.5.5.7.48.1', url)),
    ...(options.caIssuersUrls ?? []).map((url) => accessDescription('1.3.6.1.5.5.7.48.2', url)),
  ]
  const points = (options.crlUrls ?? []).map((url) =>
    sequence(contextConstructed(0, contextConstructed(0, contextPrimitive(6, Buffer.from(url, 'latin1'))))),
  )
  const policies = (options.policies ?? []).map((oid) => sequence(objectIdentifier(oid)))
  return [
    ...(access.length > 0 ? [extension('1.3.6.1.5.5.7.1.1', false, sequence(...access))] : []),
    ...(points.length > 0 ? [extension('2.5.29.31', false, sequence(...points))] : []),
    ...(policies.length > 0 ? [extension('2.5.29.32', false, sequence(...policies))] : []),
  ]
}

function accessDescription(method: string, url: string): Buffer {
  return sequence(objectIdentifier(method), contextPrimitive(6, Buffer.from(url, 'latin1')))
}
