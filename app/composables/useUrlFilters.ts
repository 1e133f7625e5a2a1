/**
 * Filters of a list that stand in the address, so that they outlive a reload, a language change and the way back (U-09). An empty
 * one stands nowhere.
 */
export function useUrlFilters<Name extends string>(names: readonly Name[]) {
  const route = useRoute()
  const router = useRouter()
  const filters = computed(() => Object.fromEntries(names.map(name => [name, String(route.query[name] ?? '')])) as Record<Name, string>)

  const set = (name: Name, value: string) => setAll({ [name]: value } as Partial<Record<Name, string>>)

  /** Several at once: one after the other, the second would not know of the first. */
  function setAll(values: Partial<Record<Name, string>>) {
    const query = Object.fromEntries(Object.entries({ ...route.query, ...values }).filter(([, value]) => value))
    void router.replace({ query })
  }

  /** As an endpoint takes them: without the empty ones. */
  const query = () => Object.fromEntries(names.map(name => [name, filters.value[name] || undefined]))
  return { filters, set, setAll, query }
}
