type WalletName = 'apple' | 'google'

/**
 * Which wallets are of use on this device, the likelier one first: Apple's on what Apple makes, Google's everywhere but on an iPhone or
 * iPad. A Mac has both: its passes go to the phone, whichever that is. An iPad says that it is a Mac, but a Mac cannot be touched.
 */
export function walletsHere({ userAgent, maxTouchPoints }: Pick<Navigator, 'userAgent' | 'maxTouchPoints'>): WalletName[] {
  const isMac = userAgent.includes('Macintosh')
  if (/iPhone|iPad|iPod/.test(userAgent) || (isMac && maxTouchPoints > 1)) return ['apple']
  return isMac ? ['apple', 'google'] : ['google']
}
