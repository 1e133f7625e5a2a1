import type { CustomerColumn, CustomerImportMapping, CustomerImportOutcome, CustomerImportsReply } from '#shared/api/customer-imports.ts'
import type { LookReply } from '#shared/api/imports.ts'

/** What a mapping says as long as somebody is still at it: every column may be missing. */
export type DraftCustomerMapping = Omit<CustomerImportMapping, 'columns'> & { columns: Partial<Record<CustomerColumn, string | null>> }

const NOTHING_CHOSEN = { email: '', name: null, phone: null, locale: null }

/** An import of customers as its part of the page goes through it: a file, what its columns mean, a try, the real thing, and who is invited then. */
export function useCustomerImport() {
  const { locale } = useI18n()
  const api = useApi()
  const table = useTableImport<CustomerImportOutcome>('/api/imports/customers')
  const look = ref<LookReply | null>(null)
  const runs = ref<CustomerImportsReply | null>(null)
  const mapping = ref<DraftCustomerMapping>({ columns: NOTHING_CHOSEN, locale: locale.value, country: 'CN' })

  async function readRuns() {
    runs.value = await api<CustomerImportsReply>('/api/imports/customers').catch(() => runs.value)
  }

  /** Reads the columns of a file, and guesses what they mean. */
  async function choose(chosen: File) {
    const seen = await table.lookAt(chosen)
    if (!seen) return
    look.value = seen
    mapping.value = { ...mapping.value, columns: { ...NOTHING_CHOSEN, ...seen.columnsGuessed } }
  }

  async function run(dryRun: boolean) {
    await table.send(mapping.value, { dryRun: dryRun ? '1' : '0' })
    await readRuns()
  }

  return { ...table, look, mapping, runs, readRuns, choose, run }
}
