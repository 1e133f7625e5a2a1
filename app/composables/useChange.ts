const ID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/

/** The ticket that is being changed on this page (`?change=<ticket>&order=<its order>`); null: something is bought. */
export function useChange(): { ticketId: string, orderId: string } | null {
  const { change, order } = useRoute().query
  return typeof change === 'string' && typeof order === 'string' && ID.test(change) && ID.test(order) ? { ticketId: change, orderId: order } : null
}
