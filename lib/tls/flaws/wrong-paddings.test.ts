import { constants, generateKeyPairSync, privateDecrypt } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { WireError } from '../wire-reader.ts'
import { type Padding, paddings, wronglyPadded } from './wrong-paddings.ts'

const version = 0x0303

describe.each([1024, 1023, 2048])('a premaster secret under a key of %i bits', (modulusLength) => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength })
  const length = Math.ceil(modulusLength / 8)
  const blockOf = (padding: Padding) => {
    const encrypted = wronglyPadded(publicKey, padding, version)
    return privateDecrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, encrypted)
  }

  it('is framed as RFC 8017 7.2.1 has it where it is right', () => {
    const block = blockOf('right')
    expect(block.length).toBe(length)
    expect(block.readUInt16BE(0)).toBe(2)
    expect(block.indexOf(0, 2)).toBe(length - 49)
    expect(block.readUInt16BE(length - 48)).toBe(version)
  })

  it('is wrong in one way each where it is not', () => {
    expect(blockOf('wrong-type').readUInt16BE(0)).not.toBe(2)
    expect(blockOf('zero-misplaced').indexOf(0, 2)).toBe(length - 2)
    expect(blockOf('no-zero').indexOf(0, 2)).toBe(-1)
    const other = blockOf('wrong-version')
    expect(other.indexOf(0, 2)).toBe(length - 49)
    expect(other.readUInt16BE(length - 48)).toBe(0x0202)
  })

  it('is another one each time', () => {
    for (const padding of paddings) expect(blockOf(padding)).not.toEqual(blockOf(padding))
  })
})

it('takes no key that has no room for it, nor one that is none of RSA', () => {
  const small = generateKeyPairSync('rsa', { modulusLength: 512 }).publicKey
  expect(wronglyPadded(small, 'right', version).length).toBe(64)
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  expect(() => wronglyPadded(publicKey, 'right', version)).toThrow(WireError)
})
