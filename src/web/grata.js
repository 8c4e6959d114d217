// grata.js: what a page can do beyond HTML. Every page works without it. It sets no HTML from text, adds no style and
// asks no other host, so that the strictest Content-Security-Policy and Trusted Types let it run.
//
//   error summary     gets the focus, so that a screen reader begins there
//   submit once       data-prevent-double-click="true": a second click within a second is dropped
//   characters left   data-module="govuk-character-count" with data-maxlength
//   choose all        <input type="checkbox" data-select-all="NAME"> inside [data-js], which is hidden until now
//   progress          <div data-poll="/jobs/7"> around <progress> and [data-poll-text]
//   credentials       form[data-credential="get" or "create"]: a key (WebAuthn) fills its fields, then it is sent
//   end of session    <body data-left="900" data-login="vera">: with a warning, the page is taken away when so many seconds
//                     have passed without use in any tab; a negative number tells the others that there is no session
//   keys              data-key="g q" on a link, button or field; j and k go through the rows of [data-rows]; off until
//                     the reader turns them on
(function () {
  'use strict'

  const all = (selector, within) => Array.from((within || document).querySelectorAll(selector))
  const one = (selector, within) => (within || document).querySelector(selector)

  all('[data-js][hidden]').forEach((element) => { element.hidden = false })

  // ---- error summary ----

  const summary = one('.govuk-error-summary')
  if (summary && !summary.hasAttribute('data-disable-auto-focus')) {
    summary.setAttribute('tabindex', '-1')
    summary.focus()
  }

  // ---- submit once ----

  let submittedAt = 0
  document.addEventListener('submit', (event) => {
    const button = event.submitter
    if (!button || button.dataset.preventDoubleClick !== 'true') return
    const now = Date.now()
    if (now - submittedAt < 1000) event.preventDefault()
    submittedAt = now
  })

  // ---- characters left ----

  all('[data-module="govuk-character-count"][data-maxlength]').forEach((box) => {
    const field = one('textarea, input', box)
    const message = one('.govuk-character-count__message', box)
    const max = Number(box.dataset.maxlength)
    if (!field || !message || !max) return
    const say = () => {
      const left = max - Array.from(field.value).length
      const n = Math.abs(left)
      message.textContent = 'You have ' + n + (n === 1 ? ' character ' : ' characters ') + (left < 0 ? 'too many' : 'remaining')
      message.classList.toggle('govuk-error-message', left < 0)
      field.classList.toggle('govuk-textarea--error', left < 0)
    }
    message.setAttribute('role', 'status')
    field.addEventListener('input', say)
    say()
  })

  // ---- choose all ----

  all('[data-select-all]').forEach((master) => {
    const boxes = all('input[type="checkbox"]').filter((box) => box.name === master.dataset.selectAll)
    const count = one('[data-selected-n]')
    const show = () => {
      const n = boxes.filter((box) => box.checked).length
      master.checked = n > 0 && n === boxes.length
      master.indeterminate = n > 0 && n < boxes.length
      if (count) count.textContent = n + ' of ' + boxes.length + ' chosen'
    }
    master.addEventListener('change', () => {
      boxes.forEach((box) => { box.checked = master.checked })
      show()
    })
    boxes.forEach((box) => { box.addEventListener('change', show) })
    show()
  })

  // ---- progress: {"done_n":3,"total_n":9,"text":"3 of 9","is_done":false} ----

  all('[data-poll]').forEach((box) => {
    const bar = one('progress', box)
    const text = one('[data-poll-text]', box)
    let wait = 1000
    const ask = () => {
      fetch(box.dataset.poll, { headers: { Accept: 'application/json' }, credentials: 'same-origin' })
        .then((answer) => answer.ok ? answer.json() : Promise.reject(new Error(String(answer.status))))
        .then((now) => {
          wait = 1000
          if (now.is_done) {
            window.location.reload()
            return
          }
          if (bar && now.total_n > 0) {
            bar.max = now.total_n
            bar.value = now.done_n
          }
          if (text && now.text) text.textContent = now.text
          setTimeout(ask, wait)
        })
        .catch(() => {
          wait = Math.min(wait * 2, 30000)
          setTimeout(ask, wait)
        })
    }
    setTimeout(ask, wait)
  })

  // ---- credentials: bytes travel as base64url ----

  const bytesOf = (text) => Uint8Array.from(window.atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0))
  const textOf = (bytes) => window.btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
  const optionsOf = (d) => {
    const known = (d.known || '').split(' ').filter(Boolean).map((id) => ({ type: 'public-key', id: bytesOf(id) }))
    const both = { challenge: bytesOf(d.challenge), timeout: 120000 }
    if (d.credential === 'get') return { ...both, rpId: d.rp, allowCredentials: known, userVerification: 'required' }
    return {
      ...both,
      rp: { id: d.rp, name: 'Grata' },
      user: { id: bytesOf(d.user), name: d.userName, displayName: d.userSays },
      pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
      excludeCredentials: known,
      authenticatorSelection: { userVerification: 'required', residentKey: 'preferred' },
      attestation: 'none'
    }
  }
  all('form[data-credential]').forEach((form) => {
    const says = one('[data-credential-says]', form)
    form.hidden = !window.PublicKeyCredential
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      says.textContent = ''
      navigator.credentials[form.dataset.credential]({ publicKey: optionsOf(form.dataset) }).then((made) => {
        const given = { id: made.rawId, client_data: made.response.clientDataJSON, signature: made.response.signature }
        given.auth_data = made.response.authenticatorData || made.response.getAuthenticatorData()
        Object.keys(given).forEach((name) => {
          if (form.elements[name]) form.elements[name].value = textOf(given[name])
        })
        form.submit()
      }).catch((error) => { says.textContent = 'The key was not used (' + error.name + ').' })
    })
  })

  // ---- end of session ----

  const make = (name, className, text) => {
    const element = document.createElement(name)
    element.className = className
    element.textContent = text || ''
    return element
  }
  const { left, login } = document.body.dataset
  const tabs = window.BroadcastChannel && new BroadcastChannel('session')
  const warning = make('div', 'grata-ending', '')
  let endsAt = 0
  let timer = 0
  let typedIn = null

  document.addEventListener('input', ({ target }) => {
    if (target.form && target.form.method === 'post' && !target.form.matches('[role="search"]')) typedIn = target.form
  })

  // Sends what was typed to where one signs in; it waits out of sight until then.
  const again = (isKept) => {
    const form = make('form', '')
    const field = (name, value) => {
      const input = form.appendChild(make('input', ''))
      Object.assign(input, { type: 'hidden', name, value })
    }
    form.method = 'post'
    form.action = '/sign-in/kept'
    field('login', login)
    field('next', window.location.pathname + window.location.search)
    if (isKept) field('held_path', typedIn.getAttribute('action'))
    for (const [name, value] of isKept ? new FormData(typedIn) : []) {
      if (typeof value !== 'string' || name === 'csrf' || name.includes('password')) continue
      field('held_name', name)
      field('held_value', value)
    }
    form.append(make('button', 'govuk-button', 'Sign in'))
    return form
  }

  const takeAway = (isSignedOut) => {
    const isKept = typedIn && !isSignedOut
    const main = make('main', 'govuk-width-container govuk-main-wrapper')
    const title = make('h1', 'govuk-heading-l', isSignedOut ? 'You have signed out' : 'Your session has ended')
    title.tabIndex = -1
    main.append(title, make('p', 'govuk-body', 'What stood here is no longer shown.' + (isKept ? ' What you had typed is kept: it is shown again when you have signed in.' : '')), again(isKept))
    endsAt = 0
    document.title = title.textContent + ' – Grata'
    document.body.replaceChildren(main)
    title.focus()
  }

  const watch = () => {
    if (!endsAt) return
    clearTimeout(timer)
    const ms = endsAt - Date.now()
    if (ms <= 0) return takeAway(false)
    if (ms > 120000) warning.remove()
    else if (!warning.isConnected) document.body.append(warning)
    timer = setTimeout(watch, Math.min(ms, ms > 120000 ? ms - 120000 : ms, 60000))
  }
  const tell = (seconds) => {
    if (seconds === -2 && endsAt) takeAway(true)
    else if (endsAt) endsAt = Date.now() + seconds * 1000
    watch()
  }

  if (left) {
    if (tabs) tabs.postMessage(Number(left))
    endsAt = left > 0 ? Date.now() + left * 1000 : 0
    const stay = make('button', 'govuk-button govuk-button--secondary govuk-!-margin-bottom-0', 'Stay signed in')
    stay.type = 'button'
    stay.addEventListener('click', () => {
      fetch('/sign-in/stay', { headers: { Accept: 'application/json' } }).then((answer) => answer.ok ? answer.json() : { left_n: 0 }).then((now) => {
        if (tabs) tabs.postMessage(now.left_n)
        tell(now.left_n)
      }).catch(() => {})
    })
    warning.setAttribute('role', 'alert')
    warning.append(make('p', 'govuk-body govuk-!-margin-bottom-2', 'Nothing was asked of the register for a while. In less than two minutes your session ends, and this page is taken away.'), stay)
    document.addEventListener('visibilitychange', watch)
    window.addEventListener('pageshow', watch)
    if (tabs) tabs.onmessage = ({ data }) => tell(data)
    watch()
  }

  // ---- keys ----

  const switches = all('[data-keys-switch]')
  const help = one('dialog[data-keys-help]')
  const keyed = new Map(all('[data-key]').map((element) => [element.dataset.key, element]))
  let isOn = false
  try { isOn = window.localStorage.getItem('keys') === 'on' } catch (e) { isOn = false }

  const showSwitches = () => switches.forEach((button) => {
    button.setAttribute('aria-pressed', String(isOn))
    button.textContent = isOn ? 'Turn keys off' : 'Turn keys on'
  })
  switches.forEach((button) => button.addEventListener('click', () => {
    isOn = !isOn
    try { window.localStorage.setItem('keys', isOn ? 'on' : 'off') } catch (e) { /* for this page only */ }
    showSwitches()
  }))
  showSwitches()

  // The first link of each row below [data-rows].
  const rowOf = (link) => link.closest('tr, li')
  const rows = all('[data-rows] a[href]').filter((link) => !link.closest('thead'))
    .filter((link, i, links) => i === 0 || rowOf(link) !== rowOf(links[i - 1]))
  const step = (by) => {
    const at = rows.indexOf(document.activeElement)
    const next = rows[Math.max(0, Math.min(rows.length - 1, at < 0 ? 0 : at + by))]
    if (next) next.focus()
  }

  const press = (element) => {
    if (element.matches('input:not([type="radio"]):not([type="checkbox"]), select, textarea')) element.focus()
    else element.click()
  }

  let before = ''
  let beforeAt = 0
  document.addEventListener('keydown', (event) => {
    const target = event.target
    const isTyping = target instanceof Element && target.matches('input:not([type="radio"]):not([type="checkbox"]), select, textarea, [contenteditable]')
    if (!isOn || isTyping || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return
    const now = Date.now()
    const chord = before && now - beforeAt < 1500 ? before + ' ' + event.key : event.key
    before = event.key
    beforeAt = now
    const element = keyed.get(chord) || keyed.get(event.key)
    if (element) press(element)
    else if (event.key === 'j') step(1)
    else if (event.key === 'k') step(-1)
    else if (event.key === '?' && help) help.showModal()
    else return
    before = ''
    event.preventDefault()
  })
})()
