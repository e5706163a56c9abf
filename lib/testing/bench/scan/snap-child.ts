import { writeHeapSnapshot } from 'node:v8'
setTimeout(() => { gc?.(); console.log(process.memoryUsage()); writeHeapSnapshot('/tmp/team/tar.heapsnapshot') }, 2500)
await import('./tarpit-child.ts')
