/** What may be brought of a customer, in the order in which it is asked for. Nothing in it can say that somebody wants mails. */
export const CUSTOMER_COLUMNS = ['email', 'name', 'phone', 'locale'] as const
