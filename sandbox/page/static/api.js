// What the page asks of the sandbox.

/** What the sandbox refuses, with its code where it has one. The code is "unreachable" where the sandbox cannot be asked. */
export class Refusal extends Error {
  constructor(message, code = "") {
    super(message);
    this.code = code;
  }
}

async function ask(path, options) {
  const response = await fetch(`api/${path}`, options).catch((error) => {
    throw options.signal?.aborted ? error : new Refusal(error.message, "unreachable");
  });
  const body = await response.json().catch(() => null);
  if (!response.ok) throw new Refusal(body?.error ?? `${response.status} ${response.statusText}`, body?.code);
  return body;
}

/** Reads something, as the member in the channel where these are given. */
export function get(path, query = {}) {
  return ask(`${path}?${new URLSearchParams(query)}`, {});
}

/** Does something. */
export function post(path, action = {}, signal = undefined) {
  return ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(action), signal });
}

/**
 * Listens to what happens after the first `seen` events as the member, and
 * connects anew when the connection breaks: told(event) is called for each,
 * connected(yes) when it comes and goes. Returns a function that ends it.
 */
export function listen(member, seen, told, connected) {
  let socket;
  let ended = false;
  let wait = 250;
  const connect = () => {
    const address = new URL(`api/live?${new URLSearchParams({ as: member, seen })}`, location.href);
    address.protocol = "ws:";
    socket = new WebSocket(address);
    socket.onopen = () => {
      wait = 250;
      connected(true);
    };
    socket.onmessage = (message) => {
      const event = JSON.parse(message.data);
      if (event.seq) seen = event.seq;
      told(event);
    };
    socket.onclose = () => {
      if (ended) return;
      connected(false);
      setTimeout(() => ended || connect(), wait);
      wait = Math.min(wait * 2, 5000);
    };
  };
  connect();
  return () => {
    ended = true;
    socket.close();
  };
}
