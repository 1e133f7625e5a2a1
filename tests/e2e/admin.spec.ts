import { expect, test } from '@playwright/test'
import { visit } from './support/buying.ts'
import { expectAccessible } from './support/accessible.ts'
import { another, handInChange, newCustomer, signInAs } from './support/desk.ts'

/** English at a desk, Chinese on a phone. */
const SAYS = {
  en: {
    at: '', reviews: 'Reviews', large: 'Large', take: 'Take it', giveBack: 'Give it back', changed: 'What changed', starts: /^Starts:/, effects: 'What it means for sold tickets', showPage: 'Show the page',
    approve: 'Approve', sendBack: 'Send back', templates: 'Common reasons', price: 'Price', to: 'To the publisher', sayWhy: 'Say what has to change', sentBack: 'Sent back.', approved: 'Approved.', faster: 'has just decided this', phone: 'Phone',
    people: 'People', searchPeople: 'Name, e-mail, phone or id', role: 'Change the role', publisher: 'Publisher', why: 'Why?', roleDone: 'The role was changed.', shutOut: 'Shut out', shutDone: 'The account is shut out.', endLogins: 'End all logins',
    applyTitle: 'Put on your own events', nameEn: 'Your name as a publisher, in English', nameZh: 'And in Chinese', about: 'What do you want to put on?', apply: 'Apply', withUs: 'Your application is with us', makePublisher: 'Make a publisher', reject: 'Reject', isPublisher: 'You are a publisher.', notThisTime: 'Not this time',
    categories: 'Categories', newCategory: 'New category', en: 'Name in English', zh: 'Name in Chinese', below: 'Below', edit: 'Edit', save: 'Save', up: 'up', mergeInto: 'Merge into', merge: 'Merge', delete: 'Delete', close: 'Close', moveTo: 'Move to', move: 'Move', top: 'At the top',
    venues: 'Venues', newVenue: 'New venue', address: 'Address', city: 'City', name: 'Name', english: 'English', chinese: 'Chinese', venue: 'Venue', addHall: 'Add a plain hall', importPlan: 'Import a seating plan', file: 'File', look: 'Look it through', mend: 'Mend what can be mended', store: 'Store the plan', willDo: 'It will do', planThere: 'The plan is there.', hallThere: 'The hall is there.', makePublic: 'Make it public', isPublic: 'The venue is public.', notYours: 'This desk is for admins.'
  },
  zh: {
    at: '/zh', reviews: '审核', large: '大改动', take: '认领', giveBack: '放回队列', changed: '改动内容', starts: /^开始时间：/, effects: '对已售门票的影响', showPage: '显示页面',
    approve: '通过', sendBack: '退回', templates: '常用理由', price: '价格', to: '致主办方', sayWhy: '请说明需要修改什么', sentBack: '已退回', approved: '已通过，正在通知主办方', faster: '刚刚作出了决定', phone: '手机',
    people: '用户', searchPeople: '姓名、邮箱、手机号或编号', role: '更改角色', publisher: '主办方', why: '原因', roleDone: '角色已更改。', shutOut: '停用账户', shutDone: '账户已停用。', endLogins: '结束全部登录',
    applyTitle: '发布您的演出', nameEn: '主办方英文名称', nameZh: '主办方中文名称', about: '您想举办什么活动？', apply: '提交申请', withUs: '申请已提交', makePublisher: '批准成为主办方', reject: '拒绝', isPublisher: '您已是主办方。', notThisTime: '申请未通过',
    categories: '分类', newCategory: '新建分类', en: '英文名称', zh: '中文名称', below: '上级分类', edit: '编辑', save: '保存', up: '上移', mergeInto: '合并到', merge: '合并', delete: '删除', close: '关闭', moveTo: '移动到', move: '移动', top: '顶层',
    venues: '场馆', newVenue: '新建场馆', address: '地址', city: '城市', name: '名称', english: '英文', chinese: '中文', venue: '场馆详情', addHall: '添加简易场地', importPlan: '导入座位图', file: '文件', look: '检查', mend: '自动修复可修复的问题', store: '保存座位图', willDo: '可以导入', planThere: '座位图已导入。', hallThere: '场地已添加。', makePublic: '批准并公开', isPublic: '场馆已公开。', notYours: '此工作台仅供管理员使用。'
  }
} as const
const words = () => SAYS[test.info().project.name === 'phone' ? 'zh' : 'en']
const mark = () => `${test.info().project.name}-${Date.now()}`
/** Tests of both projects run on one house: each takes events of its own. */
const own = (n: number) => test.info().project.name === 'phone' ? n + 4 : n

test('an admin sees what changed and for whom, looks at the page, and sends it back with a reason', async ({ page, playwright, isMobile }) => {
  const say = words()
  const publisher = await another(playwright, 'publisher')
  const { submissionId, document } = await handInChange(publisher, own(0), (d) => {
    const first = d.sessions[0]!
    first.startsAt = new Date(Date.parse(first.startsAt) + 3_600_000).toISOString()
    first.endsAt = new Date(Date.parse(first.endsAt) + 3_600_000).toISOString()
    d.description.en += ' Please bring a lantern.'
    d.description.zh += '请自带灯笼。'
  })
  await signInAs(page.request, 'admin')
  await visit(page, `${say.at}/admin`)
  await expect(page.getByRole('heading', { level: 1, name: say.reviews })).toBeVisible()
  await page.getByRole('button', { name: say.large, exact: true }).click()
  const card = page.locator('article', { has: page.locator(`a[href$="/admin/reviews/${submissionId}"]`) })
  await expect(card).toBeVisible()
  await expectAccessible(page)
  if (isMobile) {
    await card.getByRole('button', { name: say.take }).click()
  } else {
    // By keyboard alone: down the queue, take it, open it.
    const link = card.locator('a[data-review]')
    for (let i = 0; i < 20 && !await link.evaluate(a => a.matches(':focus')); i++) await page.keyboard.press('j')
    await expect(link).toBeFocused()
    await page.keyboard.press('a')
  }
  await expect(card.getByRole('button', { name: say.giveBack })).toBeVisible()
  await card.locator('a[data-review]').press('Enter')

  await expect(page.getByRole('heading', { name: say.changed })).toBeVisible()
  await expect(page.getByRole('heading', { name: say.starts })).toBeVisible()
  await expect(page.locator('ins', { hasText: 'lantern' })).toBeVisible()
  await expect(page.locator('ins', { hasText: '灯笼' })).toBeVisible()
  await expect(page.getByRole('heading', { name: say.effects })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: say.showPage }).click()
  const frame = page.frameLocator('iframe')
  await expect(frame.getByRole('heading', { level: 1, name: document.name[isMobile ? 'zh' : 'en'] })).toBeVisible()
  await page.getByRole('button', { name: isMobile ? 'English' : '中文', exact: true }).click()
  await expect(frame.getByRole('heading', { level: 1, name: document.name[isMobile ? 'en' : 'zh'] })).toBeVisible()

  await page.getByRole('button', { name: say.sendBack }).click()
  await expect(page.getByText(say.sayWhy)).toBeVisible()
  await page.getByText(say.templates).click()
  await page.getByRole('button', { name: say.price, exact: true }).click()
  await page.getByLabel(say.to).press('End')
  await page.getByRole('button', { name: say.sendBack }).click()
  await expect(page.getByText(say.sentBack)).toBeVisible()
  await publisher.dispose()
})

test('of two admins the slower one is told kindly who was faster', async ({ page, playwright }) => {
  const say = words()
  const publisher = await another(playwright, 'publisher')
  const { submissionId, eventId } = await handInChange(publisher, own(1), (d) => { d.summary.en = `${d.summary.en.replace(/\.$/, '')}, again.` })
  const colleague = await another(playwright, 'admin')
  await signInAs(page.request, 'admin')
  await visit(page, `${say.at}/admin/reviews/${submissionId}`)
  const approve = page.getByRole('button', { name: say.approve, exact: true })
  await expect(approve).toBeVisible()
  const decided = await colleague.put(`/api/events/${eventId}/approve`, { data: { submissionId, decision: 'reject', reason: 'Not yet' } })
  expect(decided.status(), await decided.text()).toBe(200)
  await approve.click()
  await expect(page.getByText(say.faster)).toBeVisible()
  await expect(page.getByText('Not yet').first()).toBeVisible()
  await expect(approve).toHaveCount(0)
  await Promise.all([publisher.dispose(), colleague.dispose()])
})

test('somebody is found, made a publisher, and shut out; every act is in the log', async ({ page, playwright }) => {
  const say = words()
  const somebody = await playwright.request.newContext({ baseURL: test.info().project.use.baseURL })
  const email = await newCustomer(somebody, 'Rosalind Duke')
  await signInAs(page.request, 'admin')
  await visit(page, `${say.at}/admin/users`)
  await page.getByRole('searchbox', { name: say.searchPeople }).fill(email)
  await expect(page.getByRole('link', { name: 'Rosalind Duke' })).toHaveCount(1)
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Rosalind Duke' }).click()
  await expect(page.getByRole('heading', { level: 2, name: 'Rosalind Duke' })).toBeVisible()
  await expectAccessible(page)

  const dialog = page.getByRole('dialog')
  await page.getByRole('button', { name: say.role }).click()
  await dialog.getByLabel(say.publisher).check()
  await dialog.getByLabel(say.why).fill('known for years')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: say.role }).click()
  await expect(page.getByText(say.roleDone)).toBeVisible()
  await expect(page.getByText('known for years')).toBeVisible()
  // The old login does not go on under the new role.
  expect((await somebody.get('/api/user/profile')).status()).toBe(401)

  await page.getByRole('button', { name: say.shutOut }).click()
  await dialog.getByLabel(say.why).fill('sold the same seat twice')
  await dialog.getByRole('button', { name: say.shutOut }).click()
  await expect(page.getByText(say.shutDone)).toBeVisible()
  expect((await somebody.post('/api/auth/login', { data: { email, password: 'a lantern over the river' } })).status()).toBe(401)
  await somebody.dispose()
})

test('a customer applies; an admin says no, then yes', async ({ page, browser }) => {
  const say = words()
  const name = `Lark Theatre ${mark()}`
  const theirs = await browser.newContext({ viewport: page.viewportSize() })
  const applicant = await theirs.newPage()
  await newCustomer(applicant.request, 'Lark')
  const apply = async () => {
    await applicant.getByLabel(say.nameEn).fill(name)
    await applicant.getByLabel(say.nameZh).fill('百灵剧社')
    await applicant.getByLabel(say.about).fill('Small plays in small rooms, twice a month.')
    await applicant.getByRole('button', { name: say.apply }).click()
    await expect(applicant.getByRole('heading', { name: say.withUs })).toBeVisible()
  }
  await visit(applicant, `${say.at}/account/publish`)
  await expect(applicant.getByRole('heading', { level: 1, name: say.applyTitle })).toBeVisible()
  await expect(applicant.getByLabel(say.nameEn)).toBeVisible()
  await expectAccessible(applicant)
  await apply()

  await signInAs(page.request, 'admin')
  await visit(page, `${say.at}/admin/applications`)
  const card = page.locator('article', { hasText: name })
  await expect(card).toBeVisible()
  await expectAccessible(page)
  await card.getByRole('button', { name: say.reject }).click()
  await page.getByRole('dialog').getByLabel(say.why).fill('Tell us where you play.')
  await page.getByRole('dialog').getByRole('button', { name: say.reject }).click()
  await expect(card).toHaveCount(0)

  await visit(applicant, `${say.at}/account/publish`)
  await expect(applicant.getByRole('heading', { name: say.notThisTime })).toBeVisible()
  await expect(applicant.getByText('Tell us where you play.')).toBeVisible()
  await apply()
  await visit(page, `${say.at}/admin/applications`)
  await card.getByRole('button', { name: say.makePublisher }).click()
  await expect(card).toHaveCount(0)
  await visit(applicant, `${say.at}/account/publish`)
  await expect(applicant.getByText(say.isPublisher)).toBeVisible()
  await theirs.close()
})

test('the category tree is put into order by keyboard and by mouse', async ({ page, isMobile }) => {
  const say = words()
  const id = mark()
  const row = (name: string) => page.locator('li.category', { hasText: `${name} ${id}` })
  const place = (name: string) => row(name).evaluate(li => [...li.parentElement!.children].indexOf(li))
  const dialog = page.getByRole('dialog')
  await signInAs(page.request, 'admin')
  await visit(page, `${say.at}/admin/categories`)
  for (const name of ['Circus', 'Magic', 'Fire']) {
    await page.getByRole('button', { name: say.newCategory }).first().click()
    await dialog.getByLabel(say.en).fill(`${name} ${id}`)
    await dialog.getByLabel(say.zh).fill(`${name} ${id}`)
    await dialog.getByRole('button', { name: say.newCategory }).click()
    await expect(row(name)).toBeVisible()
  }
  await expectAccessible(page)
  expect(await place('Magic')).toBeLessThan(await place('Fire'))
  await row('Fire').getByRole('button', { name: say.up }).focus()
  await page.keyboard.press('Enter')
  await expect.poll(async () => await place('Fire') < await place('Magic')).toBe(true)

  if (isMobile) {
    await row('Magic').getByRole('button', { name: say.edit }).click()
    const circus = dialog.getByLabel(say.moveTo).locator('option', { hasText: `Circus ${id}` })
    await dialog.getByLabel(say.moveTo).selectOption(await circus.getAttribute('value'))
    await dialog.getByRole('button', { name: say.move, exact: true }).click()
  } else {
    await row('Magic').dragTo(row('Circus'))
  }
  // Below its parent, and further in.
  await expect.poll(async () => await place('Magic') - await place('Circus')).toBe(1)
  await expect(row('Magic')).toHaveAttribute('style', /2rem/)

  await row('Circus').getByRole('button', { name: say.edit }).click()
  await expectAccessible(page)
  const fire = dialog.getByLabel(say.mergeInto).locator('option', { hasText: `Fire ${id}` })
  await dialog.getByLabel(say.mergeInto).selectOption(await fire.getAttribute('value'))
  await dialog.getByRole('button', { name: say.merge, exact: true }).click()
  await expect(row('Circus')).toHaveCount(0)
  await expect.poll(async () => await place('Magic') - await place('Fire')).toBe(1)
  for (const name of ['Magic', 'Fire']) {
    await row(name).getByRole('button', { name: say.edit }).click()
    await dialog.getByRole('button', { name: say.delete }).click()
    await expect(row(name)).toHaveCount(0)
  }
})

test('a proposed venue is furnished, given a plan from a file, and made public', async ({ page, playwright }) => {
  const say = words()
  const name = `Old Mill ${mark()}`
  const publisher = await another(playwright, 'publisher')
  const proposed = await publisher.post('/api/venues', { data: { name: { en: name, zh: name }, address: { en: '1 Mill Lane', zh: '磨坊巷1号' }, city: { en: 'Suzhou', zh: '苏州' }, country: 'CN', timeZone: 'Asia/Shanghai', latitude: null, longitude: null } })
  expect(proposed.status(), await proposed.text()).toBe(201)
  await publisher.dispose()
  await signInAs(page.request, 'admin')
  await visit(page, `${say.at}/admin/venues`)
  await expect(page.getByRole('link', { name })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('link', { name }).click()
  await expect(page.getByRole('heading', { level: 2, name })).toBeVisible()

  await page.getByText(say.addHall).first().click()
  const hall = page.locator('details', { hasText: say.addHall })
  await hall.getByLabel(say.en).fill('Main hall')
  await hall.getByLabel(say.zh).fill('主厅')
  await hall.getByRole('button', { name: say.addHall }).click()
  await expect(page.getByText(say.hallThere)).toBeVisible()
  await expect(page.getByRole('img', { name: 'Main hall' }).or(page.getByRole('img', { name: '主厅' }))).toBeVisible()
  await expectAccessible(page)

  await page.getByText(say.importPlan).first().click()
  const plan = page.locator('details', { hasText: say.importPlan })
  await plan.getByLabel(say.file).setInputFiles({ name: 'studio.csv', mimeType: 'text/csv', buffer: Buffer.from('section,row,seat,x,y\nStalls,A,1,0,0\nStalls,A,2,50,0\nStalls,A,2,100,0\n') })
  await plan.getByLabel(say.en).fill('Studio')
  await plan.getByLabel(say.zh).fill('小剧场')
  await plan.locator('input[list]').fill('studio')
  await plan.getByRole('button', { name: say.look }).click()
  await expect(plan.getByText('line 4')).toBeVisible()
  await plan.getByLabel(say.mend).check()
  await plan.getByRole('button', { name: say.look }).click()
  await expect(plan.getByText(say.willDo)).toBeVisible()
  await plan.getByRole('button', { name: say.store }).click()
  await expect(page.getByText(say.planThere)).toBeVisible()
  await page.getByRole('button', { name: say.makePublic }).click()
  await expect(page.getByText(say.isPublic)).toBeVisible()
})

test('the desk is shut to everybody else', async ({ page }) => {
  const say = words()
  await signInAs(page.request, 'publisher')
  for (const path of ['reviews', 'users', 'applications', 'categories', 'venues']) {
    await visit(page, `${say.at}/admin/${path}`)
    await expect(page.getByText(say.notYours)).toBeVisible()
  }
})
