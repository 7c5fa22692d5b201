// Requests to the sandbox.

/** An error of the sandbox, with its code or "". The code is "unreachable" if there was no response. */
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

/** Reads a resource. The query names the member and the channel if the resource depends on them. */
export function get(path, query = {}) {
  return ask(`${path}?${new URLSearchParams(query)}`, {});
}

/**
 * Returns a function that passes on what readings of one thing give, or null for a
 * reading that ends after a later one: responses may overtake each other.
 */
export function inOrder() {
  let begun = 0;
  let newest = 0;
  return async (reading) => {
    const mine = ++begun;
    const result = await reading;
    if (mine < newest) return null;
    newest = mine;
    return result;
  };
}

/** Posts an action and returns its outcome. */
export function post(path, action = {}, signal = undefined) {
  return ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(action), signal });
}

/**
 * Listens to what happens after the first `seen` effects as the member, and
 * reconnects when the connection breaks. Calls told(event) for each event and
 * connected(yes) when the connection opens or closes. Returns a function that
 * stops it.
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
