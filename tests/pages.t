#!/usr/bin/env node
// Every page in a browser. Which pages there are is found by following links and forms as each person of the demo world,
// in the demo register, in an empty one and in one that is full; forms are sent with faults, too. Each page is looked at with and without
// scripts, 1280 and 320 px wide: axe (WCAG 2.0 to 2.2, A and AA), the console, the content policy, the width, the order
// of the Tab key, the weight.
//
//   GRATA_PAGES=all tests/pages.t       every demo person, all four states, every page of the full one: minutes; `make soak` does it
//   GRATA_PICTURES=DIR tests/pages.t    keeps a picture of each page
'use strict'
const fs = require('node:fs')
const path = require('node:path')
const site = require('./pages/site.js')
const { crawl, worth } = require('./pages/crawl.js')
const { inModules, withBrowser } = require('./pages/browser.js')
const { tap, figure } = site

const IS_ALL = process.env.GRATA_PAGES === 'all'
const LOGINS = !IS_ALL ? ['head.protocol', 'desk.officer', 'protocol.officer', 'visa.officer', 'admin'] : ['head.protocol', 'visa.officer', 'desk.officer', 'protocol.officer', 'vetting.officer', 'security.liaison', 'auditor', 'mission.ru', 'admin']
const COLD_KIB = 60
const WARM_KIB = 15
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
// Of them what depends on the width: all that a page is asked again that has only been made narrow. The whole asks all of all.
const NARROW = ['target-size', 'scrollable-region-focusable', 'link-in-text-block', 'meta-viewport']
const PICTURES = process.env.GRATA_PICTURES

// Routes that no link or form leads to from the start page of the demo world, with the reason.
const NOT_LINKED = [
  '/desk/feed', // for calendars: tests/desk.t reads it
  '/attachments/{id}/small', // a picture inside a page
  '/attachments/{id}/remove', // of the demo world's only attachment: a sample of missions need not meet it
  '/export', // sends a file, or leads back to its form
  '/me/keys/new', // keys need a site with a name: tests/sign_in_browser.t goes there
  '/sign-in/stay', // the script asks it: src/access/access_test.c
  '/sign-in/away', // where no script runs: src/access/access_test.c
  '/metrics' // for a machine that gathers counters: tests/server.t reads it
]
// Of the full register `make test` looks at what grows with it.
const FULL = ['/', '/visas', '/visas/backlog?state=RU', '/missions', '/missions/1', '/missions/2', '/visas/ended', '/list', '/list/precedence', '/vet', '/audit', '/visas/reports', '/retention']
// What is asked in the header there; the demo world gets the first.
const SEARCHES = ['example', 'wolfeschlegel']
// What the console may say, with the reason.
const MAY_SAY = [
  /^The specified value ".*" does not conform to the required format, "yyyy-MM-dd"/ // a day in an address written by hand: no browser sends it
]

// Each page as it is with scripts, made narrow, and without scripts; the whole has the four by themselves.
const STATES = IS_ALL ? [1280, 320].flatMap((width) => [true, false].map((withScript) => ({ width, withScript })))
  : [{ width: 1280, withScript: true }, { width: 320, withScript: true, isSamePage: true }, { width: 320, withScript: false }]
const stateName = (state) => state.width + ' px ' + (state.withScript ? 'with' : 'without') + ' scripts'
const figures = { looks: 0, violations: 0, complaints: 0, wide: 0, cold: { bytes: 0 }, warm: { bytes: 0 } }

// ---- in the page ----

// Where each stop of the Tab key lies: 0 skip link, 1 header, 2 navigation, 3 between, 4 main, 5 footer.
const watchFocus = `window.stops = []; document.addEventListener('focusin', ({ target: e }) => window.stops.push(
  e.matches('.govuk-skip-link') ? 0 : e.closest('header nav') ? 2 : e.closest('header') ? 1 : e.closest('main') ? 4 : e.closest('footer') ? 5 : 3))`
const runAxe = (runOnly) => `axe.run(document, { runOnly: ${JSON.stringify(runOnly)} }).then((r) => JSON.stringify(r.violations.map((v) =>
  [v.id, v.nodes.map((n) => n.html.slice(0, 200))]).map(([id, nodes]) =>
  // govuk-frontend's own radios with conditional fields break this one.
  [id, nodes.filter((html) => id !== 'aria-allowed-attr' || !/type="radio"/.test(html))]).filter(([, nodes]) => nodes.length)))`

// Counts what really came over the wire.
async function weigh (devtools) {
  const sums = { bytes: 0, count: 0 }
  const cached = new Set()
  await devtools.send('Network.enable')
  devtools.on('Network.requestServedFromCache', (e) => cached.add(e.requestId))
  devtools.on('Network.responseReceived', (e) => { if (e.response.fromDiskCache) cached.add(e.requestId) })
  devtools.on('Network.loadingFinished', (e) => {
    if (cached.has(e.requestId)) return
    sums.bytes += e.encodedDataLength
    sums.count++
  })
  return sums
}

// One tab with scripts and one without for everything that a worker looks at: a new one for each look costs more than the
// look. `said` gathers what the browser says of the look at hand.
async function openTab (browser, javaScriptEnabled) {
  const context = await browser.newContext({ javaScriptEnabled })
  context.setDefaultTimeout(60000)
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  const tab = { page, said: [], sums: await weigh(devtools), look: undefined }
  page.on('console', (message) => {
    const { look } = tab
    const isItself = message.location().url === look.origin + look.target && /Failed to load resource/.test(message.text())
    if (!(isItself && look.status >= 400) && !MAY_SAY.some((one) => one.test(message.text()))) tab.said.push(message.text())
  })
  page.on('pageerror', (error) => tab.said.push(String(error)))
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (url.origin !== tab.look.origin || url.pathname === '/reports') tab.said.push('asks ' + request.url() + ' ' + (request.postData() || ''))
  })
  tab.run = async (expression) => {
    const answer = await devtools.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true })
    if (answer.exceptionDetails) throw new Error(JSON.stringify(answer.exceptionDetails).slice(0, 500))
    return answer.result.value
  }
  tab.key = (key) => Promise.all(['rawKeyDown', 'keyUp'].map((type) => devtools.send('Input.dispatchKeyEvent', { type, key, code: key, windowsVirtualKeyCode: 9 })))
  tab.go = async (look, width, isCold) => {
    tab.look = look
    tab.sums.bytes = tab.sums.count = 0
    await page.setViewportSize({ width, height: 800 })
    await context.clearCookies()
    if (look.cookie) await context.addCookies([{ name: 'grata', value: look.cookie, url: look.origin, sameSite: 'Strict', httpOnly: true }])
    await devtools.send('Network.setCacheDisabled', { cacheDisabled: Boolean(isCold) })
    await page.goto(look.origin + look.target)
    if (look.click) await Promise.all([page.waitForEvent('load'), page.click(look.click)])
  }
  return tab
}

async function tabOrder ({ run, key }, hasScript) {
  await run(watchFocus)
  await Promise.all(Array.from({ length: 40 }, () => key('Tab')))
  const stops = await run('window.stops')
  const back = stops.findIndex((stop, i) => i > 0 && stop < stops[i - 1])
  const way = back > 0 && stops[back] === 0 ? stops.slice(0, back) : stops // after the last it begins again
  const hasSummary = hasScript && await run("!!document.querySelector('.govuk-error-summary')")
  const isRight = way.length > 0 && way.every((stop, i) => i === 0 || stop >= way[i - 1]) && way[0] === (hasSummary ? 4 : 0)
  if (!isRight) return ['the Tab key stops in the order ' + stops.join(' ')]
  return await run("document.querySelectorAll('[tabindex]:not([tabindex=\"0\"]):not([tabindex=\"-1\"])').length") ? ['a tabindex above 0'] : []
}

function weight (kind, look, bytes, limit) {
  if (bytes > figures[kind].bytes) figures[kind] = { bytes, name: look.name }
  return bytes <= limit * 1024 ? [] : [kind + ' it weighs ' + (bytes / 1024).toFixed(1) + ' KiB']
}

const leadNowhere = `[...document.querySelectorAll('a[href^="#"]')].map((a) => a.hash.slice(1)).filter((id) => id && !document.getElementById(id))`

// Its width, its picture, its links to itself.
async function plain (tab, state) {
  const picture = tab.look.name + ' ' + stateName(state)
  if (PICTURES) await tab.page.screenshot({ path: path.join(PICTURES, picture.replace(/[^A-Za-z0-9.]+/g, '-').slice(0, 150) + '.png'), fullPage: true })
  const wide = await tab.run('document.documentElement.scrollWidth')
  if (wide > state.width) figures.wide++
  return [...wide > state.width ? ['it is ' + wide + ' px wide'] : [], ...(await tab.run(leadNowhere)).map((id) => 'a link leads to #' + id + ', which is not there')]
}

async function weighed (tab, kind, look) {
  for (let i = 0; i < 50 && tab.sums.count === 0; i++) await tab.page.waitForTimeout(20) // the network tells of it a little later
  return tab.sums.count === 0 ? ['nothing was weighed'] : weight(kind, look, tab.sums.bytes, kind === 'cold' ? COLD_KIB : WARM_KIB)
}

async function accessible ({ run }, axe, rules) {
  await run('document.activeElement?.blur()') // a link with the focus has no underline, but a colour of its own behind it
  await run("typeof axe === 'object'") || await run(axe)
  const violations = JSON.parse(await run(runAxe(rules)))
  figures.violations += violations.length
  return violations
}

// axe is a script itself, and waits for ever where scripts are off: for it the page gets an empty script instead.
const EMPTY = [/\.js$/, (route) => route.fulfill({ contentType: 'text/javascript', body: '' })]

async function lookAt ({ on, off }, axe, look, state) {
  const faults = []
  if (!state.withScript) {
    await off.go(look, state.width)
    faults.push(...await plain(off, state))
    if (!IS_ALL) return faults
    await on.page.route(...EMPTY)
  }
  if (state.withScript && state.width === 1280 && !look.click) {
    await on.go(look, state.width, true)
    faults.push(...await weighed(on, 'cold', look))
    await on.go(look, state.width)
    faults.push(...await weighed(on, 'warm', look))
  } else if (state.isSamePage) {
    await on.page.setViewportSize({ width: state.width, height: 800 })
  } else {
    await on.go(look, state.width)
  }
  if (state.withScript) faults.push(...await plain(on, state))
  if (state.width === 1280) faults.push(...await tabOrder(on, state.withScript))
  faults.push(...await accessible(on, axe, state.isSamePage ? NARROW : RULES))
  if (!state.withScript) await on.page.unroute(...EMPTY)
  return faults
}

// A session ends when nobody uses it for a while, and looking at all pages takes longer than that.
const sessions = new Map()
async function signedIn (look) {
  if (!look.login) return look
  const key = look.origin + ' ' + look.login
  const had = sessions.get(key)
  if (!had || Date.now() - had.at > 300000) sessions.set(key, { cookie: await site.signIn(look, look.login), at: Date.now() })
  return { ...look, cookie: sessions.get(key).cookie }
}

// What is wrong with the page in every state: [state, fault].
async function lookAll (tabs, axe, found) {
  const look = await signedIn(found)
  const wrong = []
  for (const state of STATES) {
    const faults = await lookAt(tabs, axe, look, state).catch((error) => [String(error)])
    const said = [...tabs.on.said.splice(0), ...tabs.off.said.splice(0)]
    figures.complaints += said.length
    figures.looks++
    wrong.push(...[...faults, ...said].map((fault) => [stateName(state), fault]))
  }
  return wrong
}

// ---- which pages ----

const nameOf = (register, page) => register + ', ' + (page.login || 'nobody') + ': ' + page.target + (page.status === 200 ? '' : ' (' + page.status + ')')

async function candidates (server, register) {
  const pages = []
  for (const login of LOGINS) {
    pages.push(...await crawl(server, login, await site.signIn(server, login), login === LOGINS[0] ? 400 : 10))
  }
  pages.push(...await pagesOf(server, register, ['/search'], SEARCHES.slice(0, 1)))
  const admin = pages.find((page) => page.login === 'admin')
  for (const target of ['/sign-in', '/no-such-page', '/missions']) pages.push({ target, status: target === '/sign-in' ? 200 : target === '/missions' ? 401 : 404 })
  pages.push({ target: '/no-such-page', login: 'admin', cookie: admin.cookie, status: 404 }, { target: '/ledger', login: 'admin', cookie: admin.cookie, status: 403 })
  for (const page of pages) {
    if (page.html) continue
    const answer = await site.ask(server, page.target, { cookie: page.cookie })
    Object.assign(page, { html: answer.body, source: answer.headers['x-grata-source'], isWanted: answer.status === page.status })
  }
  for (const page of pages) page.name = nameOf(register, page)
  return pages
}

// The pages at these addresses and of these searches, as who sees most.
async function pagesOf (server, register, targets, searches) {
  const [login] = LOGINS
  const cookie = await site.signIn(server, login)
  const found = await Promise.all(searches.map((words) => site.search(server, cookie, words)))
  return Promise.all([...targets, ...found].map(async (target) => {
    const answer = await site.ask(server, target, { cookie })
    const page = { login, cookie, target, status: answer.status, html: answer.body, source: answer.headers['x-grata-source'], isWanted: answer.status === 200 }
    return { ...page, name: nameOf(register, page) }
  }))
}

function checkLinks (pages) {
  const dead = pages.filter((page) => page.from && !page.isWrong && page.status !== 200)
  tap(dead.length === 0, 'every link leads to a page', dead.map((page) => [page.login, page.from, page.target, page.status]))
  const wrong = pages.filter((page) => page.isWrong)
  const taken = wrong.filter((page) => page.status !== 400)
  tap(wrong.length > 0 && taken.length === 0, wrong.length + ' forms with faults are answered with the faults', taken.map((page) => [page.target, page.status]))
}

// What grows with the register, and the page of the longest name that a search finds.
async function fullPages (server) {
  const pages = await pagesOf(server, 'full', FULL, SEARCHES)
  const named = pages.flatMap((page) => [...page.html.matchAll(/href="(\/people\/\d+)[^>]*>(?:<bdi[^>]*>)?([^<]*)/g)])
  const [longest] = named.sort((a, b) => b[2].length - a[2].length)
  return [...pages, ...await pagesOf(server, 'full', [longest[1]], [])]
}

// Every GET of the route tables was reached.
function checkRoutes (pages) {
  const src = path.join(site.root, 'src')
  const missing = []
  let n = 0
  for (const name of fs.readdirSync(src, { recursive: false }).flatMap((d) => fs.statSync(path.join(src, d)).isDirectory() ? fs.readdirSync(path.join(src, d)).map((f) => d + '/' + f) : [])) {
    if (!name.endsWith('.c') || /_test\.c$|\/fuzz_/.test(name)) continue
    const text = fs.readFileSync(path.join(src, name), 'utf8')
    for (const route of text.matchAll(/\bROUTE\(\s*GET, "([^"]+)"[^]*?\),\n/g)) {
      n++
      const lineAt = (i) => text.slice(0, i).split('\n').length
      const isReached = pages.some(({ status, source }) => {
        const [file, line] = String(source).split(':')
        return status === 200 && file === 'src/' + name && line >= lineAt(route.index) && line <= lineAt(route.index + route[0].length - 1)
      })
      if (!isReached && !NOT_LINKED.includes(route[1])) missing.push(route[1])
    }
  }
  tap(n > 0 && missing.length === 0, 'every route for reading is reached by links', missing)
  figure(n + ' routes for reading; not looked at: ' + ([...missing, ...NOT_LINKED].join(' ') || 'none'))
}

// ---- all of it ----

async function main (browser) {
  const axe = fs.readFileSync(path.join(inModules('axe-core'), 'axe.min.js'), 'utf8')
  site.makeDemo('demo')
  site.makeEmpty('empty', 'demo')
  site.makeFull('full', 'demo')
  const looks = []
  const servers = {}
  for (const register of ['demo', 'empty', 'full']) {
    servers[register] = await site.serve(register)
    if (register === 'demo') await site.proposeWording(servers.demo)
    const pages = register === 'full' && !IS_ALL ? await fullPages(servers.full) : await candidates(servers[register], register)
    if (register === 'demo') {
      checkLinks(pages)
      checkRoutes(pages)
    }
    const unwanted = pages.filter((page) => page.isWanted === false)
    tap(unwanted.length === 0, register + ': pages have their status, those of errors too', unwanted.map((page) => page.name))
    const chosen = worth(pages)
    chosen.push({ target: '/sign-in', status: 400, name: register + ', nobody: the form to sign in, empty', click: 'form[action="/sign-in"] button' })
    for (const page of chosen) looks.push({ ...page, origin: servers[register].origin })
  }
  const tabs = await Promise.all([0, 1].map(async () => ({ on: await openTab(browser, true), off: await openTab(browser, false) })))
  await site.each(looks, tabs.length, async (look, worker) => {
    const wrong = await lookAll(tabs[worker], axe, look)
    tap(wrong.length === 0, look.name, wrong)
  })
  figure(looks.length + ' pages x ' + STATES.length + ' states = ' + figures.looks + ' looks: ' + figures.violations + ' violations of WCAG 2.2 AA, ' +
    figures.complaints + ' complaints on the console or of the content policy, ' + figures.wide + ' wider than the window')
  for (const kind of ['cold', 'warm']) figure('heaviest page ' + kind + ': ' + (figures[kind].bytes / 1024).toFixed(1) + ' KiB, ' + figures[kind].name)
  for (const [register, server] of Object.entries(servers)) {
    const end = await server.stop()
    tap(end.code === 0 && end.said === '', register + ': the server ends well', end)
  }
}

withBrowser('the pages in a browser', ['axe-core'], main)
