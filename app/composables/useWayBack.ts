/** Where the sign-in pages lead when somebody is signed in: back to where he was, which is always a place of this site (S-15). */
export function useWayBack() {
  const route = useRoute()
  const localePath = useLocalePath()
  const { data: person } = useAuth()
  const back = computed(() => backPath(route.query.back, localePath('/')))
  // In the browser only: for the server everybody is a stranger.
  onMounted(() => watch(person, (now) => { if (now) void navigateTo(back.value, { replace: true }) }, { immediate: true }))
}
