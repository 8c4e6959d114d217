#!/usr/bin/env node
// No text makes markup. Stored: every text column of a register is filled with hostile texts, and with harmless words in
// its twin; both show the same elements with the same attributes on every page. The register is that of the demo world, then
// those that stories leave, which have rows that it lacks: of these the pages that show a column not seen before. Typed:
// every text field of every form is sent with hostile texts, and with words to the twin, signed in and after the session was
// lost. Chromium counts dialogs, what the console and the content policy say, and what is in one page and not in the other.
//
//   GRATA_HOSTILE=all tests/pages_hostile.t    every text through every field, and a few rounds more of what is stored: an hour
//                                              and more; `make soak` does it
//   GRATA_FORMS=/accounts                      beside it: nothing stored, and only forms whose address has this
//   GRATA_HOSTILE=stories                      of the whole only what stories leave
'use strict'
const { execFileSync } = require('node:child_process')
const fs = require('node:fs')
const path = require('node:path')
const site = require('./pages/site.js')
const { crawl } = require('./pages/crawl.js')
const { withBrowser } = require('./pages/browser.js')
const { payloads, chunks, sentBytes, MEASURE, difference } = require('./pages/hostile.js')
const { tap, skip, figure } = site

const IS_STORIES = process.env.GRATA_HOSTILE === 'stories'
const IS_ALL = IS_STORIES || process.env.GRATA_HOSTILE === 'all'
const LOGINS = ['head.protocol', 'visa.officer', 'mission.ru', 'admin']
const STORY_LOGINS = IS_ALL ? [...LOGINS, 'protocol.officer', 'vetting.officer', 'security.liaison', 'desk.officer'] : ['head.protocol', 'protocol.officer']
const STORY_SHAPE = IS_ALL ? 10 : 3 // pages asked for of one address that differ in their numbers only
// What they leave has most columns that the demo world lacks; in short only the first of them.
const STORIES = ['expel_2018', 'a_briefing_before_the_call', 'everyday_repairs', 'vet_households', 'a_template_is_changed', 'a_debt_stops_erasure', 'expel_round',
  'what_the_register_refuses', 'expel_refused', 'vet_advice', 'a_report_that_is_not_taken', 'files_in_and_out', 'vet_namesake', 'a_person_is_erased', 'a_spouse_on_the_list',
  'a_successor_and_a_card', 'backlog_effects', 'expel_1971', 'scans_and_photographs', 'the_diplomatic_list', 'vet_outcome_only', 'vet_own_case', 'visa_refused']
const SAME_SHAPE = IS_ALL ? 2 : 1 // pages looked at of one address that differ in their numbers only
const STORED_BYTES = 4000
const TYPED_BYTES = 1500
const FORMS = process.env.GRATA_FORMS
const STORIES_N = IS_ALL ? STORIES.length : 3
const STORED_ROUNDS = FORMS ? 0 : IS_ALL ? 5 : 1 // each gives every row another text
const BODY_BYTES = 56000 // of all fields of a form as they are sent; src/web/http.h takes 64 KiB
const TARGET_BYTES = 6000 // and of one field in an address; src/web/server.h takes 8 KiB
const GROWS = /^\/audit|\/looked$|^\/me$|^\/visas\/reports/ // by being looked at; /me by signing in; reports are kept, and a file that is edited behind the server does not say so

// Columns that are no text to the program: it looks things up by them, or they are the log itself.
const NO_TEXT = [
  /^(audit|sqlite|schema|session|migration)/, /^account\.(?!name$)/, /^proposal\.(act|object_table|body|state)$/, /\.zone$/,
  /^ref_holiday\./, /\.(iso|iso3|region)$/, /_iso$/, /^intake_text\.body$/ // spans point into it; tests/intake.t pastes the texts
]

// Columns that must be seen on some page, or this test has looked at nothing.
const MUST_SHOW = ['account.name', 'ledger_round.reason', 'mission.name', 'mission.status_why', 'person.name', 'person.native_name', 'person_name.name',
  'proposal.reason', 'proposal.summary', 'ref_register.ministry', 'ref_state.name', 'visa_application.outcome_reason', 'visa_holding.reason']
// What no link leads to, or the demo world lacks.
const ADDED = `UPDATE proposal SET state = 'rejected', decided_account_id = 1, decided_at = proposed_at, reason = 'word' WHERE id = 1;
  INSERT INTO person_name (person_id, kind, name, lang, sort_key, source) SELECT id, 'alias', 'word', 'en', 'word', 'word' FROM person LIMIT 1;`
const ALSO = [
  ['/visas/', 'SELECT id FROM visa_application WHERE outcome_reason IS NOT NULL LIMIT 1'], ['/missions/', 'SELECT id FROM mission WHERE status_why IS NOT NULL LIMIT 1'],
  ['/people/', 'SELECT person_id AS id FROM person_name LIMIT 1'], ['/proposals/', 'SELECT id FROM proposal WHERE reason IS NOT NULL']
]

// ---- the two registers ----

const query = (name, text) => execFileSync('sqlite3', ['-json', '-readonly', path.join(site.folder, name + '.db'), text], { encoding: 'utf8' })

// {table, column, mark}: every column of text that the schema leaves free.
function textColumns (name) {
  const rows = JSON.parse(query(name, "SELECT m.name AS tbl, c.name AS col FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table' AND c.type = 'TEXT' ORDER BY 1, 2"))
  return rows.filter(({ tbl, col }) => !NO_TEXT.some((one) => one.test(tbl + '.' + col)))
    .map(({ tbl, col }, i) => ({ table: tbl, column: col, mark: 'q' + (100 + i) + 'q' }))
}

// Writes `texts` into every row of the column, a different one into each; false when the schema has a list of its own.
function fill (name, texts, { table, column, mark }, round) {
  const value = `(SELECT value FROM texts WHERE key = ("${table}".rowid + ${round}) % (SELECT count(*) FROM texts)) || ' ' || rowid`
  const text = `CREATE TEMP TABLE texts AS SELECT key, value FROM json_each(readfile('${path.join(site.folder, texts + '.json')}'));
    CREATE UNIQUE INDEX temp.texts_key ON texts (key);
    PRAGMA busy_timeout = 60000; UPDATE "${table}" SET "${column}" = '${mark} ' || ${value} WHERE "${column}" IS NOT NULL;`
  try {
    execFileSync('sqlite3', ['-bail', path.join(site.folder, name + '.db')], { input: text, stdio: ['pipe', 'ignore', 'pipe'] })
    return true
  } catch (error) {
    if (/CHECK constraint failed|UNIQUE constraint failed/.test(String(error.stderr))) return false
    throw error
  }
}

function makeTwins (texts) {
  const write = (name, value) => fs.writeFileSync(path.join(site.folder, name + '.json'), JSON.stringify(value))
  write('hostile', texts)
  write('words', texts.map((text) => text.replace(/[^\n]+/g, 'word'))) // in as many lines: a note shows each as one
  site.makeDemo('words')
  site.sql('words', ADDED)
  const columns = textColumns('words').filter((column) => fill('words', 'words', column, 0))
  for (const name of ['hostile', 'typed', 'typed_words']) site.copyRegister('words', name)
  return columns
}

// ---- looking ----

const counts = { looks: 0, dialogs: 0, injected: 0, complaints: 0 }

const SESSION_MS = 300000 // a session is used so long; it would end in half an hour in which another's forms are sent

async function tab (browser, server, login) {
  const origin = server.origin
  const context = await browser.newContext()
  context.setDefaultTimeout(60000)
  await context.addInitScript(FIND)
  const page = await context.newPage()
  const said = []
  page.on('dialog', (dialog) => { counts.dialogs++; dialog.dismiss() })
  page.on('pageerror', (error) => said.push(String(error)))
  page.on('console', (message) => { if (!/Failed to load resource.*4\d\d|does not conform to the required format/.test(message.text())) said.push(message.text()) })
  page.on('request', (request) => { if (new URL(request.url()).origin !== origin) said.push('asks ' + request.url()) })
  let [cookie, since] = ['', 0]
  const sign = async () => {
    if (!login) return
    if (Date.now() - since > SESSION_MS) [cookie, since] = [await site.signIn(server, login), Date.now()]
    await context.addCookies([{ name: 'grata', value: cookie, url: origin, sameSite: 'Strict', httpOnly: true }])
  }
  await sign()
  const go = async (target) => {
    await sign()
    await page.goto(origin + target)
  }
  const measure = async (what) => {
    await what()
    counts.looks++
    const seen = await page.evaluate(MEASURE)
    return { ...seen, complaints: said.splice(0) }
  }
  return { page, context, go, measure }
}

// What is wrong with a page beside its twin.
function faults (seen, twin, isSameLength) {
  const found = [...seen.bad, ...difference(seen.shape, twin.shape, isSameLength)]
  counts.injected += found.length
  counts.complaints += seen.complaints.length
  return [...found, ...seen.complaints]
}

// ---- stored ----

const shapeOf = (target) => target.replace(/\d+/g, '0')

function fewOfEach (pages) {
  const n = new Map()
  return pages.filter((page) => {
    const key = page.login + shapeOf(page.target)
    n.set(key, (n.get(key) || 0) + 1)
    return page.status === 200 && !page.isFile && n.get(key) <= SAME_SHAPE
  })
}

async function stored (browser, servers, columns) {
  const pages = []
  for (const login of LOGINS) pages.push(...await crawl(servers.words, login, await site.signIn(servers.words, login), SAME_SHAPE))
  const looked = fewOfEach(pages)
  for (const [path, text] of ALSO) looked.push({ login: 'head.protocol', target: path + JSON.parse(query('words', text))[0].id })
  const tabs = {}
  for (const login of LOGINS) {
    tabs[login] = { words: await tab(browser, servers.words, login), hostile: await tab(browser, servers.hostile, login) }
  }
  const shown = new Set()
  const wrong = []
  for (let round = 0; round < STORED_ROUNDS; round++) {
    for (const column of columns) for (const name of ['words', 'hostile']) fill(name, name, column, round)
    for (const one of looked) {
      const [words, hostile] = ['words', 'hostile'].map((name) => tabs[one.login][name])
      const [twin, seen] = await Promise.all([words, hostile].map((tab) => tab.measure(() => tab.go(one.target))))
      seen.marks.forEach((mark) => shown.add(mark))
      const found = faults(seen, twin, !GROWS.test(one.target))
      if (found.length) wrong.push([one.login, one.target, round, ...found.slice(0, 3)])
    }
  }
  tap(looked.length > 0 && wrong.length === 0, 'stored: the pages of hostile texts have the elements and attributes of those with words', wrong.slice(0, 10))
  if (FORMS) return { pages, shown }
  const unseen = columns.filter((column) => !shown.has(column.mark)).map((column) => column.table + '.' + column.column)
  tap(!MUST_SHOW.some((name) => unseen.includes(name)), 'stored: the columns of text that people read are shown', unseen)
  figure('stored: ' + looked.length + ' pages x ' + STORED_ROUNDS + ' rounds; ' + shown.size + ' columns of text shown with a text in each row')
  return { pages, shown }
}

const MARK = /q\d{3}q/g

// The same in the registers that stories leave; `shown`: marks of columns that were seen, more come to it.
async function storedByStories (browser, columns, shown) {
  const stories = STORIES.slice(0, STORIES_N)
  const files = stories.map((name) => path.join(site.root, 'tests/stories', name + '.story'))
  execFileSync('python3', [path.join(site.root, 'tests/storyrun.py'), '--keep', site.folder, ...files], { stdio: ['ignore', 'ignore', 'inherit'] })
  const shut = []
  let looks = 0
  for (const story of stories) {
    const hostile = story + '_hostile'
    site.copyRegister(story, hostile)
    const filled = textColumns(story).filter((column) => fill(story, 'words', column, 0) && fill(hostile, 'hostile', column, 0))
    const servers = { words: await site.serve(story), hostile: await site.serve(hostile) }
    const wrong = []
    for (const login of STORY_LOGINS) {
      const cookie = await site.signIn(servers.words, login).catch(() => undefined)
      if (!cookie) { // a story may have closed the account
        shut.push(login + ' of ' + story)
        continue
      }
      const pages = await crawl(servers.words, login, cookie, STORY_SHAPE)
      const isNew = (page) => page.status === 200 && !page.isFile && (page.html.match(MARK) || []).some((mark) => !shown.has(mark))
      if (!pages.some(isNew)) continue
      const [words, other] = [await tab(browser, servers.words, login), await tab(browser, servers.hostile, login)]
      for (const page of pages) {
        if (!isNew(page)) continue
        const [twin, seen] = await Promise.all([words, other].map((one) => one.measure(() => one.go(page.target))))
        seen.marks.forEach((mark) => shown.add(mark))
        ;(page.html.match(MARK) || []).forEach((mark) => shown.add(mark))
        looks++
        const found = faults(seen, twin, !GROWS.test(page.target))
        if (found.length) wrong.push([login, page.target, ...found.slice(0, 3)])
      }
      for (const one of [words, other]) await one.context.close()
    }
    tap(wrong.length === 0, 'stored: what the story ' + story + ' leaves, ' + filled.length + ' columns', wrong.slice(0, 10))
    for (const server of Object.values(servers)) await server.stop()
  }
  const unseen = columns.filter((column) => !shown.has(column.mark)).map((column) => column.table + '.' + column.column)
  figure('stored: ' + stories.length + ' registers of stories, ' + looks + ' pages that show a column not seen before; ' + shown.size + ' columns shown; shown nowhere: ' + (unseen.join(' ') || 'none') +
    '; could not sign in: ' + (shut.join(', ') || 'nobody'))
}

// ---- typed ----

// Every form with a text field: {target, login, index, method, fields}, once for each address and set of fields.
function formsOf (pages) {
  const found = new Map()
  for (const page of pages) {
    ;[...page.html.matchAll(/<form\b[^>]*>([^]*?)<\/form>/g)].forEach((form, index) => {
      const fields = [...form[1].matchAll(/<(textarea|input)\b([^>]*)>/g)]
        .filter((m) => m[1] === 'textarea' || !/type="(hidden|checkbox|radio|file|submit|password)"/.test(m[2]))
        .map((m) => /\sname="([^"]*)"/.exec(m[2])?.[1]).filter(Boolean)
      const action = shapeOf(/action="([^"]*)"/.exec(form[0])?.[1] || '')
      const key = action + ' ' + fields
      if (action && fields.length && !found.has(key)) found.set(key, { ...page, index, action, fields, isPost: /method="post"/.test(form[0]) })
    })
  }
  return [...found.values()]
}

// The form on the page at hand: what else stands there, and so its place, depends on who has a session and on what waits.
const FIND = `window.theForm = ({ index, action }) => {
  const isIt = (form) => form && (form.getAttribute('action') || '').replace(/\\d+/g, '0') === action
  const all = [...document.querySelectorAll('form')]
  return isIt(all[index]) ? all[index] : all.find(isIt)
}`
const HAS = (which) => Boolean(window.theForm(which))

// As a person would send it, but past the browser's own checks; `text` into every text field, or into the one `field`.
const SEND = ({ which, text, field }) => {
  const form = window.theForm(which)
  if (!form) throw new Error('no form ' + which.action + ' at ' + location + ': ' + document.title)
  for (const e of form.elements) {
    if (e.matches('textarea, input:not([type=hidden], [type=checkbox], [type=radio], [type=file], [type=submit], [type=password])') && (!field || e.name === field)) {
      if (e.type === 'date' || e.type === 'number') e.type = 'text'
      e.value = text
    }
  }
  form.submit()
}

// The next text is typed into what the last one was answered with, where that shows the form; else into the form as it is opened.
async function send (to, form, text, field, isLost) {
  const which = { index: form.index, action: form.action }
  const key = form.target + ' ' + form.index + ' ' + field
  if (isLost || to.key !== key || !await to.page.evaluate(HAS, which)) await to.go(form.target)
  to.key = isLost ? undefined : key
  if (isLost) await to.context.clearCookies()
  return to.measure(() => Promise.all([to.page.waitForEvent('load'), to.page.evaluate(SEND, { which, text, field })]))
}

// What is typed into a form, as [field, text]: in short a text, another one where the session was lost, in whole every text into every field. Fields of an address go
// one by one, since all of them would make it too long; `turn` takes the next texts.
function typing (form, texts, turn) {
  const fields = form.isPost ? [undefined] : form.fields
  if (!IS_ALL) return fields.map((field) => [field, turn()])
  const room = form.isPost ? BODY_BYTES / form.fields.length : TARGET_BYTES
  const together = chunks(texts.filter((text) => sentBytes(text) <= room), room, sentBytes)
  const alone = form.isPost ? texts.filter((text) => sentBytes(text) > room) : [] // in an address they have no room at all
  return [...fields.flatMap((field) => together.map((text) => [field, text])), ...form.fields.flatMap((field) => alone.map((text) => [field, text]))]
}

async function typed (browser, servers, pages, texts) {
  const signIn = { target: '/sign-in', html: (await site.ask(servers.typed, '/sign-in')).body }
  const forms = formsOf([...pages, signIn]).filter((form) => form.action.includes(FORMS || ''))
  const tabs = {}
  for (const login of [undefined, ...LOGINS]) {
    tabs[login] = { words: await tab(browser, servers.typed_words, login), hostile: await tab(browser, servers.typed, login) }
  }
  const few = chunks(texts, TYPED_BYTES)
  let [n, taken] = [0, 0]
  const turn = () => few[taken++ * 32 % few.length]
  for (const form of forms) {
    const { words, hostile } = tabs[form.login]
    const wrong = []
    for (const isLost of form.isPost && form.login ? [false, true] : [false]) {
      for (const [field, text] of typing(form, texts, turn)) {
        n++
        const harmless = text.replace(/[^\s\p{C}]/gu, 'w') // as long, with the same lines and control characters: the same faults
        const [twin, seen] = await Promise.all([send(words, form, harmless, field, isLost), send(hostile, form, text, field, isLost)])
        const found = faults(seen, twin, form.action !== '/audit')
        if (found.length) wrong.push([isLost, text.slice(0, 100), ...found.slice(0, 3)])
      }
    }
    tap(wrong.length === 0, 'typed into ' + form.fields.join(', ') + ' of ' + form.action, wrong.slice(0, 10))
  }
  figure('typed: ' + forms.reduce((sum, form) => sum + form.fields.length, 0) + ' text fields of ' + forms.length + ' forms, ' + n + ' times sent' + (IS_ALL ? ', every text into every field' : ''))
}

withBrowser('hostile texts in a browser', [], async (browser) => {
  const { all, isWhole } = payloads()
  if (!isWhole) skip('the public corpora of hostile texts', '../shared/data/hostile is not here')
  const columns = makeTwins(chunks(all, STORED_BYTES))
  const servers = {}
  for (const name of ['words', 'hostile', 'typed', 'typed_words']) servers[name] = await site.serve(name)
  if (IS_STORIES) await storedByStories(browser, columns, new Set())
  else {
    const { pages, shown } = await stored(browser, servers, columns)
    if (!FORMS) await storedByStories(browser, columns, shown)
    await typed(browser, servers, pages, all)
  }
  tap(counts.dialogs === 0, 'no dialog opened')
  figure(all.length + ' hostile texts, ' + counts.looks + ' looks: ' + counts.dialogs + ' dialogs, ' + counts.injected + ' injected nodes or attributes, ' +
    counts.complaints + ' complaints of the console or the content policy')
  for (const [name, server] of Object.entries(servers)) {
    const end = await server.stop()
    tap(end.code === 0 && end.said === '', name + ': the server ends well', end)
  }
})
