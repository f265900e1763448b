// Passkeys: what the page asks is given to the browser, and what it answers goes with the form. Without this the other ways stand there.
const can = 'PublicKeyCredential' in window
  && 'parseRequestOptionsFromJSON' in PublicKeyCredential && 'parseCreationOptionsFromJSON' in PublicKeyCredential;

// A question is good for five minutes; a page may stay open for longer.
const lasts = 4.5 * 60 * 1000;

for (const field of document.querySelectorAll('input[data-options]')) {
  const form = field.form;
  const button = form.querySelector('button[data-passkey]');
  const stopped = form.querySelector('[data-stopped]');
  let asked = Date.now();
  let giveUp = new AbortController();
  let asking = Promise.resolve();
  let isPressed = false;
  if (!can) {
    form.querySelector('[data-cannot]')?.removeAttribute('hidden');
    continue;
  }
  button.hidden = false;

  const renew = async () => {
    const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), 'text/html');
    const fresh = page.querySelector('input[data-options]');
    if (!fresh) { location.reload(); return; }
    field.dataset.options = fresh.dataset.options;
    form.elements.ticket.value = fresh.form.elements.ticket.value;
    asked = Date.now();
  };

  const ask = async (more) => {
    // A browser asks one thing at a time: what was asked before must have ended, not only been told to. One that never says so is asked all
    // the same a moment later.
    giveUp.abort();
    await Promise.race([asking.catch(() => {}), new Promise((done) => { setTimeout(done, 1000); })]);
    const mine = new AbortController();
    giveUp = mine;
    if (Date.now() - asked > lasts) await renew();
    const options = JSON.parse(field.dataset.options);
    asking = field.dataset.makes
      ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options), signal: mine.signal })
      : navigator.credentials.get(
        { publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options), signal: mine.signal, ...more });
    field.value = JSON.stringify(await asking);
    button.form.requestSubmit(button);
  };

  form.addEventListener('submit', async (event) => {
    if (event.submitter !== button || field.value) return;
    event.preventDefault();
    event.stopPropagation();
    stopped.hidden = true;
    isPressed = true;
    try { await ask(); } catch { stopped.hidden = false; } finally { isPressed = false; }
  });

  // Coming back to the page, nothing is answered yet.
  addEventListener('pageshow', (event) => { if (event.persisted) location.reload(); else field.value = ''; });

  // Where the name is typed, the browser offers the passkeys that it has for this site.
  if (field.dataset.offers && await PublicKeyCredential.isConditionalMediationAvailable?.()) {
    // Whoever has pressed the button is at the browser's dialogue: no offer takes that away.
    const offer = () => { if (!isPressed) ask({ mediation: 'conditional' }).catch(() => {}); };
    offer();
    setInterval(offer, lasts + 1000);
  }
}
