import { notFound } from 'next/navigation'
import { AppError } from '#lib/core/errors.ts'

/** For pages of one thing: where it is not there, the page is the one that says so, with 404. */
export async function orNotFound<T>(wanted: Promise<T>): Promise<T> {
  try {
    return await wanted
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-found') notFound()
    throw error
  }
}
