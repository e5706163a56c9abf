import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { plainRecord } from './client-hello.ts'
import { MessageJoiner } from './handshake-messages.ts'
import { RecordSplitter } from './records.ts'
import { UnitCutter } from './unit-cutter.ts'
import { WireError } from './wire-reader.ts'

/** One byte of length, and so many bytes; 255 is none. */
function cutter(): UnitCutter<Uint8Array> {
  return new UnitCutter({
    headerBytes: 1,
    size(bytes, at) {
      const length = bytes[at] ?? 0
      if (length === 255) throw new WireError('no unit')
      return 1 + length
    },
    read: (unit) => unit,
  })
}

const bytes = fc.uint8Array({ maxLength: 400 }).map((array) => array.map((byte) => byte % 40))
const cuts = fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 60 })

/** The units of all chunks, each of which is overwritten after its turn, as a socket's buffer is. */
function unitsOf(cut: UnitCutter<Uint8Array>, whole: Uint8Array, sizes: readonly number[]): string[] {
  const units: string[] = []
  let at = 0
  for (const size of [...sizes, whole.length]) {
    const chunk = Uint8Array.from(whole.subarray(at, at + size))
    at += size
    for (const unit of cut.push(chunk)) units.push(Buffer.from(unit).toString('hex'))
    chunk.fill(0xee)
  }
  return units
}

describe('a stream of units', () => {
  it('is the same however it is cut into chunks', () => {
    fc.assert(
      fc.property(bytes, cuts, (whole, sizes) => {
        const [one, other] = [cutter(), cutter()]
        expect(unitsOf(other, whole, sizes)).toEqual(unitsOf(one, whole, []))
        expect(Buffer.from(other.takeRest())).toEqual(Buffer.from(one.takeRest()))
        expect(other.unfinished).toBe(false)
      }),
    )
  })

  it('loses nothing where a reader stops in the middle', () => {
    fc.assert(
      fc.property(bytes, cuts, fc.integer({ min: 1, max: 5 }), (whole, sizes, patience) => {
        const cut = cutter()
        const units: Buffer[] = []
        let at = 0
        for (const size of sizes) {
          let taken = 0
          for (const unit of cut.push(whole.subarray(at, at + size))) {
            units.push(Buffer.from(unit))
            taken += 1
            if (taken === patience) break
          }
          at += size
        }
        const rest = Buffer.from(cut.takeRest())
        expect(Buffer.concat([...units, rest])).toEqual(Buffer.from(whole.subarray(0, at)))
      }),
    )
  })

  it('gives the whole units before a faulty one, and fails from then on', () => {
    const cut = cutter()
    const taken: number[] = []
    const push = () => {
      for (const unit of cut.push(Uint8Array.of(1, 9, 0, 255, 0))) taken.push(unit.length)
    }
    expect(push).toThrow(WireError)
    expect(taken).toEqual([2, 1])
    expect(push).toThrow(WireError)
    expect(taken).toEqual([2, 1])
  })

  it('that drips is joined with work in proportion to its length', () => {
    const message = Buffer.concat([Buffer.of(11, 0x02, 0, 0), Buffer.alloc(0x20000, 1)])
    const copied = vi.spyOn(Uint8Array.prototype, 'set')
    try {
      const joiner = new MessageJoiner()
      const seen: number[] = []
      for (const byte of message) {
        for (const { body } of joiner.push(Uint8Array.of(byte))) seen.push(body.length)
      }
      expect(seen).toEqual([0x20000])
      const bytesCopied = copied.mock.calls.reduce((sum, [source]) => sum + source.length, 0)
      expect(bytesCopied).toBeLessThan(4 * message.length)
    } finally {
      copied.mockRestore()
    }
  })
})

describe('records', () => {
  const record = plainRecord(Buffer.of(14, 0, 0, 0))

  it('that are empty, too long or of no kind of TLS are told from whole ones', () => {
    const seen = (chunk: Uint8Array) =>
      [...new RecordSplitter().push(chunk)].map(({ type, body }) => [type, body.length])
    expect(seen(Buffer.concat([record, record]))).toEqual([
      [22, 4],
      [22, 4],
    ])
    expect(seen(Buffer.of(23, 3, 3, 0, 0))).toEqual([[23, 0]])
    expect(seen(Buffer.of(23, 3, 3, 0x48, 0))).toEqual([])
    expect(() => seen(Buffer.of(23, 3, 3, 0x48, 1))).toThrow('a record of 18433 bytes')
    expect(() => seen(Buffer.from('HTTP/1.1 400'))).toThrow('what follows is no TLS record')
    expect(() => seen(Buffer.of(25, 3, 3, 0, 1))).toThrow(WireError)
  })

  it('before the garbage are read', () => {
    const splitter = new RecordSplitter()
    const seen: number[] = []
    expect(() => {
      for (const { body } of splitter.push(Buffer.concat([record, Buffer.from('garbage')]))) seen.push(body.length)
    }).toThrow(WireError)
    expect(seen).toEqual([4])
  })
})

describe('handshake messages', () => {
  it.each([
    [11, 0xc0000],
    [2, 0x12000],
    [12, 0x8000],
    [14, 0],
    [20, 64],
    [99, 0x20000],
  ])('of type %i have %i bytes at most', (type, most) => {
    const header = (length: number) => Buffer.of(type, length >> 16, (length >> 8) & 255, length & 255)
    expect([...new MessageJoiner().push(header(most))]).toHaveLength(most === 0 ? 1 : 0)
    expect(() => [...new MessageJoiner().push(header(most + 1))]).toThrow(WireError)
  })

  it('a rest that another reader takes is no longer this one', () => {
    const joiner = new MessageJoiner()
    for (const { type } of joiner.push(Buffer.of(2, 0, 0, 1, 7, 8, 0, 0, 0))) {
      expect(type).toBe(2)
      break
    }
    expect(joiner.unfinished).toBe(true)
    expect([...joiner.takeRest()]).toEqual([8, 0, 0, 0])
    expect(joiner.unfinished).toBe(false)
  })
})
