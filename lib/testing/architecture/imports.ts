import { posix } from 'node:path'

export interface Import {
  /** Path from the root for the project's own files, else the package's specifier. */
  readonly target: string
  readonly own: boolean
  /** Erased at run time. */
  readonly typeOnly: boolean
}

const statement = /^[ \t]*(?:import|export)\s+(type\s+)?(?:[^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]/gm
const call = /\bimport\(\s*['"]([^'"]+)['"]/g

/** What a module imports or re-exports, by reading its text. `path` is the module's own, from the root. */
export function importsOf(path: string, text: string): readonly Import[] {
  const found: Import[] = []
  for (const [, type, specifier = ''] of text.matchAll(statement))
    found.push(resolved(path, specifier, type !== undefined))
  for (const [, specifier = ''] of text.matchAll(call)) found.push(resolved(path, specifier, false))
  return found
}

function resolved(path: string, specifier: string, typeOnly: boolean): Import {
  if (specifier.startsWith('#')) return { target: specifier.slice(1), own: true, typeOnly }
  if (specifier.startsWith('.')) {
    return { target: posix.join(posix.dirname(path), specifier), own: true, typeOnly }
  }
  return { target: specifier, own: false, typeOnly }
}
