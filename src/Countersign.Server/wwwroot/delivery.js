// How a code is getting on, for as long as there may be news. What is being typed stays as it is.
const line = document.querySelector('#delivery');

async function look() {
  const answer = await fetch(location.href, { headers: { Accept: 'text/html' } });
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('#delivery');
  if (!answer.ok || !fresh) return;
  if (fresh.dataset.state === line.dataset.state) {
    line.querySelector('.next')?.replaceWith(fresh.querySelector('.next'));
    return;
  }
  Object.assign(line.dataset, fresh.dataset);
  line.replaceChildren(...fresh.childNodes);
  line.dispatchEvent(new Event('more', { bubbles: true }));
}

// Often at first, when most is heard; a page that nobody sees asks nothing.
for (let looks = 0; line && looks < 60 && !line.dataset.over; looks++) {
  await new Promise((done) => setTimeout(done, looks < 5 ? 1000 : 4000));
  if (!document.hidden) await look().catch(() => {});
}
