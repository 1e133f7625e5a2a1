/** The city that somebody chose when he looked for events, on this device alone: events there come first where nothing else is known of him. */
const KEY = 'foyer-city'

export function rememberCity(city: string | undefined): void {
  if (city) localStorage.setItem(KEY, city)
  else localStorage.removeItem(KEY)
}

export const chosenCity = (): string | undefined => localStorage.getItem(KEY) ?? undefined
