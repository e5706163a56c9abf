import { ensureClient } from '#lib/cli/make-ready.ts'
import { runStep, type Step } from './steps.ts'

/** What must hold before the tests have a say: cheap first, none hides another. */
const steps: readonly Step[] = [
  { title: 'Format and lint', tool: 'biome', args: ['check', '--error-on-warnings', '--max-diagnostics=50'] },
  { title: 'Route types', tool: 'next', args: ['typegen'] },
  { title: 'Types', tool: 'tsc', args: ['--noEmit'] },
  { title: 'Schema format', tool: 'prisma', args: ['format', '--check'] },
  { title: 'Schema', tool: 'prisma', args: ['validate'] },
  { title: 'Dead code', tool: 'knip', args: ['--no-progress', '--no-config-hints'] },
  { title: 'Floors, names, documents', tool: 'vitest', args: ['run', '--project=unit', 'lib/testing/architecture'] },
]

/** Runs every check; gives the titles of those that failed. */
export async function failedChecks(): Promise<readonly string[]> {
  await ensureClient()
  const failed: string[] = []
  for (const step of steps) if (!(await runStep(step))) failed.push(step.title)
  return failed
}
