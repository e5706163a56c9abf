import { type Db, inTransaction } from '../sql.ts'

/** Several questions, one answer: all of `work` sees the database as it stood at one instant, and changes nothing. */
export function inSnapshot<T>(work: (db: Db) => Promise<T>): Promise<T> {
  return inTransaction(async (tx) => {
    await tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY')
    return work(tx)
  })
}
