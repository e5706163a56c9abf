import { type ExecFileOptionsWithStringEncoding, execFile } from 'node:child_process'
import { getBinary } from '../lab/makes/binaries.ts'

const maxOutputBytes = 16 * 1024 * 1024

/** The machine's own OpenSSL policy would hide what a server still accepts. */
const environment = { ...process.env, LC_ALL: 'C', OPENSSL_CONF: '/dev/null' }

/** Runs a scanner at low priority; gives its standard output, whatever its exit code. Throws where it is killed or absent. */
export function runProgram(program: string, args: readonly string[], timeoutMs: number): Promise<string> {
  const options: ExecFileOptionsWithStringEncoding = {
    timeout: timeoutMs,
    maxBuffer: maxOutputBytes,
    env: environment,
    encoding: 'utf8',
  }
  return new Promise((resolve, reject) => {
    const child = execFile('nice', [getBinary(program), ...args], options, (error, stdout) => {
      if (error && (error.killed === true || typeof error.code !== 'number'))
        reject(new Error(`${program}: ${error.message}`))
      else resolve(stdout)
    })
    child.stdin?.end()
  })
}
