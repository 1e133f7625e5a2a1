/* The one worker of this site; each part of it is a file. Pages register it by app/utils/service-worker.ts. */
importScripts('/worker/push.js', '/worker/kept-pages.js')

// A newer worker serves the pages that are open as well: its parts know the same caches.
self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', event => event.waitUntil(self.clients.claim()))
