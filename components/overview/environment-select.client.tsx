'use client'

import { usePathname, useRouter } from 'next/navigation'
import { useTransition } from 'react'
import { joinList } from '#lib/core/list-text.ts'
import { Button } from '../ui/button.tsx'
import { Select } from '../ui/input.tsx'

/** Narrows a whole page to one environment, by the URL. Works as a form without scripts. */
export function EnvironmentSelect({
  choices,
  chosen,
}: {
  choices: readonly { readonly value: string; readonly label: string }[]
  chosen: readonly string[]
}) {
  const router = useRouter()
  const pathname = usePathname()
  const [pending, start] = useTransition()
  const value = joinList(chosen)
  const several = chosen.length > 1
  return (
    <form action={pathname} className="flex items-center gap-2">
      <label htmlFor="environment" className="text-ink-2 text-xs">
        Environment
      </label>
      <Select
        id="environment"
        name="environment"
        key={value}
        defaultValue={value}
        aria-busy={pending}
        onChange={(event) => {
          const next = event.target.value
          start(() =>
            router.push(next === '' ? pathname : `${pathname}?environment=${encodeURIComponent(next)}`, {
              scroll: false,
            }),
          )
        }}
      >
        <option value="">All</option>
        {several ? <option value={value}>{chosen.join(', ')}</option> : null}
        {choices.map((choice) => (
          <option key={choice.value} value={joinList([choice.value])}>
            {choice.label}
          </option>
        ))}
      </Select>
      <noscript>
        <Button size="sm">Show</Button>
      </noscript>
    </form>
  )
}
