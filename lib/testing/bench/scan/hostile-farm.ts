import { hostileCases } from '#lib/testing/lab/hostile/index.ts'
import { serveUntilStdinEnds } from './serve-until-stdin-ends.ts'

// Child process: the lab's hostile servers, one port each.
const servers = await Promise.all(hostileCases.map((hostile) => hostile.start()))
serveUntilStdinEnds({ ports: servers.map(({ port }) => port), root: '' })
