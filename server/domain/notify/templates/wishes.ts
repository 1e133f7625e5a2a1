import type { Template } from './words.ts'

/** What somebody asked to hear of. */
export const wishes = {
  'sale-opened': f => ({
    title: f.say(`${f.event()} is on sale`, `${f.event()}已开售`),
    lines: [f.say('You asked us to tell you. Good seats are there while they last.', '您订阅了开售提醒，现在即可选座购票。')],
    ...f.facts(['When', '时间', f.when('startsAt')], ['Where', '地点', f.text('venue')]),
    ...f.button('Choose seats', '选座购票')
  }),
  'favourite-on-sale': f => ({
    title: f.say(`${f.event()} is on sale`, `${f.event()}已开售`),
    lines: [f.say('It is one of your favourites. Good seats are there while they last.', '这是您收藏的演出，现在即可选座购票。')],
    ...f.facts(['When', '时间', f.when('startsAt')], ['Where', '地点', f.text('venue')]),
    ...f.button('Choose seats', '选座购票')
  }),
  'favourite-few-left': f => ({
    title: f.say(`Few places are left for ${f.event()}`, `${f.event()}余票不多`),
    lines: [f.say('It is one of your favourites, and less than a tenth of the places are free.', '这是您收藏的演出，余票已不足一成。')],
    ...f.facts(['When', '时间', f.when('startsAt')], ['Where', '地点', f.text('venue')]),
    ...f.button('Choose seats', '选座购票')
  }),
  'favourite-changed': f => ({
    title: f.say(`News of ${f.event()}`, `${f.event()}有新消息`),
    lines: [f.say('Something has changed at one of your favourites.', '您收藏的演出有变更。')],
    ...f.quote('changes'),
    ...f.button('Open the event', '查看演出')
  })
} satisfies Record<string, Template>
