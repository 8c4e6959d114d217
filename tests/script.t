#!/usr/bin/env node
// The sample page in a browser under the Content-Security-Policy of the program: accessible, no wider than the window, no
// complaint on the console, with and without scripts; then everything that src/web/grata.js adds.
'use strict'
const { execFileSync } = require('node:child_process')
const { createServer } = require('node:http')
const fs = require('node:fs')
const path = require('node:path')

const root = process.env.GRATA_ROOT || path.dirname(__dirname)
const folder = process.env.GRATA_TMP || fs.mkdtempSync('/tmp/grata-script-')
const dev = path.resolve(root, process.env.GRATA_BUILD || 'build/dev')
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; " +
  "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
const types = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml' }

let done = 0
let failed = 0
const tap = (ok, name, notes) => {
  console.log((ok ? 'ok ' : 'not ok ') + ++done + ' - ' + name)
  if (!ok) {
    failed++
    console.log('# ' + JSON.stringify(notes === undefined ? '' : notes, null, 1).replace(/\n/g, '\n# '))
  }
}

if (!fs.existsSync(path.join(root, 'node_modules/playwright-core'))) {
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--silent'], { cwd: root, stdio: 'inherit' })
}
const { CHROMIUM } = require('./pages/browser.js')
const { chromium } = require(path.join(root, 'node_modules/playwright-core'))
const axe = fs.readFileSync(path.join(root, 'node_modules/axe-core/axe.min.js'), 'utf8')

fs.mkdirSync(path.join(folder, 'assets'), { recursive: true })
execFileSync(path.join(dev, 'test_frame'), { cwd: root, stdio: 'ignore', env: { ...process.env, GRATA_ROOT: root, GRATA_SAMPLE: folder } })
const sample = fs.readFileSync(path.join(folder, 'sample.html'), 'utf8')
const main = (html) => sample.replace(/<main[^]*<\/main>/, '<main id="main-content">' + html + '</main>')
const pages = {
  '/poll': main('<h1>Work</h1><div data-poll="/jobs/7"><progress max="1" value="0" aria-label="Done"></progress><p data-poll-text></p></div>'),
  '/count': main('<h1>Count</h1><div class="govuk-form-group govuk-character-count" data-module="govuk-character-count" data-maxlength="10">' +
    '<label for="t">Text</label><textarea id="t" class="govuk-textarea"></textarea><div class="govuk-hint govuk-character-count__message">At most 10</div></div>'),
  '/twice': main('<h1>Twice</h1><form action="/sent" method="get"><button class="govuk-button" data-prevent-double-click="true">Send</button></form>'),
  '/fault': main('<div class="govuk-error-summary" data-module="govuk-error-summary"><h2>There is a problem</h2></div><h1>Fault</h1>')
}
pages['/ending'] = main('<h1>Secret</h1><form action="/task" method="post"><input type="hidden" name="csrf" value="c"><label for="t">Text</label>' +
  '<textarea id="t" name="reason"></textarea><label for="p">Password</label><input id="p" name="password" type="password"></form>')
  .replace(/<body class="govuk-template__body"[^>]*>/, '<body class="govuk-template__body" data-left="900" data-login="vera">')
pages['/out'] = pages['/ending'].replace('"900"', '"-2"')
let kept = ''
let jobs = 0
let sent = 0
const server = createServer((request, answer) => {
  const url = new URL(request.url, 'http://x')
  answer.setHeader('Content-Security-Policy', policy)
  if (url.pathname === '/jobs/7') {
    jobs++
    answer.setHeader('Content-Type', 'application/json')
    answer.end(JSON.stringify(jobs === 1 ? { done_n: 3, total_n: 9, text: '3 of 9' } : { is_done: jobs > 2, done_n: 9, total_n: 9, text: '9 of 9' }))
    return
  }
  if (url.pathname === '/sign-in/stay') {
    answer.setHeader('Content-Type', 'application/json')
    answer.end('{"left_n":900}')
    return
  }
  if (url.pathname === '/sign-in/kept') {
    request.on('data', (data) => { kept += data })
    request.on('end', () => answer.end('kept'))
    return
  }
  if (url.pathname === '/sent') {
    sent++
    setTimeout(() => answer.end('thanks'), 400)
    return
  }
  const file = path.join(folder, path.normalize(url.pathname))
  const page = pages[url.pathname] || (fs.existsSync(file) && fs.statSync(file).isFile() ? fs.readFileSync(file) : sample)
  answer.setHeader('Content-Type', types[path.extname(url.pathname)] || types['.html'])
  answer.end(page)
})

async function look (browser, origin, width, withScript) {
  const name = width + ' px ' + (withScript ? 'with' : 'without') + ' scripts'
  const context = await browser.newContext({ viewport: { width, height: 800 }, javaScriptEnabled: withScript })
  const page = await context.newPage()
  const said = []
  page.on('console', (message) => said.push(message.text()))
  page.on('pageerror', (error) => said.push(String(error)))
  page.on('request', (request) => { if (!request.url().startsWith(origin)) said.push(request.url()) })
  await page.goto(origin + '/sample.html')
  tap(said.length === 0, name + ': nothing on the console, no other host', said)
  const devtools = await context.newCDPSession(page)
  const run = async (expression) => (await devtools.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true })).result.value
  const wide = await run('document.documentElement.scrollWidth')
  tap(wide <= width, name + ': no wider than the window', wide)
  tap(await page.locator('[data-select-all]').isVisible() === withScript, name + ': what needs the script is shown only with it')
  if (withScript) {
    await run(axe)
    const found = JSON.parse(await run("axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })" +
      '.then((r) => JSON.stringify(r.violations.map((v) => [v.id, v.nodes.map((n) => n.html)])))'))
    tap(found.length === 0, name + ': axe finds no violation of WCAG 2.2 AA', found)
  }
  await context.close()
}

const focused = (page) => page.evaluate(() => document.activeElement.textContent.trim() || document.activeElement.id || document.activeElement.tagName)

async function keys (page, origin) {
  await page.goto(origin + '/sample.html')
  await page.keyboard.press('Tab')
  tap(await focused(page) === 'Skip to main content', 'the first stop is the skip link', await focused(page))
  await page.keyboard.press('/')
  tap(await page.evaluate(() => document.activeElement.id !== 'q'), 'keys are off until they are turned on')
  await page.click('[data-keys-switch]')
  await page.keyboard.press('/')
  tap(await page.evaluate(() => document.activeElement.id === 'q'), '/ goes to the search')
  await page.keyboard.type('gq?')
  tap(await page.inputValue('#q') === 'gq?', 'keys are letters while one types')
  await page.evaluate(() => document.activeElement.blur())
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  tap(await focused(page) === 'A-119', 'j goes down the rows', await focused(page))
  await page.keyboard.press('k')
  tap(await focused(page) === 'A-118', 'k goes up')
  await page.keyboard.press('?')
  tap(await page.locator('dialog').isVisible(), '? shows the keys')
  await page.keyboard.press('Escape')
  await Promise.all([page.waitForURL(origin + '/visas'), page.keyboard.type('gq', { delay: 30 })])
  tap(true, 'g q opens the queue')
  await page.keyboard.press('/')
  tap(await page.evaluate(() => document.activeElement.id === 'q'), 'the choice is kept for the next page')
}

async function extras (page, origin) {
  await page.goto(origin + '/sample.html')
  await page.check('[data-select-all]')
  tap(await page.locator('input[name=id]:checked').count() === 25 && /25 of 25/.test(await page.textContent('[data-selected-n]')), 'choose all takes every row')
  await page.uncheck('input[name=id] >> nth=0')
  tap(await page.evaluate(() => document.querySelector('[data-select-all]').indeterminate), 'some chosen is neither all nor none')
  await page.goto(origin + '/fault')
  tap(await page.evaluate(() => document.activeElement.matches('.govuk-error-summary')), 'the error summary has the focus')
  await page.goto(origin + '/count')
  await page.fill('textarea', '12345678😀')
  tap(await page.textContent('.govuk-character-count__message') === 'You have 1 character remaining', 'characters are counted as people do')
  await page.fill('textarea', '123456789012')
  tap(await page.textContent('.govuk-character-count__message') === 'You have 2 characters too many', 'too many are said')
  await page.goto(origin + '/twice')
  await page.dblclick('button[data-prevent-double-click]')
  await page.waitForURL(/sent/)
  tap(sent === 1, 'a second click sends nothing', sent)
  await page.goto(origin + '/poll')
  await page.waitForFunction(() => document.querySelector('progress').value === 3 && document.querySelector('[data-poll-text]').textContent === '3 of 9')
  await page.waitForEvent('load')
  tap(jobs === 3, 'progress is shown, and the page comes again when the work is done', jobs)
}

// Of whoever has left the desk nothing stays on the screen, in any tab; what was being typed is not lost.
async function ending (browser, origin) {
  const context = await browser.newContext({ viewport: { width: 320, height: 800 } })
  await context.clock.install()
  const page = await context.newPage()
  const said = []
  page.on('console', (message) => said.push(message.text()))
  await page.goto(origin + '/ending')
  await page.fill('textarea', 'a long thought')
  await page.fill('[type=password]', 'not this')
  const warns = () => page.locator('.grata-ending').count()
  await context.clock.fastForward(770000)
  const early = await warns()
  await context.clock.fastForward(15000)
  tap(early === 0 && await warns() === 1 && await page.getAttribute('.grata-ending', 'role') === 'alert', 'two minutes before the end it is said', [early, await warns()])
  tap(await page.evaluate(() => document.documentElement.scrollWidth) <= 320, 'no wider than the window')
  if (process.env.GRATA_PICTURES) await page.screenshot({ path: path.join(process.env.GRATA_PICTURES, 'ending-320.png') })
  await page.click('text=Stay signed in')
  await page.waitForFunction(() => !document.querySelector('.grata-ending'))
  await context.clock.fastForward(700000)
  tap(await page.locator('text=Secret').count() === 1, 'staying is one click')
  const other = await context.newPage()
  await other.goto(origin + '/ending') // used in another tab
  await page.waitForTimeout(200)
  await context.clock.fastForward(300000)
  tap(await page.locator('text=Secret').count() === 1, 'use in another tab counts')
  await context.clock.fastForward(700000)
  await page.waitForSelector('text=Your session has ended')
  tap(await page.locator('text=Secret').count() === 0 && !(await page.innerText('body')).includes('long thought') && await page.title() === 'Your session has ended – Grata' &&
    await page.evaluate(() => document.activeElement.matches('h1')), 'then nothing of it is on the page', await page.innerText('body'))
  tap(await other.locator('text=Secret').count() === 0, 'in no tab')
  if (process.env.GRATA_PICTURES) await page.screenshot({ path: path.join(process.env.GRATA_PICTURES, 'ended-320.png') })
  await page.click('text=Sign in')
  await page.waitForURL(/kept/)
  const sent = new URLSearchParams(kept)
  tap(sent.get('held_path') === '/task' && sent.get('held_name') === 'reason' && sent.get('held_value') === 'a long thought' && sent.get('login') === 'vera' &&
    sent.get('next') === '/ending' && !kept.includes('not+this'), 'what was typed goes along, a password never', kept)
  await page.goto(origin + '/ending')
  await page.fill('textarea', 'a long thought')
  await other.goto(origin + '/out')
  await page.waitForSelector('text=You have signed out')
  tap(await page.locator('text=Secret').count() === 0 && !(await page.content()).includes('long thought'), 'signing out takes all of it away in every tab', await page.content())
  tap(said.length === 0, 'nothing on the console', said)
  await context.close()
}

server.listen(0, '127.0.0.1', async () => {
  const origin = 'http://127.0.0.1:' + server.address().port
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] })
  try {
    for (const width of [1280, 320]) for (const withScript of [true, false]) await look(browser, origin, width, withScript)
    const page = await (await browser.newContext()).newPage()
    page.setDefaultTimeout(15000)
    await keys(page, origin)
    await extras(page, origin)
    await ending(browser, origin)
  } catch (error) {
    tap(false, 'the browser test ran to its end', String(error))
  }
  await browser.close()
  server.close()
  console.log('1..' + done)
  process.exitCode = failed ? 1 : 0
})
