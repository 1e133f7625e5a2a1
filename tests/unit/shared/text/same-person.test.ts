import { describe, expect, it } from 'vitest'
import { samePerson } from '#shared/text/same-person.ts'

describe('one spelling for one mailbox', () => {
  it.each([
    ['Ada@Example.ORG', 'ada@example.org'],
    ['a.d.a+x@gmail.com', 'ada@gmail.com'],
    ['ada@googlemail.com', 'ada@gmail.com'],
    ['ada+tickets@outlook.com', 'ada@outlook.com'],
    ['ada+x@me.com', 'ada@icloud.com']
  ])('%s is %s', (written, same) => expect(samePerson(written)).toBe(same))

  it.each(['a.b@outlook.com', 'ada+x@example.org', '+x@gmail.com', 'a.b@qq.com'])('%s stays as it is: it may be somebody else', address => expect(samePerson(address)).toBe(address))

  it('says the same of what it said', () => {
    for (const address of ['A.B+c@gmail.com', '...@gmail.com', 'x@pm.me']) expect(samePerson(samePerson(address))).toBe(samePerson(address))
  })
})
