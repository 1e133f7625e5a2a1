/** Steps back and forth through what was written: one step is what was written without a pause. */
export function useUndo<T>(state: Ref<T>) {
  const past = shallowRef<string[]>([])
  const future = shallowRef<string[]>([])
  let now = ''
  const MOST = 100

  function begin(): void {
    now = JSON.stringify(state.value)
    past.value = future.value = []
  }

  function note(): void {
    const newest = JSON.stringify(state.value)
    if (newest === now) return
    past.value = [...past.value, now].slice(-MOST)
    future.value = []
    now = newest
  }

  function undo(): void {
    note()
    const before = past.value.at(-1)
    if (before === undefined) return
    past.value = past.value.slice(0, -1)
    future.value = [...future.value, now]
    show(before)
  }

  function redo(): void {
    const next = future.value.at(-1)
    if (next === undefined) return
    future.value = future.value.slice(0, -1)
    past.value = [...past.value, now]
    show(next)
  }

  function show(text: string): void {
    now = text
    state.value = JSON.parse(text) as T
  }

  return { begin, note, undo, redo, canUndo: computed(() => past.value.length > 0), canRedo: computed(() => future.value.length > 0) }
}
