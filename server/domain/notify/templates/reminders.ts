import type { Template } from './words.ts'

/** What helps to be there, and to find something to be at. */
export const reminders = {
  'event-soon': (f) => {
    const n = f.number('count')
    return {
      title: f.say(`Coming up: ${f.event()}`, `${f.event()}即将开演`),
      subject: f.say(`${f.event()}: ${f.when('startsAt')}`, `${f.event()}：${f.when('startsAt')}`),
      lines: [
        f.is('isChanged')
          ? f.say('Time or place have changed since you bought. This is what holds now.', '自您购票以来，时间或地点已有变更，请以下列信息为准。')
          : f.say(`You have ${n === 1 ? 'a ticket' : `${n} tickets`}. Have the QR code ready at the entrance; it works without a network, too.`, `您有 ${n} 张门票。入场时请出示二维码，无网络时也可使用。`)
      ],
      ...f.facts(['Begins', '开演', f.when('startsAt')], ['Doors', '入场', f.when('doorsAt')], ['Where', '地点', f.text('venue')], ['Address', '地址', f.text('address')], ['Order', '订单号', f.text('reference')]),
      ...f.button('Open the tickets', '查看门票'),
      note: f.is('isGuest') ? f.say('Whoever has this link can show your tickets: keep this mail to yourself.', '任何人持有此链接均可出示您的门票，请妥善保管此邮件。') : undefined
    }
  },
  'show-tips': f => ({
    title: f.say('Something to look forward to', '近期好演出'),
    lines: [f.say('On sale now, and there are still good places.', '正在热售，仍有好座位。')],
    ...f.shows('shows'),
    ...f.button('See everything that is on', '查看全部演出', '/search'),
    note: f.say('You asked for this. At most one a day, none at night, and one click ends it.', '您订阅了此类邮件：每天最多一封，夜间不发送，可一键退订。')
  })
} satisfies Record<string, Template>
