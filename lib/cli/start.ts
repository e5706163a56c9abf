import { launch } from './launch.ts'

await launch('production', process.argv.slice(2))
