'use server'

import { revalidatePath } from 'next/cache'
import type { z } from 'zod'
import { type ActionResult, actionResult } from '#lib/api/action-result.ts'
import { parsePart } from '#lib/api/read-input.ts'
import { requirePrincipal } from '#lib/auth/session.ts'
import { deleteView } from '#lib/data/saved-views/delete-view.ts'
import { saveView } from '#lib/data/saved-views/save-view.ts'
import { newSavedView } from '#lib/data/saved-views/saved-view.ts'

export async function saveViewAction(input: z.input<typeof newSavedView>): Promise<ActionResult<string>> {
  const principal = await requirePrincipal()
  return actionResult(async () => {
    const view = parsePart('body', newSavedView, input)
    const id = await saveView(principal, view)
    revalidatePath(view.page)
    return id
  })
}

export async function deleteViewAction(page: string, id: string): Promise<ActionResult<null>> {
  const principal = await requirePrincipal()
  return actionResult(async () => {
    await deleteView(principal, id)
    revalidatePath(page)
    return null
  })
}
