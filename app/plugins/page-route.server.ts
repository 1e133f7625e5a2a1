/** Tells the server by which route it renders a page, for logs and metrics: `/events/:slug()`, whatever the slug. */
export default defineNuxtPlugin(() => {
  const event = useRequestEvent()
  const router = useRouter()
  if (event) router.afterEach(to => void (event.context.pageRoute = to.matched.at(-1)?.path ?? '(no page)'))
})
