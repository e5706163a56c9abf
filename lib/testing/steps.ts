import { spawn } from 'node:child_process'
import { program, toolEnvironment } from '#lib/cli/programs.ts'

export interface Step {
  readonly title: string
  readonly tool: Parameters<typeof program>[0]
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Shown while it runs; without, only what a failing step said is shown. */
  readonly live?: boolean
}

/** Runs one tool to its end and says its title, result and time. True where it ended with 0. */
export async function runStep(step: Step): Promise<boolean> {
  const startedAt = performance.now()
  const child = spawn(process.execPath, [program(step.tool), ...step.args], {
    env: toolEnvironment(step.env),
    stdio: ['ignore', step.live ? 'inherit' : 'pipe', step.live ? 'inherit' : 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text) => (output += text))
  const code = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve))
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1).padStart(7)
  process.stdout.write(`${seconds} s  ${step.title}: ${code === 0 ? 'passed' : 'failed'}\n`)
  if (code !== 0) process.stdout.write(output)
  return code === 0
}
