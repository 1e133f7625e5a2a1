export type GateTheme = 'auto' | 'light' | 'dark'

const KEY = 'foyer-gate-theme'
/** From evening to morning a bright screen blinds whoever holds it, by the clock on the phone's own wall. */
const isNight = () => {
  const hour = new Date().getHours()
  return hour >= 17 || hour < 8
}

/** How the scanner looks: by the hour, or as somebody chose. The server does not know the hour, so it begins dark. */
export function useGateTheme() {
  const choice = useState<GateTheme>('gate-theme', () => 'auto')
  const night = useState('gate-night', () => true)
  const theme = computed(() => choice.value === 'auto' ? (night.value ? 'dark' : 'light') : choice.value)

  onMounted(() => {
    const kept = localStorage.getItem(KEY)
    if (kept === 'light' || kept === 'dark') choice.value = kept
    night.value = isNight() || matchMedia('(prefers-color-scheme: dark)').matches
  })
  return {
    theme, choice: readonly(choice),
    choose(wish: GateTheme) {
      choice.value = wish
      localStorage.setItem(KEY, wish)
    }
  }
}
