import type { SessionReply, SessionStatusReply } from '#shared/api/catalogue.ts'
import type { Money } from '#shared/money/money.ts'
import { decodePlan, type EncodedPlan } from '#shared/seating/plan-codec.ts'
import { unpackStatus } from '#shared/seating/seat-status.ts'
import { SeatMapModel } from '../seatmap/model.ts'

/**
 * The hall of a session as the map and the list show it: plan, status, live news. The model is not reactive (60,000
 * seats); `beat` counts its changes, so whoever reads the model in a computed value reads `beat` too.
 */
export function useSessionPlan(session: () => SessionReply) {
  const model = shallowRef<SeatMapModel | null>(null)
  const beat = ref(0)
  const hasFailed = ref(false)
  const feed = useSeatFeed(session().id, {
    snapshot: status => changed(model.value?.setStatus(bytesOf(status), status.areas, status.version)),
    frame: frame => changed(model.value?.applyFrame(frame))
  })

  /** The price of each category of the plan: of its first ticket type that is not used up, which is taken unless another is asked for; null where it is not sold. */
  const prices = computed<(Money | null)[]>(() => (model.value?.plan.categories ?? [])
    .map(({ key }) => session().ticketTypes.find(type => type.categoryKey === key && type.quota?.left !== 0)?.price ?? null))

  async function load() {
    hasFailed.value = false
    try {
      const plan = decodePlan(await $fetch<EncodedPlan>(session().planUrl))
      model.value = markRaw(new SeatMapModel(plan))
      await feed.start()
    } catch {
      hasFailed.value = true
    }
  }

  function changed(hasChanged: boolean | undefined) {
    if (hasChanged) beat.value++
  }

  onMounted(load)
  return { model, beat, prices, hasFailed, load, feedState: feed.state }
}

function bytesOf({ packed, seatCount }: SessionStatusReply): Uint8Array {
  return unpackStatus(Uint8Array.from(atob(packed), character => character.charCodeAt(0)), seatCount)
}
