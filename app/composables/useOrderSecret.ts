/**
 * What a guest shows for an order: from his private link (`?secret=`), then kept in this browser, so that reloads and
 * other pages of the order work. Read it in the browser only.
 */
export function useOrderSecret(orderId: string) {
  const route = useRoute()
  const name = `foyer-order-${orderId}`
  const fromLink = typeof route.query.secret === 'string' && /^[\w-]{16,200}$/.test(route.query.secret) ? route.query.secret : null
  if (import.meta.client && fromLink) localStorage.setItem(name, fromLink)
  return import.meta.client ? fromLink ?? localStorage.getItem(name) : null
}

/** The order is in an account now. */
export function forgetOrderSecret(orderId: string): void {
  localStorage.removeItem(`foyer-order-${orderId}`)
}

export function keepOrderSecret(orderId: string, secret: string | null): void {
  if (secret) localStorage.setItem(`foyer-order-${orderId}`, secret)
}
