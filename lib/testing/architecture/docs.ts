import { posix } from 'node:path'
import type { ProjectFiles } from './project-files.ts'

const link = /\]\(([^)\s#]+)(?:#[^)]*)?\)/g
const codeSpan = /`([^`\n]+)`/g
const ownFolder = /^(app|components|lib|prisma|e2e|public|deploy|docs|\.ci)\//
const rootFile = /^(\.?[\w-]+\.(md|json|ts|js|mjs)|\.env\.example|LICENSE|Dockerfile)$/
/** `<id>`, `*`, `…` and `{a,b}` stand for many files. */
const placeholder = /[<>*…{}]|\.\.\./

/** Files that the documents name and that are not there, as `document: file`. */
export function docViolations(documents: ProjectFiles, exists: (path: string) => boolean): readonly string[] {
  const violations: string[] = []
  for (const [path, text] of documents) {
    for (const named of namedFiles(path, text)) {
      if (!exists(named) && !exists(posix.join(posix.dirname(path), named)))
        violations.push(`${path}: names ${named}, which is not there`)
    }
  }
  return violations
}

function namedFiles(path: string, text: string): readonly string[] {
  const names = new Set<string>()
  for (const [, target = ''] of text.matchAll(link)) {
    if (!/^[a-z]+:/.test(target)) names.add(posix.join(posix.dirname(path), decodeURI(target)))
  }
  for (const [, span = ''] of text.matchAll(codeSpan)) {
    const file = span.replace(/:\d+$/, '')
    if (placeholder.test(file) || /\s/.test(file)) continue
    if (ownFolder.test(file) || rootFile.test(file)) names.add(file)
  }
  return [...names]
}
