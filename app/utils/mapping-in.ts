import { eventColumns, eventImportMapping } from '#shared/api/imports.ts'
import type { DraftMapping } from '~/composables/useEventImport.ts'

const saved = eventImportMapping.extend({ columns: eventColumns.partial().default({}) }).partial()

/** The choices that a file of an earlier import holds, or null if it holds none; columns that `there` does not name are left out. */
export function mappingIn(text: string, there: readonly string[]): Partial<DraftMapping> | null {
  try {
    const { columns, ...others } = saved.parse(JSON.parse(text))
    return { ...others, columns: Object.fromEntries(Object.entries(columns ?? {}).filter(([, column]) => column && there.includes(column))) }
  } catch {
    return null
  }
}
