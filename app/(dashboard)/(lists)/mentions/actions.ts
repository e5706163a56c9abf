'use server'

import { revalidatePath } from 'next/cache'
import type { z } from 'zod'
import { type ActionResult, actionResult } from '#lib/api/action-result.ts'
import { parsePart } from '#lib/api/read-input.ts'
import { requirePrincipal } from '#lib/auth/session.ts'
import { markMentionsRead, readMentions } from '#lib/data/mentions/read-mentions.ts'

/** Gives how many were unread. */
export async function readMentionsAction(input: z.input<typeof readMentions>): Promise<ActionResult<number>> {
  const principal = await requirePrincipal()
  return actionResult(async () => {
    const count = await markMentionsRead(principal, parsePart('body', readMentions, input))
    if (count > 0) revalidatePath('/', 'layout')
    return count
  })
}

export async function readFindingMentionsAction(findingId: string): Promise<ActionResult<number>> {
  return readMentionsAction({ findingId })
}
