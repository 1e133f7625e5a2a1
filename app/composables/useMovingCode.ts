import { STEP_SECONDS, movingCodeAt, stepAt } from '#shared/tickets/moving-code.ts'
import { drawCode } from '~/utils/draw-code.ts'

/** A code that moves, drawn anew each half minute from its seed, without network. `share`: how much of the half minute is left, 0 to 1. */
export function useMovingCode(moving: () => { still: string, seed: string }, clockOffsetMs: () => number) {
  const svg = ref<string | null>(null)
  const share = ref(1)
  let shown = -1
  let timer: ReturnType<typeof setInterval> | undefined

  async function tick() {
    const nowMs = Date.now() + clockOffsetMs()
    share.value = 1 - nowMs / 1000 % STEP_SECONDS / STEP_SECONDS
    if (stepAt(nowMs) === shown) return
    shown = stepAt(nowMs)
    const { still, seed } = moving()
    svg.value = await drawCode(await movingCodeAt(still, bytesOf(seed), nowMs))
  }

  const again = () => {
    shown = -1
    void tick()
  }
  watch([moving, clockOffsetMs], again, { deep: true })
  onMounted(() => {
    void tick()
    timer = setInterval(tick, 500)
  })
  onUnmounted(() => clearInterval(timer))
  return { svg, share }
}

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64url.replaceAll('-', '+').replaceAll('_', '/')), character => character.charCodeAt(0))
}
