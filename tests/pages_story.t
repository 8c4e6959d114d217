#!/usr/bin/env node
// "Moscow asks to clear the backlog" in a browser, with and without scripts, by what a person sees: links, labels, buttons.
// The same over HTTP, with what must be in the file afterwards, is tests/stories/moscow_asks_to_clear_the_backlog.story.
'use strict'
const site = require('./pages/site.js')
const { withBrowser } = require('./pages/browser.js')
const { tap } = site

const REASON = 'no paper shows what the applicant is to do here'

// A person at a browser of their own.
async function person (browser, origin, name, withScript, said) {
  const context = await browser.newContext({ javaScriptEnabled: withScript })
  context.setDefaultTimeout(60000)
  const page = await context.newPage()
  page.on('console', (message) => { if (!/Failed to load resource.*4(01|09)/.test(message.text())) said.push(message.text()) })
  page.on('pageerror', (error) => said.push(String(error)))
  await page.goto(origin + '/')
  await page.getByRole('button', { name: 'Sign in as ' + name }).click()
  return page
}

const main = (page) => page.getByRole('main').innerText()
const problem = (page) => page.getByRole('alert').innerText()

async function record (page, step, reason) {
  await page.getByRole('radio', { name: step }).check()
  await page.getByLabel('Reason').fill(reason)
  await page.getByRole('button', { name: 'Record this step' }).click()
}

// What stands in the row of a table under the head of a column.
async function cells (page, column) {
  const heads = await page.getByRole('columnheader').allInnerTexts()
  const at = heads.findIndex((head) => head.startsWith(column))
  const rows = await page.locator('tbody tr').all()
  return Promise.all(rows.map(async (row) => (await row.locator('th, td').nth(at).innerText()).trim()))
}

async function findOldest (page, has) {
  await page.getByRole('link', { name: 'Backlog', exact: true }).click()
  await page.getByLabel('State', { exact: true }).selectOption({ label: 'Russia' })
  await page.getByRole('button', { name: 'Show' }).click()
  const says = await main(page)
  const oldest = /The oldest\s+(\d+) days/.exec(says)[1]
  has(/From Russia to United Kingdom/.test(says), 'the backlog shows how long the oldest Russian application has waited: ' + oldest + ' days', says)
  await page.getByRole('link', { name: 'See these applications' }).click()
  const [refs, ages] = [await cells(page, 'Number'), await cells(page, 'Age')]
  has(ages[0] === oldest + ' days' && ages.every((age) => parseInt(age) <= +oldest), 'that one stands first in the queue: ' + refs[0], ages)
  await page.getByRole('link', { name: refs[0], exact: true }).click()
  has(await page.getByRole('heading', { level: 1 }).count() === 1 && (await main(page)).includes('Application ' + refs[0]), 'and opens')
  return refs[0]
}

// From wherever it stands to where the visa section decides.
async function moveToDecision (page, has) {
  await record(page, /^Ask another ministry/, 'is the role known there?')
  has(/Consultation: Other ministry/.test(await main(page)), 'it is moved: another ministry is asked', await main(page))
  await record(page, /^Enter the answer/, '')
  has(/Decision: Visa section/.test(await main(page)), 'the answer is entered: the visa section decides')
}

async function beRefused (page, has) {
  await record(page, /^Propose to refuse/, '')
  has(/A rule says no; nothing was changed/.test(await problem(page)) && /reason in one sentence/.test(await problem(page)),
    'a refusal without a reason is refused, and the rule is named', await problem(page))
  has(/Decision: Visa section/.test(await main(page)), 'nothing has changed')
  // A step that the page does not offer, as somebody would send it who changes the page.
  const token = await page.locator('main input[name=csrf]').first().inputValue()
  const holding = await page.locator('main input[name=holding_id]').inputValue()
  const answer = await page.request.post(page.url().replace(/(\/move)?$/, '/move'), {
    form: { csrf: token, holding_id: holding, move: 'received.visa', reason: '' }, headers: { Origin: new URL(page.url()).origin }
  })
  has(answer.status() === 409 && /From Decision there is no such move/.test(await answer.text()), 'a step that does not exist is refused', answer.status())
}

async function propose (page, has) {
  await page.getByText('To propose to refuse: the reason as a code').click()
  await page.getByLabel('Why it is refused').selectOption('not_acceptable')
  await record(page, /^Propose to refuse/, REASON)
  has((await main(page)).includes(REASON) && /Held by\s+Approver/.test(await main(page)), 'a refusal is proposed', await main(page))
  await page.getByRole('link', { name: /^Proposal \d+/ }).click()
  const proposal = new URL(page.url()).pathname
  await page.getByRole('button', { name: 'Approve' }).click()
  has(/You proposed this yourself/.test(await problem(page)), 'who proposed it is refused approving it', await problem(page))
  return /\d+/.exec(proposal)[0]
}

async function approve (page, ref, has) {
  has(/\d proposals waiting for your approval/.test(await main(page)), 'the head of protocol sees what waits for approval', await main(page))
  await page.getByRole('link', { name: /\d proposals/ }).click()
  await page.getByRole('link', { name: 'Refuse ' + ref }).click()
  has((await main(page)).includes(REASON), 'and what exactly is proposed')
  await page.getByRole('button', { name: 'Approve' }).click()
  has(/State\s+approved/.test(await main(page)), 'the head of protocol approves it', await main(page))
}

async function logOf (page, object) {
  await page.getByRole('link', { name: 'Audit', exact: true }).click()
  await page.getByLabel('Object').fill(object)
  await page.getByRole('button', { name: 'Filter' }).click()
  const [acts, who] = [await cells(page, 'Act'), await cells(page, 'Who')]
  return acts.map((act, i) => act.replace(/\s+/g, ' ') + ' by ' + who[i])
}

async function seeIt (page, address, proposal, has) {
  await page.goto(address)
  const timeline = await page.locator('.moj-timeline__item').first().innerText()
  has(/Closed: Refused/.test(timeline) && timeline.includes(REASON), 'the timeline says refused, and why', timeline)
  const acts = await logOf(page, 'visa_application ' + /\d+$/.exec(address)[0])
  const want = ['proposal.approve by head.protocol', 'visa.propose by visa.officer', 'visa.move Refused by visa.officer',
    'visa.propose Refused by visa.officer', 'visa.move by visa.officer', 'visa.move by visa.officer']
  has(want.every((act, i) => act === acts[i]), 'the log of the application has the approval, what led to it and what was refused', acts)
  const decided = await logOf(page, 'proposal ' + proposal)
  has(decided.includes('proposal.approve Refused by visa.officer') && decided[0] === 'proposal.approve by head.protocol',
    'the log of the proposal has both answers', decided)
}

// Off until somebody turns them on.
async function pressKeys (page, has) {
  const start = page.url()
  await page.keyboard.press('g')
  await page.keyboard.press('b')
  has(page.url() === start, 'keys do nothing until they are turned on')
  await page.getByRole('button', { name: 'Turn keys on' }).click()
  await page.keyboard.press('/')
  has(await page.evaluate(() => document.activeElement.id) === 'q', 'the key / goes to the search')
  await page.evaluate(() => document.activeElement.blur())
  await page.keyboard.press('g')
  await page.keyboard.press('b')
  await page.waitForURL('**/visas/backlog')
  has(true, 'g b opens the backlog')
  await page.getByRole('button', { name: 'Turn keys off' }).click()
}

async function story (browser, origin, withScript) {
  const said = []
  const has = (ok, name, notes) => tap(ok, (withScript ? 'with' : 'without') + ' scripts: ' + name, notes)
  const officer = await person(browser, origin, 'Visa officer', withScript, said)
  if (withScript) await pressKeys(officer, has)
  const ref = await findOldest(officer, has)
  const address = officer.url()
  await moveToDecision(officer, has)
  await beRefused(officer, has)
  const proposal = await propose(officer, has)
  const head = await person(browser, origin, 'Head of protocol', withScript, said)
  await approve(head, ref, has)
  await seeIt(head, address, proposal, has)
  has(said.length === 0, 'the console says nothing', said)
  await officer.context().close()
  await head.context().close()
}

withBrowser('the story in a browser', [], async (browser) => {
  site.makeDemo('story')
  const server = await site.serve('story')
  await story(browser, server.origin, true)
  await story(browser, server.origin, false)
  const end = await server.stop()
  tap(end.code === 0 && end.said === '', 'the server ends well', end)
})
