import { expect, it } from 'vitest'
import { groupsOf } from './candidates.ts'
import { GroupReading, readable } from './group-reading.ts'

const all = groupsOf('TLSv1.2')
const turned = all.toReversed()
const curve = null

it('takes no word on a list for one on what stands behind eleven curves', () => {
  const reading = new GroupReading()
  expect(reading.reaches({ list: turned, accepted: [29], curve })).toBe(false)
  expect(reading.reaches({ list: turned, accepted: null, curve })).toBe(false)
  expect(reading.reaches({ list: turned, accepted: [29, 24], curve })).toBe(true)
  expect(reading.reaches({ list: turned, accepted: [29, 24], curve: 23 })).toBe(false)
  expect(reading.reaches({ list: all, accepted: [29], curve: 23 })).toBe(true)
})

it('believes a server that took the last of a long list', () => {
  const reading = new GroupReading()
  reading.took(turned, 24, curve)
  expect(reading.reaches({ list: turned, accepted: null, curve })).toBe(false)
  reading.took(turned, 29, curve)
  expect(reading.reaches({ list: turned, accepted: null, curve: 23 })).toBe(true)
})

it('believes a server that showed its certificate with the curve of it at the end, as far as that goes', () => {
  const reading = new GroupReading()
  reading.took(turned, 24, 23)
  expect(reading.reaches({ list: turned, accepted: [24], curve: 23 })).toBe(true)
  expect(reading.reaches({ list: turned, accepted: [29], curve: 23 })).toBe(false)
})

it('counts curves that libraries know alone', () => {
  expect(readable(turned)).toEqual(turned.filter((group) => group !== 23 && group !== 29))
  expect(readable(turned, 2)).toEqual([41, 28, 27])
})
