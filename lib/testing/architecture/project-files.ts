import { existsSync, globSync, readFileSync } from 'node:fs'

/** Path from the project's root, with slashes, to its text. */
export type ProjectFiles = ReadonlyMap<string, string>

const made = ['node_modules', '.next', '.data', '.git', 'lib/db/generated', 'test-results', 'playwright-report', 'out']

/** The project's own text files of the given endings (`.ts` …), generated ones left out. Runs in the project's root. */
export function projectFiles(endings: readonly string[]): ProjectFiles {
  const patterns = endings.map((ending) => `**/*${ending}`)
  const paths = globSync(patterns, { exclude: (path) => made.includes(path.replaceAll('\\', '/')) })
  return new Map(paths.map((path) => [path.replaceAll('\\', '/'), readFileSync(path, 'utf8')]))
}

export function exists(path: string): boolean {
  return existsSync(path)
}
