import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { readEnv } from '#lib/core/env.ts'
import { AppError } from '#lib/core/errors.ts'
import { systemPrincipal } from '#lib/core/principal.ts'
import type { HostsRun } from '#lib/data/discovery/create-hosts-run.ts'
import { isDatabaseUnavailable } from '#lib/db/unavailable.ts'
import { NoDatabase, settleDatabaseUrl } from './database-url.ts'
import { importRecords, type RecordsKind } from './import-records.ts'

const usage = `Usage: countersign import FILE|- [--site NAME] | --certificates [--ct] | --declared

Adds the endpoints of a list: lines of host[:port], or CSV whose first line names its columns (host, port, sni, starttls,
identity, environment, owner, criticality, tags). Lines that can be used are added although others can't.

  --certificates  puts on record that the certificates in FILE (PEM, DER or PKCS#7) were issued; with --ct they come from
                  a certificate transparency log (JSON lines, too)
  --declared      imports what no scan can see of identities (CSV or JSON), by their names

Private keys in FILE are dropped, told of by line, and recorded by the hash of their public half alone.
`

/** `countersign import`. Returns the exit code: 0 every line is in, 1 no database or no file, 2 a line (or the command line) has a problem. */
export async function importHosts(args: readonly string[]): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(usage)
    return 0
  }
  const options = readOptions(args)
  if (typeof options === 'string') return complain(`${options}\n${usage}`, 2)
  try {
    settleDatabaseUrl()
    if (options.records !== null) return await importRecords(options.file, options.records)
    const list = options.file === '-' ? await text(process.stdin) : await readFile(options.file, 'utf8')
    return report(options.file, await add(list, options.site ?? readEnv().COUNTERSIGN_SITE))
  } catch (error) {
    if (error instanceof NoDatabase) return complain(error.message, 1)
    if (error instanceof AppError) return complain(error.message, 2)
    if (isDatabaseUnavailable(error)) return complain('The database cannot be reached: is Countersign running?', 1)
    if (error instanceof Error && 'syscall' in error) return complain(error.message, 1)
    throw error
  }
}

/** The options, or what is wrong with them. */
function readOptions(
  args: readonly string[],
): { readonly file: string; readonly site: string | undefined; readonly records: RecordsKind | null } | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        site: { type: 'string' },
        certificates: { type: 'boolean' },
        ct: { type: 'boolean' },
        declared: { type: 'boolean' },
      },
    })
    const [file, ...more] = positionals
    const { certificates = false, ct = false, declared = false, site } = values
    if ((ct && !certificates) || (declared && certificates) || (site !== undefined && (certificates || declared)))
      return 'These options do not go together.'
    const records = certificates ? (ct ? 'ct' : 'certificates') : declared ? 'declared' : null
    return file === undefined || more.length > 0
      ? 'One file is wanted, or - for standard input.'
      : { file, site, records }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** Imported late: the client that these need is made by the first start. */
async function add(list: string, siteName: string): Promise<HostsRun> {
  const { createHostsRun } = await import('#lib/data/discovery/create-hosts-run.ts')
  const { ensureSite } = await import('#lib/data/sites/get-site.ts')
  const { closeDatabase } = await import('#lib/db/client.ts')
  try {
    const site = await ensureSite(systemPrincipal, siteName)
    return await createHostsRun(systemPrincipal, { siteId: site.id, text: list })
  } finally {
    await closeDatabase()
  }
}

function report(file: string, { added, known, refused, problems, scanId }: HostsRun): number {
  for (const { line, problem } of problems) process.stderr.write(`${file}:${line}: ${problem}\n`)
  const scan = scanId === null ? '' : `; scan ${scanId} is queued`
  process.stdout.write(
    `${added} added, ${known} known, ${refused} refused by the scope, ${problems.length} with problems${scan}\n`,
  )
  return problems.length > 0 ? 2 : 0
}

function complain(message: string, code: number): number {
  process.stderr.write(`${message}\n`)
  return code
}
