/**
 * Filters of a list that stand in the address, so that they outlive a reload, a language change and the way back (U-09). An empty
 * one stands nowhere.
 */
export function useUrlFilters<Name extends string>(names: readonly Name[]) {
  const route = useRoute()
  const router = useRouter()
  const filters = computed(() => Object.fromEntries(names.map(name => [name, String(route.query[name] ?? '')])) as Record<Name, string>)

  function set(name: Name, value: string) {
    const { [name]: _old, ...others } = route.query
    void router.replace({ query: value ? { ...others, [name]: value } : others })
  }

  /** As an endpoint takes them: without the empty ones. */
  const query = () => Object.fromEntries(names.map(name => [name, filters.value[name] || undefined]))
  return { filters, set, query }
}
