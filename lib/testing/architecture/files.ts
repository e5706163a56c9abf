import { posix } from 'node:path'
import { isTest } from './floors.ts'
import type { ProjectFiles } from './project-files.ts'

const maxLines = 300
const maxTestLines = 400

/** Tables grow with the world, not with the code: their length says nothing. */
const tables = [
  /^lib\/compliance\/catalogues\//,
  /^lib\/x509\/oids\.ts$/,
  /^lib\/tls\/registry\//,
  /^lib\/testing\/lab\/cases\/facts\.ts$/,
]

const bannedNames = ['utils', 'util', 'helpers', 'helper', 'common', 'types', 'constants', 'misc', 'shared']
const kebabCase = /^[a-z0-9]+(-[a-z0-9]+)*(\.client|\.config|\.setup|\.spec|(\.[a-z]+)?\.test)?\.tsx?$/

/** Next marks these as client code itself. */
const clientByContract = ['error.tsx', 'global-error.tsx']

/** Names, lengths and the borders of client code, as `file: what`. */
export function fileViolations(files: ProjectFiles): readonly string[] {
  const violations: string[] = []
  for (const [path, text] of files) {
    for (const fault of [nameFault(path), lengthFault(path, text), clientFault(path, text)]) {
      if (fault) violations.push(`${path}: ${fault}`)
    }
  }
  return violations
}

function nameFault(path: string): string | null {
  const parts = path.split('/')
  const stems = parts.map((part) => part.split('.')[0] ?? '')
  const banned = stems.find((stem) => bannedNames.includes(stem))
  if (banned && !path.startsWith('lib/checks/catalogue/')) return `"${banned}" says nothing about what is inside`
  if (path.startsWith('lib/') && path.endsWith('.tsx')) return 'no JSX under lib'
  return kebabCase.test(posix.basename(path)) || path.endsWith('.d.ts') ? null : 'file names are kebab-case'
}

function lengthFault(path: string, text: string): string | null {
  if (tables.some((table) => table.test(path))) return null
  const lines = text.split('\n').length - 1
  const limit = isTest(path) ? maxTestLines : maxLines
  return lines > limit ? `${lines} lines; the limit is ${limit}` : null
}

function clientFault(path: string, text: string): string | null {
  const isClient = /^\s*(\/\/.*\n|\s)*['"]use client['"]/.test(text)
  if (path.endsWith('.client.tsx')) return isClient ? null : "a .client.tsx file starts with 'use client'"
  if (!isClient || clientByContract.includes(posix.basename(path))) return null
  return "'use client' stands only in *.client.tsx files"
}
