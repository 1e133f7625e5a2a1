import { registerWorker } from './service-worker.ts'

/** What this browser can do about push messages: it takes none, it was told not to, or they are on or off. */
export type PushState = 'none' | 'denied' | 'on' | 'off'

const SUBSCRIBED = 'foyer-push'

export async function pushStateHere(): Promise<PushState> {
  if (!('serviceWorker' in navigator) || !('PushManager' in window) || !('Notification' in window)) return 'none'
  if (Notification.permission === 'denied') return 'denied'
  return await subscriptionHere() && localStorage.getItem(SUBSCRIBED) ? 'on' : 'off'
}

/** Asks the person, then the browser's push service, then tells the server by `tell`. Throws where one of them refuses. */
export async function subscribeHere(publicKey: string, tell: (subscription: PushSubscriptionJSON) => Promise<unknown>): Promise<void> {
  if (await Notification.requestPermission() !== 'granted') return
  const registration = await registerWorker()
  await navigator.serviceWorker.ready
  // One made for other keys serves nobody any more.
  const old = await registration.pushManager.getSubscription()
  await old?.unsubscribe()
  const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey })
  await tell(subscription.toJSON())
  localStorage.setItem(SUBSCRIBED, '1')
}

/** Ends it here; `tell` lets the server forget it. */
export async function unsubscribeHere(tell: (endpoint: string) => Promise<unknown>): Promise<void> {
  const subscription = await subscriptionHere()
  localStorage.removeItem(SUBSCRIBED)
  if (!subscription) return
  await subscription.unsubscribe()
  await tell(subscription.endpoint)
}

/** Before signing out: nothing more comes here for this person. */
export function forgetHere(): Promise<void> {
  return unsubscribeHere(endpoint => $fetch('/api/user/push-subscriptions', { method: 'DELETE', body: { endpoint } }))
}

async function subscriptionHere(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker.getRegistration('/')
  return await registration?.pushManager.getSubscription() ?? null
}
