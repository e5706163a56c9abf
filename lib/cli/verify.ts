import { rungs } from '#lib/checks/contract.ts'
import type { RungReason } from '#lib/checks/ladder.ts'
import { observe } from '#lib/scan/observe.ts'
import { printable } from '#lib/scan/printable.ts'
import { type JudgedObservation, judgeObservation } from './judge-observation.ts'
import { optionLines, readScanOptions, type ScanOptions } from './scan-options.ts'
import { jsonLine, scanRecord } from './scan-record.ts'
import { evidenceText, outcomeText } from './scan-table.ts'
import { trustLines } from './trust-text.ts'
import { UsageError } from './usage-error.ts'

const usage = `Usage: countersign verify HOST[:PORT] --identity NAME|spiffe://… [options]

${optionLines}

Exit code 0: every address proves the identity. 1: one does not. 2: it could not be told.
`

const words = ['proven', 'not proven', 'not assessable'] as const

/** `countersign verify`: the question before a session. Gives the exit code. */
export async function verify(args: readonly string[]): Promise<number> {
  try {
    const options = readScanOptions(args)
    if (options === null) {
      process.stdout.write(usage)
      return 0
    }
    return await run(options)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    process.stderr.write(`${error.message}\n\n${usage}`)
    return 2
  }
}

async function run(given: ScanOptions): Promise<number> {
  const [target, ...more] = given.targets
  if (!target || more.length > 0 || given.targetsFile !== null) throw new UsageError('Name exactly one target.')
  if (given.identity === null) throw new UsageError('--identity is wanted: who ought to answer?')
  // Whoever asks before a session is the client: where nothing else is said, its own proof is not the question.
  const options: ScanOptions = { ...given, policy: { mtls: 'none', ...given.policy } }
  const judged = (await observe(target, options.observe)).map((one) => judgeObservation(one, options, new Date()))
  const code = exitCodeOf(judged)
  if (options.json) {
    process.stdout.write(
      jsonLine({ schema: 'countersign.verify/1', verdict: words[code], addresses: judged.map(scanRecord) }),
    )
    return code
  }
  process.stdout.write(`${words[code]}: ${given.identity.name} at ${target.host}:${target.port}\n`)
  for (const one of judged) process.stdout.write(reasonsOf(one))
  return code
}

/** One address that fails is an impostor's chance; one that could not be judged leaves the question open. */
export function exitCodeOf(judged: readonly JudgedObservation[]): 0 | 1 | 2 {
  const fails = judged.some(({ ladder }) => rungs.some((rung) => ladder.rungs[rung].status === 'fail'))
  if (fails) return 1
  return judged.length > 0 && judged.every(({ ladder }) => ladder.proven) ? 0 : 2
}

function reasonsOf({ observation, ladder }: JudgedObservation): string {
  const head = `  ${observation.address ?? 'no address'}: ${outcomeText(observation.outcome)}`
  const lines = [head, ...trustLines(observation)]
  for (const rung of rungs) {
    const { status, because } = ladder.rungs[rung]
    if (status === 'pass' || status === 'not_expected') continue
    const reasons = because.map(reasonText)
    lines.push(
      `    ${rung}: ${status === 'fail' ? 'fails' : 'not assessed'}`,
      ...reasons.map((reason) => `      ${reason}`),
    )
  }
  return `${lines.join('\n')}\n`
}

function reasonText({ checkId, reason, evidence }: RungReason): string {
  const said = reason === null ? evidenceText(evidence) : printable(reason)
  return checkId === null ? said : `${checkId}: ${said}`
}
