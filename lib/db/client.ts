import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaClient } from './generated/client.ts'

/** Without it the adapter drops UTC offsets and stores instants hours off. */
const sessionOptions = '-c timezone=UTC'

declare global {
  /** On the global object, so that a module which a development server loads anew keeps the one pool. */
  var countersignDb: { readonly pool: pg.Pool; readonly prisma: PrismaClient } | undefined
}

/** The process' one pool. Throws where DATABASE_URL is not set. */
export function pool(): pg.Pool {
  return open().pool
}

/** The process' one Prisma client, on the same pool. */
export function prisma(): PrismaClient {
  return open().prisma
}

export async function closeDatabase(): Promise<void> {
  const held = globalThis.countersignDb
  if (!held) return
  globalThis.countersignDb = undefined
  await held.prisma.$disconnect()
  await held.pool.end()
}

function open() {
  globalThis.countersignDb ??= connect()
  return globalThis.countersignDb
}

function connect() {
  const connectionString = process.env.DATABASE_URL
  if (!connectionString) throw new Error('DATABASE_URL is not set; start with `npm start`, which sets it')
  const made = new pg.Pool({ connectionString, options: sessionOptions, max: 10, connectionTimeoutMillis: 5_000 })
  // An idle connection that the server ends must not end the process; the next query tells the caller.
  made.on('error', () => {})
  // Nor one that breaks between two statements of whoever holds it.
  made.on('connect', (client) => client.on('error', () => {}))
  return { pool: made, prisma: new PrismaClient({ adapter: new PrismaPg(made) }) }
}
