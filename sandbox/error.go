package sandbox

import (
	"fmt"
	"strings"

	"dojang/sandbox/schema"
)

// apiError is an error response of the API: an HTTP status and Discord's own
// code.
// https://discord.com/developers/docs/topics/opcodes-and-status-codes#json
type apiError struct {
	status      int
	code        int
	message     string
	form        *schema.Form
	unavoidable bool // a correct bot can get it too, so it is not a fault
}

// Error returns the status, the code, and each error of the form with its path,
// in one line.
func (r *apiError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d %d %s", r.status, r.code, r.message)
	if r.form != nil {
		for _, e := range r.form.Errors {
			fmt.Fprintf(&b, "; %s: %s", e.Path, e.Message)
		}
	}
	return b.String()
}

// body returns the error as it is sent.
func (r *apiError) body() jsonObject {
	o := jsonObject{"message": r.message, "code": r.code}
	if r.form != nil {
		o["errors"] = r.form.Tree()
	}
	return o
}

// Errors in the request itself.
var (
	notFound            = &apiError{status: 404, message: "404: Not Found"}
	methodNotAllowed    = &apiError{status: 405, message: "405: Method Not Allowed"}
	unauthorized        = &apiError{status: 401, message: "401: Unauthorized"}
	blocked             = &apiError{status: 403, code: 40333, message: "Cloudflare is blocking your request"}
	internalError       = &apiError{status: 500, message: "500: Internal Server Error"}
	tooLarge            = &apiError{status: 413, code: 40005, message: "Request entity too large"}
	invalidVersion      = &apiError{status: 400, code: 50041, message: "Invalid API version provided"}
	invalidJSON         = &apiError{status: 400, code: 50109, message: "The request body contains invalid JSON."}
	emptyMessage        = &apiError{status: 400, code: 50006, message: "Cannot send an empty message"}
	alreadyAcknowledged = &apiError{status: 400, code: 40060, message: "Interaction has already been acknowledged."}
	unknownInteraction  = &apiError{status: 404, code: 10062, message: "Unknown interaction"}
	unknownWebhook      = &apiError{status: 404, code: 10015, message: "Unknown Webhook"}
	invalidToken        = &apiError{status: 401, code: 50027, message: "Invalid Webhook Token"}
	tooManyCommands     = &apiError{status: 400, code: 30032, message: "Maximum number of application commands reached"}
	tooManyCreates      = &apiError{status: 429, code: 30034, message: "Max number of daily application command creates has been reached (200)"}
	foreignApplication  = &apiError{status: 403, code: 20012, message: "You are not authorized to perform this action on this application"}
)

// Errors that a bot cannot avoid, such as that a channel was deleted.
var (
	unknownChannel     = &apiError{status: 404, code: 10003, message: "Unknown Channel", unavoidable: true}
	unknownGuild       = &apiError{status: 404, code: 10004, message: "Unknown Guild", unavoidable: true}
	unknownMember      = &apiError{status: 404, code: 10007, message: "Unknown Member", unavoidable: true}
	unknownMessage     = &apiError{status: 404, code: 10008, message: "Unknown Message", unavoidable: true}
	missingAccess      = &apiError{status: 403, code: 50001, message: "Missing Access", unavoidable: true}
	missingPermissions = &apiError{status: 403, code: 50013, message: "Missing Permissions", unavoidable: true}
)

// invalidForm returns an error for a body if the form has errors, and nil
// otherwise.
func invalidForm(f *schema.Form) error {
	if len(f.Errors) == 0 {
		return nil
	}
	return &apiError{status: 400, code: 50035, message: "Invalid Form Body", form: f}
}

// invalidField returns an error for one field of a body.
func invalidField(path, code, format string, args ...any) error {
	p := schema.NewForm().At(path)
	p.Fail(code, format, args...)
	return invalidForm(p.Form)
}

// Mistake is an error for an action that Discord's client would not let a
// person do. Column says where in the input it is; 0 is the action as a whole.
// Code is one of the codes below, so that the page can translate the reason, or
// "".
type Mistake struct {
	Column int
	Code   string
	Reason string
}

// The codes of mistakes that people make without knowing, because something has
// happened meanwhile.
const (
	NoModal        = "no-modal"        // it was closed, or belongs to another member
	MessageGone    = "message-gone"    // it was deleted or dismissed, or belongs to another member
	BotAbsent      = "bot-absent"      // the bot is not in the server
	ClockBackwards = "clock-backwards" // the clock would go backwards
)

// Error returns the reason.
func (m *Mistake) Error() string { return m.Reason }

func mistake(column int, format string, args ...any) error {
	return mistakeWithCode("", column, format, args...)
}

func mistakeWithCode(code string, column int, format string, args ...any) error {
	return &Mistake{column, code, fmt.Sprintf(format, args...)}
}
