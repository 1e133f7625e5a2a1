/** Whether somebody is about to see an element: true from then on. */
export function useNear(element: Readonly<Ref<HTMLElement | null>>) {
  const isNear = ref(false)
  onMounted(() => {
    const watcher = new IntersectionObserver(([entry]) => {
      if (!entry!.isIntersecting) return
      isNear.value = true
      watcher.disconnect()
    }, { rootMargin: '300px' })
    if (element.value) watcher.observe(element.value)
    onUnmounted(() => watcher.disconnect())
  })
  return { isNear }
}
