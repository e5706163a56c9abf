import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { productVersion } from './product-version.ts'

test('reports name the version that package.json has', () => {
  expect(JSON.parse(readFileSync('package.json', 'utf8')).version).toBe(productVersion)
})
