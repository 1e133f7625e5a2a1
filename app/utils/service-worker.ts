/** The worker of this site: it shows push messages and opens kept pages without network. Registering it again is nothing. */
export function registerWorker(): Promise<ServiceWorkerRegistration> {
  return navigator.serviceWorker.register('/service-worker.js', { updateViaCache: 'none' })
}
