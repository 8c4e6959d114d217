#!/usr/bin/env node
// Signing in, in a browser: by a first code, a password, a code of an application, a code on paper and a key (Chromium's
// virtual authenticator); asked again before what hurts; and what another site or a wrong key may try. No demo: everybody
// here has a password. What needs no browser is src/account/sign_in_test.c.
'use strict'
const { execFileSync, spawn, spawnSync } = require('node:child_process')
const crypto = require('node:crypto')
const fs = require('node:fs')
const http = require('node:http')
const net = require('node:net')
const path = require('node:path')
const site = require('./pages/site.js')
const { withBrowser } = require('./pages/browser.js')
const { tap, figure } = site

const PASSWORD = { ada: 'seven red bicycles', bob: 'ten green bottles hang' }
const DB = path.join(site.folder, 'signin.db')
const GRATA = path.resolve(site.root, process.env.GRATA_BUILD || 'build/dev', 'grata')
const grata = (words, input) => execFileSync(GRATA, [...words, '--db', DB], { input: input || '', stdio: ['pipe', 'pipe', 'inherit'] }).toString()

const freePort = () => new Promise((resolve) => {
  const s = net.createServer().listen(0, '127.0.0.1', () => { const { port } = s.address(); s.close(() => resolve(port)) })
})

function serve (port, ...more) {
  const origin = 'http://localhost:' + port
  const server = spawn(GRATA, ['serve', '--db', DB, '--listen', '127.0.0.1:' + port, '--origin', origin, ...more], { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  server.stderr.on('data', (data) => { said += data })
  const ended = new Promise((resolve) => server.on('exit', (code) => resolve({ code, said })))
  return new Promise((resolve) => server.stdout.once('data', () => resolve({ origin, stop: () => { server.kill('SIGTERM'); return ended } })))
}

// RFC 6238, by node and not by us; `off` half minutes from now.
function digits (secret, off) {
  const bits = [...secret.replace(/ /g, '')].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)))
  const step = Buffer.alloc(8)
  step.writeBigInt64BE(BigInt(Math.floor(Date.now() / 30000) + off))
  const mac = crypto.createHmac('sha1', key).update(step).digest()
  return String((mac.readUInt32BE(mac[19] & 15) & 0x7fffffff) % 1000000).padStart(6, '0')
}

const main = (page) => page.getByRole('main').innerText()

async function person (browser, said, options) {
  const context = await browser.newContext(options)
  context.setDefaultTimeout(60000)
  const page = await context.newPage()
  page.on('console', (message) => { if (!/Failed to load resource.*4\d\d|pubKeyCredParams|Clear-Site-Data header .* Cleared data types/.test(message.text())) said.push(message.text()) })
  page.on('pageerror', (error) => said.push(String(error)))
  return page
}

async function typePassword (page, origin, login, password) {
  await page.goto(origin + '/sign-in')
  await page.getByLabel('Login name').fill(login)
  await page.getByLabel('Password').fill(password || PASSWORD[login])
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

async function addAuthenticator (page) {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  const options = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true }
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', { options })
  return { devtools, authenticatorId }
}

// ---- the ways in ----

async function byFirstCode (page, origin) {
  await typePassword(page, origin, 'ada')
  await page.goto(origin + '/accounts/bob')
  await page.getByRole('button', { name: 'Make a code for the first sign-in' }).click()
  const code = /[0-9a-z]{5}(-[0-9a-z]{5}){4}/.exec(await main(page))[0]
  await page.getByRole('button', { name: 'Sign out' }).click()
  await typePassword(page, origin, 'bob', code)
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD.bob)
  await page.getByLabel('The same once more').fill(PASSWORD.bob)
  await page.getByRole('button', { name: 'Set it and go on' }).click()
  tap(new URL(page.url()).pathname === '/' && /bob|Bob/.test(await page.locator('header').innerText()), 'a first code lets in, and a password is chosen', await main(page))
}

// By the picture, where a program is here that reads one.
async function readPicture (page, secret) {
  const file = path.join(site.folder, 'qr.png')
  await page.locator('.grata-qr').screenshot({ path: file })
  const read = spawnSync('zbarimg', ['-q', '--raw', file])
  if (read.error) site.skip('the picture is read by another program', 'zbarimg is not here')
  else tap(read.stdout.toString().includes('secret=' + secret.replace(/ /g, '') + '&issuer=Grata'), 'the picture is read by another program', read.stdout.toString())
}

async function byCode (page, origin) {
  await page.goto(origin + '/me/code')
  const secret = (await page.locator('main .grata-code').innerText()).trim()
  await readPicture(page, secret)
  const used = digits(secret, -1)
  await page.getByLabel('Code').fill(used)
  await page.getByRole('button', { name: 'Add it' }).click()
  const paper = (await page.locator('.grata-papers li').allInnerTexts()).map((line) => line.trim())
  tap(paper.length === 10, 'codes of an application are added, and ten codes on paper are shown', paper)
  await page.getByRole('button', { name: 'Sign out' }).click()
  await typePassword(page, origin, 'bob')
  await page.goto(origin + '/me')
  tap(/Sign in/.test(await main(page)), 'the password alone lets nobody in', await main(page))
  await typePassword(page, origin, 'bob')
  await page.getByLabel('Code').fill(used)
  await page.getByRole('button', { name: 'Go on' }).click()
  tap(/was used before/.test(await main(page)), 'a code that was seen on the way is not good again', await main(page))
  await page.getByLabel('Code').fill(digits(secret, 0))
  await page.getByRole('button', { name: 'Go on' }).click()
  tap(new URL(page.url()).pathname === '/', 'the code of now signs in', page.url())
  await page.getByRole('button', { name: 'Sign out' }).click()
  return paper
}

async function byPaper (page, origin, paper) {
  for (const [i, wanted] of [['/'], ['/sign-in/second']].entries()) {
    await typePassword(page, origin, 'bob')
    await page.getByLabel('Code').fill(paper[0].toUpperCase())
    await page.getByRole('button', { name: 'Go on' }).click()
    tap(new URL(page.url()).pathname === wanted[0], i ? 'once' : 'a code on paper signs in', page.url())
    if (!i) await page.getByRole('button', { name: 'Sign out' }).click()
  }
}

async function byKey (page, origin) {
  const key = await addAuthenticator(page)
  await typePassword(page, origin, 'ada')
  await page.goto(origin + '/me/keys/new')
  await page.getByLabel('Name of the key').fill('blue key')
  await page.getByRole('button', { name: 'Add the key' }).click()
  await page.getByRole('link', { name: 'I have kept them' }).click()
  tap(/Key\s+blue key/.test(await main(page)), 'a key is added', await main(page))
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('button', { name: 'Sign in with a key' }).click()
  await page.waitForURL(origin + '/')
  await page.goto(origin + '/me')
  tap(/a key/.test(await page.locator('table').innerText()), 'the key signs in without a name and a password', await main(page))
  await page.getByRole('button', { name: 'Sign out' }).click()
  await key.devtools.send('WebAuthn.setUserVerified', { authenticatorId: key.authenticatorId, isUserVerified: false })
  await page.getByRole('button', { name: 'Sign in with a key' }).click()
  await page.locator('[data-credential-says]', { hasText: 'not used' }).waitFor()
  tap(new URL(page.url()).pathname !== '/', 'not for somebody whom the key does not know', page.url())
  await key.devtools.send('WebAuthn.setUserVerified', { authenticatorId: key.authenticatorId, isUserVerified: true })
  await typePassword(page, origin, 'ada')
  await page.getByRole('button', { name: 'Use your key' }).click()
  await page.waitForURL(origin + '/')
  tap(true, 'and behind the password')
  return key
}

// ---- asked again ----

async function askedAgain (page, origin) {
  await page.goto(origin + '/accounts/bob')
  await page.getByLabel('Why', { exact: true }).fill('the telephone is lost')
  await page.getByRole('button', { name: 'Propose to reset it' }).click()
  tap(/You proposed this|Reset how bob signs in/.test(await main(page)), 'a reset is proposed', await main(page))
  // Another administrator agrees, whose last proof is long ago.
  const proposal = page.url()
  return proposal
}

async function approve (page, proposal, origin) {
  await typePassword(page, origin, 'cleo', PASSWORD.ada)
  await page.goto(proposal)
  const before = (await page.context().cookies()).find((c) => c.name === 'grata').value
  execFileSync('sqlite3', ['-bail', DB, 'UPDATE session SET proved_at = 0'])
  await page.getByRole('button', { name: 'Approve' }).click()
  tap(/Is it still you\?/.test(await main(page)), 'who proved long ago is asked again', await main(page))
  await page.getByLabel('Password').fill(PASSWORD.ada)
  await page.getByRole('button', { name: 'Go on' }).click()
  tap(/nothing was changed/.test(await main(page)), 'what was sent is kept', await main(page))
  const after = (await page.context().cookies()).find((c) => c.name === 'grata').value
  await page.getByRole('button', { name: 'Send it now' }).click()
  tap(/State\s+approved/.test(await main(page)) && before !== after, 'and done then, in a session with another token', await main(page))
}

// ---- what others may try ----

// A site of somebody else, with one page.
function elsewhere (html) {
  const server = http.createServer((request, answer) => { answer.setHeader('Content-Type', 'text/html'); answer.end(html) })
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve({ origin: 'http://127.0.0.1:' + server.address().port, server })))
}

async function attacks (page, origin) {
  const evil = await elsewhere(`<form id="f" action="${origin}/sign-in" method="post"><input name="login" value="ada"><input name="password" value="${PASSWORD.ada}"></form>
    <iframe src="${origin}/sign-in"></iframe>`)
  const cookie = async () => ((await page.context().cookies(origin)).find((c) => c.name === 'grata') || {}).value
  await page.goto(origin + '/sign-in')
  const planted = await cookie()
  await page.goto(evil.origin)
  const frame = page.frames().find((f) => f.url().includes('sign-in')) || page.frames()[1]
  tap(!frame || !/Login name/.test(await frame.locator('body').innerText({ timeout: 5000 }).catch(() => '')), 'the page is not shown inside a page of another site')
  const steal = await page.evaluate((host) => navigator.credentials.get({ publicKey: { challenge: new Uint8Array(32), rpId: host, allowCredentials: [] } })
    .then(() => 'given', (error) => error.name), 'localhost').catch((error) => String(error))
  tap(/SecurityError|NotAllowedError|undefined/.test(steal), 'another site gets nothing from a key: ' + steal.slice(0, 40), steal)
  await Promise.all([page.waitForNavigation(), page.evaluate(() => document.getElementById('f').submit())])
  await page.goto(origin + '/me')
  tap(/Sign in/.test(await main(page)), 'another site signs nobody in with a password it knows', await main(page))
  await typePassword(page, origin, 'cleo', PASSWORD.ada)
  tap(await cookie() !== planted && planted, 'a token that was there before is not the one of the session')
  const scripts = await page.evaluate(() => {
    const made = document.createElement('div')
    try { made.innerHTML = '<b>x</b>'; return 'written' } catch (error) { return error.name }
  })
  tap(scripts === 'TypeError', 'no script writes HTML (Trusted Types)', scripts)
  const seen = await page.evaluate(() => document.cookie)
  tap(seen === '', 'no script reads the session', seen)
  evil.server.close()
}

// What holds without the setting: who decides adds a second factor before anything else.
async function demanded (page) {
  const { origin, stop } = await serve(await freePort())
  await typePassword(page, origin, 'cleo', PASSWORD.ada)
  await page.goto(origin + '/accounts')
  tap(new URL(page.url()).pathname === '/me' && /Add a second factor now/.test(await main(page)), 'who decides is led to adding a second factor', page.url())
  await addAuthenticator(page)
  await page.getByRole('link', { name: 'Add a key' }).click()
  await page.getByLabel('Name of the key').fill('green key')
  await page.getByRole('button', { name: 'Add the key' }).click()
  await page.getByRole('link', { name: 'I have kept them' }).click()
  await page.goto(origin + '/accounts')
  tap(new URL(page.url()).pathname === '/accounts' && /People and roles/.test(await main(page)), 'and then everything opens', page.url())
  await stop()
}

withBrowser('signing in', [], async (browser) => {
  grata(['init', '--host', 'GB', '--ministry', 'Ministry of Examples', '--zone', 'Europe/London', '--admin', 'ada', '--name', 'Ada Admin'])
  grata(['account', 'password', 'ada', '--as', 'ada'], PASSWORD.ada + '\n')
  grata(['account', 'add', 'cleo', '--name', 'Cleo Clerk', '--roles', 'admin', '--as', 'ada'])
  execFileSync('sqlite3', ['-bail', DB, "UPDATE account SET password = (SELECT password FROM account WHERE login = 'ada') WHERE login = 'cleo'; INSERT INTO account (login, name, role_bits, label_bits, natural_person, is_active) SELECT 'bob', 'Bob Body', 4, 3, 'Bob Body', 1"])
  const { origin, stop } = await serve(await freePort(), '--second-factor', 'nobody')
  const said = []
  const plain = await person(browser, said, { javaScriptEnabled: false })
  await byFirstCode(plain, origin)
  await byPaper(plain, origin, await byCode(plain, origin))
  const page = await person(browser, said)
  await byKey(page, origin)
  await approve(plain, await askedAgain(page, origin), origin)
  await plain.goto(origin + '/me')
  tap(/Where you are signed in/.test(await main(plain)), 'sessions are listed', await main(plain))
  tap(said.length === 0, 'the console says nothing', said)
  await attacks(await person(browser, []), origin)
  const end = await stop()
  tap(end.code === 0 && end.said === '', 'the server ends well', end)
  await demanded(await person(browser, []))
  tap((fs.statSync(DB + '.secret').mode & 0o777) === 0o600, 'what seals the codes is for its owner only')
  figure('five ways in, each in a browser: first code, password, code, paper, key')
})
