import { pathToFileURL } from 'node:url'

type Command = (args: readonly string[]) => Promise<number>

interface Entry {
  readonly summary: string
  /** Needs the database's client, which a fresh clone has not made yet. */
  readonly database?: true
  /** Loaded only when it is asked for, so that `scan` opens no database. */
  readonly load: () => Promise<Command>
}

/** Every subcommand. */
export const commands: Readonly<Record<string, Entry>> = {
  scan: {
    summary: 'look at targets and judge what they prove; no database needed',
    load: async () => (await import('./scan.ts')).scan,
  },
  verify: {
    summary: 'say by the exit code whether a target proves an identity: 0 proven, 1 not proven, 2 not assessable',
    load: async () => (await import('./verify.ts')).verify,
  },
  import: {
    summary: 'add the endpoints of a host list or CSV',
    database: true,
    load: async () => (await import('./import.ts')).importHosts,
  },
  policy: {
    summary: 'export policies as YAML, and make them what a file says',
    database: true,
    load: async () => (await import('./policy.ts')).policy,
  },
  worker: {
    summary: 'run scans and the other background work of a site',
    database: true,
    load: async () => (await import('./worker.ts')).worker,
  },
  'signing-key': {
    summary: 'list or rotate the keys that sign statements and reports',
    database: true,
    load: async () => (await import('./signing-key.ts')).signingKey,
  },
  report: {
    summary: 'freeze, list, download, compare and verify reports of compliance',
    database: true,
    load: async () => (await import('./report.ts')).report,
  },
  token: {
    summary: 'make an API token',
    database: true,
    load: async () => (await import('./token.ts')).token,
  },
}

/** Runs the subcommand that the arguments name. Gives the exit code; 2 for a command line that can't be understood. */
export async function main([name, ...args]: readonly string[]): Promise<number> {
  const entry = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined
  if (entry?.database) await (await import('./make-ready.ts')).ensureClient()
  if (entry) return (await entry.load())(args)
  const asked = name === undefined || name === 'help' || name === '--help' || name === '-h'
  const lines = Object.entries(commands).map(([command, { summary }]) => `  ${command.padEnd(11)} ${summary}`)
  const usage = `Usage: countersign COMMAND [...]; COMMAND --help tells its options\n\n${lines.join('\n')}\n`
  if (asked) process.stdout.write(usage)
  else process.stderr.write(`There is no command of this name.\n${usage}`)
  return asked ? 0 : 2
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // The reader has seen enough (`| head`).
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  })
  process.exitCode = await main(process.argv.slice(2))
}
