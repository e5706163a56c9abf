import { observe } from '#lib/scan/observe.ts'
import { labOptions } from '#lib/testing/lab/scanning.ts'
const t = process.argv[2]!.split(':'); const depth = process.argv[3] as any
const started = performance.now(); const c0 = process.cpuUsage()
const [o] = await observe({ host: t[0]!, port: Number(t[1]), serverName: process.argv[4] ?? 's0.test', transport: (process.argv[5] ?? 'tls') as any }, { ...labOptions, depth })
const c = process.cpuUsage(c0)
const { certificates, ...rest } = o!
console.dir(rest, { depth: 9, maxStringLength: 200 }); console.log('certs', certificates.size, 'ms', performance.now() - started, 'cpu', (c.user + c.system) / 1000)
