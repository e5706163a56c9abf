import { catalogue } from '#lib/checks/catalogue/index.ts'
import type { ReuseKind } from '#lib/checks/reuse-kind.ts'

/** Checks whose failures tell of shared uses, one line for each of their kinds. */
export function reuseChecks(): { readonly checkId: string; readonly kind: ReuseKind }[] {
  return catalogue.flatMap(({ id, reuse }) => (reuse ?? []).map((kind) => ({ checkId: id, kind })))
}

/** Ids of the checks that tell of a kind. */
export function checksOf(kind: ReuseKind): string[] {
  return reuseChecks().flatMap((one) => (one.kind === kind ? [one.checkId] : []))
}
