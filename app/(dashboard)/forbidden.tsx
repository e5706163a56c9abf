import { ForbiddenState } from '#components/shell/forbidden-state.tsx'
import { currentPrincipal } from '#lib/auth/session.ts'

export default async function Forbidden() {
  const principal = await currentPrincipal()
  return <ForbiddenState name={principal?.name ?? 'nobody'} role={principal?.role ?? 'none'} />
}
