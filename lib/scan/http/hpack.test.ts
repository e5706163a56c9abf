import { expect, it } from 'vitest'
import { HpackDecoder, HpackError } from './hpack.ts'
import { decodeHuffman } from './huffman.ts'

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex')

it('reads the coded answers of RFC 7541 C.6, one connection with a dynamic table', () => {
  const decoder = new HpackDecoder()
  const first = decoder.decode(
    hex('488264025885aec3771a4b6196d07abe941054d444a8200595040b8166e082a62d1bff6e919d29ad171863c78f0b97c8e9ae82ae43d3'),
  )
  expect(first[0]).toEqual({ name: ':status', value: '302' })
  expect(first.map(({ value }) => value).slice(1)).toEqual([
    'private',
    'Mon, 21 Oct 2013 20:13:21 GMT',
    'https://www.example.com',
  ])
  const second = decoder.decode(hex('4883640effc1c0bf'))
  expect(second[0]).toEqual({ name: ':status', value: '307' })
  expect(second.at(-1)?.value).toBe('https://www.example.com')
})

it('reads plain literals and names of the static table', () => {
  expect(
    new HpackDecoder().decode(Buffer.concat([hex('20 8d 0f2903'), Buffer.from('a=1'), hex('0001 78 01 79')])),
  ).toEqual([
    { name: ':status', value: '404' },
    { name: 'strict-transport-security', value: 'a=1' },
    { name: 'x', value: 'y' },
  ])
})

it.each([
  ['no entry 0', '80'],
  ['no entry 62 yet', 'be'],
  ['a string beyond the block', '00057800'],
  ['an integer that never ends', 'ffffffffffffffffff'],
  ['a block that ends in a field', '40'],
])('refuses %s', (_, block) => {
  expect(() => new HpackDecoder().decode(hex(block))).toThrow(HpackError)
})

it('refuses Huffman codes that are no ASCII and padding that is none', () => {
  // RFC 7541 5.2: not longer than seven bits, and ones alone.
  expect(decodeHuffman(hex('1f'))).toBe('a')
  expect(decodeHuffman(hex('1fff'))).toBeNull()
  expect(decodeHuffman(hex('18'))).toBeNull()
  expect(decodeHuffman(hex('fffe6f'))).toBeNull()
  expect(decodeHuffman(hex(''))).toBe('')
})
