import { expect, it } from 'vitest'
import { lightFirst } from './light-wish.ts'

it('a handshake that follows the client comes to no large field and to no hybrid where it can do without', () => {
  expect(lightFirst([260, 0x11ec, 30, 256, 23])).toEqual([30, 23, 260, 0x11ec, 256])
})
