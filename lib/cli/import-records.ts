import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { systemPrincipal } from '#lib/core/principal.ts'

/** What `countersign import` takes beside host lists. */
export type RecordsKind = 'certificates' | 'ct' | 'declared'

/** Puts records on file. Returns the exit code: 0 all of it is in, 2 some of it can't be used. Throws `AppError`. */
export async function importRecords(path: string, kind: RecordsKind): Promise<number> {
  const file = path === '-' ? await buffer(process.stdin) : await readFile(path)
  // Imported late: the client that these need is made by the first start.
  const { closeDatabase } = await import('#lib/db/client.ts')
  try {
    return kind === 'declared' ? await declared(path, file) : await certificates(path, file, kind)
  } finally {
    await closeDatabase()
  }
}

async function certificates(path: string, file: Buffer, kind: 'certificates' | 'ct'): Promise<number> {
  const { importIssued } = await import('#lib/data/records/import-issued.ts')
  const source = kind === 'ct' ? 'ct' : 'import'
  const name = path === '-' ? 'standard input' : basename(path)
  const { recorded, known, unreadable, privateKeysDropped, items, problems } = await importIssued(systemPrincipal, {
    file,
    source,
    name,
  })
  tell(path, problems)
  tell(
    path,
    items.flatMap(({ sha256, problem }) => (problem === null ? [] : [{ at: sha256, problem }])),
  )
  const bound = items.filter(({ identityId }) => identityId !== null).length
  process.stdout.write(
    `${recorded} recorded, ${known} known, ${unreadable} unreadable, ${bound} bound to identities, ${privateKeysDropped} private keys dropped\n`,
  )
  return unreadable + problems.length > 0 ? 2 : 0
}

async function declared(path: string, file: Buffer): Promise<number> {
  const { importDeclared } = await import('#lib/data/records/import-declared.ts')
  const { counts, results, problems } = await importDeclared(systemPrincipal, file.toString('utf8'))
  const missing = results.filter(({ outcome }) => outcome === 'not-found')
  tell(
    path,
    problems.map(({ line, problem }) => ({ at: String(line), problem })),
  )
  tell(
    path,
    missing.map(({ line, identity }) => ({ at: String(line), problem: `there is no identity ${identity}` })),
  )
  process.stdout.write(`${counts.changed} changed, ${counts.unchanged} as they were, ${missing.length} not found\n`)
  return problems.length + missing.length > 0 ? 2 : 0
}

function tell(path: string, problems: readonly { readonly at: string; readonly problem: string }[]): void {
  for (const { at, problem } of problems)
    process.stderr.write(`${path}:${at.replace(/^line /, '')}: ${printable(problem)}\n`)
}

/** Text from a file does not steer the terminal. */
function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}]/gu, '?')
}
