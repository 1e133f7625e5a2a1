/** Whether what is looked at here may be counted. Null: not asked yet. */
export type Consent = 'yes' | 'no' | null

const KEY = 'foyer-consent'

/** A browser that says no for its owner (Global Privacy Control, Do Not Track) is not asked. */
export function refusesTracking(): boolean {
  return (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl === true || navigator.doNotTrack === '1'
}

export function readConsent(): Consent {
  if (refusesTracking()) return 'no'
  try {
    const said = localStorage.getItem(KEY)
    return said === 'yes' || said === 'no' ? said : null
  } catch {
    // Who keeps nothing here is asked nothing.
    return 'no'
  }
}

export function keepConsent(said: 'yes' | 'no'): void {
  localStorage.setItem(KEY, said)
}
