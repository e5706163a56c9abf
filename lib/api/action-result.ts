import { AppError, type InputProblem, type RefusalCode } from '#lib/core/errors.ts'

/** What a server action tells its page: plain values, since errors lose their shape on the way to the browser. */
export type ActionResult<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false
      readonly code: RefusalCode
      readonly message: string
      readonly problems: readonly InputProblem[]
    }

/** Refusals become results; everything else, Next's own signals included, goes on. */
export async function actionResult<T>(work: () => Promise<T>): Promise<ActionResult<T>> {
  try {
    return { ok: true, value: await work() }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return {
      ok: false,
      code: error.code,
      message: error.message,
      problems: error.problems.map(({ at, problem }) => ({ at, problem })),
    }
  }
}
