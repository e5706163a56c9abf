import { expect, test } from 'vitest'
import { clientHello, type Offer } from './client-hello.ts'
import { askingNextProtocols, readNextProtocols } from './next-protocols.ts'
import { readClientHello } from './read-client-hello.ts'
import { wireVersions } from './versions.ts'
import { WireError } from './wire-reader.ts'

const offer: Offer = {
  legacyVersion: wireVersions['TLSv1.2'],
  versions: [],
  suites: [0xc02f],
  serverName: '',
  groups: [29],
  signatureSchemes: [0x0804],
  more: [{ type: 50, body: Uint8Array.of(0, 0) }],
}

const read = (hex: string) => readNextProtocols(new Map([[13172, Buffer.from(hex, 'hex')]]))
const text = (names: readonly Uint8Array[] | null) => names?.map((name) => Buffer.from(name).toString())

test('NPN is asked for by an empty extension beside all others, in TLS 1.0 to 1.2 alone', () => {
  const sent = readClientHello(clientHello(askingNextProtocols(offer)).subarray(4))
  expect(sent.extensions.get(13172)).toHaveLength(0)
  expect(sent.extensions.has(50)).toBe(true)
  const newer = { ...offer, versions: [wireVersions['TLSv1.3'], wireVersions['TLSv1.2']] }
  const older = { ...offer, legacyVersion: wireVersions.SSLv3 }
  for (const other of [newer, older]) expect(askingNextProtocols(other)).toBe(other)
  const named = { ...offer, versions: [wireVersions['TLSv1.1'], wireVersions.TLSv1] }
  expect(askingNextProtocols(named).more).toHaveLength(2)
})

test('the list is read in its order; an empty one is one, an absent one is none', () => {
  expect(text(read('06737064792f3208687474702f312e31'))).toEqual(['spdy/2', 'http/1.1'])
  expect(read('')).toEqual([])
  expect(readNextProtocols(new Map())).toBeNull()
})

test.each([
  ['a name that ends too early', '06737064'],
  ['more names than anybody has', '0161'.repeat(65)],
])('%s is refused', (_, hex) => {
  expect(() => read(hex)).toThrow(WireError)
})
