package commands

import (
	"context"

	"dojang/commands/option"
	"dojang/commands/router"
	"dojang/refusal"
	"dojang/view"
)

// pickerActions let a member pick the items to check, on one private message. Its
// custom_ids hold the member's position.
func pickerActions(store Store) []router.Action {
	return []router.Action{
		router.InPlace(view.PickID, router.WritableGroup, func(ctx context.Context, r *router.Request) (router.Reply, error) {
			return turnPicker(ctx, r, store, r.Chosen(), 0)
		}),
		router.InPlace(view.PickPageID, router.WritableGroup, func(ctx context.Context, r *router.Request) (router.Reply, error) {
			return turnPicker(ctx, r, store, r.Arg("of"), r.IntArg("page"))
		}),
		router.InPlace(view.PickedID, router.WritableGroup, checkPicked(store)),
	}
}

// openPicker answers /check without an item.
func openPicker(ctx context.Context, r *router.Request, boards Boards) (router.Reply, error) {
	if r.Has("link") || r.Has("title") {
		return router.Reply{}, refusal.New("check.item")
	}
	k, err := picker(ctx, r, boards, r.Text("date"))
	return router.Private(r.Print.Picker(k)), err
}

// picker returns a view.Picker for checks on the day, or now if day is "".
func picker(ctx context.Context, r *router.Request, boards Boards, day string) (view.Picker, error) {
	k := view.Picker{Group: r.Group}
	at, err := option.At(r, day)
	if err != nil {
		return k, err
	}
	if !at.Equal(r.Now) {
		k.Day = r.Group.Calendar.Day(at).String()
	}
	o, err := boards.Overview(ctx, r.Group, r.Operation())
	if err == nil {
		k.Record = o.Record
	}
	return k, err
}

// turnPicker shows a page of the chosen area or section.
func turnPicker(ctx context.Context, r *router.Request, boards Boards, id string, page int) (router.Reply, error) {
	k, err := picker(ctx, r, boards, view.PickedDay(r.Arg("day")))
	if err != nil {
		return router.Reply{}, err
	}
	k.Page = page
	level := r.Arg("level")
	if level != view.Areas {
		if k.Area = r.Group.Roadmap.Area(id); k.Area == nil {
			return router.Reply{}, errOldButton()
		}
	}
	if level == view.Items {
		k.Section = r.Group.Roadmap.Section(id)
	}
	return router.Replace(r.Print.Picker(k)), nil
}

// checkPicked checks the chosen items and says so in the channel. The picker stays open.
func checkPicked(store Store) router.Handler {
	return func(ctx context.Context, r *router.Request) (router.Reply, error) {
		day := view.PickedDay(r.Arg("day"))
		at, err := option.At(r, day)
		if err != nil {
			return router.Reply{}, err
		}
		refs := itemRefs(r.Group, r.Values)
		if len(refs) == 0 || len(refs) < len(r.Values) {
			return router.Reply{}, errOldButton()
		}
		checked, err := checkAll(ctx, r, store, view.CheckedItems{Items: refs, At: at})
		if err != nil {
			return router.Reply{}, err
		}
		k, err := picker(ctx, r, store, day)
		if err != nil {
			return router.Reply{}, err
		}
		k.Area, k.Section, k.Page = refs[0].Area, refs[0].Section, r.IntArg("page")
		reply := router.Replace(r.Print.Picker(k))
		reply.Then = &checked
		return reply, nil
	}
}
