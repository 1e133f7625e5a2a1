/**
 * The Idempotency-Key of one intention: the same for every retry of the same request, another one once it has
 * succeeded or says something else (draft-ietf-httpapi-idempotency-key-header).
 */
export function writeKey(make: () => string) {
  let key: string | null = null
  let meant: string | null = null
  return {
    keyFor(path: string, body: unknown): string {
      const says = JSON.stringify([path, body ?? null])
      if (key === null || meant !== says) {
        key = make()
        meant = says
      }
      return key
    },
    done() {
      key = null
      meant = null
    }
  }
}
