import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { EnvError, envSchema, readEnv } from './env.ts'

describe('readEnv', () => {
  test('fills in defaults, and takes an empty value as absent', () => {
    expect(readEnv({ PORT: '', DATABASE_URL: '' })).toMatchObject({ PORT: 3000, COUNTERSIGN_DATA_DIR: '.data' })
  })

  test('lists every bad value on a line of its own', () => {
    const read = () => readEnv({ PORT: 'http', DATABASE_URL: 'mysql://a/b', COUNTERSIGN_ADMIN_PASSWORD: 'short' })
    expect(read).toThrow(EnvError)
    expect(read).toThrow(/\n {2}PORT: .*\n {2}DATABASE_URL: .*\n {2}COUNTERSIGN_ADMIN_PASSWORD: /)
  })
})

test('.env.example names every setting and no other', () => {
  const named = [...readFileSync('.env.example', 'utf8').matchAll(/^#?([A-Z_]+)=/gm)].map(([, name]) => name)
  const settings = Object.keys(envSchema.shape).filter((name) => name !== 'NODE_ENV')
  expect(named.toSorted()).toEqual(settings.toSorted())
})
