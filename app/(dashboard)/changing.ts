import { revalidatePath } from 'next/cache'
import { type ActionResult, actionResult } from '#lib/api/action-result.ts'

/** The result of an action after which any page may read otherwise; where it fails, none does. */
export function changing<T>(work: () => Promise<T>): Promise<ActionResult<T>> {
  return actionResult(async () => {
    const value = await work()
    revalidatePath('/', 'layout')
    return value
  })
}
