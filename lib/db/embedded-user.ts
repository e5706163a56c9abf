import { type SpawnOptions, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { embeddedBinaries, executable } from './embedded-binaries.ts'

/** How Postgres' programs are to be run here, and where its files are. */
export interface EmbeddedHome {
  readonly native: string
  /** Parent of the cluster; Postgres' user may write there. */
  readonly folder: string
  /** Owner that files handed to Postgres need; null where it runs as this process' user. */
  readonly owner: { readonly uid: number; readonly gid: number } | null
  /** Command, arguments and options that run a program as the right user. */
  command(program: string, args: readonly string[]): readonly [string, readonly string[], SpawnOptions]
}

/**
 * Postgres refuses to run as root. So under root: another user if it can reach the files, else a user namespace in
 * which root has no power, else a copy in a place which another user can reach.
 */
export function embeddedHome(dataDir: string): EmbeddedHome {
  const native = embeddedBinaries()
  const folder = join(dataDir, 'postgres')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const direct: EmbeddedHome = { native, folder, owner: null, command: (program, args) => [program, args, {}] }
  if (process.getuid?.() !== 0) return direct

  const user = plainUser()
  const heldByRoot = existsSync(join(folder, 'cluster')) && statSync(join(folder, 'cluster')).uid === 0
  if (!heldByRoot && canReach(native, folder, user)) return asUser(native, folder, user)
  const inNamespace: EmbeddedHome = {
    ...direct,
    command: (program, args) => ['unshare', ['--user', '--', program, ...args], {}],
  }
  if (succeeds(inNamespace.command(executable(native, 'postgres'), ['--version']))) {
    chownSync(folder, 0, 0)
    return inNamespace
  }
  return copied(dataDir, native, user)
}

type User = { readonly uid: number; readonly gid: number }

function plainUser(): User {
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, name], { encoding: 'utf8' }))
    if (uid?.status === 0 && gid?.status === 0) return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
  }
  return { uid: 65534, gid: 65534 }
}

function asUser(native: string, folder: string, user: User): EmbeddedHome {
  chownSync(folder, user.uid, user.gid)
  return { native, folder, owner: user, command: (program, args) => [program, args, { ...user }] }
}

function canReach(native: string, folder: string, user: User): boolean {
  chownSync(folder, user.uid, user.gid)
  return (
    succeeds([executable(native, 'postgres'), ['--version'], { ...user }]) &&
    succeeds(['test', ['-w', folder], { ...user }])
  )
}

/** Under /var/lib, not the temporary folder: the records must outlive a restart of the machine. */
function copied(dataDir: string, native: string, user: User): EmbeddedHome {
  const base = join('/var/lib/countersign', createHash('sha256').update(dataDir).digest('hex').slice(0, 16))
  mkdirSync(join(base, 'postgres'), { recursive: true })
  for (const path of ['/var/lib/countersign', base]) chmodSync(path, 0o755)
  const copy = join(base, 'native')
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
  chmodSync(join(base, 'postgres'), 0o700)
  return asUser(copy, join(base, 'postgres'), user)
}

function succeeds([program, args, options]: readonly [string, readonly string[], SpawnOptions]): boolean {
  return spawnSync(program, args, { ...options, stdio: 'ignore' }).status === 0
}
