// New messages come by themselves. What is being read, marked or focused stays as it is: they are put on top of it.
const list = document.querySelector('#messages');

async function arrived() {
  const question = new URL(location.href);
  question.searchParams.set('format', 'json');
  question.searchParams.set('after', list.dataset.last);
  question.searchParams.set('wait', '25');
  const answer = await fetch(question);
  if (!answer.ok) throw new Error(answer.statusText);
  return (await answer.json()).messages.length > 0;
}

async function show() {
  const answer = await fetch(location.href, { headers: { Accept: 'text/html' } });
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const fresh = page.querySelector('#messages');
  for (const message of [...fresh.children].reverse()) {
    if (Number(message.id.slice(1)) <= Number(list.dataset.last)) continue;
    list.prepend(message);
    message.dispatchEvent(new Event('more', { bubbles: true }));
  }
  list.dataset.last = fresh.dataset.last;
  document.title = page.title;
  for (const id of ['addresses', 'empty']) document.getElementById(id).hidden = page.getElementById(id).hidden;
  const known = new Set([...document.querySelectorAll('#addresses a')].map((link) => link.getAttribute('href')));
  for (const link of page.querySelectorAll('#addresses a')) {
    if (!known.has(link.getAttribute('href'))) document.querySelector('#addresses').append(link);
  }
}

// A server that is being restarted is back in a moment, and counts its messages from one again.
for (;;) {
  try {
    if (await arrived()) await show();
  } catch {
    await new Promise((done) => setTimeout(done, 2000));
    const up = await fetch('/healthz').then((answer) => answer.ok, () => false);
    if (up) { location.reload(); break; }
  }
}
