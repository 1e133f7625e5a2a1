/** `seen`: the server has just looked at who asks. `refused`: it knows nobody any more. */
export type LoginSignal = 'seen' | 'refused'

/** Tells the clock of the login (useLoginClock) what a request has shown, where there is one. */
export function loginSignal(signal: LoginSignal): void {
  if (import.meta.client) dispatchEvent(new Event(`foyer:login-${signal}`))
}
