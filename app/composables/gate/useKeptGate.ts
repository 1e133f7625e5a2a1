/** Keeps the scanner's page on the phone once it belongs to a gate: a door that has no network in the evening had one in the afternoon. */
export function useKeptGate(isOnDuty: Ref<boolean>) {
  watch(isOnDuty, () => void keep())

  async function keep() {
    if (!isOnDuty.value) return
    const [{ canKeepPages, keepPage }, { openDecoder }] = await Promise.all([import('~/utils/kept-pages.ts'), import('~/gate/code-decoder.ts')])
    if (!canKeepPages()) return
    // What the camera needs is here before the page is kept with all that it has loaded.
    await openDecoder()
    await keepPage(location.pathname, null).catch(() => {})
  }
}
