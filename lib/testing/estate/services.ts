import { meshServices } from './mesh-services.ts'
import { productionServices } from './production-services.ts'
import type { Service } from './service.ts'
import { stagingServices } from './staging-services.ts'

/** The whole demo estate. */
export const services: readonly Service[] = [...productionServices, ...meshServices, ...stagingServices]
