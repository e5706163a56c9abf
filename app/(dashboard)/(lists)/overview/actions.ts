'use server'

import { revalidatePath } from 'next/cache'
import { actionResult } from '#lib/api/action-result.ts'
import { requirePrincipal } from '#lib/auth/session.ts'
import { requestDemo } from '#lib/data/demo.ts'

/** Null, or what stands in the way. */
export async function startDemoAction(): Promise<string | null> {
  const principal = await requirePrincipal()
  const result = await actionResult(() => requestDemo(principal))
  if (!result.ok) return result.message
  revalidatePath('/overview')
  return null
}
