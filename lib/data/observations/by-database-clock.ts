import type { Observation } from '#lib/tls/observation.ts'
import { type Db, rows } from '../sql.ts'

/**
 * Observations with their beginnings by the database's clock. They come from the process that made them, by its host's
 * clock, and are compared with what other hosts have recorded: which is newer is no question of whose clock is ahead.
 * Within the time that the question takes, the clocks are held to agree.
 */
export async function byDatabaseClock<T extends { readonly observations: readonly Observation[] }>(
  tx: Db,
  batch: readonly T[],
): Promise<readonly T[]> {
  const asked = Date.now()
  const [clock] = await rows<{ now: Date }>(tx, 'SELECT clock_timestamp() AS now')
  const ahead = clock === undefined ? 0 : aheadBy(clock.now.getTime(), asked, Date.now())
  if (ahead === 0) return batch
  return batch.map((one) => ({
    ...one,
    observations: one.observations.map((observation) => ({
      ...observation,
      startedAt: new Date(observation.startedAt.getTime() + ahead),
    })),
  }))
}

/** Milliseconds by which the database's clock is surely ahead; negative where it is behind. */
function aheadBy(now: number, asked: number, answered: number): number {
  if (now > answered) return now - answered
  return now < asked - 1 ? now - asked : 0
}
