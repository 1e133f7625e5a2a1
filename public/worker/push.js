/* Shows push messages and opens what they are about. It caches nothing and touches no request. */
self.addEventListener('push', (event) => {
  let message
  try {
    message = event.data.json()
  } catch {
    message = {}
  }
  const { title = 'Foyer', body = '', path = '/notifications' } = message
  event.waitUntil(self.registration.showNotification(title, { body, icon: '/favicon.svg', data: { path } }))
})

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  const url = new URL(event.notification.data?.path ?? '/', self.location.origin)
  // A message leads into this site only.
  if (url.origin !== self.location.origin) return
  event.waitUntil((async () => {
    const pages = await self.clients.matchAll({ type: 'window' })
    const open = pages.find(page => page.url === url.href)
    await (open ? open.focus() : self.clients.openWindow(url.href))
  })())
})
