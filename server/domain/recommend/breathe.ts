/** Lets whoever waits for this process be answered between two parts of a long computation. */
export function breathe(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve))
}
