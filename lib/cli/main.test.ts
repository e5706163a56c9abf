import { afterEach, expect, it, vi } from 'vitest'
import { commands, main } from './main.ts'

afterEach(() => vi.restoreAllMocks())

it('every command of the table can be loaded', async () => {
  expect(Object.keys(commands).toSorted()).toEqual([
    'import',
    'policy',
    'report',
    'scan',
    'signing-key',
    'token',
    'verify',
    'worker',
  ])
  for (const { load } of Object.values(commands)) expect(await load()).toBeTypeOf('function')
})

it('tells what there is, and refuses what there is not', async () => {
  const out = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  const err = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  expect(await main(['help'])).toBe(0)
  for (const name of Object.keys(commands)) expect(out.mock.calls.join('')).toContain(name)
  for (const name of ['nonsense', 'constructor', '__proto__']) expect(await main([name])).toBe(2)
  expect(err).toHaveBeenCalledTimes(3)
})
