'use client'

import { Bookmark, Trash2 } from 'lucide-react'
import Link from 'next/link'
import { useSearchParams } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import type { ActionResult } from '#lib/api/action-result.ts'
import type { NewSavedView, SavedView } from '#lib/data/saved-views/saved-view.ts'
import { announce } from '../shell/live-region.client.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.client.tsx'
import { Dropdown, DropdownItem, DropdownLabel, DropdownLink } from '../ui/dropdown.client.tsx'
import { CheckboxField, TextField } from '../ui/field.tsx'
import { Notice } from '../ui/notice.tsx'
import { toast } from '../ui/toaster.client.tsx'

interface SavedViewsProps {
  /** The path of the list: `/findings`. */
  readonly page: string
  readonly views: readonly SavedView[]
  readonly canShare: boolean
  /** May delete what others share. */
  readonly isAdministrator: boolean
  readonly save: (view: NewSavedView) => Promise<ActionResult<string>>
  readonly remove: (page: string, id: string) => Promise<ActionResult<null>>
}

/** A view is the page's URL under a name: filters, sort, grouping and columns as they stand. */
export function SavedViews(props: SavedViewsProps) {
  const [open, setOpen] = useState(false)
  const { page, views } = props
  return (
    <>
      <Dropdown
        trigger={
          <Button aria-label="Saved views">
            <Bookmark aria-hidden="true" />
            <span className="hidden md:inline">Views</span>
          </Button>
        }
      >
        {views.length === 0 ? (
          <DropdownLabel>No saved views yet</DropdownLabel>
        ) : (
          <DropdownLabel>Saved views</DropdownLabel>
        )}
        {views.map((view) => (
          <DropdownLink key={view.id}>
            <Link href={`${page}?${view.query}`} className="max-w-72">
              <span className="truncate" title={view.name}>
                {view.name}
              </span>
              {view.own ? null : <span className="ml-auto truncate text-ink-3 text-xs">{view.ownerName}</span>}
            </Link>
          </DropdownLink>
        ))}
        <DropdownItem onSelect={() => setOpen(true)}>
          <span className="text-accent">Save this view or tidy up …</span>
        </DropdownItem>
      </Dropdown>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="Saved views"
        description="A view keeps the filters, the sort and the columns as they stand now."
      >
        <SaveForm {...props} close={() => setOpen(false)} />
        <OwnViews {...props} />
      </Dialog>
    </>
  )
}

function SaveForm({ page, canShare, save, close }: SavedViewsProps & { close: () => void }) {
  const query = useSearchParams().toString()
  const [name, setName] = useState('')
  const [shared, setShared] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const [pending, setPending] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setPending(true)
    const result = await save({ page, name, query, shared }).catch(() => null)
    setPending(false)
    if (result?.ok !== true) {
      setProblem(
        result === null ? 'The server did not answer. Try again.' : (result.problems[0]?.problem ?? result.message),
      )
      return
    }
    toast.success(`Saved as “${name.trim()}”`)
    close()
  }
  return (
    <form onSubmit={(event) => void submit(event)} className="grid gap-3">
      {problem === null ? null : <Notice kind="error">{problem}</Notice>}
      <TextField
        name="view-name"
        label="Name"
        hint="One of yours with the same name is replaced."
        required
        maxLength={80}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      {canShare ? (
        <CheckboxField
          name="view-shared"
          label="Show it to everybody"
          checked={shared}
          onChange={(event) => setShared(event.target.checked)}
        />
      ) : null}
      <div className="flex justify-end">
        <Button type="submit" variant="primary" disabled={pending}>
          Save this view
        </Button>
      </div>
    </form>
  )
}

function OwnViews({ page, views, isAdministrator, remove }: SavedViewsProps) {
  const deletable = views.filter((view) => view.own || (view.shared && isAdministrator))
  if (deletable.length === 0) return null
  const drop = async (view: SavedView) => {
    const result = await remove(page, view.id).catch(() => null)
    if (result?.ok === true) announce(`Deleted the view ${view.name}`)
    else toast.error(result === null ? 'The server did not answer. Try again.' : result.message)
  }
  return (
    <ul aria-label="Saved views" className="divide-y border-t">
      {deletable.map((view) => (
        <li key={view.id} className="flex items-center gap-2 py-1">
          <span className="min-w-0 flex-1 truncate" title={view.name}>
            {view.name}
          </span>
          {view.shared ? (
            <span className="text-ink-3 text-xs">shared by {view.own ? 'you' : view.ownerName}</span>
          ) : null}
          <Button
            size="icon"
            variant="quiet"
            aria-label={`Delete the view ${view.name}`}
            onClick={() => void drop(view)}
          >
            <Trash2 aria-hidden="true" />
          </Button>
        </li>
      ))}
    </ul>
  )
}
