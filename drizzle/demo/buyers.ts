import type { Locale } from '#shared/text/local-text.ts'

const FAMILY = ['王', '李', '张', '刘', '陈', '杨', '赵', '黄', '周', '吴', '徐', '孙', '胡', '朱', '高', '林', '何', '郭', '马', '罗']
const GIVEN = ['安然', '子墨', '思远', '雨桐', '晓彤', '一诺', '浩然', '佳琪', '书瑶', '明轩', '可欣', '天佑', '梦洁', '嘉树', '予安', '清和', '若溪', '知行', '景行', '小满']
const FIRST = ['Ada', 'Ben', 'Chloe', 'Daniel', 'Elena', 'Farid', 'Grace', 'Hugo', 'Iris', 'Jonas', 'Kiran', 'Lena', 'Mina', 'Noah', 'Olive', 'Pavel', 'Rosa', 'Sam', 'Tara', 'Yusuf']
const LAST = ['Archer', 'Bell', 'Castro', 'Dunn', 'Ekberg', 'Fischer', 'Grant', 'Hale', 'Ito', 'Jansen', 'Kaya', 'Lund', 'Moore', 'Novak', 'Okafor', 'Price', 'Quinn', 'Reyes', 'Stone', 'Vega']

export interface DemoBuyer { name: string, email: string, locale: Locale }

/** The buyer number `n` of the demo: a believable name, and an address of a domain that is reserved for examples (RFC 2606). */
export function demoBuyer(n: number, random: () => number): DemoBuyer {
  const pick = (list: string[]) => list[Math.floor(random() * list.length)]!
  const isChinese = random() < 0.8
  return {
    name: isChinese ? pick(FAMILY) + pick(GIVEN) : `${pick(FIRST)} ${pick(LAST)}`,
    email: `guest-${n}@example.com`,
    locale: isChinese ? 'zh' : 'en'
  }
}
