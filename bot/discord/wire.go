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

// wire is the connection under discordgo's websocket. It reads the packets before
// discordgo does and forwards only those that discordgo handles well: hello, heartbeats
// and their acknowledgements. It handles the rest itself:
//
//   - Reconnect (op 7) deadlocks discordgo if it comes first, and costs a second
//     otherwise. The wire ends the connection, and the session is resumed on a
//     new one.
//   - After an invalid session (op 9), discordgo always identifies, at once. The
//     wire ends the connection if the session can be resumed, and otherwise asks
//     the identifyLimiter.
//   - A frame that is not a JSON object makes discordgo panic. The wire drops it.
//   - discordgo notices a dead connection only after minutes. The wire expects each
//     heartbeat's acknowledgement, and each step of opening a session, within
//     seconds.
//   - discordgo answers every heartbeat request (op 1), and Discord closes the
//     connection for sending too much. The wire forwards one a second.
//   - discordgo decodes every interaction several times, and an unknown component
//     empties it. Events go to the bot undecoded, and discordgo only sees a stub.
//
// To discordgo every session is new, so it identifies. If there is a session to resume,
// the wire sends a resume instead.
type wire struct {
	net.Conn
	reader            *bufio.Reader
	out               io.Reader     // what discordgo reads next; nil if nothing is left
	statusRead        bool          // the status line of the websocket handshake was read
	handshakeDone     bool          // the websocket handshake is over
	fragments         []byte        // of the current fragmented message
	heartbeatRequests *rate.Limiter // limits those forwarded to discordgo
	session           *session

	mu               sync.Mutex
	identifiedBefore bool          // on this connection, or resumed
	step             step          // what has to arrive next
	stepDue          time.Time     // when step has to arrive; zero once the session is ready
	ackWithin        time.Duration // how long a heartbeat's acknowledgement may take
	ackDue           time.Time     // when the acknowledgement has to arrive; zero if none is awaited
	endErr           error         // why the connection ended; nil while it is open
}

// step is something that has to arrive within a time while a session is being opened.
type step struct {
	name   string
	within time.Duration
}

// Time limits of a connection, and the size limit of a frame.
const (
	dialTimeout = 5 * time.Second  // to connect, TLS included
	ackTimeout  = 10 * time.Second // to acknowledge a heartbeat, or to accept a write
	maxFrame    = 64 << 20         // bytes; the READY of a large bot has a few million
)

// The steps of opening a session. The limit for READY is shorter when the bot
// identifies again on the same connection, because some gateways no longer read from
// it.
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

// SetDeadline does nothing, like SetReadDeadline and SetWriteDeadline: the wire sets
// its own deadlines, and the websocket library would clear them after its handshake.
func (w *wire) SetDeadline(time.Time) error { return nil }

// SetReadDeadline does nothing.
func (w *wire) SetReadDeadline(time.Time) error { return nil }

// SetWriteDeadline does nothing.
func (w *wire) SetWriteDeadline(time.Time) error { return nil }

// Reasons why a wire ends a connection. A connection that ended without one of them, or
// a closeError, was lost.
var (
	errReconnect      = errors.New("discord asks to reconnect")
	errInvalidSession = errors.New("the session is invalid")
	errResumable      = errors.New("the session is to be resumed")
)

// closeError is a close frame from Discord.
type closeError struct {
	code   int
	reason string
}

func (c *closeError) Error() string { return fmt.Sprintf("closed by discord: %d %s", c.code, c.reason) }

// end closes the connection and reports why. The first reason counts, and end returns
// it.
func (w *wire) end(err error) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.endErr == nil {
		w.endErr = err
		// There is no close frame, because the session could not be resumed after one.
		_ = w.Conn.Close()
		w.session.reportEnd(err)
	}
	return w.endErr
}

// Read returns what discordgo may see of the packets.
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

// readFrame reads one frame and puts what discordgo may see of it into out.
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

// readHandshake forwards the response to the websocket handshake line by line, up to
// the empty line. A status other than 101 ends the connection, since no websocket
// follows.
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
	_ = ws.WriteFrame(&b, f) // a buffer never fails
	w.out = &b
}

// forwardEvent sends discordgo a stub of an event. READY and RESUMED keep their names,
// because discordgo waits for one of them when it opens. Other events lose theirs,
// because some event handlers of discordgo panic if the data is empty.
func (w *wire) forwardEvent(name string, sequence int64) {
	if name != "READY" && name != "RESUMED" {
		name = ""
	}
	w.forward(ws.NewTextFrame(fmt.Appendf(nil, `{"op":0,"t":%q,"s":%d,"d":{}}`, name, sequence)))
}

// setHeartbeatInterval limits how long an acknowledgement may take to the interval of
// heartbeats, or to ackTimeout if that is shorter.
func (w *wire) setHeartbeatInterval(interval time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.ackWithin = min(ackTimeout, interval)
}

// awaitStep sets the step that has to arrive next. The zero step means that there is
// none.
func (w *wire) awaitStep(next step) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.step, w.stepDue = next, time.Time{}
	if next.within > 0 {
		w.stepDue = time.Now().Add(next.within)
	}
	w.setReadDeadline()
}

// awaitSession sets the deadline for READY or RESUMED, after the wire has identified or
// resumed.
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

// noteEvent extends the deadline of the current step, since resuming may replay many
// events. READY and RESUMED end the steps.
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

// awaitAck sets the deadline for acknowledging a heartbeat. Another heartbeat does not
// extend it, and no other packet counts as an acknowledgement: Discord calls a
// connection without one a zombie.
func (w *wire) awaitAck() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.ackDue.IsZero() {
		w.ackDue = time.Now().Add(w.ackWithin)
		w.setReadDeadline()
	}
}

// noteAck records that a heartbeat was acknowledged.
func (w *wire) noteAck() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.ackDue = time.Time{}
	w.setReadDeadline()
}

// setReadDeadline makes reads fail at the earlier of the two deadlines. The caller
// holds mu.
func (w *wire) setReadDeadline() {
	until := w.stepDue
	if until.IsZero() || !w.ackDue.IsZero() && w.ackDue.Before(until) {
		until = w.ackDue
	}
	_ = w.Conn.SetReadDeadline(until)
}

// explainTimeout names what Discord failed to send if the error is a timeout.
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

// Write sends what discordgo writes. The handshake is sent unchanged. After it,
// discordgo writes one frame at a time.
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

// writeFrame sends a frame.
func (w *wire) writeFrame(f ws.Frame) error {
	var b bytes.Buffer
	if err := ws.WriteFrame(&b, f); err != nil {
		return err
	}
	_ = w.Conn.SetWriteDeadline(time.Now().Add(ackTimeout))
	_, err := w.Conn.Write(b.Bytes())
	return err
}

// closeNormally ends the connection and the session with it. Discord then shows the bot
// as offline at once.
func (w *wire) closeNormally() {
	_ = w.writeFrame(ws.MaskFrame(ws.NewCloseFrame(ws.NewCloseFrameBody(ws.StatusNormalClosure, ""))))
	_ = w.end(net.ErrClosed)
}
