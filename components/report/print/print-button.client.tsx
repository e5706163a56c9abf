'use client'

import { Printer } from 'lucide-react'
import { Button } from '../../ui/button.tsx'

/** The browser's own dialog prints, or saves as PDF. */
export function PrintButton() {
  return (
    <Button variant="primary" onClick={() => window.print()}>
      <Printer aria-hidden="true" />
      Print or save as PDF
    </Button>
  )
}
