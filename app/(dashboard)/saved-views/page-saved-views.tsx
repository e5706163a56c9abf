import { SavedViews } from '#components/table/saved-views.client.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import { hasRole } from '#lib/core/principal.ts'
import { listSavedViews } from '#lib/data/saved-views/list-saved-views.ts'
import { deleteViewAction, saveViewAction } from './actions.ts'

/** The saved views of a list page, for its table's `savedViews`. `page` is its path: `/findings`. */
export async function PageSavedViews({ page }: { page: string }) {
  const principal = await requirePrincipal()
  return (
    <SavedViews
      page={page}
      views={await listSavedViews(principal, page)}
      canShare={hasRole(principal, 'analyst')}
      isAdministrator={hasRole(principal, 'admin')}
      save={saveViewAction}
      remove={deleteViewAction}
    />
  )
}
