import type { EventColumn } from '#shared/api/imports.ts'

/** How people call the columns of their programmes, in both languages. The first pattern that fits wins. */
const NAMES: [EventColumn, RegExp][] = [
  ['externalId', /^(external_?id|event_?id|id|编号|編號|活动编号)$/i],
  ['nameEn', /^(title|name|event)_?(en|english)?$|^(英文名称|英文名稱)$/i],
  ['nameZh', /^(title|name|event)_?(zh|cn|tc|sc|chinese)$|^(中文)?(名称|名稱|标题|標題)$/i],
  ['summaryEn', /^(summary|subtitle)_?(en)?$/i],
  ['summaryZh', /^(summary|subtitle)_?(zh|cn|tc|sc)$|^(摘要|副标题)$/i],
  ['descriptionEn', /^(description|details|about)_?(en)?$/i],
  ['descriptionZh', /^(description|details|about)_?(zh|cn|tc|sc)$|^(简介|簡介|描述|详情)$/i],
  ['organiserEn', /^(organi[sz]er|presenter|host)_?(en)?$/i],
  ['organiserZh', /^(organi[sz]er|presenter|host)_?(zh|cn|tc|sc)$|^(主办方|主辦方|主办单位|主辦單位)$/i],
  ['category', /^(category|type|genre|分类|分類|类别)(_?en)?$/i],
  ['sessions', /^(sessions?|dates?|starts?(_?at)?|showtimes?|场次|場次|时间|時間|日期)$/i],
  ['venueId', /^venue_?id$/i],
  ['venueEn', /^(venue|place|location)_?(name)?_?(en)?$/i],
  ['venueZh', /^(venue|place|location)_?(name)?_?(zh|cn|tc|sc)$|^(场馆|場館|场地|地点|地點)$/i],
  ['addressEn', /^address_?(en)?$/i],
  ['addressZh', /^address_?(zh|cn|tc|sc)$|^地址$/i],
  ['cityEn', /^city_?(en)?$/i],
  ['cityZh', /^city_?(zh|cn|tc|sc)$|^城市$/i],
  ['latitude', /^(lat|latitude|纬度)$/i],
  ['longitude', /^(lon|lng|long|longitude|经度)$/i],
  ['prices', /^(prices?|fees?|票价|票價|价格)(_?[a-z]{3})?$/i]
]

/** What the columns of a file probably mean, by their names. */
export function guessColumns(columns: readonly string[]): Partial<Record<EventColumn, string>> {
  return Object.fromEntries(NAMES.flatMap(([meaning, pattern]) => {
    const found = columns.find(column => pattern.test(column.trim()))
    return found ? [[meaning, found]] : []
  }))
}
