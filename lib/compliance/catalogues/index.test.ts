import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { catalogue } from '#lib/checks/catalogue/index.ts'
import { isScored } from '../assess.ts'
import { citationsOf, citationVerdicts, sourceCitations } from '../source-citations.ts'
import { findControl, findFramework, frameworks } from './index.ts'

test('every file is listed once, under its id', () => {
  const files = readdirSync(new URL('.', import.meta.url)).filter((name) => !name.startsWith('index.'))
  expect(frameworks.map(({ id }) => `${id.replaceAll('.', '-')}.ts`).sort()).toEqual(files.sort())
  for (const framework of frameworks) expect(findFramework(framework.id)).toBe(framework)
})

describe.each(frameworks.map((framework) => [framework.id, framework] as const))('%s', (_id, framework) => {
  test('identifies each control once, by tokens that OSCAL takes', () => {
    expect(new Set(framework.controls.map(({ id }) => id)).size).toBe(framework.controls.length)
    expect(new Set(framework.controls.map(({ oscalId }) => oscalId)).size).toBe(framework.controls.length)
    for (const { oscalId } of framework.controls) expect(oscalId).toMatch(/^[A-Za-z_][A-Za-z0-9._-]*$/)
  })
  test('names and links each of them', () => {
    for (const { title, url } of [{ title: framework.name, url: framework.url }, ...framework.controls]) {
      expect(title).not.toBe('')
      expect(new URL(url).protocol).toBe('https:')
    }
  })
  test('puts each under a category that there is, and names successors that there are', () => {
    for (const { parent, replacedBy } of framework.controls) {
      if (parent !== null) expect(findControl(framework.id, parent)?.kind, parent).toBe('category')
      for (const next of replacedBy) expect(findControl(next.framework, next.control), next.control).not.toBeNull()
    }
  })
})

test('every control that a check speaks to is one that is scored', () => {
  for (const { id, controls } of catalogue) {
    for (const { framework, control } of controls) {
      const found = findControl(framework, control)
      expect(found !== null && isScored(found), `${id}: ${framework} ${control}`).toBe(true)
    }
  }
})

describe('the labels of the source guidance', () => {
  test('mean official controls that there are', () => {
    for (const { official } of sourceCitations) {
      expect(official.length).toBeGreaterThan(0)
      for (const { framework, control } of official) expect(findControl(framework, control), control).not.toBeNull()
    }
  })
  test('say what is right or wrong about them', () => {
    for (const { verdict, why } of sourceCitations) {
      expect(citationVerdicts[verdict]).not.toBe('')
      expect(why).not.toBe('')
    }
  })
  test('are found by the official control that they mean', () => {
    expect(citationsOf('nist-sp-800-53', 'SC-23').map(({ verdict }) => verdict)).toEqual(['wrong-document'])
    expect(citationsOf('nist-sp-800-53', 'AC-2')).toEqual([])
  })
})

test('the counts of the complete frameworks are those of the publications', () => {
  const scored = (id: string) => findFramework(id)?.controls.filter(isScored).length
  expect([scored('owasp-nhi'), scored('nist-csf'), scored('nist-sp-800-207')]).toEqual([10, 106, 7])
})
