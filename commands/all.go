package commands

// Store is all that the commands need of the store.
type Store interface {
	guilds
	checker
	undoer
	sharer
	postEditor
	digestReader
	corrector
	overviewer
	enterer
	boardReader
	focuser
	shower
	groupSaver
	membership
	deliveries
	checklister
	librarian
	replacer
}

// All returns every command, in the order in which they are registered.
func All(s Settings) []Command {
	store := s.Store
	return []Command{
		check(store),
		uncheck(store),
		share(store),
		progress(store),
		leaderboard(store),
		next(store),
		posts(store),
		library(store),
		roadmapCommand(s),
		group(store),
		digest(store, s.Digests),
		correct(store),
		status(store, s.Channels, s.Vitals),
		setup(s),
		help(),
	}
}
