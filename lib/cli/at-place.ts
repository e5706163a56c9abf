import { AppError } from '#lib/core/errors.ts'
import { isDatabaseUnavailable } from '#lib/db/unavailable.ts'
import { type CountersignApi, countersignApi } from './countersign-api.ts'
import { NoDatabase, settleDatabaseUrl } from './database-url.ts'
import { UsageError } from './usage-error.ts'

/** Options of commands that work on the database of this installation, or over the API of another. */
export const placeOptions = { url: { type: 'string' }, token: { type: 'string' } } as const

export const placeLines = `  --url URL      of a Countersign elsewhere, over https but to this host; without it, the database of this one
  --token TOKEN  for --url; better in COUNTERSIGN_TOKEN, where no list of processes shows it`

interface Where {
  readonly url?: string | undefined
  readonly token?: string | undefined
}

/** Does the work where the command line says. Throws UsageError, NoDatabase, and what the work throws. */
export async function atPlace<Place, T>(
  { url, token = process.env.COUNTERSIGN_TOKEN }: Where,
  places: { readonly here: () => Place; readonly there: (api: CountersignApi) => Place },
  work: (place: Place) => Promise<T>,
): Promise<T> {
  if (url !== undefined) {
    const api = countersignApi(url, token ?? '')
    if (!token) throw new UsageError('--url needs a token: set COUNTERSIGN_TOKEN.')
    return work(places.there(api))
  }
  settleDatabaseUrl()
  // Imported late: the client that it needs is made by the first start.
  const { closeDatabase } = await import('#lib/db/client.ts')
  try {
    return await work(places.here())
  } finally {
    await closeDatabase()
  }
}

/** What a person is told of what was refused there, or can't be had; null for anything else, which is a bug. */
export function refusalText(error: unknown): string | null {
  if (error instanceof AppError) {
    const { message, problems } = error
    return problems.length === 0 ? message : problems.map(({ at, problem }) => `${at}: ${problem}`).join('\n')
  }
  if (error instanceof NoDatabase) return error.message
  if (isDatabaseUnavailable(error)) return 'The database cannot be reached: is Countersign running?'
  return error instanceof Error && 'syscall' in error ? error.message : null
}
