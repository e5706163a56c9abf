'use client'

import { Toaster as Primitive } from 'sonner'

export { toast } from 'sonner'

/** Short news about what was done; errors that need action stand in the page instead. */
export function Toaster() {
  return (
    <Primitive
      position="bottom-right"
      toastOptions={{ className: '!border-line !bg-surface !text-ink !shadow-float !text-sm' }}
    />
  )
}
