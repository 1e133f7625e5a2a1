/**
 * Imports a seating plan from a file:
 *   node server/commands/import-plan.ts --venue <slug> --hall main --format pretix|csv|foyer --file plan.json
 *     [--name "Main hall"] [--name-zh "主厅"] [--repair] [--dry-run] [--split-sections]
 * into the database of DATABASE_URL (or the embedded one). Exits with 1 when nothing was stored because of a fault.
 */
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import type { Database } from '#drizzle/database.ts'
import { importPlan, type PlanImport } from '#server/domain/seating/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import type { PlanFault } from '#shared/seating/plan-fault-kinds.ts'
import { CommandError, runCommand } from './lib/progress.ts'
import { withDatabase } from './lib/with-database.ts'

type Print = (line: string) => void

/** Imports the plan and prints what became of it. Returns the exit code: 0, or 1 when it was refused. */
export async function importPlanFile(db: Database, wish: PlanImport, print: Print): Promise<number> {
  try {
    const { plans, changes } = await importPlan({ db }, wish)
    for (const { place, sentence } of changes) print(`  ${place}: ${sentence.en}`)
    for (const { hall, seatCount, stored } of plans) print(`${hall}: ${seatCount} seats, ${whatHappened(stored)}`)
    return 0
  } catch (problem) {
    if (!(problem instanceof DomainError)) throw problem
    if (problem.code === 'plan-refused') printFaults(problem.data.faults as PlanFault[], problem.data.faultCount as number, wish.repair, print)
    else print(`There is no venue ${wish.venueSlug}.`)
    return 1
  }
}

function whatHappened(stored: { version: number, isNew: boolean } | null): string {
  if (!stored) return 'can be sold (nothing was stored: dry run)'
  return stored.isNew ? `stored as version ${stored.version}` : `is version ${stored.version} already`
}

function printFaults(faults: readonly PlanFault[], count: number, isRepaired: boolean, print: Print): void {
  print(`Refused: ${count} ${count === 1 ? 'fault' : 'faults'}. Nothing was stored.`)
  for (const { place, sentence, code, isRepairable } of faults) print(`  ${place || 'the plan'}: ${sentence.en} (${code}${isRepairable ? '' : ', cannot be repaired'})`)
  if (count > faults.length) print(`  ... and ${count - faults.length} more`)
  if (!isRepaired && faults.every(fault => fault.isRepairable)) print('All of this can be mended: add --repair.')
}

/** What the command line asks for, with the file read. Throws `CommandError` where that cannot be done. */
export async function readWish(args: readonly string[]): Promise<PlanImport> {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean', default: false } as const
  const { values } = parseArgs({ args: [...args], options: { 'venue': text, 'hall': text, 'format': text, 'file': text, 'name': text, 'name-zh': text, 'repair': flag, 'dry-run': flag, 'split-sections': flag } })
  const { venue, hall, format, file } = values
  if (!venue || !file) throw new CommandError('Say which venue (--venue its slug) and which file (--file).')
  if (format !== 'pretix' && format !== 'csv' && format !== 'foyer') throw new CommandError('Say the format: --format pretix, csv or foyer.')
  if (hall === undefined && !values['split-sections']) throw new CommandError('Say which hall of the venue (--hall), for example main.')
  if (hall !== undefined && !/^[a-z0-9-]{1,60}$/.test(hall)) throw new CommandError('A hall is named by a-z, 0-9 and hyphens.')
  const name = values.name ?? basename(file).replace(/\..*$/, '')
  return {
    venueSlug: venue, hall: hall ?? '', format, name: { en: name, zh: values['name-zh'] ?? name }, content: await readText(file),
    repair: values.repair, dryRun: values['dry-run'], splitSections: values['split-sections'], actor: 'import-plan'
  }
}

async function readText(file: string): Promise<string> {
  const bytes = await readFile(file)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new CommandError(`${file} is not UTF-8. Save it as UTF-8 (it may be GBK or Windows-1252 now) and try again.`)
  }
}

if (import.meta.main) {
  await runCommand(async () => {
    const wish = await readWish(process.argv.slice(2))
    return withDatabase(db => importPlanFile(db, wish, line => console.log(line)))
  })
}
