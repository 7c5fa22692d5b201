package discord

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"sync"
	"time"

	"github.com/gobwas/ws"
	"golang.org/x/time/rate"
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
//     the wire expects each heartbeat's acknowledgement, and each step until
//     the session is there, in seconds;
//   - it answers as many requests for a heartbeat (op 1) as come, and is
//     closed for sending too much: the wire lets one a second through;
//   - every interaction is decoded several times, and an unknown component
//     in it makes it empty: events go to the bot as they are, and discordgo
//     sees only that there was one.
//
// A session that is resumed is a new one to discordgo, which identifies; the
// wire sends a resume in its place.
type wire struct {
	net.Conn
	reader            *bufio.Reader
	out               io.Reader     // what discordgo reads next
	statusRead        bool          // the first line of the websocket handshake was read
	handshakeDone     bool          // the websocket handshake is over
	fragments         []byte        // the parts of a fragmented message so far
	heartbeatRequests *rate.Limiter // requests for a heartbeat that are heard
	session           *session

	mu               sync.Mutex
	identifiedBefore bool          // it was identified or resumed before
	step             step          // what has to come next
	stepDue          time.Time     // by when; zero once the session is there
	ackWithin        time.Duration // how long an acknowledgement may take
	ackDue           time.Time     // by when a heartbeat has to be acknowledged; zero while none is
	endErr           error         // why the connection is over
}

// step is something that has to come within a time for a connection to become
// ready.
type step struct {
	name   string
	within time.Duration
}

// Times within which a connection has to show signs of life.
const (
	dialTimeout = 5 * time.Second  // for the connection and its encryption
	ackTimeout  = 10 * time.Second // after a heartbeat
	maxFrame    = 64 << 20         // bytes in a frame; READY of a large bot has a few million
)

// The steps of a connection. Whoever has identified on a connection that was
// used before waits less: some gateways do not listen there any more.
var (
	stepHandshake  = step{"answer to the handshake", 5 * time.Second}
	stepHello      = step{"hello", 5 * time.Second}
	stepReady      = step{"READY", 10 * time.Second}
	stepReadyAgain = step{"READY on the old connection", 5 * time.Second}
	stepResumed    = step{"RESUMED", 5 * time.Second}
)

func newWire(conn net.Conn, s *session) *wire {
	w := &wire{Conn: conn, reader: bufio.NewReaderSize(conn, 16<<10), session: s, ackWithin: ackTimeout,
		heartbeatRequests: rate.NewLimiter(rate.Every(time.Second), 1)}
	_ = conn.SetWriteDeadline(time.Now().Add(dialTimeout))
	w.awaitStep(stepHandshake)
	return w
}

// SetDeadline does nothing, and so do the other two: deadlines are the wire's
// own. The websocket library takes them all away after its handshake.
func (w *wire) SetDeadline(time.Time) error { return nil }

// SetReadDeadline does nothing.
func (w *wire) SetReadDeadline(time.Time) error { return nil }

// SetWriteDeadline does nothing.
func (w *wire) SetWriteDeadline(time.Time) error { return nil }

// The reasons for which a wire ends. A closed connection without any of them
// was lost.
var (
	errReconnect      = errors.New("discord asks to reconnect")
	errInvalidSession = errors.New("the session is invalid")
	errResumable      = errors.New("the session is to be resumed")
)

// closed is a connection that Discord closed with a code.
type closeError struct {
	code   int
	reason string
}

func (c *closeError) Error() string { return fmt.Sprintf("closed by discord: %d %s", c.code, c.reason) }

// end ends the connection for a reason; the first one counts.
func (w *wire) end(err error) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.endErr == nil {
		w.endErr = err
		// Without a close frame: with one the session could not be resumed.
		_ = w.Conn.Close()
		w.session.reportEnd(err)
	}
	return w.endErr
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
		if err := w.readFrame(); err != nil {
			return 0, w.end(w.explainTimeout(err))
		}
	}
}

// next reads one frame and puts what discordgo is to see of it into out.
func (w *wire) readFrame() error {
	if !w.handshakeDone {
		return w.readHandshake()
	}
	header, err := ws.ReadHeader(w.reader)
	if err != nil {
		return err
	}
	if header.Length > maxFrame || header.Masked {
		return fmt.Errorf("frame of %d bytes, masked %t", header.Length, header.Masked)
	}
	payload := make([]byte, header.Length)
	if _, err := io.ReadFull(w.reader, payload); err != nil {
		return err
	}
	switch {
	case header.OpCode == ws.OpClose:
		code, reason := ws.ParseCloseFrameData(payload)
		return &closeError{int(code), reason}
	case header.OpCode.IsControl():
		w.forward(ws.NewFrame(header.OpCode, true, payload))
		return nil
	}
	if header.Fin && w.fragments == nil {
		return w.receive(payload)
	}
	w.fragments = append(w.fragments, payload...)
	if len(w.fragments) > maxFrame {
		return errors.New("message too long")
	}
	if !header.Fin {
		return nil
	}
	message := w.fragments
	w.fragments = nil
	return w.receive(message)
}

// shake passes the answer to the websocket handshake on, up to the empty line.
// A refusal ends the connection: what follows it is no websocket.
func (w *wire) readHandshake() error {
	line, err := w.reader.ReadSlice('\n')
	if err != nil {
		return err
	}
	if !w.statusRead {
		w.statusRead = true
		fields := append(bytes.Fields(line), nil, nil)
		if status, err := strconv.Atoi(string(fields[1])); err != nil {
			return errors.New("the gateway does not answer in HTTP")
		} else if status != http.StatusSwitchingProtocols {
			return fmt.Errorf("the gateway answered %d", status)
		}
	}
	if w.handshakeDone = len(bytes.TrimSpace(line)) == 0; w.handshakeDone {
		w.awaitStep(stepHello)
	}
	w.out = bytes.NewReader(bytes.Clone(line))
	return nil
}

func (w *wire) forward(f ws.Frame) {
	var b bytes.Buffer
	_ = ws.WriteFrame(&b, f) // a buffer takes everything
	w.out = &b
}

// showEvent lets discordgo know that there was an event: the one it waits for
// when it opens, by its name; any other by none, for some of those panic when
// they are empty.
func (w *wire) forwardEvent(name string, sequence int64) {
	if name != "READY" && name != "RESUMED" {
		name = ""
	}
	w.forward(ws.NewTextFrame(fmt.Appendf(nil, `{"op":0,"t":%q,"s":%d,"d":{}}`, name, sequence)))
}

// pace learns how often heartbeats are sent.
func (w *wire) setHeartbeatInterval(interval time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.ackWithin = min(ackTimeout, interval)
}

// await gives Discord some time for the next step; there is none after the
// zero one.
func (w *wire) awaitStep(next step) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.step, w.stepDue = next, time.Time{}
	if next.within > 0 {
		w.stepDue = time.Now().Add(next.within)
	}
	w.setReadDeadline()
}

// introduced gives Discord some time to begin or resume the session.
func (w *wire) awaitSession(resuming bool) {
	w.mu.Lock()
	again := w.identifiedBefore
	w.identifiedBefore = true
	w.mu.Unlock()
	switch {
	case resuming:
		w.awaitStep(stepResumed)
	case again:
		w.awaitStep(stepReadyAgain)
	default:
		w.awaitStep(stepReady)
	}
}

// happened notes an event. Before the session is there it gives some more time:
// resuming one may take many.
func (w *wire) noteEvent(event string) {
	w.mu.Lock()
	next, waiting := w.step, !w.stepDue.IsZero()
	w.mu.Unlock()
	switch {
	case event == "READY" || event == "RESUMED":
		w.awaitStep(step{})
	case waiting:
		w.awaitStep(next)
	}
}

// expect gives Discord some time to acknowledge a heartbeat. Sending another
// one meanwhile gives it no more, and nothing but the acknowledgement is one:
// Discord calls a connection without it a zombie.
func (w *wire) awaitAck() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.ackDue.IsZero() {
		w.ackDue = time.Now().Add(w.ackWithin)
		w.setReadDeadline()
	}
}

// acknowledged notes that a heartbeat was.
func (w *wire) noteAck() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.ackDue = time.Time{}
	w.setReadDeadline()
}

// hurry lets reading end when what comes first is overdue. The caller holds mu.
func (w *wire) setReadDeadline() {
	until := w.stepDue
	if until.IsZero() || !w.ackDue.IsZero() && w.ackDue.Before(until) {
		until = w.ackDue
	}
	_ = w.Conn.SetReadDeadline(until)
}

// silence says what was waited for when the error is that it did not come.
func (w *wire) explainTimeout(err error) error {
	if !errors.Is(err, os.ErrDeadlineExceeded) {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	what := w.step.name
	if w.stepDue.IsZero() || !w.ackDue.IsZero() && w.ackDue.Before(w.stepDue) {
		what = "acknowledgement of a heartbeat"
	}
	return fmt.Errorf("discord is silent: no %s: %w", what, err)
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
		message, err := w.rewrite(ws.UnmaskFrame(frame).Payload)
		if err != nil {
			return 0, w.end(err)
		}
		frame = ws.MaskFrame(ws.NewTextFrame(message))
	}
	if err := w.writeFrame(frame); err != nil {
		return 0, w.end(err)
	}
	return len(p), nil
}

// put sends a frame.
func (w *wire) writeFrame(f ws.Frame) error {
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
func (w *wire) closeNormally() {
	_ = w.writeFrame(ws.MaskFrame(ws.NewCloseFrame(ws.NewCloseFrameBody(ws.StatusNormalClosure, ""))))
	_ = w.end(net.ErrClosed)
}
