/** Keeps the screen on while `isWanted`, where the browser can (Screen Wake Lock API); it ends by itself when the page is hidden. */
export function useAwake(isWanted: () => boolean) {
  let lock: WakeLockSentinel | null = null

  async function update() {
    if (!('wakeLock' in navigator)) return
    const shall = isWanted() && document.visibilityState === 'visible'
    if (shall && (!lock || lock.released)) lock = await navigator.wakeLock.request('screen').catch(() => null)
    else if (!shall) await lock?.release()
  }

  onMounted(() => {
    document.addEventListener('visibilitychange', update)
    void update()
  })
  watch(isWanted, update)
  onUnmounted(() => {
    document.removeEventListener('visibilitychange', update)
    void lock?.release()
  })
}
