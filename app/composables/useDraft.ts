/** A half-filled form that outlives reload, language change and the way to the sign-in page and back; gone with the tab. */
export function useDraft<T extends Record<string, string>>(name: string, empty: T) {
  const draft = useState<T>(`draft-${name}`, () => ({ ...empty }))
  onMounted(() => {
    const kept = sessionStorage.getItem(`foyer-draft-${name}`)
    if (kept) draft.value = { ...draft.value, ...parsed(kept) }
  })
  watch(draft, value => sessionStorage.setItem(`foyer-draft-${name}`, JSON.stringify(value)), { deep: true })
  return draft
}

function parsed(text: string): Record<string, string> {
  try {
    return JSON.parse(text) as Record<string, string>
  } catch {
    return {}
  }
}
