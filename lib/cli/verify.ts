import { readFileSync } from 'node:fs'
import { rungs } from '#lib/checks/contract.ts'
import type { RungReason } from '#lib/checks/ladder.ts'
import { type CheckedStatement, checkStatement } from '#lib/checks/verification/check-statement.ts'
import { mostAddresses, tooManyAddresses, verdictOf } from '#lib/checks/verification/judge-endpoint.ts'
import { observe } from '#lib/scan/observe.ts'
import { printable } from '#lib/scan/printable.ts'
import { answerText, exitCodes, verdictWords } from './answer-text.ts'
import { askServer } from './ask-server.ts'
import { evidenceText } from './evidence-text.ts'
import { type JudgedObservation, judgeObservation } from './judge-observation.ts'
import { readJwks } from './read-jwks.ts'
import { optionLines, readIdentity, readScanOptions, type ScanOptions } from './scan-options.ts'
import { jsonLine, scanRecord } from './scan-record.ts'
import { outcomeText } from './scan-table.ts'
import { splitOptions } from './split-options.ts'
import { trustLines } from './trust-text.ts'
import { UsageError } from './usage-error.ts'
import { readVerifyOptions, type StatementOptions, type VerifyOptions, verifyLines } from './verify-options.ts'

const usage = `Usage: countersign verify HOST[:PORT] --identity NAME|spiffe://… [options]

${optionLines}
${verifyLines}

Exit code 0: every address proves the identity. 1: one does not. 2: it could not be told, or the answer can't be relied on.
`

/** `countersign verify`: the question before a session. Gives the exit code. */
export async function verify(args: readonly string[]): Promise<number> {
  try {
    const own = readVerifyOptions(args, process.env.COUNTERSIGN_TOKEN)
    if (own.statement) return await readStatement(own.statement, own.rest)
    const options = readScanOptions(own.rest)
    if (options === null) {
      process.stdout.write(usage)
      return 0
    }
    return await run(options, own)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    process.stderr.write(`${error.message}\n\n${usage}`)
    return 2
  }
}

async function run(given: ScanOptions, own: VerifyOptions): Promise<number> {
  const [target, ...more] = given.targets
  if (!target || more.length > 0 || given.targetsFile !== null) throw new UsageError('Name exactly one target.')
  if (given.identity === null) throw new UsageError('--identity is wanted: who ought to answer?')
  if (own.server) {
    const answer = await askServer(own.server, given, given.identity, { ...own, policy: given.policy })
    if ('problem' in answer) {
      process.stderr.write(`${printable(answer.problem, 1000)}\n`)
      return 2
    }
    return tell(answer.checked, answer.statement, given.json)
  }
  // Whoever asks before a session is the client: where nothing else is said, its own proof is not the question.
  const pins = own.pins.length === 0 ? {} : { pins: [...own.pins] }
  const issuerPins = own.issuerPins.length === 0 ? {} : { issuerPins: [...own.issuerPins] }
  const options: ScanOptions = { ...given, policy: { mtls: 'none', ...given.policy, ...pins, ...issuerPins } }
  const judged = (await observe(target, options.observe)).map((one) => judgeObservation(one, options, new Date()))
  const verdict = verdictOf(
    judged.map(({ ladder }) => ladder),
    judged.length,
  )
  const word = verdictWords[verdict]
  if (options.json) {
    process.stdout.write(jsonLine({ schema: 'countersign.verify/1', verdict: word, addresses: judged.map(scanRecord) }))
    return exitCodes[verdict]
  }
  process.stdout.write(`${word}: ${given.identity.name} at ${target.host}:${target.port}\n`)
  for (const one of judged) process.stdout.write(reasonsOf(one))
  if (verdict === 'not-assessable' && judged.length >= mostAddresses) process.stdout.write(`${tooManyAddresses.text}\n`)
  return exitCodes[verdict]
}

/** `--check-statement`: needs no network where the keys are a file. */
async function readStatement(options: StatementOptions, args: readonly string[]): Promise<number> {
  const { text, flag, rest } = splitOptions(args, { text: ['identity'], flag: ['json', 'help'] })
  if (flag.has('help')) {
    process.stdout.write(usage)
    return 0
  }
  if (rest.length > 0)
    throw new UsageError('Beside --check-statement stand --jwks, --identity, --audience, --nonce, --kept and --json.')
  const [identity] = text.identity ?? []
  const statement = readFile(options.file).trim()
  const checked = checkStatement(statement, await readJwks(options.jwks), {
    now: new Date(),
    mustHold: !options.kept,
    ...(identity === undefined ? {} : { identity: readIdentity(identity).name }),
    ...(options.audience === null ? {} : { audience: options.audience }),
    ...(options.nonce === null ? {} : { nonce: options.nonce }),
  })
  return tell(checked, statement, flag.has('json'))
}

function readFile(path: string): string {
  try {
    return readFileSync(path === '-' ? 0 : path, 'utf8')
  } catch (error) {
    throw new UsageError(`--check-statement ${path}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function tell(checked: CheckedStatement, statement: string, json: boolean): number {
  if (!checked.ok) {
    process.stderr.write(`The statement can't be relied on. ${checked.text}\n`)
    return 2
  }
  const { kid, answer } = checked
  process.stdout.write(
    json
      ? jsonLine({ schema: 'countersign.verify-statement/1', verdict: answer.verdict, kid, answer, statement })
      : answerText(answer),
  )
  return exitCodes[answer.verdict]
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
