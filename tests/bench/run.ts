import { parseArgs } from 'node:util'
import { onSaleSpike } from './b1-on-sale-spike.ts'
import { standingHotRow } from './b2-standing-hot-row.ts'
import { searchLargeCatalogue } from './b3-search.ts'
import { openSeatMaps } from './b4-seat-map.ts'
import { checkoutSteady } from './b5-checkout-steady.ts'
import { liveFanOut } from './b6-live-fan-out.ts'
import { bestAvailableRush } from './b9-best-available-rush.ts'
import { waitingRoom } from './b10-waiting-room.ts'
import { gateRush } from './b11-gate-rush.ts'
import { organiserLoad } from './b12-organiser.ts'
import { measureCeilings } from './ceilings.ts'
import { type BenchReport, asText, machineFacts, writeReport } from './lib/report.ts'
import { openStage } from './lib/stage.ts'

const HELP = `npm run bench [-- --scale 0.2 --no-fsync --only b1,b2,b3,b4,b5,b6,b9,b10,b11,b12 --rate 20 --postgres debian15 --profile --out bench-results]
Runs the benchmarks against the built app, with a PostgreSQL (the embedded one, or Debian's 15) and a Redis of their own.
--rate: orders a second in B5, fifty unless it says otherwise.
--profile writes what the app's processor time went into beside the results, for the browser's developer tools to open.`

const { values } = parseArgs({ options: { scale: { type: 'string', default: '1' }, 'no-fsync': { type: 'boolean', default: false }, only: { type: 'string', default: 'b1,b2,b3,b4,b5,b6,b9,b10,b11,b12' }, postgres: { type: 'string', default: 'embedded' }, rate: { type: 'string' }, profile: { type: 'boolean', default: false }, out: { type: 'string', default: 'bench-results' }, help: { type: 'boolean', default: false } } })
if (values.help) {
  console.log(HELP)
  process.exit(0)
}

const scale = Number(values.scale)
const wanted = values.only.split(',')
const stage = await openStage({ fsync: !values['no-fsync'], version: values.postgres === 'debian15' ? 'debian15' : 'embedded', ...(values.profile ? { profileDir: values.out } : {}) })
try {
  console.error('Measuring the ceilings ...')
  const report: BenchReport = { at: new Date().toISOString(), machine: machineFacts(stage.postgres.version, !values['no-fsync'], scale), ceilings: await measureCeilings(stage), scenarios: [] }
  if (wanted.includes('b1')) {
    console.error('B1 on-sale spike ...')
    report.scenarios.push(await onSaleSpike(stage, scale))
  }
  if (wanted.includes('b2')) {
    console.error('B2 standing hot row ...')
    report.scenarios.push(await standingHotRow(stage, scale))
  }
  if (wanted.includes('b3')) {
    console.error('B3 search ...')
    report.scenarios.push(await searchLargeCatalogue(stage, scale))
  }
  if (wanted.includes('b4')) {
    console.error('B4 seat map ...')
    report.scenarios.push(...await openSeatMaps(stage, scale))
  }
  if (wanted.includes('b5')) {
    console.error('B5 checkout steady state ...')
    report.scenarios.push(await checkoutSteady(stage, scale, values.rate ? Number(values.rate) : undefined))
  }
  if (wanted.includes('b6')) {
    console.error('B6 live fan-out ...')
    report.scenarios.push(await liveFanOut(stage, scale))
  }
  if (wanted.includes('b9')) {
    console.error('B9 best-available rush ...')
    report.scenarios.push(await bestAvailableRush(stage, scale))
  }
  if (wanted.includes('b10')) {
    console.error('B10 waiting room ...')
    report.scenarios.push(await waitingRoom(stage, scale))
  }
  if (wanted.includes('b11')) {
    console.error('B11 gate rush ...')
    report.scenarios.push(await gateRush(stage, scale))
  }
  if (wanted.includes('b12')) {
    console.error('B12 organiser load ...')
    report.scenarios.push(await organiserLoad(stage, scale))
  }
  console.log(asText(report))
  console.error(`Written: ${(await writeReport(report, values.out)).join(', ')}`)
} finally {
  await stage.close()
}
