/**
 * Time left of a deadline that the server gave as "so many milliseconds from now", counted by the browser's steady clock:
 * a wrong wall clock changes nothing. Null while there is no deadline.
 */
export function useCountdown(remainingMs: () => number | null | undefined) {
  const left = ref<number | null>(null)
  let deadline = 0
  let timer: ReturnType<typeof setInterval> | undefined

  const tick = () => { if (left.value !== null) left.value = Math.max(0, deadline - performance.now()) }
  watch(remainingMs, (ms) => {
    left.value = ms ?? null
    deadline = import.meta.client ? performance.now() + (ms ?? 0) : 0
  }, { immediate: true })
  onMounted(() => { timer = setInterval(tick, 250) })
  onUnmounted(() => clearInterval(timer))
  return left
}
