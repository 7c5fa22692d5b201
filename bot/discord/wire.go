package discord

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"time"

	"github.com/gobwas/ws"
)

// wire is the connection under discordgo's websocket. It reads the packets
// before discordgo does and lets through what discordgo handles well: hello,
// heartbeats and their acknowledgements. What it handles badly is taken out:
//
//   - reconnect (op 7) deadlocks it when it comes first, and costs a second
//     otherwise: the wire ends the connection instead, and the session is
//     resumed on a new one;
//   - an invalid session (op 9) makes it identify even when it could resume;
//   - a frame that is no JSON object makes it panic;
//   - a connection on which nothing comes any more is noticed after minutes:
//     the wire expects each heartbeat's acknowledgement in seconds;
//   - every interaction is decoded several times, and an unknown component
//     in it makes it empty: events go to the bot as they are, and discordgo
//     sees only that there was one.
//
// A session that is resumed is a new one to discordgo, which identifies; the
// wire sends a resume in its place.
type wire struct {
	net.Conn
	in      *bufio.Reader
	out     io.Reader // what discordgo reads next
	shaken  bool      // the websocket handshake is over
	message []byte    // the parts of a fragmented message so far
	session *session

	mu      sync.Mutex
	idle    time.Duration // how long an acknowledgement may take
	waiting bool          // for an acknowledgement
	ended   error         // why the connection is over
}

// Times within which a connection has to show signs of life.
const (
	shakeTimeout = 10 * time.Second // dialling, handshakes, and hello
	readyTimeout = 20 * time.Second // after identify or resume
	ackTimeout   = 10 * time.Second // after a heartbeat
	maxFrame     = 64 << 20         // bytes in a frame; READY of a large bot has a few million
)

func newWire(conn net.Conn, s *session) *wire {
	_ = conn.SetReadDeadline(time.Now().Add(shakeTimeout))
	return &wire{Conn: conn, in: bufio.NewReaderSize(conn, 16<<10), session: s, idle: ackTimeout}
}

// The reasons for which a wire ends. A closed connection without any of them
// was lost.
var (
	errReconnect = errors.New("discord asks to reconnect")
	errInvalid   = errors.New("the session is invalid")
	errResumable = errors.New("the session is to be resumed")
)

// closed is a connection that Discord closed with a code.
type closed struct {
	code   int
	reason string
}

func (c *closed) Error() string { return fmt.Sprintf("closed by discord: %d %s", c.code, c.reason) }

// end ends the connection for a reason; the first one counts.
func (w *wire) end(err error) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.ended == nil {
		w.ended = err
		// Without a close frame: with one the session could not be resumed.
		_ = w.Conn.Close()
		w.session.over(err)
	}
	return w.ended
}

// Read gives discordgo what it is to see.
func (w *wire) Read(p []byte) (int, error) {
	for {
		if w.out != nil {
			if n, err := w.out.Read(p); n > 0 || err != io.EOF {
				return n, err
			}
			w.out = nil
		}
		if err := w.next(); err != nil {
			return 0, w.end(err)
		}
	}
}

// next reads one frame and puts what discordgo is to see of it into out.
func (w *wire) next() error {
	if !w.shaken {
		return w.shake()
	}
	header, err := ws.ReadHeader(w.in)
	if err != nil {
		return err
	}
	if header.Length > maxFrame || header.Masked {
		return fmt.Errorf("frame of %d bytes, masked %t", header.Length, header.Masked)
	}
	payload := make([]byte, header.Length)
	if _, err := io.ReadFull(w.in, payload); err != nil {
		return err
	}
	switch {
	case header.OpCode == ws.OpClose:
		code, reason := ws.ParseCloseFrameData(payload)
		return &closed{int(code), reason}
	case header.OpCode.IsControl():
		w.show(ws.NewFrame(header.OpCode, true, payload))
		return nil
	}
	if header.Fin && w.message == nil {
		return w.receive(payload)
	}
	w.message = append(w.message, payload...)
	if len(w.message) > maxFrame {
		return errors.New("message too long")
	}
	if !header.Fin {
		return nil
	}
	message := w.message
	w.message = nil
	return w.receive(message)
}

// shake passes the answer to the websocket handshake on, up to the empty line.
func (w *wire) shake() error {
	line, err := w.in.ReadSlice('\n')
	if err != nil {
		return err
	}
	w.shaken = len(bytes.TrimSpace(line)) == 0
	w.out = bytes.NewReader(bytes.Clone(line))
	return nil
}

func (w *wire) show(f ws.Frame) {
	var b bytes.Buffer
	_ = ws.WriteFrame(&b, f) // a buffer takes everything
	w.out = &b
}

// showEvent lets discordgo know that there was an event: the one it waits for
// when it opens, by its name; any other by none, for some of those panic when
// they are empty.
func (w *wire) showEvent(name string, sequence int64) {
	if name != "READY" && name != "RESUMED" {
		name = ""
	}
	w.show(ws.NewTextFrame(fmt.Appendf(nil, `{"op":0,"t":%q,"s":%d,"d":{}}`, name, sequence)))
}

// pace learns how often heartbeats are sent.
func (w *wire) pace(interval time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.idle = min(ackTimeout, interval)
}

// expect gives Discord some time to acknowledge a heartbeat. Sending another
// one meanwhile gives it no more.
func (w *wire) expect() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.waiting {
		w.waiting = true
		_ = w.Conn.SetReadDeadline(time.Now().Add(w.idle))
	}
}

// alive notes a sign of life. While a heartbeat is not acknowledged, other
// packets are none: Discord calls such a connection a zombie.
func (w *wire) alive(acknowledged bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if acknowledged {
		w.waiting = false
	}
	if !w.waiting {
		_ = w.Conn.SetReadDeadline(time.Time{})
	}
}

// Write sends what discordgo writes: the handshake as it is, then one frame at
// a time.
func (w *wire) Write(p []byte) (int, error) {
	if bytes.HasPrefix(p, []byte("GET ")) {
		return w.Conn.Write(p)
	}
	in := bytes.NewReader(p)
	header, err := ws.ReadHeader(in)
	if err != nil || int64(in.Len()) != header.Length {
		return 0, w.end(errors.New("gateway: discordgo wrote something else than a frame"))
	}
	frame := ws.Frame{Header: header, Payload: bytes.Clone(p[len(p)-in.Len():])}
	if frame.Header.OpCode == ws.OpText {
		message, err := w.send(ws.UnmaskFrame(frame).Payload)
		if err != nil {
			return 0, w.end(err)
		}
		frame = ws.MaskFrame(ws.NewTextFrame(message))
	}
	if err := w.put(frame); err != nil {
		return 0, w.end(err)
	}
	return len(p), nil
}

// put sends a frame.
func (w *wire) put(f ws.Frame) error {
	var b bytes.Buffer
	if err := ws.WriteFrame(&b, f); err != nil {
		return err
	}
	_ = w.Conn.SetWriteDeadline(time.Now().Add(ackTimeout))
	_, err := w.Conn.Write(b.Bytes())
	return err
}

// goodbye ends the connection and the session with it: Discord shows the bot
// as offline at once.
func (w *wire) goodbye() {
	_ = w.put(ws.MaskFrame(ws.NewCloseFrame(ws.NewCloseFrameBody(ws.StatusNormalClosure, ""))))
	_ = w.end(net.ErrClosed)
}
