import { areDays, type Bucket, BUCKETS, bucketsFor, dayIn, type Days, daysBefore, daysOfPreset, type Preset, PRESETS, usualBucket } from '../../charts/period.ts'

export interface Period {
  preset: Preset | 'own'
  days: Days
  /** What it is compared with. */
  before: Days
  zone: string
  bucket: Bucket
  buckets: Bucket[]
  /** It goes on: figures still change. */
  isRunning: boolean
}

/**
 * Of which days a dashboard shows figures, in whose calendar and in which steps. All of it stands in the address; what stands there and
 * makes no sense is passed over. In the browser only: the zone is that of whoever reads.
 */
export function usePeriod(usual: Preset = '30d') {
  const { filters, set, setAll } = useUrlFilters(['period', 'from', 'to', 'zone', 'bucket', 'currency'] as const)
  const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const zone = computed(() => filters.value.zone && isZone(filters.value.zone) ? filters.value.zone : ownZone)
  /** At midnight it is another. */
  const today = ref('')
  const look = () => { today.value = dayIn(zone.value, new Date()) }
  watch(zone, look, { immediate: true })
  const timer = setInterval(look, 30_000)
  onScopeDispose(() => clearInterval(timer))

  const period = computed<Period>(() => {
    const own = { from: filters.value.from, to: filters.value.to }
    const preset = areDays(own) ? 'own' : PRESETS.find(name => name === filters.value.period) ?? usual
    const days = preset === 'own' ? own : daysOfPreset(preset, today.value)
    const buckets = bucketsFor(days)
    const bucket = BUCKETS.find(name => name === filters.value.bucket && buckets.includes(name)) ?? usualBucket(days)
    return { preset, days, before: daysBefore(days), zone: zone.value, bucket, buckets, isRunning: days.to >= today.value }
  })

  const choosePreset = (preset: Preset) => setAll({ period: preset === usual ? '' : preset, from: '', to: '', bucket: '' })
  const chooseDays = (days: Days) => setAll({ ...days, period: '', bucket: '' })
  return {
    period, ownZone, today,
    currency: computed(() => filters.value.currency), choosePreset, chooseDays,
    chooseZone: (name: string) => set('zone', name === ownZone ? '' : name),
    chooseBucket: (name: Bucket) => set('bucket', name === usualBucket(period.value.days) ? '' : name),
    chooseCurrency: (name: string) => set('currency', name)
  }
}

export type UsedPeriod = ReturnType<typeof usePeriod>

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '' && /^[A-Za-z]/.test(name)
  } catch {
    return false
  }
}
