/** How many rules a price may have, and how far they may reach. */
export const RULE_LIMITS = { byTime: 10, bySales: 10, coolDownHours: 720, daysBefore: 730, percent: 500 } as const
