import type { Provoked, Response } from '../provoke.ts'

/** What the server did, where that is sure by itself or comes again when it is asked again. */
export async function insisted(
  ask: () => Promise<Provoked>,
  isSure: (response: Response) => boolean,
): Promise<Provoked> {
  const first = await ask()
  if (first.kind === 'failed' || isSure(first.response)) return first
  const again = await ask()
  if (again.kind === 'failed') return again
  return wordOf(again.response) === wordOf(first.response) ? again : { kind: 'failed', reason: 'unsteady' }
}

/** By which responses are compared. */
export function wordOf(response: Response): string {
  if (response.kind === 'alert') return `alert-${response.alert.name}`
  return response.kind === 'record' ? `record-${response.type}` : response.kind
}

/** Why a response does not tell what was asked. */
export function reasonOf(response: Response): string {
  switch (response.kind) {
    case 'silent':
      return 'no-answer'
    case 'record':
    case 'heartbeat':
    case 'garbage':
      return 'protocol-error'
    default:
      return wordOf(response)
  }
}
