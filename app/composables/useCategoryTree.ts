import type { AdminCategory } from '#shared/api/catalogue-admin.ts'
import { problemOf, type ShownProblem } from '~/utils/problem-of.ts'

/** The category tree and what may be done to it. Every change is the server's; afterwards the tree is read anew. */
export function useCategoryTree() {
  const api = useApi()
  const { t } = useI18n()
  const tree = shallowRef<AdminCategory[] | null>(null)
  const pending = ref(false)
  const problem = ref<ShownProblem | null>(null)
  const said = ref('')

  async function load() {
    try {
      tree.value = (await api<{ categories: AdminCategory[] }>('/api/admin/categories')).categories
    } catch (error) {
      problem.value = problemOf(error, t)
    }
  }

  /** Asks for a change; says `words` where it was made. @returns whether it was */
  async function change(words: string, method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<boolean> {
    if (pending.value) return false
    pending.value = true
    problem.value = null
    said.value = ''
    try {
      await api(`/api/admin/categories${path}`, { method, body, idempotencyKey: randomKey() })
      said.value = words
      return true
    } catch (error) {
      problem.value = problemOf(error, t)
      return false
    } finally {
      await load()
      pending.value = false
    }
  }

  const childrenOf = (id: string | null) => (tree.value ?? []).filter(category => category.parentId === id)

  /** Whether `id` lies in the subtree of `above`, or is it. */
  function isWithin(id: string | null, above: string): boolean {
    for (let at = id; at !== null; at = tree.value?.find(category => category.id === at)?.parentId ?? null) if (at === above) return true
    return false
  }

  onMounted(load)
  return { tree, pending, problem, said, load, change, childrenOf, isWithin }
}
