import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaClient } from './generated/client.ts'

/** Without it the adapter drops UTC offsets and stores instants hours off. */
const sessionOptions = '-c timezone=UTC'

declare global {
  /** On the global object, so that a module which a development server loads anew keeps the one pool. */
  var countersignDb: { readonly pool: pg.Pool; readonly answers: pg.Pool; readonly prisma: PrismaClient } | undefined
}

/** The process' one pool. Throws where DATABASE_URL is not set. */
export function pool(): pg.Pool {
  return open().pool
}

/**
 * Connections of their own for answers that somebody waits for: no page or export holds them up. What is read over them
 * is prepared once (`rows`) and planned for any values, since planning such statements takes longer than running them.
 * So only texts that are the same for every question are sent here.
 */
export function answersPool(): pg.Pool {
  return open().answers
}

/** Whether statements are prepared on it. */
export function isPreparing(db: pg.Pool | pg.PoolClient): boolean {
  return db === globalThis.countersignDb?.answers
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
  await Promise.all([held.pool.end(), held.answers.end()])
}

function open() {
  globalThis.countersignDb ??= connect()
  return globalThis.countersignDb
}

function connect() {
  const connectionString = process.env.DATABASE_URL
  if (!connectionString) throw new Error('DATABASE_URL is not set; start with `npm start`, which sets it')
  const made = makePool(connectionString, sessionOptions, 10)
  const answers = makePool(connectionString, `${sessionOptions} -c plan_cache_mode=force_generic_plan`, 8)
  return { pool: made, answers, prisma: new PrismaClient({ adapter: new PrismaPg(made) }) }
}

/** Connects where somebody asks, and lets go of what is idle. */
function makePool(connectionString: string, options: string, max: number): pg.Pool {
  const made = new pg.Pool({ connectionString, options, max, connectionTimeoutMillis: 5_000 })
  // An idle connection that the server ends must not end the process; the next query tells the caller.
  made.on('error', () => {})
  // Nor one that breaks between two statements of whoever holds it.
  made.on('connect', (client) => client.on('error', () => {}))
  return made
}
