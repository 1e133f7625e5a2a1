import { openHouse } from './lib/open-house.ts'
import { runCommand } from './lib/progress.ts'

await runCommand(() => openHouse('development'))
