import { faultValues } from '~/utils/fault-values.ts'
import { useEditor } from './useEventEditor.ts'

/** Nothing is wrong then: it is just not there yet. */
const NOT_YET = new Set(['missing', 'no-sessions', 'no-ticket-types'])

/** What is wrong with one field, as its label, its border and its note say it. What is merely not there yet is said once somebody wants to hand in. */
export function useFault(path: () => string) {
  const { t } = useI18n()
  const { locale } = useLocal()
  const { faults, isStrict } = useEditor()
  const found = computed(() => faults.value.find(fault => fault.path === path() && (isStrict.value || !NOT_YET.has(fault.code))))
  const id = computed(() => `fault-${path().replaceAll('.', '-')}`)
  return {
    sentence: computed(() => found.value ? t(`publish.fault.${found.value.code}`, faultValues(found.value.data, locale.value)) : null),
    field: computed(() => ({ 'data-path': path(), 'aria-invalid': found.value ? 'true' as const : undefined, 'aria-describedby': found.value ? id.value : undefined })),
    id
  }
}
